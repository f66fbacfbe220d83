package io.dsd.job.command;

import io.dsd.kafka.option.ClientProperties;
import io.dsd.kafka.option.KafkaOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the records of a topic. */
@Command(
    name = "receive",
    description = "Prints committed records of the completions topic, one a line, as they come.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ReceiveCommand implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private BrokerFlags broker;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      defaultValue = "completions",
      description = "The topic (default: ${DEFAULT-VALUE}).")
  private String topic = "completions";

  @Option(names = "--new", description = "Only records that come from now on.")
  private boolean fromNow;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after so many records (default: never).")
  private long count = Long.MAX_VALUE;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description =
          "End with status 1 if no record comes for so long, such as 30s (default: wait for ever).")
  private String timeout;

  @Override
  public Integer call() {
    Duration patience =
        timeout == null ? Duration.ofDays(36_500) : Durations.of("--timeout", timeout, spec);
    KafkaOptions options = broker.options();
    Preflight.requireTopic(options, topic);
    Properties properties = new ClientProperties(options).consumer();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic, Duration.ofSeconds(30)).stream()
              .map(each -> new TopicPartition(each.topic(), each.partition()))
              .toList();
      consumer.assign(partitions);
      if (fromNow) {
        consumer.seekToEnd(partitions);
      } else {
        consumer.seekToBeginning(partitions);
      }
      return print(consumer, patience);
    }
  }

  private int print(KafkaConsumer<byte[], byte[]> consumer, Duration patience) {
    long printed = 0;
    long last = System.nanoTime();
    while (printed < count) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
        last = System.nanoTime();
        if (printed < count) {
          byte[] value = record.value() == null ? new byte[0] : record.value();
          spec.commandLine().getOut().println(new String(value, StandardCharsets.UTF_8));
          spec.commandLine().getOut().flush();
          printed++;
        }
      }
      if (Duration.ofNanos(System.nanoTime() - last).compareTo(patience) > 0) {
        return 1;
      }
    }
    return 0;
  }
}
