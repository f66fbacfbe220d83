package io.dsd.kafka.admin;

import static java.util.Objects.requireNonNull;

/**
 * A topic that must be there.
 *
 * @param name its name
 * @param partitions how many partitions it gets if it is made
 * @param replication how many copies of each partition it gets if it is made
 * @param largestRecord the largest record that it must take, in bytes
 */
public record TopicPlan(String name, int partitions, short replication, int largestRecord) {

  /** Checks the numbers, with a message for users. */
  public TopicPlan {
    requireNonNull(name, "name");
    if (partitions < 1) {
      throw new IllegalArgumentException(
          "the topic '%s' is to have %d partitions; at least 1 is needed"
              .formatted(name, partitions));
    }
    if (replication < 1) {
      throw new IllegalArgumentException(
          "the topic '%s' is to have a replication factor of %d; at least 1 is needed"
              .formatted(name, replication));
    }
    if (largestRecord < 1) {
      throw new IllegalArgumentException(
          "the topic '%s' is to take records of %d bytes".formatted(name, largestRecord));
    }
  }
}
