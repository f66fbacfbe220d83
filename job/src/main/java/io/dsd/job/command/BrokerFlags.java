package io.dsd.job.command;

import io.dsd.kafka.option.KafkaOptions;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Which brokers, and how to talk to them. */
final class BrokerFlags {

  private static final String BOOTSTRAP = "bootstrap.servers";

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description =
          "Where the Kafka brokers are; several with commas between. Needed unless --kafka-config says it.")
  private String bootstrap;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description =
          "A file of properties of the Kafka client, as Kafka's own tools take it: the place for passwords.")
  private Path file;

  @Option(
      names = "--property",
      paramLabel = "KEY=VALUE",
      description =
          "A property of the Kafka client, such as security.protocol=SSL; repeatable. No secrets: others see command lines.")
  private Map<String, String> properties = new LinkedHashMap<>();

  KafkaOptions options() {
    Map<String, String> all = fromFile();
    all.putAll(properties);
    String inFile = all.remove(BOOTSTRAP);
    String brokers = bootstrap == null ? inFile : bootstrap;
    if (brokers == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "Missing required option: '--bootstrap=HOST:PORT', or bootstrap.servers in the file of --kafka-config.");
    }
    KafkaOptions standard = KafkaOptions.standard(brokers);
    return new KafkaOptions(
        brokers,
        all,
        standard.topics(),
        standard.groupId(),
        standard.guarantee(),
        standard.transactionTimeout(),
        standard.transactionalIdPrefix(),
        standard.recordLimit());
  }

  private Map<String, String> fromFile() {
    Map<String, String> entries = new LinkedHashMap<>();
    if (file != null) {
      Properties read = new Properties();
      try (Reader reader = Files.newBufferedReader(file)) {
        read.load(reader);
      } catch (IOException | IllegalArgumentException unreadable) {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            "--kafka-config: %s cannot be read; give a file of lines NAME=VALUE".formatted(file),
            unreadable);
      }
      read.stringPropertyNames().forEach(name -> entries.put(name, read.getProperty(name)));
    }
    return entries;
  }
}
