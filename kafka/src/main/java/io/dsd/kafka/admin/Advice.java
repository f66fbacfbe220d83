package io.dsd.kafka.admin;

import io.dsd.kafka.option.KafkaOptions;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/** Says why brokers do not serve a client, with the settings that decide it and what to do. */
final class Advice {

  private static final String WHERE =
      " (Kafka's properties are below kafka.properties in a job's configuration, and in the file of"
          + " --kafka-config)";

  private final KafkaOptions options;

  Advice(KafkaOptions options) {
    this.options = options;
  }

  /** About a failure of a client. */
  String about(Throwable failure) {
    String said = innermost(failure);
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof UnsupportedSaslMechanismException) {
        return said + "; set sasl.mechanism to one of those" + WHERE;
      } else if (at instanceof SaslAuthenticationException) {
        return "%s; the brokers do not accept the user or the password in sasl.jaas.config (security.protocol %s, sasl.mechanism %s): correct them%s"
            .formatted(said, protocol(), property("sasl.mechanism", "GSSAPI"), WHERE);
      } else if (at instanceof SslAuthenticationException) {
        return said + "; " + tls(said) + WHERE;
      } else if (at instanceof AuthorizationException) {
        return said
            + "; these brokers have not granted that to this user: docs/security.md lists the rights that are needed";
      }
    }
    return said + silent(failure) + culprits(said);
  }

  /** What to look at if there is no answer at all. */
  String silence() {
    return "see that they run and can be reached from here, and that security.protocol (%s) is what their port speaks%s"
        .formatted(protocol(), WHERE);
  }

  private String silent(Throwable failure) {
    return failure instanceof TimeoutException ? "; " + silence() : "";
  }

  private static String tls(String said) {
    if (said.contains("unable to find valid certification path") || said.contains("trustAnchors")) {
      return "the brokers' certificate is not trusted: ssl.truststore.location must name a file that holds it, or its authority's";
    } else if (said.contains("subject alternative") || said.contains("No name matching")) {
      return "the brokers' certificate is for another host: use a name for them that it has";
    } else if (said.contains("certificate_required") || said.contains("bad_certificate")) {
      return "the brokers want a certificate of this client that they trust: set ssl.keystore.location and ssl.keystore.password";
    } else if (said.contains("Unsupported or unrecognized SSL message")) {
      return "the port does not speak TLS: correct security.protocol";
    }
    return "look at security.protocol and at the properties that begin with ssl.";
  }

  /** The properties that a message is about: those whose value it repeats. */
  private String culprits(String said) {
    String names =
        options.properties().entrySet().stream()
            .filter(entry -> entry.getValue().length() > 3 && said.contains(entry.getValue()))
            .map(Map.Entry::getKey)
            .sorted()
            .collect(Collectors.joining(", "));
    if (!names.isEmpty()) {
      return "; correct " + names + WHERE;
    }
    return said.contains("password was incorrect")
        ? "; correct ssl.truststore.password or ssl.keystore.password" + WHERE
        : "";
  }

  private String protocol() {
    return property("security.protocol", "PLAINTEXT");
  }

  private String property(String name, String fallback) {
    return options.properties().getOrDefault(name, fallback);
  }

  private static String innermost(Throwable failure) {
    Throwable at = failure;
    while (at.getCause() != null && at.getCause() != at) {
      at = at.getCause();
    }
    return at.getMessage() == null ? at.toString() : at.getMessage();
  }
}
