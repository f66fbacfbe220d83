package io.dsd.k8s.manifest;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The kustomize command in the one version that manifests are rendered and checked with. */
public final class Kustomize {

  /** The version; another one on the PATH is not taken. */
  public static final String VERSION = "v5.7.1";

  private static final String MODULE = "sigs.k8s.io/kustomize/kustomize/v5@" + VERSION;

  private final Path program;

  private Kustomize(Path program) {
    this.program = program;
  }

  /**
   * The kustomize of that version on the PATH, or else the one kept in {@code cache}, which is
   * built there by {@code go install} if it is missing.
   *
   * @throws ManifestException if there is neither it nor Go, or Go cannot build it
   */
  public static Kustomize of(Path cache) {
    return of(cache, System.getenv().getOrDefault("PATH", ""));
  }

  /** The same for another PATH. */
  static Kustomize of(Path cache, String path) {
    Path kept = cache.resolve("kustomize-" + VERSION).resolve("kustomize");
    Optional<Path> there =
        Stream.concat(onPath("kustomize", path).stream(), Stream.of(kept))
            .filter(Files::isExecutable)
            .filter(each -> run(List.of(each.toString(), "version")).trim().equals(VERSION))
            .findFirst();
    return new Kustomize(there.orElseGet(() -> install(kept, path)));
  }

  /**
   * What {@code kubectl apply -k} would apply.
   *
   * @throws ManifestException if kustomize refuses the directory
   */
  public Manifests build(Path directory) {
    return Manifests.parse(directory.toString(), text(directory));
  }

  /** The same as text. */
  public String text(Path directory) {
    return run(List.of(program.toString(), "build", directory.toString()));
  }

  private static Path install(Path kept, String path) {
    Path go =
        onPath("go", path)
            .orElseThrow(
                () ->
                    new ManifestException(
                        "kustomize %s is needed and not on the PATH, and neither is Go, which could build it; install Go (Debian and Ubuntu: apt install golang-go) or that kustomize"
                            .formatted(VERSION)));
    run(
        List.of(go.toString(), "install", MODULE),
        Map.of("GOBIN", kept.getParent().toString(), "PATH", path));
    return kept;
  }

  private static Optional<Path> onPath(String name, String path) {
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(each -> !each.isEmpty())
        .map(each -> Path.of(each).resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String run(List<String> command) {
    return run(command, Map.of());
  }

  private static String run(List<String> command, Map<String, String> environment) {
    try {
      Path errors = Files.createTempFile("dsd-", ".err");
      try {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
          throw new ManifestException(
              "%s: %s".formatted(String.join(" ", command), Files.readString(errors).strip()));
        }
        return out;
      } finally {
        Files.delete(errors);
      }
    } catch (IOException failure) {
      throw new ManifestException(
          "%s: %s".formatted(String.join(" ", command), failure.getMessage()), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ManifestException(command.get(0) + " was interrupted", interrupted);
    }
  }
}
