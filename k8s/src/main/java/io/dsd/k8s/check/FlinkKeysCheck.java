package io.dsd.k8s.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.k8s.manifest.Manifest;
import io.dsd.k8s.manifest.Manifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;

/** Whether every key of {@code flinkConfiguration} exists in Flink, and takes the value it has. */
final class FlinkKeysCheck implements Check {

  private final FlinkKeys keys = new FlinkKeys();

  @Override
  public List<Problem> problems(Manifests manifests) {
    List<Problem> problems = new ArrayList<>();
    for (Manifest each : manifests.ofKind("FlinkDeployment")) {
      for (Map.Entry<String, JsonNode> entry :
          each.content().at("/spec/flinkConfiguration").properties()) {
        String where = each.title() + " spec.flinkConfiguration." + entry.getKey();
        check(where, entry.getKey(), entry.getValue(), problems);
      }
    }
    return problems;
  }

  /** Checks one setting. */
  void check(String where, String key, JsonNode value, List<Problem> problems) {
    if (!value.isTextual()) {
      problems.add(
          new Problem(where, "%s is no text; quote it: \"%s\"".formatted(value, value.asText())));
    }
    if (!keys.has(key)) {
      problems.add(
          new Problem(
              where,
              keys.renamed(key)
                  .map(now -> "Flink calls this %s now; rename it".formatted(now))
                  .orElse("there is no such key in Flink; remove it, or look for a slip")));
      return;
    }
    keys.find(key)
        .ifPresent(
            option -> {
              try {
                Configuration.fromMap(Map.of(key, value.asText())).get(option);
              } catch (IllegalArgumentException refused) {
                problems.add(
                    new Problem(
                        where,
                        "'%s' is not allowed: %s".formatted(value.asText(), innermost(refused))));
              }
            });
  }

  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
