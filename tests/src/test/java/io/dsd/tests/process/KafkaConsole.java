package io.dsd.tests.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.tools.ConsoleProducer;
import org.apache.kafka.tools.TopicCommand;
import org.apache.kafka.tools.consumer.ConsoleConsumer;

/** Kafka's own commands, each one a process, with the arguments that a user types. */
final class KafkaConsole {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path directory;
  private final String brokers;

  /** Commands for those brokers; what they say is kept in {@code directory}. */
  KafkaConsole(Path directory, String brokers) {
    this.directory = directory;
    this.brokers = brokers;
  }

  /** {@code kafka-topics.sh --create}, as {@code docs/topics.md} has it. */
  void create(String topic) throws Exception {
    command(
        TopicCommand.class,
        Redirect.PIPE,
        List.of(
            "--create",
            "--topic",
            topic,
            "--partitions",
            "1",
            "--replication-factor",
            "1",
            "--config",
            "max.message.bytes=1048576"));
  }

  /** {@code kafka-console-producer.sh} fed with lines of {@code headers TAB key TAB value}. */
  void produce(String topic, List<String> lines) throws Exception {
    Path input = Files.write(Files.createDirectories(directory).resolve("input"), lines);
    command(
        ConsoleProducer.class,
        Redirect.from(input.toFile()),
        List.of(
            "--topic",
            topic,
            "--reader-property",
            "parse.headers=true",
            "--reader-property",
            "parse.key=true"));
  }

  /** {@code kafka-console-consumer.sh}; {@code headers TAB key TAB value} of committed records. */
  List<String> consume(String topic, int count, Duration patience) throws Exception {
    return command(
        ConsoleConsumer.class,
        Redirect.PIPE,
        List.of(
            "--topic",
            topic,
            "--from-beginning",
            "--max-messages",
            Integer.toString(count),
            "--timeout-ms",
            Long.toString(patience.toMillis()),
            "--command-property",
            "isolation.level=read_committed",
            "--formatter-property",
            "print.headers=true",
            "--formatter-property",
            "print.key=true"));
  }

  private List<String> command(Class<?> tool, Redirect input, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(tool.getName(), "--bootstrap-server", brokers));
    command.addAll(arguments);
    try (JavaProcess process =
        JavaProcess.start(
            tool.getSimpleName(),
            directory,
            input,
            System.getProperty("java.class.path"),
            List.of(),
            command)) {
      return process.lines(PATIENCE);
    }
  }
}
