package io.dsd.k8s.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dsd.k8s.manifest.Kustomize;
import io.dsd.k8s.manifest.Manifest;
import io.dsd.k8s.manifest.Manifests;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Container;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Pod;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Quantity;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Toleration;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Volume;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.VolumeMount;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the overlays render, in the eyes of everything that would consume it on a cluster. */
class OverlaysTest {

  private static final Path CACHE = Path.of("target", "tools").toAbsolutePath();

  @BeforeAll
  static void needsKustomize() {
    boolean required = Boolean.parseBoolean(System.getenv("CI"));
    assumeTrue(
        required || Kustomize.isAvailable(CACHE),
        "SKIPPED: the overlays are not checked, for there is neither kustomize "
            + Kustomize.VERSION
            + " nor Go to build it; install golang-go");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "gpu"})
  void nothingIsWrongWithIt(String overlay) {
    Manifests manifests = render(overlay);
    assertThat(Check.all()).flatExtracting(check -> check.problems(manifests)).isEmpty();
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
        .contains(org.assertj.core.groups.Tuple.tuple("models", "/models"));
    assertThat(main(pod).getEnv())
        .anySatisfy(
            variable -> {
              assertThat(variable.getName()).isEqualTo("OMP_WAIT_POLICY");
              assertThat(variable.getValue()).isEqualTo("PASSIVE");
            });
    assertThat(main(pod).getResources().getLimits())
        .isEqualTo(Map.of("cpu", new Quantity("1.0"), "memory", new Quantity("2560Mi")));
    assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("dsd");
    assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
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
    return Kustomize.of(CACHE).build(Path.of("overlays", overlay));
  }
}
