package io.dsd.kafka.option;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.connector.base.DeliveryGuarantee;

/**
 * How the job reads and writes Kafka.
 *
 * @param bootstrapServers brokers to begin with, {@code host:port} separated by commas
 * @param properties settings passed to every Kafka client as they are, such as {@code
 *     security.protocol}; those that the other components decide are refused
 * @param topics the topics' names
 * @param groupId the consumer group whose committed offsets say where to begin without a checkpoint
 * @param guarantee how completions and dead letters are written: {@code EXACTLY_ONCE}, visible to
 *     read_committed consumers after each checkpoint, or {@code AT_LEAST_ONCE}, visible at once
 * @param transactionTimeout after how long the broker aborts a transaction that nobody completes:
 *     answers of the last checkpoint are lost if the job is down for longer than this; at most the
 *     broker's {@code transaction.max.timeout.ms}
 * @param transactionalIdPrefix begins the ids of the transactions; of no other job on this Kafka
 *     cluster
 * @param recordLimit the largest record
 */
public record KafkaOptions(
    String bootstrapServers,
    Map<String, String> properties,
    TopicNames topics,
    String groupId,
    DeliveryGuarantee guarantee,
    Duration transactionTimeout,
    String transactionalIdPrefix,
    RecordLimit recordLimit) {

  private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration MOST_TIMEOUT = Duration.ofMillis(Integer.MAX_VALUE);

  private static final Map<String, String> DECIDED =
      Map.ofEntries(
          Map.entry("bootstrap.servers", "the bootstrap servers"),
          Map.entry("group.id", "the group id"),
          Map.entry("transactional.id", "the transactional id prefix"),
          Map.entry("transaction.timeout.ms", "the transaction timeout"),
          Map.entry("max.request.size", "the record size limit"),
          Map.entry("max.partition.fetch.bytes", "the record size limit"),
          Map.entry("fetch.max.bytes", "the record size limit"),
          Map.entry("enable.auto.commit", "the job, which commits offsets with its checkpoints"),
          Map.entry("auto.offset.reset", "the job, which begins at the earliest record"),
          Map.entry("key.serializer", "the job"),
          Map.entry("value.serializer", "the job"),
          Map.entry("key.deserializer", "the job"),
          Map.entry("value.deserializer", "the job"));

  /** Checks every setting, with a message for users. */
  public KafkaOptions {
    requireText("the bootstrap servers", bootstrapServers);
    requireNonNull(topics, "topics");
    requireText("the group id", groupId);
    requireNonNull(guarantee, "guarantee");
    requireNonNull(transactionTimeout, "transactionTimeout");
    requireText("the transactional id prefix", transactionalIdPrefix);
    requireNonNull(recordLimit, "recordLimit");
    properties = Map.copyOf(properties);
    for (String name : properties.keySet()) {
      if (DECIDED.containsKey(name)) {
        throw new IllegalArgumentException(
            "the Kafka client property '%s' cannot be set: it is decided by %s"
                .formatted(name, DECIDED.get(name)));
      }
    }
    if (guarantee == DeliveryGuarantee.NONE) {
      throw new IllegalArgumentException(
          "the delivery guarantee is NONE; EXACTLY_ONCE and AT_LEAST_ONCE are allowed");
    }
    if (transactionTimeout.compareTo(LEAST_TIMEOUT) < 0
        || transactionTimeout.compareTo(MOST_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "the transaction timeout is %d ms; from %d to %d ms are allowed"
              .formatted(
                  transactionTimeout.toMillis(),
                  LEAST_TIMEOUT.toMillis(),
                  MOST_TIMEOUT.toMillis()));
    }
  }

  /**
   * The standard options for the given brokers: topics of the standard names, exactly-once with a
   * transaction timeout of 15 minutes, which is a broker's default maximum.
   */
  public static KafkaOptions standard(String bootstrapServers) {
    return new KafkaOptions(
        bootstrapServers,
        Map.of(),
        TopicNames.standard(),
        "dsd",
        DeliveryGuarantee.EXACTLY_ONCE,
        Duration.ofMinutes(15),
        "dsd",
        RecordLimit.standard());
  }

  /** With the properties' names only: some values are secrets. */
  @Override
  public String toString() {
    return "KafkaOptions[%s, properties %s, %s, group %s, %s]"
        .formatted(bootstrapServers, properties.keySet(), topics, groupId, guarantee);
  }

  private static void requireText(String what, String value) {
    if (requireNonNull(value, what).isBlank()) {
      throw new IllegalArgumentException(what + " must not be empty");
    }
  }
}
