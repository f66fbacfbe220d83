package io.dsd.job.cluster;

import io.dsd.job.certificate.Certificates;
import io.dsd.job.certificate.OwnerOnly;
import io.dsd.kafka.broker.Listener;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.SecurityOptions;

/**
 * The broker's and the clients' settings if connections to Kafka are encrypted too. The broker has
 * the job manager's certificate: both are on this machine.
 *
 * @param certificates of the cluster
 */
record KafkaFiles(Certificates certificates) {

  private static final String USER = "dsd";

  /** The file that the broker is told by. */
  Path broker() {
    return certificates.clusterFolder().resolve("broker.properties");
  }

  /** The file for {@code --kafka-config}. */
  static Path client(Certificates certificates) {
    return certificates.clientFolder().resolve("kafka.properties");
  }

  /** Writes both. */
  void write() throws IOException {
    String password = Certificates.password();
    Configuration flink = certificates.cluster();
    Listener listener =
        Listener.saslTls(
            Path.of(flink.get(SecurityOptions.SSL_REST_KEYSTORE)),
            flink.get(SecurityOptions.SSL_REST_KEYSTORE_PASSWORD),
            Map.of(USER, password));
    OwnerOnly.write(broker(), text(listener.toProperties()));

    Properties client = new Properties();
    client.setProperty("security.protocol", "SASL_SSL");
    client.setProperty("sasl.mechanism", "PLAIN");
    client.setProperty(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(USER, password));
    client.setProperty("ssl.truststore.type", "PEM");
    client.setProperty("ssl.truststore.location", certificates.restCertificate().toString());
    OwnerOnly.write(client(certificates), text(client));
  }

  /** Lines of the {@code kafka} section of a job, without the secret, which stays in its file. */
  String jobLines() {
    return """

      properties:
        security.protocol: SASL_SSL
        sasl.mechanism: PLAIN
        sasl.jaas.config: %s
        ssl.truststore.type: PEM
        ssl.truststore.location: %s
        config.providers: file
        config.providers.file.class: org.apache.kafka.common.config.provider.FileConfigProvider\
    """
        .formatted(
            JobFile.quoted("${file:%s:sasl.jaas.config}".formatted(client(certificates))),
            JobFile.quoted(certificates.restCertificate().toString()));
  }

  private static String text(Properties properties) throws IOException {
    StringWriter writer = new StringWriter();
    properties.store(writer, null);
    return writer.toString();
  }
}
