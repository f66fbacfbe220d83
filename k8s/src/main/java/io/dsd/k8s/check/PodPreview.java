package io.dsd.k8s.check;

import io.dsd.k8s.manifest.Manifest;
import io.dsd.k8s.manifest.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.kubernetes.entrypoint.KubernetesWorkerResourceSpecFactory;
import org.apache.flink.kubernetes.kubeclient.FlinkPod;
import org.apache.flink.kubernetes.kubeclient.factory.KubernetesTaskManagerFactory;
import org.apache.flink.kubernetes.kubeclient.parameters.KubernetesTaskManagerParameters;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Container;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.ContainerBuilder;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Pod;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.PodBuilder;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.PodTemplateSpec;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.apps.Deployment;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.client.utils.Serialization;
import org.apache.flink.kubernetes.utils.Constants;
import org.apache.flink.runtime.clusterframework.ContaineredTaskManagerParameters;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.externalresource.ExternalResourceUtils;

/**
 * The task-manager pod that a manifest leads to. Of a FlinkDeployment the operator makes Flink's
 * configuration, and of that Flink's own factory the pod, or the operator's in its standalone mode;
 * a Deployment has its pod in it.
 */
public final class PodPreview {

  private PodPreview() {}

  /** The manifests that task managers come from. */
  public static List<Manifest> sources(Manifests manifests) {
    List<Manifest> sources = new ArrayList<>(manifests.ofKind("FlinkDeployment"));
    manifests.ofKind("Deployment").stream()
        .filter(
            each ->
                each.content()
                    .at("/spec/template/metadata/labels/component")
                    .asText()
                    .equals("taskmanager"))
        .forEach(sources::add);
    return List.copyOf(sources);
  }

  /** The pod as YAML. */
  public static String yaml(Manifest deployment) {
    return Serialization.asYaml(pod(deployment));
  }

  /** What matters of the pod, a line each. */
  public static String summary(Manifest deployment) {
    Pod pod = pod(deployment);
    StringBuilder text = new StringBuilder();
    for (Container each : pod.getSpec().getContainers()) {
      row(text, "container", each.getName() + ", image " + each.getImage());
      // Flink's own command line for native mode is long, and says what the other rows say
      if (each.getArgs().contains("taskmanager")) {
        row(text, "arguments", String.join(" ", each.getArgs()));
      }
      row(text, "requests", new TreeMap<>(each.getResources().getRequests()).toString());
      row(text, "limits", new TreeMap<>(each.getResources().getLimits()).toString());
      each.getVolumeMounts()
          .forEach(mount -> row(text, "mount", mount.getMountPath() + " = " + mount.getName()));
    }
    pod.getSpec()
        .getInitContainers()
        .forEach(each -> row(text, "before", String.join(" ", each.getCommand())));
    pod.getSpec()
        .getTolerations()
        .forEach(each -> row(text, "tolerates", each.getKey() + " " + each.getEffect()));
    if (!pod.getSpec().getNodeSelector().isEmpty()) {
      row(text, "node", new TreeMap<>(pod.getSpec().getNodeSelector()).toString());
    }
    if (pod.getSpec().getAffinity() != null) {
      row(
          text,
          "affinity",
          Serialization.asYaml(pod.getSpec().getAffinity())
              .replaceAll("(?m)^---$", "")
              .strip()
              .replaceAll("\\s+", " "));
    }
    return text.toString();
  }

  private static void row(StringBuilder text, String what, String value) {
    text.append("  %-10s %s%n".formatted(what, value));
  }

  /** The pod. */
  static Pod pod(Manifest source) {
    if (source.kind().equals("Deployment")) {
      return standalone(source.content().toString());
    }
    return source.content().at("/spec/mode").asText().equals("standalone")
        ? standalone(Operator.instance().taskManagers(source))
        : nativeMode(source);
  }

  private static Pod standalone(String deployment) {
    PodTemplateSpec template =
        Serialization.unmarshal(deployment, Deployment.class).getSpec().getTemplate();
    return new PodBuilder()
        .withMetadata(template.getMetadata())
        .withSpec(template.getSpec())
        .build();
  }

  private static Pod nativeMode(Manifest deployment) {
    Configuration configuration =
        Configuration.fromMap(Operator.instance().configuration(deployment));
    configuration.set(KubernetesConfigOptions.CLUSTER_ID, deployment.name());
    configuration.set(
        TaskManagerOptions.RPC_PORT, Integer.toString(Constants.TASK_MANAGER_RPC_PORT));
    ContaineredTaskManagerParameters container =
        ContaineredTaskManagerParameters.create(
            configuration,
            TaskExecutorProcessUtils.processSpecFromWorkerResourceSpec(
                configuration,
                KubernetesWorkerResourceSpecFactory.INSTANCE.createDefaultWorkerResourceSpec(
                    configuration)));
    Map<String, String> resourceKeys =
        ExternalResourceUtils.getExternalResourceConfigurationKeys(
            configuration, KubernetesConfigOptions.EXTERNAL_RESOURCE_KUBERNETES_CONFIG_KEY_SUFFIX);
    KubernetesTaskManagerParameters parameters =
        new KubernetesTaskManagerParameters(
            configuration,
            deployment.name() + "-taskmanager-1-1",
            "",
            "",
            container,
            resourceKeys,
            Set.of());
    return KubernetesTaskManagerFactory.buildTaskManagerKubernetesPod(
            template(configuration), parameters)
        .getInternalResource();
  }

  private static FlinkPod template(Configuration configuration) {
    String file =
        configuration
            .getOptional(KubernetesConfigOptions.TASK_MANAGER_POD_TEMPLATE)
            .or(() -> configuration.getOptional(KubernetesConfigOptions.KUBERNETES_POD_TEMPLATE))
            .orElse("");
    if (file.isEmpty()) {
      return new FlinkPod.Builder().build();
    }
    Pod template;
    try {
      template = Serialization.unmarshal(Files.readString(Path.of(file)), Pod.class);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    Container main = new ContainerBuilder().build();
    List<Container> others = new ArrayList<>();
    for (Container each : template.getSpec().getContainers()) {
      if (each.getName().equals(Constants.MAIN_CONTAINER_NAME)) {
        main = each;
      } else {
        others.add(each);
      }
    }
    template.getSpec().setContainers(others);
    return new FlinkPod(template, main);
  }
}
