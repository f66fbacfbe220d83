package io.dsd.job.options;

import static java.util.Objects.requireNonNull;

import io.dsd.kafka.option.KafkaOptions;
import io.dsd.kafka.option.RecordLimit;
import io.dsd.kafka.option.TopicNames;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.MemorySize;

/** The {@code kafka} section: brokers, topics and delivery. */
public record KafkaSection(
    @Setting(meaning = "Where the brokers are: `host:port`, several with commas between.")
        String bootstrapServers,
    @Setting(
            fallback = "{}",
            meaning =
                "Properties for every Kafka client of the job as Kafka names them, such as"
                    + " `security.protocol`. What the settings below decide is not allowed here."
                    + " [security.md](security.md) says how passwords stay out of this file.")
        Map<String, String> properties,
    @Setting(fallback = "prompts", meaning = "The topic that prompts are read from.")
        String prompts,
    @Setting(fallback = "completions", meaning = "The topic that completions are written to.")
        String completions,
    DeltasSection deltas,
    @Setting(
            fallback = "dead-letters",
            meaning = "The topic that records which cannot be served go to, unchanged.")
        String deadLetters,
    @Setting(
            fallback = "dsd",
            meaning = "The consumer group that the prompts' offsets are committed for.")
        String group,
    @Setting(
            fallback = "exactly-once",
            meaning =
                "`exactly-once` (completions are committed with the checkpoint; read them with"
                    + " `isolation.level=read_committed`) or `at-least-once` (at once, and perhaps"
                    + " again after a failure).")
        Delivery delivery,
    @Setting(
            fallback = "15min",
            min = "1s",
            meaning =
                "How long the broker keeps a transaction open without a word from the job: the"
                    + " longest downtime after which no completion is lost. At most the broker's"
                    + " `transaction.max.timeout.ms`.")
        Duration transactionTimeout,
    @Setting(
            fallback = "dsd",
            meaning =
                "What the transactional ids of this job begin with; jobs that share a broker need"
                    + " different ones.")
        String transactionalIdPrefix,
    @Setting(
            fallback = "480k",
            min = "1k",
            max = "32m",
            meaning =
                "The largest prompt record, and the largest JSON of an answer. With the prompt's"
                    + " key and headers on it an answer may be twice as large and 64k more, which"
                    + " topics must allow (`max.message.bytes`).")
        MemorySize maxRecordSize)
    implements Serializable {

  /** Keeps a copy of the properties. */
  public KafkaSection {
    requireNonNull(delivery, "delivery");
    properties = Map.copyOf(properties);
  }

  /** The same at other brokers. */
  public KafkaSection withBootstrapServers(String others) {
    return new KafkaSection(
        others,
        properties,
        prompts,
        completions,
        deltas,
        deadLetters,
        group,
        delivery,
        transactionTimeout,
        transactionalIdPrefix,
        maxRecordSize);
  }

  /** The same for the module that reads and writes Kafka. */
  public KafkaOptions forClients() {
    return new KafkaOptions(
        bootstrapServers,
        properties,
        new TopicNames(prompts, completions, deltas.topicIfEnabled(), deadLetters),
        group,
        delivery.guarantee(),
        transactionTimeout,
        transactionalIdPrefix,
        new RecordLimit(Math.toIntExact(maxRecordSize.getBytes())));
  }

  /** With the properties' names only: some values are secrets. */
  @Override
  public String toString() {
    return "KafkaSection[" + forClients() + "]";
  }
}
