package io.dsd.k8s.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsException;
import io.dsd.k8s.manifest.Manifest;
import io.dsd.k8s.manifest.Manifests;
import java.util.ArrayList;
import java.util.List;

/**
 * The job's settings: whether the job takes the file that its arguments name, and whether its
 * models are among the files that pods fetch.
 */
final class JobOptionsCheck implements Check {

  private static final String MODELS = "/models/";

  @Override
  public List<Problem> problems(Manifests manifests) {
    List<Problem> problems = new ArrayList<>();
    List<Manifest> maps = JobOptions.maps(manifests);
    if (maps.isEmpty() && !manifests.ofKind("FlinkDeployment").isEmpty()) {
      problems.add(
          new Problem(
              "ConfigMap", "none has a %s, which the job starts with".formatted(JobOptions.FILE)));
    }
    for (Manifest each : maps) {
      try {
        Options options = JobOptions.read(each);
        requireFetched(
            each.title() + " " + JobOptions.FILE + " model", options.model(), manifests, problems);
        if (!options.draft().model().isBlank()) {
          String where = each.title() + " " + JobOptions.FILE + " draft.model";
          requireFetched(where, options.draft().model(), manifests, problems);
        }
      } catch (OptionsException refused) {
        problems.add(new Problem(each.title(), refused.getMessage()));
      }
    }
    return problems;
  }

  private static void requireFetched(
      String where, String model, Manifests manifests, List<Problem> problems) {
    if (!model.startsWith("/")) {
      problems.add(
          new Problem(where, "'%s' is no path; give one below %s".formatted(model, MODELS)));
      return;
    }
    List<String> fetched =
        manifests.ofKind("ConfigMap").stream()
            .map(each -> each.content().path("data").path("model.files"))
            .filter(JsonNode::isTextual)
            .flatMap(each -> each.asText().lines())
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> MODELS + line.strip().split("\\s+", 3)[1])
            .toList();
    boolean there =
        fetched.stream().anyMatch(file -> file.equals(model) || file.startsWith(model + "/"));
    if (!fetched.isEmpty() && !there) {
      problems.add(
          new Problem(
              where,
              "'%s' is not among the files that model.files has fetched: %s; add it there"
                  .formatted(model, String.join(", ", fetched))));
    }
  }
}
