package io.dsd.kafka.broker;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * How clients connect to an embedded broker.
 *
 * @param protocol what they speak
 * @param settings what that needs, as settings of a broker
 */
public record Listener(SecurityProtocol protocol, Map<String, String> settings) {

  private static final String PROTOCOL = "security.protocol";

  /** The user that the broker is to itself. */
  private static final String BROKER = "broker";

  /** Keeps a copy. */
  public Listener {
    requireNonNull(protocol, "protocol");
    settings = Map.copyOf(settings);
  }

  /** Anyone on this machine, unencrypted. */
  public static Listener plaintext() {
    return new Listener(SecurityProtocol.PLAINTEXT, Map.of());
  }

  /**
   * TLS, and a user name with a password.
   *
   * @param keyStore a PKCS12 file with the broker's key and a certificate for 127.0.0.1, which it
   *     trusts itself
   * @param password of the file and its key, and of the broker itself
   * @param users passwords by user name
   */
  public static Listener saslTls(Path keyStore, String password, Map<String, String> users) {
    Map<String, String> settings = new HashMap<>();
    for (String store : new String[] {"ssl.keystore.", "ssl.truststore."}) {
      settings.put(store + "location", keyStore.toString());
      settings.put(store + "type", "PKCS12");
      settings.put(store + "password", password);
    }
    settings.put("sasl.enabled.mechanisms", "PLAIN");
    settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    Map<String, String> all = new HashMap<>(users);
    all.put(BROKER, password);
    settings.put(
        "listener.name.sasl_ssl.plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\" %s;"
            .formatted(
                BROKER,
                password,
                all.entrySet().stream()
                    .map(user -> "user_%s=\"%s\"".formatted(user.getKey(), user.getValue()))
                    .collect(Collectors.joining(" "))));
    return new Listener(SecurityProtocol.SASL_SSL, settings);
  }

  /** The same as a file of properties, which holds secrets if the settings do. */
  public Properties toProperties() {
    Properties properties = new Properties();
    properties.putAll(settings);
    properties.setProperty(PROTOCOL, protocol.name);
    return properties;
  }

  /** What {@link #toProperties} was stored from. */
  public static Listener read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    Map<String, String> settings = new HashMap<>();
    properties
        .stringPropertyNames()
        .forEach(name -> settings.put(name, properties.getProperty(name)));
    return new Listener(SecurityProtocol.forName(settings.remove(PROTOCOL)), settings);
  }

  /** Without the settings, which hold secrets. */
  @Override
  public String toString() {
    return "Listener[" + protocol + "]";
  }
}
