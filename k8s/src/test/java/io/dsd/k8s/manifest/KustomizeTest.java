package io.dsd.k8s.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KustomizeTest {

  @TempDir private Path directory;

  @Test
  void itIsInstalledOnceByGoIntoTheCache() throws Exception {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    program(
        bin.resolve("go"),
        """
        #!/bin/sh
        echo "$@" >> "%s"
        mkdir -p "$GOBIN"
        printf '#!/bin/sh\\necho %s\\n' > "$GOBIN/kustomize"
        chmod +x "$GOBIN/kustomize"
        """
            .formatted(directory.resolve("asked"), Kustomize.VERSION));
    Path cache = directory.resolve("cache");
    String path = bin + ":/usr/bin:/bin";
    Kustomize.of(cache, path);
    Kustomize.of(cache, path);
    assertThat(directory.resolve("asked"))
        .hasContent("install sigs.k8s.io/kustomize/kustomize/v5@" + Kustomize.VERSION + "\n");
  }

  @Test
  void anotherVersionOnThePathIsNotTaken() throws Exception {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    program(bin.resolve("kustomize"), "#!/bin/sh\necho v4.0.0\n");
    assertThatThrownBy(() -> Kustomize.of(directory.resolve("cache"), bin.toString()))
        .isInstanceOf(ManifestException.class)
        .hasMessageContaining("kustomize " + Kustomize.VERSION + " is needed");
  }

  @Test
  void withoutItAndWithoutGoItIsSaidWhatToInstall() {
    assertThatThrownBy(() -> Kustomize.of(directory, directory.toString()))
        .isInstanceOf(ManifestException.class)
        .hasMessageContaining("neither is Go")
        .hasMessageContaining("apt install golang-go");
  }

  private static void program(Path file, String text) throws Exception {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
