package io.dsd.k8s.render;

import io.dsd.job.memory.TaskManagerMemory;
import io.dsd.job.options.Options;
import org.apache.flink.configuration.MemorySize;

/** What an overlay changes in the base, as merge patches. */
final class Patches {

  private static final String STANDALONE =
      """
        # task managers are those of slice 0; the others have Deployments of their own
        mode: standalone
      """;

  private final PodSize pod;
  private final Options options;

  Patches(PodSize pod, Options options) {
    this.pod = pod;
    this.options = options;
  }

  /** Kilobytes as settings are written. */
  static String kibibytes(MemorySize size) {
    return (size.getBytes() >> 10) + "kb";
  }

  /** The FlinkDeployment whose task managers are alike. */
  String deployment() {
    String gpus = pod.gpus() == 0 ? "" : resources("gpu") + gpuSettings();
    String pods = pod.gpus() == 0 ? "" : podTemplate(tolerations() + container(""));
    return head("") + memory() + gpus + taskManager("") + pods;
  }

  /** The FlinkDeployment that has only the task managers of one slice. */
  String deployment(TaskManagers own) {
    String gpus = pod.gpus() == 0 ? "" : gpuSettings();
    String names = (pod.gpus() == 0 ? "" : "gpu;") + own.resource();
    String region =
        "      nodeSelector: {%s: %s}%n".formatted(TaskManagers.REGION_LABEL, own.region());
    String slice = "    external-resource.%s.amount: \"1\"%n".formatted(own.resource());
    return head(STANDALONE)
        + "    slotmanager.redundant-taskmanager-num: \"0\"\n"
        + memory()
        + resources(names)
        + slice
        + gpus
        + taskManager("    replicas: %d%n".formatted(own.replicas()))
        + podTemplate(
            region
                + (pod.gpus() == 0 ? "" : tolerations())
                // the operator's standalone mode does not make limits of external resources
                + container(pod.gpus() == 0 ? "" : gpuLimits("          ")));
  }

  /** The Deployments of all other slices. */
  String taskManagers() {
    String memory = "%dMi".formatted(pod.memory().processMebibytes());
    String gpus = pod.gpus() == 0 ? "" : ", nvidia.com/gpu: \"%d\"".formatted(pod.gpus());
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: any
    spec:
      template:
        spec:
    %s      containers:
            - name: flink-main-container
              resources:
                requests: {cpu: "%d", memory: %s%s}
                limits: {cpu: "%d", memory: %s%s}
    """
        .formatted(
            pod.gpus() == 0 ? "" : tolerations(),
            pod.cores(),
            memory,
            gpus,
            pod.cores(),
            memory,
            gpus);
  }

  /** The entry of a kustomization for {@link #taskManagers()}. */
  static String ofTaskManagers() {
    return """
      - target: {kind: Deployment, labelSelector: dsd/slice}
        path: taskmanagers.yaml
    """;
  }

  private static String head(String mode) {
    return """
    apiVersion: flink.apache.org/v1beta1
    kind: FlinkDeployment
    metadata:
      name: dsd
    spec:
    %s  flinkConfiguration:
    """
        .formatted(mode);
  }

  private String memory() {
    TaskManagerMemory memory = pod.memory();
    return """
        taskmanager.memory.task.off-heap.size: %dm
        taskmanager.memory.network.min: %dm
        taskmanager.memory.network.max: %dm
        taskmanager.memory.segment-size: %s
    """
        .formatted(
            memory.offHeapMebibytes(),
            memory.networkMebibytes(),
            memory.networkMebibytes(),
            kibibytes(segment()));
  }

  private MemorySize segment() {
    return options.network().isKnown() ? options.network().segmentSize() : pod.memory().segment();
  }

  private String taskManager(String replicas) {
    return """
      taskManager:
    %s    resource: {cpu: %d, memory: %dm}
    """
        .formatted(replicas, pod.cores(), pod.memory().processMebibytes());
  }

  private static String resources(String names) {
    return "    external-resources: %s%n".formatted(names);
  }

  private String gpuSettings() {
    return """
        external-resource.gpu.amount: "%d"
        external-resource.gpu.kubernetes.config-key: nvidia.com/gpu
        external-resource.gpu.driver-factory.class: org.apache.flink.externalresource.gpu.GPUDriverFactory
    """
        .formatted(pod.gpus());
  }

  private static String podTemplate(String content) {
    return "    podTemplate:\n      spec:\n" + content.indent(2);
  }

  private static String tolerations() {
    return """
          tolerations:
            - {key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}
    """;
  }

  private static String container(String more) {
    return "      containers:\n        - name: flink-main-container\n" + more;
  }

  private String gpuLimits(String indent) {
    return "%sresources:%n%s  limits: {nvidia.com/gpu: \"%d\"}%n"
        .formatted(indent, indent, pod.gpus());
  }
}
