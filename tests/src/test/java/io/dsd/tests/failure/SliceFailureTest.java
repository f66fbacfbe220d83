package io.dsd.tests.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.operator.slice.SliceSettings;
import io.dsd.tests.cluster.LocalJob;
import io.dsd.tests.cluster.TinyModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceFailureTest {

  private static final int SEQUENCES = 8;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"0, 40, none", "1, 60, ngram", "2, 25, model"})
  void afterAFailureEveryCompletionComesOnceAndEqualsTheUndisturbedRun(
      int slice, int forwards, String draft) throws Exception {
    Map<Long, JsonNode> undisturbed = run("calm", draft, settings -> settings);
    FailingKernels.COUNTDOWN.set(forwards);
    Map<Long, JsonNode> disturbed =
        run(
            "faulty",
            draft,
            settings ->
                isSlice(settings, slice)
                    ? settings.withKernels(new FailingKernels(settings.kernels()))
                    : settings);
    assertThat(FailingKernels.COUNTDOWN.get()).as("the fault has struck").isNotPositive();
    assertThat(disturbed.values())
        .as("sequences were replayed")
        .anyMatch(completion -> completion.at("/speculation/replays").asInt() > 0);
    assertThat(tokens(disturbed)).isEqualTo(tokens(undisturbed));
  }

  private static boolean isSlice(SliceSettings settings, int slice) {
    return settings.kernels().toString().contains("first=" + List.of(0, 2, 4).get(slice));
  }

  private Map<Long, JsonNode> run(String name, String draft, UnaryOperator<SliceSettings> around)
      throws Exception {
    Map<String, String> settings = new TreeMap<>();
    settings.put("model", TinyModel.directory());
    settings.put("dtype", "fp32");
    settings.put("draft.kind", draft);
    if (draft.equals("model")) {
      settings.put("draft.model", TinyModel.rounded());
    }
    try (LocalJob job = LocalJob.start(directory.resolve(name), settings, around)) {
      job.send(IntStream.range(0, SEQUENCES).mapToObj(SliceFailureTest::prompt).toList());
      job.completions(SEQUENCES);
      // what could still come twice is there before the completion of a later prompt is
      job.send(List.of(prompt(SEQUENCES)));
      Map<Long, JsonNode> all = job.completions(SEQUENCES + 1);
      assertThat(all).hasSize(SEQUENCES + 1);
      return all;
    }
  }

  private static byte[] prompt(int number) {
    return """
        {"prompt": "Number %d counts", "max_tokens": 60, "temperature": %s, "seed": %d}"""
        .formatted(number, number % 2 == 0 ? "0" : "0.8", number)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Map<Long, String> tokens(Map<Long, JsonNode> completions) {
    Map<Long, String> tokens = new TreeMap<>();
    completions.forEach(
        (offset, completion) ->
            tokens.put(offset, completion.at("/choices/0/token_ids").toString()));
    return tokens;
  }
}
