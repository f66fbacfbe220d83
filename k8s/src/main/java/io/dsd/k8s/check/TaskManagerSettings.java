package io.dsd.k8s.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.k8s.manifest.Manifest;
import io.dsd.k8s.manifest.Manifests;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** What the task managers that come from a manifest have as Flink's configuration. */
final class TaskManagerSettings {

  private static final Pattern BETWEEN_NAMES = Pattern.compile("[;,\\s]+");

  private TaskManagerSettings() {}

  /**
   * All of it: what a FlinkDeployment states, or what a Deployment's arguments add to that, since
   * its pods mount the configuration of the FlinkDeployment.
   */
  static Map<String, String> of(Manifest source, Manifests manifests) {
    Map<String, String> settings = new TreeMap<>();
    if (!source.kind().equals("Deployment")) {
      addStated(source, settings);
      return settings;
    }
    manifests.ofKind("FlinkDeployment").forEach(each -> addStated(each, settings));
    settings.putAll(arguments(source));
    return settings;
  }

  private static void addStated(Manifest deployment, Map<String, String> settings) {
    deployment
        .content()
        .at("/spec/flinkConfiguration")
        .properties()
        .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
  }

  /** The names of the external resources that are declared. */
  static List<String> resources(Map<String, String> settings) {
    return BETWEEN_NAMES
        .splitAsStream(settings.getOrDefault("external-resources", ""))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** Settings of a Deployment's pods that are given as {@code -Dkey=value}. */
  static Map<String, String> arguments(Manifest deployment) {
    Map<String, String> settings = new TreeMap<>();
    container(deployment)
        .path("args")
        .forEach(
            argument -> {
              String[] parts = argument.asText().split("=", 2);
              if (parts[0].startsWith("-D") && parts.length == 2) {
                settings.put(parts[0].substring(2), parts[1]);
              }
            });
    return settings;
  }

  /** The container of a Deployment's pods that Flink runs in. */
  static JsonNode container(Manifest deployment) {
    JsonNode containers = deployment.content().at("/spec/template/spec/containers");
    return StreamSupport.stream(containers.spliterator(), false)
        .filter(each -> each.path("name").asText().equals("flink-main-container"))
        .findFirst()
        .orElse(containers.path(0));
  }
}
