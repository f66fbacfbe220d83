package io.dsd.k8s.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.k8s.check.Check;
import io.dsd.k8s.check.PodPreview;
import io.dsd.k8s.manifest.Manifests;
import io.dsd.k8s.manifest.PinnedKustomize;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderCommandTest {

  private static final String TINY =
      Path.of("../operators/src/test/resources/models/tiny-llama").toAbsolutePath().toString();
  private static final Path MULTI_REGION = Path.of("overlays/multi-region");
  private static final String DEFAULT_FILE = "target/SmolLM2-135M-Instruct.Q4_1.gguf";

  @TempDir private Path directory;

  private final StringWriter err = new StringWriter();

  @Test
  void anOverlayForAModelIsWrittenThatAClusterTakes() {
    assertThat(large(directory, "--slices", "5", "--gpus", "2", "--set", "kafka.prompts=questions"))
        .as(err.toString())
        .isZero();
    Manifests manifests = PinnedKustomize.orSkip().build(directory);
    assertThat(Check.all()).flatExtracting(check -> check.problems(manifests)).isEmpty();
    assertThat(PodPreview.summary(manifests.find("FlinkDeployment", "dsd").orElseThrow()))
        .contains("image dsd:0.1.0-cuda", "nvidia.com/gpu=2", "memory=3584Mi");
    assertThat(directory.resolve("dsd.yaml")).content().contains("placement.device: 'cuda'");
  }

  @Test
  void slicesInRegionsHaveTaskManagersOfTheirOwnWithTheirGpus() {
    assertThat(
            large(
                directory,
                "--slices",
                "4",
                "--gpus",
                "1",
                "--regions",
                "eu,us",
                "--set",
                "parallelism=2"))
        .as(err.toString())
        .isZero();
    Manifests manifests = PinnedKustomize.orSkip().build(directory);
    assertThat(Check.all()).flatExtracting(check -> check.problems(manifests)).isEmpty();
    assertThat(PodPreview.sources(manifests))
        .extracting(source -> source.name())
        .containsExactly("dsd", "dsd-slice-1-eu", "dsd-slice-2-us", "dsd-slice-3-us");
    assertThat(PodPreview.sources(manifests))
        .allSatisfy(
            source ->
                assertThat(PodPreview.summary(source))
                    .contains("nvidia.com/gpu=1", "tolerates  nvidia.com/gpu"));
  }

  @Test
  void theMultiRegionOverlayIsWhatThisRenders() throws Exception {
    boolean write = Boolean.getBoolean("dsd.docs.write");
    Path to = write ? MULTI_REGION : Path.of("target", "multi-region");
    int status =
        run(
            to,
            "--model",
            "/models/" + DEFAULT_FILE,
            "--file",
            Files.readAllLines(Path.of("base/model.files")).get(1),
            "--bootstrap",
            "dsd-kafka-bootstrap.kafka:9092",
            "--regions",
            "eu-central-1,us-east-1,ap-southeast-1",
            "--set",
            "kv.memory=512m",
            "--off-heap",
            "1280");
    assertThat(status).as(err.toString()).isZero();
    assertThat(contents(to)).isEqualTo(contents(MULTI_REGION));
  }

  @Test
  void aChangedDefaultIsADiffOfOneLine() throws Exception {
    Path changed = directory.resolve("changed");
    assertThat(large(directory.resolve("first"), "--set", "request.relaxation=0")).isZero();
    assertThat(large(changed, "--set", "request.relaxation=0.3")).isZero();
    assertThat(difference(directory.resolve("first"), changed))
        .containsExactly(
            "dsd.yaml: -request.relaxation: '0'", "dsd.yaml: +request.relaxation: '0.3'");
  }

  @Test
  void memoryIsComputedFromTheModelThatIsHere() throws Exception {
    assertThat(withMemory("--here", TINY)).as(err.toString()).isZero();
    assertThat(directory.resolve("deployment.yaml"))
        .content()
        // 1 GiB of KV caches, libtorch's 384 MiB, and little for so small a model
        .containsPattern("task\\.off-heap\\.size: 1(4|5)\\d\\dm");
  }

  @Test
  void withoutAModelHereMemoryMustBeGiven() {
    assertThat(withMemory()).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            "dsd: --here: give the model on this machine, so that memory is computed from it, or"
                + " --off-heap, and not both\n");
    err.getBuffer().setLength(0);
    assertThat(withMemory("--here", "/nowhere")).isEqualTo(1);
    assertThat(err.toString()).startsWith("dsd: /nowhere");
  }

  @Test
  void whatCannotBeIsRefusedByItsFlag() {
    assertThat(large(directory, "--set", "slice=3")).isEqualTo(1);
    assertThat(large(directory, "--regions", "EU West")).isEqualTo(1);
    assertThat(large(directory, "--regions", "a,b,c,d")).isEqualTo(1);
    assertThat(large(directory, "--gpus", "99")).isEqualTo(1);
    assertThat(err.toString())
        .contains("slice: there is no such key; did you mean slices?")
        .contains("--regions: 'EU West' is not allowed")
        .contains("--regions: 4 are given for 3 slices")
        .contains("--gpus: '99' is not allowed; give a whole number from 0 to 16");
  }

  private int withMemory(String... memory) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--model", "/models/m", "--file", "0123 m http://store/m", "--bootstrap", "k:1"));
    all.addAll(List.of(memory));
    return run(directory, all.toArray(String[]::new));
  }

  private int large(Path to, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--model",
                "/models/large",
                "--file",
                "0123 large/config.json http://store/config.json",
                "--bootstrap",
                "kafka:9092",
                "--off-heap",
                "2048"));
    all.addAll(List.of(more));
    return run(to, all.toArray(String[]::new));
  }

  private int run(Path to, String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "render";
    all[1] = to.toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return Kubernetes.commandLine().setErr(new PrintWriter(err, true)).execute(all);
  }

  private static List<String> difference(Path before, Path after) throws IOException {
    List<String> lines = new ArrayList<>();
    Map<String, String> now = contents(after);
    contents(before)
        .forEach(
            (name, text) -> {
              List<String> old = text.lines().toList();
              List<String> current = now.get(name).lines().toList();
              old.stream()
                  .filter(line -> !current.contains(line))
                  .forEach(line -> lines.add(name + ": -" + line));
              current.stream()
                  .filter(line -> !old.contains(line))
                  .forEach(line -> lines.add(name + ": +" + line));
            });
    return lines;
  }

  private static Map<String, String> contents(Path root) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(file).toString(), Files.readString(file));
      }
    }
    return contents;
  }
}
