package io.dsd.tests.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.job.demo.Demonstration;
import io.dsd.job.demo.Display;
import io.dsd.job.demo.Prompt;
import io.dsd.job.demo.Summary;
import io.dsd.job.options.OptionsReader;
import io.dsd.job.topology.Topology;
import io.dsd.message.Ints;
import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelFiles;
import io.dsd.model.cache.AttentionMask;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LaneResult;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.tokenizer.Tokenizer;
import io.dsd.model.torch.TorchKernel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SmolLM2-135M-Instruct in float32: what the job answers is what transformers computes. */
@Tag("alone")
class DefaultModelTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void thePromptsAreCutIntoTheSameTokens() throws Exception {
    try (Tokenizer tokenizer = ModelFiles.open(DefaultModel.path()).openTokenizer()) {
      for (GoldenCase golden : GoldenCase.all()) {
        assertThat(tokenizer.encode(golden.text(), false)).isEqualTo(golden.prompt());
      }
    }
  }

  @Test
  void theLogitsAfterThePromptAreThoseOfTransformers() throws Exception {
    ModelFiles model = ModelFiles.open(DefaultModel.path());
    LayerRange whole = LayerRange.whole(model.config().layers());
    try (TorchKernel kernel = TorchKernel.load(model.checkpoint(), whole, ComputeType.FP32, 512)) {
      for (GoldenCase golden : GoldenCase.all()) {
        float[] logits = lastLogits(kernel, golden.prompt());
        golden
            .logits()
            .forEach(
                (token, logit) ->
                    assertThat(logits[token])
                        .as("token %d after '%s'", token, golden.text())
                        .isCloseTo(logit, within(1e-3f)));
      }
    }
  }

  private static float[] lastLogits(TorchKernel kernel, Ints prompt) {
    try (KvRows rows = kernel.allocate(prompt.size())) {
      Lane lane =
          new Lane(
              rows,
              0,
              Ints.range(0, prompt.size()),
              new AttentionMask.Causal(),
              prompt,
              Optional.empty(),
              prompt.size() - 1);
      return ((LaneResult.Scores) kernel.forward(List.of(lane)).get(0)).logits().row(0);
    }
  }

  /** By slices, so that those who follow find the weights in memory. */
  @ParameterizedTest
  @CsvSource({
    "none, 1, 7, 1",
    "ngram, 1, 7, 1",
    "model, 1, 7, 1",
    "model, 1, 32, 1",
    "model, 3, 7, 1",
    "model, 3, 8, 3",
    "none, 3, 7, 1",
    "ngram, 3, 7, 1",
    "ngram, 3, 7, 2",
    "ngram, 3, 32, 1",
    "ngram, 3, 64, 4",
    "eagle3, 3, 7, 1",
    "eagle3, 3, 32, 2",
    "none, 5, 7, 1",
    "ngram, 5, 7, 1",
    "model, 5, 7, 1",
    "eagle3, 5, 64, 4"
  })
  void eightPromptsAtOnceGetTheTokensOfTransformers(String draft, int slices, int nodes, int window)
      throws Exception {
    List<GoldenCase> cases = GoldenCase.all();
    assertThat(cases).hasSize(8);
    assertThat(answers(draft, slices, nodes, window, cases)).isEqualTo(greedy(cases));
  }

  @Test
  void onePromptAloneGetsTheTokensOfTransformers() throws Exception {
    List<GoldenCase> one = GoldenCase.all().subList(5, 6);
    assertThat(answers("ngram", 3, 7, 1, one)).isEqualTo(greedy(one));
  }

  private static List<Ints> greedy(List<GoldenCase> cases) {
    return cases.stream().map(GoldenCase::greedy).toList();
  }

  private static List<Ints> answers(
      String draft, int slices, int nodes, int window, List<GoldenCase> cases) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("model", DefaultModel.path().toString());
    settings.put("dtype", "fp32");
    settings.put("slices", Integer.toString(slices));
    settings.put("draft.kind", draft);
    settings.put("draft.nodes", Integer.toString(nodes));
    settings.put("draft.window", Integer.toString(window));
    if (draft.equals("eagle3")) {
      settings.put("draft.model", DefaultModel.draft().toString());
    } else if (draft.equals("model")) {
      settings.put("draft.model", DefaultModel.path().toString());
      // its own draft: all that it drafts by itself is accepted
      settings.put("draft.lookup", Boolean.toString(nodes != 7));
    }
    settings.put("checkpoint.interval", "200ms");
    settings.put("kafka.bootstrap-servers", "the demonstration's own");
    List<Prompt> prompts = new ArrayList<>();
    for (GoldenCase golden : cases) {
      String record =
          """
          {"prompt": %s, "temperature": 0, "max_tokens": 64}"""
              .formatted(golden.prompt());
      prompts.add(Prompt.line(prompts.size() + 1, record.getBytes(UTF_8)));
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    try (Demonstration demonstration =
            new Demonstration(Topology::draw, OptionsReader.of("the test", settings));
        PrintStream out = new PrintStream(lines, true, UTF_8)) {
      Summary summary = demonstration.run(prompts, Display.lines(out));
      assertThat(summary.failed()).isZero();
    }
    List<Ints> answers = new ArrayList<>();
    for (String line : lines.toString(UTF_8).lines().toList()) {
      JsonNode completion = JSON.readTree(line);
      if (draft.equals("model") && nodes == 7) {
        assertThat(completion.at("/speculation/accepted"))
            .isEqualTo(completion.at("/speculation/drafted"));
      }
      answers.add(
          Ints.of(
              StreamSupport.stream(completion.at("/choices/0/token_ids").spliterator(), false)
                  .mapToInt(JsonNode::asInt)
                  .toArray()));
    }
    return answers;
  }
}
