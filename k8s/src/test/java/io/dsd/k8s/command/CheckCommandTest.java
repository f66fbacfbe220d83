package io.dsd.k8s.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void problemsAreSaidALineEachAndMakeItFail() throws Exception {
    Path file = directory.resolve("wrong.yaml");
    Files.writeString(
        file, Files.readString(Path.of("base/deployment.yaml")).replace("v2_2", "v1_17"));
    assertThat(run("check", file.toString())).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "dsd: FlinkDeployment dsd spec.flinkVersion: 'v1_17' is not allowed; give v2_2, the"
                + " Flink that dsd is built for",
            "dsd: ConfigMap: none has a dsd.yaml, which the job starts with");
  }

  @Test
  void aTaskManagerIsShownIfNothingIsWrong() throws Exception {
    Path file = directory.resolve("right.yaml");
    String map =
        """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: dsd-config}
        data: {dsd.yaml: "{model: /m.gguf, kafka.bootstrap-servers: kafka:9092}"}
        """;
    Files.writeString(file, Files.readString(Path.of("base/deployment.yaml")) + map);
    assertThat(run("check", file.toString())).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("2 objects, nothing wrong with them", "a task manager of FlinkDeployment dsd:")
        .contains("limits     {cpu=2.0, memory=2496Mi}", "mount      /models = models");
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThat(run("check", "nowhere")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo("dsd: nowhere: no such directory or file; give one that kubectl apply takes\n");
  }

  private int run(String... arguments) {
    return Kubernetes.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
