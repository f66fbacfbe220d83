package io.dsd.k8s.render;

import static java.util.Objects.requireNonNull;

import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsException;
import io.dsd.job.options.OptionsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A kustomize overlay of {@code k8s/base}: a few small files, each of which says one thing.
 *
 * @param settings the job's settings by their full keys, such as {@code kafka.prompts}
 * @param files what pods fetch: lines of sha256, path below /models, and URL
 * @param pod what each task manager asks of its node
 * @param regions where slices run, spread over them in order; none if that does not matter
 */
public record Overlay(
    Map<String, String> settings, List<String> files, PodSize pod, List<String> regions) {

  private static final Pattern REGION = Pattern.compile("[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?");

  /**
   * Checks the settings as the job does, and adds those that must agree with the pods.
   *
   * @throws OptionsException if the job would refuse them
   */
  public Overlay {
    requireNonNull(pod, "pod");
    files = List.copyOf(files);
    regions = List.copyOf(regions);
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.putIfAbsent("network.segment-size", Patches.kibibytes(pod.memory().segment()));
    if (!regions.isEmpty()) {
      all.put("placement.pin", "true");
    }
    if (pod.gpus() > 0) {
      all.putIfAbsent("placement.device", "cuda");
    }
    settings = Map.copyOf(all);
    int slices = OptionsReader.of("the settings", settings).slices().count();
    for (String region : regions) {
      if (!REGION.matcher(region).matches()) {
        throw new OptionsException(
            "--regions: '%s' is not allowed; give values of the nodes' label %s: small letters, digits and -"
                .formatted(region, TaskManagers.REGION_LABEL));
      }
    }
    if (regions.size() > slices) {
      throw new OptionsException(
          "--regions: %d are given for %d slices; give one a slice at most, or raise --slices"
              .formatted(regions.size(), slices));
    }
  }

  /** Writes it into a directory, for the manifests at {@code home}. */
  public void write(Path directory, Path home) throws IOException {
    Files.createDirectories(directory);
    for (Map.Entry<String, String> file : files(directory.toRealPath(), home.toRealPath())) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  private List<Map.Entry<String, String>> files(Path directory, Path home) {
    Options options = OptionsReader.of("the settings", settings);
    Patches patches = new Patches(pod, options);
    Map<String, String> contents = new TreeMap<>();
    contents.put("dsd.yaml", dsd());
    contents.put(
        "model.files", "# sha256, path below /models, URL\n" + String.join("\n", files) + "\n");
    List<TaskManagers> pinned = TaskManagers.of(options, regions);
    if (pinned.isEmpty()) {
      contents.put("deployment.yaml", patches.deployment());
    } else {
      contents.put("deployment.yaml", patches.deployment(pinned.get(0)));
      contents.put("taskmanagers.yaml", patches.taskManagers());
      // the operator's own task managers are those of slice 0
      for (TaskManagers each : pinned.subList(1, pinned.size())) {
        Path folder = directory.resolve(each.folder());
        contents.put(
            each.folder() + "/kustomization.yaml",
            each.kustomization(folder.relativize(home.resolve("taskmanagers")), pod.gpus() > 0));
      }
    }
    contents.put("kustomization.yaml", kustomization(directory, home, pinned, options));
    return List.copyOf(contents.entrySet());
  }

  private String dsd() {
    StringBuilder text = new StringBuilder("# docs/configuration.md has all settings\n");
    new TreeMap<>(settings)
        .forEach((key, value) -> text.append("%s: '%s'%n".formatted(key, value)));
    return text.toString();
  }

  private String kustomization(
      Path directory, Path home, List<TaskManagers> pinned, Options options) {
    StringBuilder resources = new StringBuilder();
    resources.append("  - %s%n".formatted(directory.relativize(home.resolve("base"))));
    pinned.stream().skip(1).forEach(each -> resources.append("  - %s%n".formatted(each.folder())));
    String patches = pinned.isEmpty() ? "" : Patches.ofTaskManagers();
    return """
    apiVersion: kustomize.config.k8s.io/v1beta1
    kind: Kustomization
    resources:
    %sconfigMapGenerator:
      - name: dsd-config
        namespace: dsd
        behavior: replace
        files: [dsd.yaml]
      - name: dsd-model
        namespace: dsd
        behavior: replace
        files: [model.files]
    images:
      - name: dsd
        newTag: 0.1.0-%s
    patches:
      - target: {kind: FlinkDeployment, name: dsd}
        path: deployment.yaml
      - target: {kind: PodDisruptionBudget, name: dsd-taskmanagers}
        patch: |
          - {op: replace, path: /spec/minAvailable, value: %d}
    %s\
    """
        .formatted(
            resources,
            pod.variant(),
            options.slices().count() * options.parallelism() - 1,
            patches);
  }
}
