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
            "FlinkDeployment dsd spec.flinkConfiguration.taskmanager.numberOfSlots: there is no such key in Flink; remove it, or look for a slip");
    assertThat(with("state.savepoints.dir: s3://b/s"))
        .containsExactly(
            "FlinkDeployment dsd spec.flinkConfiguration.state.savepoints.dir: Flink calls this execution.checkpointing.savepoint-dir now; rename it");
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
            "FlinkDeployment dsd spec.flinkVersion: 'v1_20' is not allowed; give v2_2, the Flink that dsd is built for");
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
            "ConfigMap dsd-config dsd.yaml model: '/models/m.gguf' is not among the files that model.files has fetched: /models/other.gguf; add it there");
  }

  private static List<String> with(String setting) {
    return problems(
        RIGHT.replace(
            "    taskmanager.numberOfTaskSlots",
            "    " + setting + "\n    taskmanager.numberOfTaskSlots"));
  }

  private static List<String> problems(String yaml) {
    Manifests manifests = Manifests.parse("test", yaml);
    return Check.all().stream()
        .flatMap(check -> check.problems(manifests).stream())
        .map(Problem::toString)
        .toList();
  }
}
