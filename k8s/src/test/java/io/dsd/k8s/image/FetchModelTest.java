package io.dsd.k8s.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that init containers fetch models with. */
class FetchModelTest {

  private static final String CONTENT = "weights";
  private static final String SUM =
      "9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c";

  @TempDir private Path directory;

  @BeforeAll
  static void needsCurl() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "SKIPPED: there is no curl here");
  }

  @Test
  void aFileIsFetchedOnceAndThenFoundThere() throws Exception {
    String list = "# a model\n%s target/model.gguf %s\n".formatted(SUM, source());
    assertThat(fetch(list)).isEqualTo("0: fetch-model: target/model.gguf from " + source());
    assertThat(directory.resolve("models/target/model.gguf")).hasContent(CONTENT);
    assertThat(fetch(list)).isEqualTo("0: fetch-model: target/model.gguf is here");
  }

  @Test
  void aFileWithAnotherChecksumIsRefusedAndNotKept() throws Exception {
    assertThat(fetch("0123 target/model.gguf %s\n".formatted(source())))
        .startsWith("1: ")
        .contains("has the sha256 " + SUM + ", not 0123; correct the one in");
    assertThat(directory.resolve("models/target")).isEmptyDirectory();
  }

  @Test
  void linesThatSayTooLittleOrLeaveTheDirectoryAreRefusedByTheirNumber() throws Exception {
    assertThat(fetch("\n%s target/model.gguf\n".formatted(SUM)))
        .contains("line 2: give a sha256, a path and a URL");
    assertThat(fetch("%s ../model.gguf %s\n".formatted(SUM, source())))
        .contains("line 1: '../model.gguf' is no path below");
  }

  private String source() throws IOException {
    return Files.writeString(directory.resolve("source"), CONTENT).toUri().toString();
  }

  private String fetch(String list) throws Exception {
    Path file = Files.writeString(directory.resolve("model.files"), list);
    Process process =
        new ProcessBuilder(
                "image/fetch-model", file.toString(), directory.resolve("models").toString())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return process.waitFor() + ": " + output;
  }
}
