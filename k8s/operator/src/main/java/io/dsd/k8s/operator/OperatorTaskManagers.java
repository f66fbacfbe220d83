package io.dsd.k8s.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.client.deployment.ClusterSpecification;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.kubernetes.kubeclient.FlinkPod;
import org.apache.flink.kubernetes.operator.kubeclient.factory.StandaloneKubernetesTaskManagerFactory;
import org.apache.flink.kubernetes.operator.kubeclient.parameters.StandaloneKubernetesTaskManagerParameters;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Container;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.ContainerBuilder;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Pod;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.client.utils.Serialization;
import org.apache.flink.kubernetes.utils.Constants;

/** The Deployment of task managers that the operator makes in its standalone mode, as JSON. */
public final class OperatorTaskManagers implements Function<String, String> {

  private final OperatorConfiguration configurations = new OperatorConfiguration();

  @Override
  public String apply(String deployment) {
    Configuration configuration = Configuration.fromMap(configurations.apply(deployment));
    ClusterSpecification size =
        new ClusterSpecification.ClusterSpecificationBuilder()
            .setTaskManagerMemoryMB(
                configuration.get(TaskManagerOptions.TOTAL_PROCESS_MEMORY).getMebiBytes())
            .setSlotsPerTaskManager(configuration.get(TaskManagerOptions.NUM_TASK_SLOTS))
            .createClusterSpecification();
    // what the operator itself fixes before it makes pods
    configuration.set(
        TaskManagerOptions.RPC_PORT, Integer.toString(Constants.TASK_MANAGER_RPC_PORT));
    return Serialization.asJson(
        StandaloneKubernetesTaskManagerFactory.buildKubernetesTaskManagerDeployment(
            template(configuration),
            new StandaloneKubernetesTaskManagerParameters(configuration, size)));
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
