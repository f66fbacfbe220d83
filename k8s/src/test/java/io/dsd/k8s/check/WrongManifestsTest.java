package io.dsd.k8s.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.k8s.manifest.Manifests;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong is named, with what to do about it. */
class WrongManifestsTest {

  private static final String RIGHT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkDeployment
      metadata:
        name: dsd
      spec:
        image: dsd
        flinkVersion: v2_2
        serviceAccount: dsd
        flinkConfiguration:
          high-availability.type: kubernetes
          high-availability.storageDir: s3://b/ha
          execution.checkpointing.dir: s3://b/checkpoints
          execution.checkpointing.savepoint-dir: s3://b/savepoints
          taskmanager.numberOfTaskSlots: "1"
        jobManager:
          resource: {cpu: 1, memory: 2048m}
        taskManager:
          resource: {cpu: 1, memory: 2048m}
        job:
          jarURI: local:///opt/flink/usrlib/dsd-job.jar
          parallelism: 1
          upgradeMode: savepoint
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: dsd-config
      data:
        dsd.yaml: |
          model: /models/m.gguf
          kafka.bootstrap-servers: kafka:9092
      """;

  @Test
  void whatIsRightIsLeftAlone() {
    assertThat(problems(RIGHT)).isEmpty();
  }

  @Test
  void anUpgradeBySavepointNeedsAPlaceForSavepoints() {
    assertThat(problems(RIGHT.replaceFirst(".*savepoint-dir.*\n", "")))
        .anyMatch(problem -> problem.contains("state.savepoints.dir"));
  }

  @Test
  void whatTheOperatorDecidesIsNotToBeSet() {
    assertThat(with("kubernetes.cluster-id: other"))
        .anyMatch(
            problem -> problem.contains("Forbidden") && problem.contains("kubernetes.cluster-id"));
  }

  @Test
  void aValueThatIsNoTextIsToBeQuoted() {
    assertThat(with("s3.path.style.access: true"))
        .anyMatch(problem -> problem.endsWith("true is no text; quote it: \"true\""));
  }

  @Test
  void aKeyThatFlinkDoesNotHaveAndOneItRenamedAreNamed() {
    assertThat(with("taskmanager.numberOfSlots: \"1\""))
        .containsExactly(
            "FlinkDeployment dsd spec.flinkConfiguration.taskmanager.numberOfSlots: there is no"
                + " such key in Flink; remove it, or look for a slip");
    assertThat(with("state.savepoints.dir: s3://b/s"))
        .containsExactly(
            "FlinkDeployment dsd spec.flinkConfiguration.state.savepoints.dir: Flink calls this"
                + " execution.checkpointing.savepoint-dir now; rename it");
    assertThat(with("heartbeat.timeout: soon"))
        .anyMatch(problem -> problem.contains("heartbeat.timeout: 'soon' is not allowed"));
  }

  @Test
  void anUnknownFieldIsNamedWithItsPath() {
    assertThat(problems(RIGHT.replace("upgradeMode: savepoint", "upgradeModus: savepoint")))
        .anyMatch(problem -> problem.contains("spec.job") && problem.contains("upgradeModus"));
  }

  @Test
  void anotherFlinkIsRefused() {
    assertThat(problems(RIGHT.replace("v2_2", "v1_20")))
        .containsExactly(
            "FlinkDeployment dsd spec.flinkVersion: 'v1_20' is not allowed; give v2_2, the Flink"
                + " that dsd is built for");
  }

  @Test
  void aNameThatKubernetesDoesNotTakeIsRefused() {
    assertThat(problems(RIGHT.replace("name: dsd\n", "name: Dsd_1\n")))
        .anyMatch(problem -> problem.contains("metadata.name: 'Dsd_1' is not allowed"));
  }

  @Test
  void aSettingThatTheJobDoesNotHaveIsRefusedAsTheJobWould() {
    assertThat(
            problems(RIGHT.replace("model: /models/m.gguf", "model: /models/m.gguf\n    slice: 3")))
        .anyMatch(problem -> problem.contains("slice: there is no such key; did you mean slices?"));
  }

  @Test
  void aModelThatNoPodFetchesIsRefused() {
    assertThat(problems(RIGHT + "  model.files: 0123 other.gguf http://store/other.gguf\n"))
        .containsExactly(
            "ConfigMap dsd-config dsd.yaml model: '/models/m.gguf' is not among the files that"
                + " model.files has fetched: /models/other.gguf; add it there");
  }

  @Test
  void aModelThatIsInTheImageIsFetchedByNobody() {
    assertThat(
            problems(
                RIGHT.replace("/models/m.gguf", "/baked/m.gguf")
                    + "  model.files: |\n    # it is in the image\n"))
        .isEmpty();
  }

  @Test
  void gpusThatTheJobDoesNotComputeOnAreNamed() {
    assertThat(
            with(
                "external-resources: gpu",
                "external-resource.gpu.amount: \"1\"",
                "external-resource.gpu.kubernetes.config-key: nvidia.com/gpu"))
        .containsExactly(
            "ConfigMap dsd.yaml placement.device: 'cpu' leaves the GPUs idle that FlinkDeployment"
                + " dsd asks for as the external resource 'gpu'; give cuda, or remove the resource");
  }

  @Test
  void gpusThatTheJobWantsAndDoesNotGetAreNamed() {
    String onGpus = RIGHT + "    placement.device: cuda\n";
    assertThat(problems(onGpus))
        .containsExactly(
            "ConfigMap dsd.yaml placement.device: 'cuda' wants a GPU of the external resource"
                + " 'gpu', which FlinkDeployment dsd does not have; add gpu to its"
                + " external-resources, or give cpu");
    assertThat(
            problems(
                onGpus.replace(
                    "  flinkConfiguration:\n",
                    "  flinkConfiguration:\n    external-resources: gpu\n")))
        .containsExactly(
            "FlinkDeployment dsd external-resource.gpu.driver-factory.class: not given, so Flink"
                + " does not tell a slice which GPU it has; give"
                + " org.apache.flink.externalresource.gpu.GPUDriverFactory");
  }

  @Test
  void slicesThatNoTaskManagerTakesAreNamed() {
    assertThat(
            problems(RIGHT.replace("flinkVersion: v2_2", "flinkVersion: v2_2\n  mode: standalone")))
        .containsExactly(
            "ConfigMap dsd.yaml placement.pin: 'false' leaves every slice to any task manager, but"
                + " they are not alike; give true",
            "slice 0: 0 task managers declare the external resource slice0, and it needs 1"
                + " (parallelism); add a Deployment of task managers, or replicas",
            "slice 1: 0 task managers declare the external resource slice1, and it needs 1"
                + " (parallelism); add a Deployment of task managers, or replicas",
            "slice 2: 0 task managers declare the external resource slice2, and it needs 1"
                + " (parallelism); add a Deployment of task managers, or replicas");
  }

  @Test
  void aDraftApartThatNoTaskManagerTakesIsNamed() {
    String standalone =
        RIGHT.replace("flinkVersion: v2_2", "flinkVersion: v2_2\n  mode: standalone");
    assertThat(
            problems(
                standalone.replace(
                    "model: /models/m.gguf", "model: /models/m.gguf\n    placement.draft: apart")))
        .contains(
            "draft: 0 task managers declare the external resource draft, and it needs 1"
                + " (parallelism); add a Deployment of task managers, or replicas");
  }

  @Test
  void aDeploymentWhoseMemoryFlinkDoesNotKnowIsRefused() {
    String deployment =
        """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: dsd-slice-1}
        spec:
          template:
            metadata: {labels: {component: taskmanager}}
            spec:
              containers:
                - name: flink-main-container
                  args: [taskmanager, -Dtaskmanager.numberOfSlots=1]
                  resources: {requests: {memory: 2048Mi}, limits: {memory: 4Gi}}
        """;
    assertThat(problems(RIGHT + deployment))
        .containsExactly(
            "Deployment dsd-slice-1 argument -Dtaskmanager.numberOfSlots: there is no such key in"
                + " Flink; remove it, or look for a slip",
            "Deployment dsd-slice-1 resources.limits.memory: '4Gi' is not what Flink divides there,"
                + " spec.taskManager.resource.memory of FlinkDeployment dsd: 2048m; give 2048Mi");
  }

  @Test
  void segmentsOfOneSizeHereAndAnotherThereAreRefused() {
    assertThat(problems(RIGHT + "    network.segment-size: 256k\n"))
        .containsExactly(
            "FlinkDeployment dsd spec.flinkConfiguration.taskmanager.memory.segment-size: '32kb' is"
                + " not what dsd.yaml has as network.segment-size, 256 kb; give both one value");
  }

  @Test
  void aDisruptionBudgetThatLetsTooManyGoIsRefused() {
    String budget =
        """
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: dsd-taskmanagers}
        spec: {maxUnavailable: 1}
        """;
    assertThat(problems(RIGHT + budget))
        .containsExactly(
            "PodDisruptionBudget dsd-taskmanagers spec.minAvailable: what is given is not one less"
                + " than the job's 3 task managers (slices times parallelism); give 2, so that"
                + " nodes can be drained one at a time");
  }

  private static List<String> with(String... settings) {
    return problems(
        RIGHT.replace(
            "    taskmanager.numberOfTaskSlots",
            "    " + String.join("\n    ", settings) + "\n    taskmanager.numberOfTaskSlots"));
  }

  private static List<String> problems(String yaml) {
    Manifests manifests = Manifests.parse("test", yaml);
    return Check.all().stream()
        .flatMap(check -> check.problems(manifests).stream())
        .map(Problem::toString)
        .toList();
  }
}
