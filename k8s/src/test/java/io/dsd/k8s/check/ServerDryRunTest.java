package io.dsd.k8s.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dsd.k8s.manifest.PinnedKustomize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real API server says, where there is one. */
class ServerDryRunTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"local", "gpu", "multi-region"})
  void theApiServerTakesIt(String overlay) throws Exception {
    assumeTrue(
        System.getenv("KUBECONFIG") != null,
        "SKIPPED: KUBECONFIG names no cluster, so no API server is asked about the overlays");
    Path file = directory.resolve("manifests.yaml");
    Files.writeString(file, PinnedKustomize.orSkip().text(Path.of("overlays", overlay)));
    Process kubectl =
        new ProcessBuilder("kubectl", "apply", "--dry-run=server", "-f", file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(kubectl.waitFor()).as(output).isZero();
  }
}
