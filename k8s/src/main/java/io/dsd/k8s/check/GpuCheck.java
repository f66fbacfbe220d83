package io.dsd.k8s.check;

import io.dsd.job.options.Options;
import io.dsd.k8s.manifest.Manifest;
import io.dsd.k8s.manifest.Manifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * GPUs: whether the job computes on those that its task managers have, and whether they have those
 * that it wants.
 */
final class GpuCheck implements Check {

  private static final String DRIVER = "org.apache.flink.externalresource.gpu.GPUDriverFactory";

  @Override
  public List<Problem> problems(Manifests manifests) {
    List<Problem> problems = new ArrayList<>();
    for (Options options : JobOptions.in(manifests)) {
      String device = options.placement().device().toString();
      for (Manifest source : PodPreview.sources(manifests)) {
        Map<String, String> settings = TaskManagerSettings.of(source, manifests);
        if (device.equals("cpu")) {
          requireNone(source, settings).ifPresent(problems::add);
        } else if (device.equals("cuda")) {
          requireGiven(source, settings, options.placement().gpuResource())
              .ifPresent(problems::add);
        }
      }
    }
    return problems;
  }

  private static Optional<Problem> requireNone(Manifest source, Map<String, String> settings) {
    return TaskManagerSettings.resources(settings).stream()
        .filter(name -> isGpu(name, settings))
        .map(
            name ->
                new Problem(
                    "ConfigMap dsd.yaml placement.device",
                    "'cpu' leaves the GPUs idle that %s asks for as the external resource '%s'; give cuda, or remove the resource"
                        .formatted(source.title(), name)))
        .findFirst();
  }

  private static boolean isGpu(String resource, Map<String, String> settings) {
    String key = settings.getOrDefault(key(resource, "kubernetes.config-key"), "");
    return key.endsWith("/gpu");
  }

  private static Optional<Problem> requireGiven(
      Manifest source, Map<String, String> settings, String resource) {
    if (!TaskManagerSettings.resources(settings).contains(resource)) {
      return Optional.of(
          new Problem(
              "ConfigMap dsd.yaml placement.device",
              "'cuda' wants a GPU of the external resource '%1$s', which %2$s does not have; add %1$s to its external-resources, or give cpu"
                  .formatted(resource, source.title())));
    }
    String driver = key(resource, "driver-factory.class");
    return settings.containsKey(driver)
        ? Optional.empty()
        : Optional.of(
            new Problem(
                source.title() + " " + driver,
                "not given, so Flink does not tell a slice which GPU it has; give " + DRIVER));
  }

  private static String key(String resource, String of) {
    return "external-resource.%s.%s".formatted(resource, of);
  }
}
