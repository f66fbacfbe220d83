package io.dsd.k8s.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dsd.k8s.check.Check;
import io.dsd.k8s.check.PodPreview;
import io.dsd.k8s.manifest.Kustomize;
import io.dsd.k8s.manifest.Manifests;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderCommandTest {

  private static final Path CACHE = Path.of("target", "tools").toAbsolutePath();

  @TempDir private Path directory;

  private final StringWriter err = new StringWriter();

  @Test
  void anOverlayForAModelIsWrittenThatAClusterTakes() {
    assumeTrue(
        Boolean.parseBoolean(System.getenv("CI")) || Kustomize.isAvailable(CACHE),
        "SKIPPED: there is neither kustomize nor Go to build it");
    assertThat(
            run(
                "--model",
                "/models/large",
                "--file",
                "0123 large/config.json http://store/config.json",
                "--bootstrap",
                "kafka:9092",
                "--slices",
                "5",
                "--gpus",
                "2",
                "--set",
                "kafka.prompts=questions"))
        .as(err.toString())
        .isZero();
    Manifests manifests = Kustomize.of(CACHE).build(directory);
    assertThat(Check.all()).flatExtracting(check -> check.problems(manifests)).isEmpty();
    assertThat(PodPreview.summary(manifests.find("FlinkDeployment", "dsd").orElseThrow()))
        .contains("image dsd:0.1.0-cuda", "nvidia.com/gpu=2", "memory=4096Mi");
  }

  @Test
  void aSettingThatTheJobDoesNotHaveIsRefused() {
    assertThat(
            run(
                "--model",
                "/models/m",
                "--file",
                "0 m u",
                "--bootstrap",
                "k:1",
                "--set",
                "slice=3"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("slice: there is no such key; did you mean slices?");
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "render";
    all[1] = directory.toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return Kubernetes.commandLine().setErr(new PrintWriter(err, true)).execute(all);
  }
}
