package io.dsd.k8s.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.k8s.manifest.Manifest;
import io.dsd.k8s.manifest.Manifests;
import io.dsd.k8s.manifest.PinnedKustomize;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Container;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Pod;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Quantity;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Toleration;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Volume;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.VolumeMount;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the overlays render, in the eyes of everything that would consume it on a cluster. */
class OverlaysTest {

  @ParameterizedTest
  @ValueSource(strings = {"local", "gpu", "multi-region"})
  void nothingIsWrongWithIt(String overlay) {
    Manifests manifests = render(overlay);
    assertThat(Check.all()).flatExtracting(check -> check.problems(manifests)).isEmpty();
  }

  /**
   * The operator's newest validator on Maven Central, 1.7.0, knows v1_19 at most (classes of
   * resources that know v1_20 do not link with it), so what it gets is a copy with {@code
   * flinkVersion: v2_2} swapped for that.
   */
  @ParameterizedTest
  @ValueSource(strings = {"local", "gpu", "multi-region"})
  void theOperatorsValidatorTakesACopyWithFlinkVersionSwappedToV1_19(String overlay) {
    Manifest deployment = deployment(overlay);
    assertThat(deployment.content().at("/spec/flinkVersion").asText()).isEqualTo("v2_2");
    assertThat(Operator.KNOWN).isEqualTo("v1_19");
    assertThat(Operator.instance().problems(deployment)).isEmpty();
  }

  @Test
  void aChangedSettingChangesTheDeploymentAndNothingElseNeedsTo() {
    Manifest deployment = deployment("local");
    List<String> volumes =
        deployment
            .content()
            .at("/spec/jobManager/podTemplate/spec/volumes")
            .findValuesAsText("name");
    assertThat(volumes).anyMatch(name -> name.matches("dsd-config-[a-z0-9]{10}"));
  }

  @Test
  void aTaskManagerOfTheGpuOverlayIsGivenItsGpuAndANodeThatHasOne() {
    Pod pod = PodPreview.pod(deployment("gpu"));
    Container main = main(pod);
    assertThat(main.getResources().getLimits())
        .containsEntry("nvidia.com/gpu", new Quantity("1"))
        .containsEntry("memory", new Quantity("12288Mi"));
    assertThat(main.getResources().getRequests())
        .containsEntry("nvidia.com/gpu", new Quantity("1"))
        .containsEntry("memory", new Quantity("12288Mi"))
        .containsEntry("cpu", new Quantity("4.0"));
    assertThat(pod.getSpec().getTolerations())
        .extracting(Toleration::getKey)
        .containsExactly("nvidia.com/gpu");
    assertThat(
            pod.getSpec()
                .getAffinity()
                .getNodeAffinity()
                .getRequiredDuringSchedulingIgnoredDuringExecution()
                .getNodeSelectorTerms()
                .get(0)
                .getMatchExpressions()
                .get(0)
                .getKey())
        .isEqualTo("nvidia.com/gpu.present");
  }

  @Test
  void aTaskManagerFindsTheModelThatItsInitContainerFetched() {
    Pod pod = PodPreview.pod(deployment("local"));
    assertThat(pod.getSpec().getInitContainers())
        .extracting(Container::getName)
        .containsExactly("fetch-model");
    assertThat(pod.getSpec().getVolumes())
        .extracting(Volume::getName)
        .contains("models", "model-files")
        .doesNotContain("dsd-config");
    assertThat(main(pod).getVolumeMounts())
        .extracting(VolumeMount::getName, VolumeMount::getMountPath)
        .contains(Tuple.tuple("models", "/models"));
    assertThat(main(pod).getEnv())
        .anySatisfy(
            variable -> {
              assertThat(variable.getName()).isEqualTo("OMP_WAIT_POLICY");
              assertThat(variable.getValue()).isEqualTo("PASSIVE");
            });
    assertThat(main(pod).getResources().getLimits())
        .isEqualTo(Map.of("cpu", new Quantity("1.0"), "memory", new Quantity("2496Mi")));
    assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("dsd");
    assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
  }

  /**
   * What the overlay starts beside the operator's own task managers is what the operator would
   * start (its own code makes the other pod), but for its name, slice and region.
   */
  @ParameterizedTest
  @ValueSource(strings = {"dsd-slice-1-us-east-1", "dsd-slice-2-ap-southeast-1"})
  void aTaskManagerOfAnotherRegionIsWhatTheOperatorWouldStart(String name) {
    Manifests manifests = render("multi-region");
    Pod operators = PodPreview.pod(manifests.find("FlinkDeployment", "dsd").orElseThrow());
    Pod ours = PodPreview.pod(manifests.find("Deployment", name).orElseThrow());
    assertThat(main(ours).getCommand()).isEqualTo(main(operators).getCommand());
    assertThat(main(ours).getArgs().get(0)).isEqualTo(main(operators).getArgs().get(0));
    assertThat(main(ours).getImage()).isEqualTo(main(operators).getImage());
    assertThat(main(ours).getResources()).isEqualTo(main(operators).getResources());
    assertThat(main(ours).getSecurityContext()).isEqualTo(main(operators).getSecurityContext());
    assertThat(main(ours).getEnv()).containsAll(main(operators).getEnv());
    assertThat(main(ours).getVolumeMounts())
        .extracting(VolumeMount::getName, VolumeMount::getMountPath)
        .containsExactlyInAnyOrderElementsOf(
            main(operators).getVolumeMounts().stream()
                .map(each -> Tuple.tuple(each.getName(), each.getMountPath()))
                .toList());
    assertThat(ours.getSpec().getVolumes())
        .extracting(Volume::getName, OverlaysTest::configMap)
        .containsExactlyInAnyOrderElementsOf(
            operators.getSpec().getVolumes().stream()
                .map(each -> Tuple.tuple(each.getName(), configMap(each)))
                .toList());
    assertThat(ours.getSpec().getInitContainers())
        .isEqualTo(operators.getSpec().getInitContainers());
    assertThat(ours.getSpec().getSecurityContext())
        .isEqualTo(operators.getSpec().getSecurityContext());
    assertThat(ours.getSpec().getServiceAccountName())
        .isEqualTo(operators.getSpec().getServiceAccountName());
  }

  @Test
  void everySliceOfTheMultiRegionOverlayIsInItsRegion() {
    Manifests manifests = render("multi-region");
    assertThat(PodPreview.sources(manifests))
        .extracting(
            source ->
                PodPreview.pod(source)
                    .getSpec()
                    .getNodeSelector()
                    .get("topology.kubernetes.io/region"))
        .containsExactly("eu-central-1", "us-east-1", "ap-southeast-1");
    assertThat(
            main(PodPreview.pod(
                    manifests.find("Deployment", "dsd-slice-1-us-east-1").orElseThrow()))
                .getArgs())
        .containsExactly(
            "taskmanager", "-Dexternal-resources=slice1", "-Dexternal-resource.slice1.amount=1");
  }

  private static String configMap(Volume volume) {
    return volume.getConfigMap() == null ? "" : volume.getConfigMap().getName();
  }

  private static Container main(Pod pod) {
    return pod.getSpec().getContainers().stream()
        .filter(each -> each.getName().equals("flink-main-container"))
        .findFirst()
        .orElseThrow();
  }

  private static Manifest deployment(String overlay) {
    return render(overlay).find("FlinkDeployment", "dsd").orElseThrow();
  }

  private static Manifests render(String overlay) {
    return PinnedKustomize.orSkip().build(Path.of("overlays", overlay));
  }
}
