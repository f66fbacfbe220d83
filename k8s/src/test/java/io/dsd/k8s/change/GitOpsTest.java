package io.dsd.k8s.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.k8s.check.Check;
import io.dsd.k8s.manifest.Kustomize;
import io.dsd.k8s.manifest.Manifest;
import io.dsd.k8s.manifest.Manifests;
import io.dsd.k8s.manifest.PinnedKustomize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The diffs of docs/kubernetes.md: what they change is the config map and, by its name's hash, the
 * FlinkDeployment, so that the operator upgrades the job; nothing else.
 */
class GitOpsTest {

  private static final List<String> CONFIGURED =
      List.of("ConfigMap dsd-config", "FlinkDeployment dsd");

  @TempDir private Path directory;

  @Test
  void anotherRelaxationIsOneLine() throws Exception {
    List<String> changed = changedBy("local", "dsd.yaml", "relaxation: 0", "relaxation: 0.3");
    assertThat(changed).containsExactlyElementsOf(CONFIGURED);
  }

  @Test
  void moreActiveSequencesAreOneLine() throws Exception {
    assertThat(changedBy("local", "dsd.yaml", "max-active: 16", "max-active: 32"))
        .containsExactlyElementsOf(CONFIGURED);
  }

  @Test
  void anotherModelIsALineOfTheListAndOneOfTheSettings() throws Exception {
    Path home = copy();
    Manifests before = render(home, "gpu");
    edit(
        home.resolve("overlays/gpu/dsd.yaml"), "target/SmolLM2-135M-Instruct.Q4_1", "target/other");
    edit(
        home.resolve("base/model.files"),
        "(?m)^b179c.*$",
        "0123 target/other.gguf http://minio.minio:9000/dsd-models/other.gguf");
    Manifests after = render(home, "gpu");
    assertThat(Check.all()).flatExtracting(check -> check.problems(after)).isEmpty();
    assertThat(changed(before, after))
        .containsExactly("ConfigMap dsd-config", "ConfigMap dsd-model", "FlinkDeployment dsd");
  }

  @Test
  void moreGpusAreALineOfTheSettingsAndOneOfTheBudget() throws Exception {
    Path home = copy();
    Manifests before = render(home, "gpu");
    edit(home.resolve("overlays/gpu/dsd.yaml"), "parallelism: 1", "parallelism: 2");
    Manifests between = render(home, "gpu");
    assertThat(Check.all())
        .flatExtracting(check -> check.problems(between))
        .singleElement()
        .asString()
        .contains("PodDisruptionBudget dsd-taskmanagers", "give 5");
    edit(home.resolve("overlays/gpu/kustomization.yaml"), "value: 2", "value: 5");
    Manifests after = render(home, "gpu");
    assertThat(Check.all()).flatExtracting(check -> check.problems(after)).isEmpty();
    assertThat(changed(before, after))
        .containsExactly(
            "ConfigMap dsd-config", "FlinkDeployment dsd", "PodDisruptionBudget dsd-taskmanagers");
  }

  @Test
  void anotherModelReachesTheTaskManagersOfAllRegions() throws Exception {
    Path home = copy();
    Manifests before = render(home, "multi-region");
    edit(home.resolve("overlays/multi-region/model.files"), "(?m)^b179c", "0123");
    assertThat(changed(before, render(home, "multi-region")))
        .containsExactly(
            "ConfigMap dsd-model",
            "Deployment dsd-slice-1-us-east-1",
            "Deployment dsd-slice-2-ap-southeast-1",
            "FlinkDeployment dsd");
  }

  private List<String> changedBy(String overlay, String file, String from, String to)
      throws IOException {
    Path home = copy();
    Manifests before = render(home, overlay);
    edit(home.resolve("base").resolve(file), from, to);
    Manifests after = render(home, overlay);
    assertThat(Check.all()).flatExtracting(check -> check.problems(after)).isEmpty();
    return changed(before, after);
  }

  private static Manifests render(Path home, String overlay) {
    Kustomize kustomize = PinnedKustomize.orSkip();
    return kustomize.build(home.resolve("overlays").resolve(overlay));
  }

  private static List<String> changed(Manifests before, Manifests after) {
    Map<String, Manifest> old = byTitle(before);
    Map<String, Manifest> now = byTitle(after);
    assertThat(now).containsOnlyKeys(old.keySet());
    return now.entrySet().stream()
        .filter(each -> !each.getValue().equals(old.get(each.getKey())))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** By kind and name, without the hash of contents. */
  private static Map<String, Manifest> byTitle(Manifests manifests) {
    return manifests.all().stream()
        .collect(
            Collectors.toMap(
                each -> each.title().replaceFirst("(ConfigMap .*)-[a-z0-9]{10}$", "$1"),
                Function.identity()));
  }

  private static void edit(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    String edited = text.replaceFirst(from, to);
    assertThat(edited.lines()).hasSameSizeAs(text.lines().toList());
    Files.writeString(file, edited);
  }

  private Path copy() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String part : List.of("base", "overlays", "components", "taskmanagers")) {
      try (Stream<Path> files = Files.walk(Path.of(part))) {
        files.filter(Files::isRegularFile).forEach(sources::add);
      }
    }
    for (Path source : sources) {
      Path to = directory.resolve(source.toString());
      Files.createDirectories(to.getParent());
      Files.copy(source, to);
    }
    return directory;
  }
}
