package io.dsd.job.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.job.certificate.Certificates;
import io.dsd.job.options.OptionsReader;
import io.dsd.kafka.admin.AdminException;
import io.dsd.kafka.broker.EmbeddedBroker;
import io.dsd.kafka.broker.Listener;
import io.dsd.kafka.option.KafkaOptions;
import io.dsd.kafka.option.RecordLimit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.SecurityOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A broker with SASL_SSL, and clients that have what it asks for or do not. */
@Timeout(60)
class SecuredKafkaTest {

  private static final String PASSWORD = "correct-horse";
  private static final String WRONG = "battery-staple";

  @TempDir static Path directory;

  private static EmbeddedBroker broker;
  private static Certificates certificates;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() throws Exception {
    certificates = Certificates.make(directory.resolve("tls"), List.of("127.0.0.1"), 1);
    Configuration flink = certificates.cluster();
    Listener listener =
        Listener.saslTls(
            Path.of(flink.get(SecurityOptions.SSL_REST_KEYSTORE)),
            flink.get(SecurityOptions.SSL_REST_KEYSTORE_PASSWORD),
            Map.of("alice", PASSWORD));
    broker = EmbeddedBroker.start(directory.resolve("broker"), RecordLimit.standard(), 0, listener);
    Preflight.check(job(properties(PASSWORD)), Optional.of(1));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void everyCommandTakesThePropertiesFromAFile() throws Exception {
    Path file = file(properties(PASSWORD));
    assertThat(run("send", "--kafka-config", file.toString(), "A prompt")).as("%s", err).isZero();
    String place = out.toString().strip();
    assertThat(place).startsWith("prompts-0@");
    assertThat(run("cancel", "--kafka-config", file.toString(), place)).as("%s", err).isZero();
    out.getBuffer().setLength(0);
    assertThat(
            run(
                "receive",
                "--kafka-config",
                file.toString(),
                "--topic",
                "prompts",
                "--count",
                "2",
                "--timeout",
                "30s"))
        .as("%s", err)
        .isZero();
    assertThat(out.toString()).contains("A prompt", "cancel");
  }

  @Test
  void aSecretCanStayInAFileThatThePropertiesPointAt() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "kafka=" + PASSWORD);
    Map<String, String> properties = properties("${file:" + secret + ":kafka}");
    properties.put("config.providers", "file");
    properties.put(
        "config.providers.file.class",
        "org.apache.kafka.common.config.provider.FileConfigProvider");
    assertThat(run("send", "--kafka-config", file(properties).toString(), "A prompt"))
        .as("%s", err)
        .isZero();
  }

  @Test
  void aWrongPasswordIsSaidAtOnceWithTheSettingAndNotWithThePassword() throws Exception {
    Path file = file(properties(WRONG));
    for (String command : List.of("send", "receive")) {
      List<String> arguments = new ArrayList<>(List.of(command, "--kafka-config", file.toString()));
      if (command.equals("send")) {
        arguments.add("A prompt");
      }
      assertThat(run(arguments.toArray(String[]::new))).isEqualTo(1);
    }
    assertThat(err.toString().lines())
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains("sasl.jaas.config", "correct them", "--kafka-config")
                    .doesNotContain(WRONG));
    assertThatThrownBy(() -> Preflight.check(job(properties(WRONG)), Optional.empty()))
        .isInstanceOf(AdminException.class)
        .hasMessageContaining("sasl.jaas.config")
        .hasMessageContaining("kafka.properties")
        .hasMessageNotContaining(WRONG);
  }

  @Test
  void aCertificateThatIsNotTrustedNamesTheSettingThatTrusts() throws Exception {
    Map<String, String> properties = properties(PASSWORD);
    properties.keySet().removeIf(name -> name.startsWith("ssl."));
    assertThat(run("send", "--kafka-config", file(properties).toString(), "A")).isEqualTo(1);
    assertThat(err.toString()).contains("ssl.truststore.location");
  }

  @Test
  void aCertificateForAnotherHostIsNotTaken() throws Exception {
    Map<String, String> properties = properties(PASSWORD);
    properties.replace(
        "bootstrap.servers", broker.bootstrapServers().replace("127.0.0.1", "localhost"));
    assertThat(run("send", "--kafka-config", file(properties).toString(), "A")).isEqualTo(1);
    assertThat(err.toString()).contains("certificate is for another host");
  }

  @Test
  void aFileThatIsNotThereIsNamedWithTheProperty() throws Exception {
    Map<String, String> properties = properties(PASSWORD);
    properties.put("ssl.truststore.location", "/nowhere.pem");
    assertThat(run("send", "--kafka-config", file(properties).toString(), "A")).isEqualTo(1);
    assertThat(err.toString()).contains("/nowhere.pem", "correct ssl.truststore.location");
    assertThat(run("send", "--kafka-config", "/nowhere.properties", "A")).isEqualTo(2);
    assertThat(err.toString()).contains("--kafka-config: /nowhere.properties cannot be read");
  }

  @Test
  void aPortThatSpeaksSomethingElseIsSaidWithTheSetting() throws Exception {
    Map<String, String> properties =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "default.api.timeout.ms",
            "2000",
            "request.timeout.ms",
            "1000");
    assertThat(run("send", "--kafka-config", file(properties).toString(), "A")).isEqualTo(1);
    assertThat(err.toString()).contains("security.protocol (PLAINTEXT)");
  }

  @Test
  void aMechanismThatTheBrokersDoNotHaveIsSaidWithTheirs() throws Exception {
    Map<String, String> properties = properties(PASSWORD);
    properties.put("sasl.mechanism", "SCRAM-SHA-256");
    properties.computeIfPresent(
        "sasl.jaas.config",
        (name, value) -> value.replace("plain.PlainLoginModule", "scram.ScramLoginModule"));
    assertThat(run("send", "--kafka-config", file(properties).toString(), "A")).isEqualTo(1);
    assertThat(err.toString()).contains("[PLAIN]", "set sasl.mechanism");
  }

  @Test
  void noTextOfTheOptionsHasASecret() {
    assertThat(job(properties(PASSWORD)).toString())
        .contains("sasl.jaas.config")
        .doesNotContain(PASSWORD);
  }

  private static Map<String, String> properties(String password) {
    Map<String, String> properties = new HashMap<>();
    properties.put("bootstrap.servers", broker.bootstrapServers());
    properties.put("security.protocol", "SASL_SSL");
    properties.put("sasl.mechanism", "PLAIN");
    properties.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"alice\" password=\"%s\";"
            .formatted(password));
    properties.put("ssl.truststore.type", "PEM");
    properties.put("ssl.truststore.location", certificates.restCertificate().toString());
    return properties;
  }

  private static KafkaOptions job(Map<String, String> properties) {
    Map<String, String> settings = new HashMap<>();
    properties.forEach((name, value) -> settings.put("kafka.properties." + name, value));
    settings.remove("kafka.properties.bootstrap.servers");
    settings.put("kafka.bootstrap-servers", broker.bootstrapServers());
    settings.put("model", "none");
    return OptionsReader.of(settings).kafka().forClients();
  }

  private static Path file(Map<String, String> properties) throws Exception {
    List<String> lines = new ArrayList<>();
    properties.forEach((name, value) -> lines.add(name + "=" + value));
    return Files.write(Files.createTempFile(directory, "client", ".properties"), lines);
  }

  private int run(String... arguments) {
    CommandLine command = Dsd.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute(arguments);
  }
}
