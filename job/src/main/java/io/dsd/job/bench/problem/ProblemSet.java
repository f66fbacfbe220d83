package io.dsd.job.bench.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.job.bench.BenchException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** A data set, as its authors publish it. */
public enum ProblemSet {
  /** Functions to complete (Chen et al. 2021). */
  HUMANEVAL("humaneval", "humaneval/HumanEval.jsonl.gz", "/prompt"),
  /** Sums in words (Cobbe et al. 2021), the test part. */
  GSM8K("gsm8k", "gsm8k/test.jsonl", "/question"),
  /** First turns of conversations (Zheng et al. 2023). */
  MT_BENCH("mt-bench", "mt_bench/question.jsonl", "/turns/0");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String title;
  private final String file;
  private final String field;

  ProblemSet(String title, String file, String field) {
    this.title = title;
    this.file = file;
    this.field = field;
  }

  /** Its name in flags, tables and files. */
  public String title() {
    return title;
  }

  /**
   * The set of that name.
   *
   * @throws BenchException if there is none
   */
  public static ProblemSet of(String title) {
    return Arrays.stream(values())
        .filter(set -> set.title.equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new BenchException(
                    "--sets: '%s' is not allowed; give one or more of %s"
                        .formatted(
                            title,
                            Arrays.stream(values())
                                .map(ProblemSet::title)
                                .collect(Collectors.joining(",")))));
  }

  /**
   * The first problems.
   *
   * @param data the folder that holds a folder for each set
   * @param limit how many at most
   * @throws BenchException naming the file if it is not there, or not what it should be
   */
  public List<Problem> read(Path data, int limit) {
    Path path = data.resolve(file);
    if (!Files.isRegularFile(path)) {
      throw new BenchException(
          "--data: there is no file %s; the folder must hold %s for the set %s, or leave the set out of --sets"
              .formatted(path, file, title));
    }
    List<Problem> problems = new ArrayList<>();
    try (BufferedReader lines = open(path)) {
      for (String line = lines.readLine();
          line != null && problems.size() < limit;
          line = lines.readLine()) {
        if (!line.isBlank()) {
          problems.add(new Problem(this, problems.size(), text(path, problems.size() + 1, line)));
        }
      }
    } catch (IOException unreadable) {
      throw new BenchException(
          "--data: %s cannot be read: %s".formatted(path, unreadable.getMessage()), unreadable);
    }
    return List.copyOf(problems);
  }

  private static BufferedReader open(Path path) throws IOException {
    InputStream bytes = Files.newInputStream(path);
    boolean packed = path.toString().endsWith(".gz");
    return new BufferedReader(
        new InputStreamReader(packed ? new GZIPInputStream(bytes) : bytes, StandardCharsets.UTF_8));
  }

  private String text(Path path, int number, String line) {
    try {
      JsonNode text = JSON.readTree(line).at(field);
      if (text.isTextual()) {
        return asked(text.asText());
      }
      throw new BenchException(
          "--data: problem %d of %s has no text at %s".formatted(number, path, field));
    } catch (JsonProcessingException malformed) {
      throw new BenchException(
          "--data: problem %d of %s is not JSON".formatted(number, path), malformed);
    }
  }

  /** As drafts/train asks, so that its numbers can stand beside these. */
  private String asked(String text) {
    return this == HUMANEVAL
        ? "Complete the following Python function. Answer with the whole function.\n\n```python\n"
            + text
            + "```"
        : text;
  }
}
