package io.dsd.message;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * The identity of one sequence: where its prompt record lies in Kafka, so that two records with the
 * same request id never collide.
 *
 * @param topic the prompts topic
 * @param partition its partition
 * @param offset the record's offset in the partition
 */
public record SequenceId(String topic, int partition, long offset)
    implements Comparable<SequenceId> {

  private static final Comparator<SequenceId> ORDER =
      Comparator.comparing(SequenceId::topic)
          .thenComparingInt(SequenceId::partition)
          .thenComparingLong(SequenceId::offset);

  /** Checks that the topic is there. */
  public SequenceId {
    requireNonNull(topic, "topic");
  }

  @Override
  public int compareTo(SequenceId other) {
    return ORDER.compare(this, other);
  }

  /** Written out, because Flink routes by it: it must be the same in every JVM and release. */
  @Override
  public int hashCode() {
    return (topic.hashCode() * 31 + partition) * 31 + Long.hashCode(offset);
  }

  /** The printed form, {@code topic-partition@offset}. */
  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
