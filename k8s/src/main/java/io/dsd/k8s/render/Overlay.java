package io.dsd.k8s.render;

import static java.util.Objects.requireNonNull;

import io.dsd.job.options.OptionsException;
import io.dsd.job.options.OptionsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A kustomize overlay of {@code k8s/base}.
 *
 * @param settings the job's settings by their full keys, such as {@code kafka.prompts}
 * @param files what pods fetch: lines of sha256, path below /models, and URL
 * @param gpus how many NVIDIA GPUs a task manager has; 0 for none
 * @param offHeapMebibytes native memory of a task manager: weights, KV caches and tensors
 */
public record Overlay(
    Map<String, String> settings, List<String> files, int gpus, int offHeapMebibytes) {

  /** The rest of a task manager's memory: heap, network, code, libtorch's own. */
  private static final int BESIDES_MEBIBYTES = 2048;

  /**
   * Checks the settings as the job does.
   *
   * @throws OptionsException if the job would refuse them
   */
  public Overlay {
    requireNonNull(settings, "settings");
    settings = Map.copyOf(settings);
    files = List.copyOf(files);
    OptionsReader.of("the settings", settings);
    if (gpus < 0 || gpus > 16) {
      throw new OptionsException(
          "--gpus: '%d' is not allowed; give a whole number from 0 to 16".formatted(gpus));
    }
    if (offHeapMebibytes < 256) {
      throw new OptionsException(
          "--off-heap: '%d' is not allowed; give 256 MiB or more".formatted(offHeapMebibytes));
    }
  }

  /** Writes it into a directory, for the base at {@code base}. */
  public void write(Path directory, Path base) throws IOException {
    Files.createDirectories(directory);
    Path up = directory.toRealPath().relativize(base.toRealPath());
    Files.writeString(directory.resolve("kustomization.yaml"), kustomization(up));
    Files.writeString(directory.resolve("deployment.yaml"), deployment());
    StringBuilder options = new StringBuilder("# docs/configuration.md has all settings\n");
    settings.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each -> options.append("%s: '%s'%n".formatted(each.getKey(), each.getValue())));
    Files.writeString(directory.resolve("dsd.yaml"), options);
    Files.writeString(
        directory.resolve("model.files"),
        "# sha256, path below /models, URL\n" + String.join("\n", files) + "\n");
  }

  private String kustomization(Path base) {
    return """
    apiVersion: kustomize.config.k8s.io/v1beta1
    kind: Kustomization
    resources:
      - %s
    configMapGenerator:
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
    """
        .formatted(base, gpus == 0 ? "cpu" : "cuda");
  }

  private String deployment() {
    String text =
        """
        apiVersion: flink.apache.org/v1beta1
        kind: FlinkDeployment
        metadata:
          name: dsd
        spec:
          flinkConfiguration:
            taskmanager.memory.task.off-heap.size: %dm
        """
            .formatted(offHeapMebibytes);
    String resource =
        """
          taskManager:
            resource: {cpu: %d, memory: %dm}
        """
            .formatted(gpus == 0 ? 2 : 4, offHeapMebibytes + BESIDES_MEBIBYTES);
    return gpus == 0 ? text + resource : text + gpuSettings() + resource + gpuPods();
  }

  private String gpuSettings() {
    return """
        external-resources: gpu
        external-resource.gpu.amount: "%d"
        external-resource.gpu.kubernetes.config-key: nvidia.com/gpu
        external-resource.gpu.driver-factory.class: org.apache.flink.externalresource.gpu.GPUDriverFactory
    """
        .formatted(gpus);
  }

  private static String gpuPods() {
    return """
        podTemplate:
          spec:
            tolerations:
              - {key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}
            containers:
              - name: flink-main-container
    """;
  }
}
