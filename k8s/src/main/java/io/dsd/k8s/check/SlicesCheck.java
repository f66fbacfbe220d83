package io.dsd.k8s.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dsd.job.options.DraftPlace;
import io.dsd.job.options.Options;
import io.dsd.k8s.manifest.Manifest;
import io.dsd.k8s.manifest.Manifests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.MemorySize;

/**
 * Slices, and a draft apart, that have task managers of their own: whether each has as many as it
 * needs, whether the job asks for them, and whether Deployments of task managers are such as Flink
 * understands.
 */
final class SlicesCheck implements Check {

  private final FlinkKeysCheck keys = new FlinkKeysCheck();

  @Override
  public List<Problem> problems(Manifests manifests) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Integer> replicas = new TreeMap<>();
    for (Manifest source : PodPreview.sources(manifests)) {
      boolean own = source.kind().equals("Deployment");
      if (own) {
        checkPod(source, manifests, problems);
      }
      if (own || isStandalone(source)) {
        Map<String, String> settings =
            own ? TaskManagerSettings.arguments(source) : TaskManagerSettings.of(source, manifests);
        count(source, own ? "/spec/replicas" : "/spec/taskManager/replicas", settings)
            .forEach((slice, count) -> replicas.merge(slice, count, Integer::sum));
      }
    }
    for (Options options : JobOptions.in(manifests)) {
      checkSlices(options, replicas, manifests, problems);
    }
    return problems;
  }

  private static boolean isStandalone(Manifest deployment) {
    return deployment.content().at("/spec/mode").asText().equals("standalone");
  }

  private static void checkSlices(
      Options options, Map<String, Integer> replicas, Manifests manifests, List<Problem> problems) {
    boolean standalone =
        manifests.ofKind("FlinkDeployment").stream().anyMatch(SlicesCheck::isStandalone);
    if (!standalone) {
      return;
    }
    if (!options.placement().pin()) {
      problems.add(
          new Problem(
              "ConfigMap dsd.yaml placement.pin",
              "'false' leaves every slice to any task manager, but they are not alike; give true"));
    }
    for (int slice = 0; slice < options.slices().count(); slice++) {
      checkPart("slice " + slice, "slice" + slice, options, replicas, problems);
    }
    if (options.placement().draft() == DraftPlace.APART) {
      checkPart("draft", "draft", options, replicas, problems);
    }
  }

  private static void checkPart(
      String part,
      String resource,
      Options options,
      Map<String, Integer> replicas,
      List<Problem> problems) {
    int there = replicas.getOrDefault(resource, 0);
    if (there < options.parallelism()) {
      problems.add(
          new Problem(
              part,
              "%d task managers declare the external resource %s, and it needs %d (parallelism); add a Deployment of task managers, or replicas"
                  .formatted(there, resource, options.parallelism())));
    }
  }

  private static Map<String, Integer> count(
      Manifest source, String path, Map<String, String> settings) {
    Map<String, Integer> counts = new HashMap<>();
    int replicas = source.content().at(path).asInt(1);
    for (String name : TaskManagerSettings.resources(settings)) {
      if (settings.getOrDefault("external-resource." + name + ".amount", "0").equals("1")) {
        counts.put(name, replicas);
      }
    }
    return counts;
  }

  private void checkPod(Manifest deployment, Manifests manifests, List<Problem> problems) {
    TaskManagerSettings.arguments(deployment)
        .forEach(
            (key, value) ->
                keys.check(
                    deployment.title() + " argument -D" + key,
                    key,
                    TextNode.valueOf(value),
                    problems));
    JsonNode resources = TaskManagerSettings.container(deployment).path("resources");
    for (Manifest flink : manifests.ofKind("FlinkDeployment")) {
      String whole = flink.content().at("/spec/taskManager/resource/memory").asText();
      for (String kind : List.of("requests", "limits")) {
        String given = resources.path(kind).path("memory").asText();
        if (!given.equals(MemorySize.parse(whole).getMebiBytes() + "Mi")) {
          problems.add(
              new Problem(
                  deployment.title() + " resources." + kind + ".memory",
                  "'%s' is not what Flink divides there, spec.taskManager.resource.memory of %s: %s; give %dMi"
                      .formatted(
                          given, flink.title(), whole, MemorySize.parse(whole).getMebiBytes())));
        }
      }
    }
  }
}
