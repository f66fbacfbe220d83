package io.dsd.job.command;

import io.dsd.kafka.option.KafkaOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which brokers, and how to talk to them. */
final class BrokerFlags {

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      required = true,
      description = "Where the Kafka brokers are; several with commas between.")
  private String bootstrap = "";

  @Option(
      names = "--property",
      paramLabel = "KEY=VALUE",
      description = "A property of the Kafka client, such as security.protocol=SSL; repeatable.")
  private Map<String, String> properties = new LinkedHashMap<>();

  KafkaOptions options() {
    KafkaOptions standard = KafkaOptions.standard(bootstrap);
    return new KafkaOptions(
        bootstrap,
        properties,
        standard.topics(),
        standard.groupId(),
        standard.guarantee(),
        standard.transactionTimeout(),
        standard.transactionalIdPrefix(),
        standard.recordLimit());
  }
}
