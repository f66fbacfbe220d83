package io.dsd.tests.process;

import io.dsd.job.command.Dsd;
import io.dsd.tests.cluster.TinyPair;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.FileUtils;

/** {@code dsd bench} as a process, with the tiny pair in fp32 and two problems to decode. */
final class BenchProcess {

  private final Path home;

  private BenchProcess(Path home) {
    this.home = home;
  }

  /** Keeps everything in a directory under {@code target}, which is emptied. */
  static BenchProcess in(String directory) throws IOException {
    Path home = Path.of("target", directory).toAbsolutePath();
    FileUtils.deleteDirectory(home.toFile());
    Path problems = home.resolve("data").resolve("gsm8k").resolve("test.jsonl");
    Files.createDirectories(problems.getParent());
    Files.write(
        problems,
        List.of("{\"question\": \"What is two and three?\"}", "{\"question\": \"And four?\"}"));
    Files.createDirectories(home.resolve("cache"));
    return new BenchProcess(home);
  }

  /** Starts one of its commands over two slices. */
  JavaProcess start(String command, String... more) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Dsd.class.getName(),
                "bench",
                command,
                "--data",
                home.resolve("data").toString(),
                "--sets",
                "gsm8k",
                "--slices",
                "2",
                "--link-latency",
                "5ms",
                "--dtype",
                "fp32",
                "--model",
                TinyPair.target(),
                "--draft",
                TinyPair.draft(),
                "--out",
                out().toString()));
    line.addAll(List.of(more));
    return JavaProcess.start(
        "dsd-bench",
        home,
        Redirect.PIPE,
        System.getProperty("java.class.path"),
        List.of("-Ddsd.jar=" + FlinkDistribution.jobJar()),
        line,
        Map.of("DSD_CACHE", home.resolve("cache").toString()));
  }

  /** Where results and report go. */
  Path out() {
    return home.resolve("out");
  }

  /** What says which processes the user's cluster has; not there if there is none. */
  Path cluster() {
    return home.resolve("cache").resolve("cluster").resolve("state.json");
  }
}
