package io.dsd.kafka.option;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The properties of each kind of Kafka client, from the options. A property that only another kind
 * of client knows is left out; one that no client knows, such as a login module's own, goes to all.
 */
public final class ClientProperties {

  /** Kafka's own default of a producer's memory. */
  private static final int SMALLEST_BUFFER = 32 << 20;

  private final KafkaOptions options;

  /** The properties that follow from {@code options}. */
  public ClientProperties(KafkaOptions options) {
    this.options = options;
  }

  /** For administration. */
  public Properties admin() {
    return known(AdminClientConfig::configNames);
  }

  /** For reading prompts: committed records only, unless the options say otherwise. */
  public Properties consumer() {
    Properties properties = new Properties();
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.putAll(known(ConsumerConfig::configNames));
    int wireBytes = options.recordLimit().wireBytes();
    properties.setProperty(
        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(wireBytes));
    properties.setProperty(
        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
        Integer.toString(Math.max(wireBytes, ConsumerConfig.DEFAULT_FETCH_MAX_BYTES)));
    return properties;
  }

  /** For writing: each record leaves at once, unless the options say otherwise. */
  public Properties producer() {
    Properties properties = new Properties();
    int wireBytes = options.recordLimit().wireBytes();
    properties.setProperty(ProducerConfig.LINGER_MS_CONFIG, "0");
    // a record that is larger than this memory is refused for ever, and the job with it
    properties.setProperty(
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        Integer.toString(Math.max(wireBytes + wireBytes / 8, SMALLEST_BUFFER)));
    properties.putAll(known(ProducerConfig::configNames));
    properties.setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(wireBytes));
    return properties;
  }

  private Properties known(Supplier<Set<String>> names) {
    Set<String> own = names.get();
    Properties properties = new Properties();
    for (Map.Entry<String, String> entry : options.properties().entrySet()) {
      if (own.contains(entry.getKey()) || !knownToAnyClient(entry.getKey())) {
        properties.setProperty(entry.getKey(), entry.getValue());
      }
    }
    properties.setProperty("bootstrap.servers", options.bootstrapServers());
    return properties;
  }

  private static boolean knownToAnyClient(String name) {
    return AdminClientConfig.configNames().contains(name)
        || ConsumerConfig.configNames().contains(name)
        || ProducerConfig.configNames().contains(name);
  }
}
