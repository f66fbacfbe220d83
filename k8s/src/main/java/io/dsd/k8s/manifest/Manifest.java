package io.dsd.k8s.manifest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One Kubernetes object.
 *
 * @param content everything in it
 */
public record Manifest(ObjectNode content) {

  /** Checks that it is there. */
  public Manifest {
    requireNonNull(content, "content");
  }

  /** What it is, such as {@code FlinkDeployment}. */
  public String kind() {
    return content.path("kind").asText();
  }

  /** Its name. */
  public String name() {
    return content.at("/metadata/name").asText();
  }

  /** Kind and name, for messages. */
  public String title() {
    return kind() + " " + name();
  }

  /** A value of a FlinkDeployment's {@code flinkConfiguration}. */
  public Optional<String> setting(String key) {
    return Optional.ofNullable(content.at("/spec/flinkConfiguration").get(key))
        .map(JsonNode::asText);
  }
}
