package io.dsd.tests.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.job.topology.Surroundings;
import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.message.round.ComputeType;
import io.dsd.message.round.Taps;
import io.dsd.model.ModelFiles;
import io.dsd.model.cache.AttentionMask;
import io.dsd.model.eagle.Features;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.torch.TorchKernel;
import io.dsd.operator.draft.DraftSettings;
import io.dsd.tests.cluster.TinyModel;
import io.dsd.tests.playground.Answers;
import io.dsd.tests.playground.Playground;
import io.dsd.tests.playground.Playground.Written;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A draft that looks at the target's hidden states, in the job. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeatureDraftTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Ints LAYERS = Ints.of(1, 2, 4);
  private static final int DRAFT_LENGTH = 4;

  @TempDir private static Path directory;

  private Playground playground;
  private Map<Long, String> plain;

  @BeforeAll
  void decodePlainly() throws Exception {
    playground =
        Playground.start(
            directory,
            Map.of(
                "model", TinyModel.directory(),
                "dtype", "fp32",
                "checkpoint.interval", "100ms",
                "restart.delay", "10ms",
                "draft.length", Integer.toString(DRAFT_LENGTH),
                // prompts go through the slices in several pieces
                "loop.prefill-chunk", "5"));
    plain =
        Answers.once(
            playground
                .run("plain", Map.of("draft.kind", "none"), prompts(), Surroundings.none())
                .completions());
  }

  @AfterAll
  void close() {
    playground.close();
  }

  private static List<byte[]> prompts() {
    List<byte[]> prompts = new ArrayList<>();
    for (int number = 0; number < 6; number++) {
      String text =
          """
          {"prompt": "%d and so on, up to %d", "max_tokens": 40, "temperature": %s, "seed": %d, "stream": true}"""
              .formatted(number, 3 * number, number % 2 == 0 ? "0" : "0.8", number);
      prompts.add(text.getBytes(StandardCharsets.UTF_8));
    }
    prompts.add(2, Prompts.bad());
    return prompts;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theTokensAreThoseOfPlainDecodingAndTheDraftLearnsWhatEntersTheTappedLayers(int slices)
      throws Exception {
    LearningDrafter.clear();
    Written written = run("calm-" + slices, slices, learning(Surroundings.none()));
    assertThat(Answers.once(written.completions())).isEqualTo(plain);
    for (ConsumerRecord<byte[], byte[]> record : written.completions()) {
      JsonNode completion = JSON.readTree(record.value());
      if (completion.has("error")) {
        continue;
      }
      assertThat(completion.at("/speculation/drafter").asText()).isEqualTo("eagle3");
      assertThat(completion.at("/speculation/drafted").asInt()).isPositive();
      assertLearned(completion);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SLICE_0", "SLICE_1", "SLICE_2", "DRAFTER"})
  void aFaultChangesNothing(String victim) throws Exception {
    Faults.plan(Map.of(Victim.valueOf(victim), 15));
    LearningDrafter.clear();
    Written written = run("fault-" + victim, 3, learning(FaultyParts.surroundings()));
    assertThat(Faults.calls().get(Victim.valueOf(victim))).isGreaterThan(15);
    assertThat(Answers.once(written.completions())).isEqualTo(plain);
  }

  private Written run(String name, int slices, Surroundings around) throws Exception {
    Map<String, String> own =
        Map.of(
            "draft.kind", "eagle3",
            "draft.model", TinyModel.eagle(),
            "slices", Integer.toString(slices));
    return playground.run(name.toLowerCase(Locale.ROOT), own, prompts(), around);
  }

  private static Surroundings learning(Surroundings inner) {
    UnaryOperator<DraftSettings> draft =
        settings -> {
          DraftSettings faulty = inner.draft().apply(settings);
          return faulty.withDrafter(LearningDrafter.around(faulty.drafters().factory()));
        };
    return new Surroundings(inner.slices(), draft, inner.completions());
  }

  /** Row by row what the whole model says, from the first token on, without a gap. */
  private static void assertLearned(JsonNode completion) {
    SequenceId sequence =
        new SequenceId(
            completion.at("/sequence/topic").asText(),
            completion.at("/sequence/partition").asInt(),
            completion.at("/sequence/offset").asLong());
    Map<Integer, Integer> tokens = new HashMap<>();
    Map<Integer, Features> rows = new HashMap<>();
    for (Taps taps : LearningDrafter.learned(sequence)) {
      assertThat(taps.basePosition()).as("no gap before").isLessThanOrEqualTo(tokens.size());
      assertThat(taps.layers()).isEqualTo(LAYERS);
      for (int row = 0; row < taps.tokens().size(); row++) {
        tokens.put(taps.basePosition() + row, taps.tokens().get(row));
        rows.put(taps.basePosition() + row, Features.of(taps.rows()).slice(row, row + 1));
      }
    }
    Ints text = Ints.of(IntStream.range(0, tokens.size()).map(tokens::get).toArray());
    int prompt = completion.at("/usage/prompt_tokens").asInt();
    Ints answer =
        Ints.of(
            StreamSupport.stream(completion.at("/choices/0/token_ids").spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray());
    // what came with the last verdict may have come too late to matter
    assertThat(text.size()).isGreaterThan(prompt + answer.size() - DRAFT_LENGTH - 2);
    Ints common = text.slice(prompt, Math.min(text.size(), prompt + answer.size()));
    assertThat(answer.slice(0, common.size())).isEqualTo(common);
    Features expected = tapsOf(text);
    for (int position = 0; position < text.size(); position++) {
      assertThat(numbers(rows.get(position)))
          .as("position %d", position)
          // numbers of about 1 to 10; kernels for other numbers of rows round otherwise
          .containsExactly(numbers(expected.slice(position, position + 1)), within(5e-3f));
    }
  }

  private static float[] numbers(Features row) {
    FloatBuffer numbers = FloatBuffer.allocate(row.width());
    row.copyTo(numbers);
    return numbers.array();
  }

  private static Features tapsOf(Ints text) {
    ModelFiles files = ModelFiles.open(Path.of(TinyModel.directory()));
    LayerRange whole = LayerRange.whole(files.config().layers());
    try (TorchKernel kernel =
            TorchKernel.load(files.checkpoint(), whole, ComputeType.FP32, 512, LAYERS);
        KvRows rows = kernel.allocate(text.size())) {
      Lane lane =
          new Lane(
              rows,
              0,
              Ints.range(0, text.size()),
              new AttentionMask.Causal(),
              text,
              Optional.empty(),
              text.size());
      return Features.of(kernel.forward(List.of(lane)).get(0).taps().orElseThrow().rows());
    }
  }
}
