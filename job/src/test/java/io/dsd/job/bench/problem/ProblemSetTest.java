package io.dsd.job.bench.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.job.bench.BenchException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProblemSetTest {

  @TempDir private Path data;

  @Test
  void aPackedFileOfFunctionsBecomesRequestsToCompleteThem() throws IOException {
    Path file = data.resolve("humaneval").resolve("HumanEval.jsonl.gz");
    Files.createDirectories(file.getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("{\"prompt\": \"def f():\\n\", \"test\": \"\"}\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(ProblemSet.HUMANEVAL.read(data, 5))
        .singleElement()
        .extracting(Problem::text)
        .isEqualTo(
            """
            Complete the following Python function. Answer with the whole function.

            ```python
            def f():
            ```\
            """);
  }

  @Test
  void onlyTheFirstProblemsAreReadAndOfAConversationItsFirstTurn() throws IOException {
    conversations("{\"turns\": [\"one\", \"two\"]}", "", "{\"turns\": [\"three\"]}", "not JSON");
    assertThat(ProblemSet.MT_BENCH.read(data, 2))
        .extracting(Problem::text)
        .containsExactly("one", "three");
  }

  @Test
  void portionsHaveAsManyOfEachSetAndTheSetsTakeTurns() throws IOException {
    conversations("{\"turns\": [\"a\"]}", "{\"turns\": [\"b\"]}", "{\"turns\": [\"c\"]}");
    write("gsm8k/test.jsonl", "{\"question\": \"1\"}", "{\"question\": \"2\"}");
    List<List<Problem>> portions =
        Portions.of(List.of(ProblemSet.GSM8K, ProblemSet.MT_BENCH), data, 3, 2);
    assertThat(portions.stream().map(each -> each.stream().map(Problem::text).toList()))
        .containsExactly(List.of("1", "a", "2", "b"), List.of("c"));
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    assertThatThrownBy(() -> ProblemSet.GSM8K.read(data, 1))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining(data.resolve("gsm8k").resolve("test.jsonl").toString())
        .hasMessageContaining("--sets");
  }

  @Test
  void aProblemThatIsNoneIsNamed() throws IOException {
    conversations("{\"turns\": [\"one\"]}", "{\"turns\": []}");
    assertThatThrownBy(() -> ProblemSet.MT_BENCH.read(data, 9))
        .hasMessageContaining("problem 2 of")
        .hasMessageContaining("/turns/0");
    conversations("one, two");
    assertThatThrownBy(() -> ProblemSet.MT_BENCH.read(data, 9)).hasMessageContaining("is not JSON");
  }

  @Test
  void aSetThatIsNoneIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> ProblemSet.of("gsm"))
        .hasMessage("--sets: 'gsm' is not allowed; give one or more of humaneval,gsm8k,mt-bench");
  }

  private void conversations(String... lines) throws IOException {
    write("mt_bench/question.jsonl", lines);
  }

  private void write(String name, String... lines) throws IOException {
    Path file = data.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
  }
}
