package io.dsd.tests.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.tests.cluster.TinyModel;
import io.dsd.tests.playground.Answers;
import io.dsd.tests.playground.Playground;
import io.dsd.tests.playground.Playground.Written;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Faults in every part of the job at random moments, one run per seed. Whatever breaks and when,
 * every record has one answer, and it is that of the undisturbed run.
 *
 * <p>{@code -Ddsd.failure.seed=N} runs one seed alone, {@code -Ddsd.failure.seeds=N} the first N.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeededFailuresTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> DRAFTS =
      List.of("none", "ngram", "model", "trees", "measured", "eagle3", "ahead");

  @TempDir private static Path directory;

  private Playground playground;
  private final Map<String, Map<Long, String>> undisturbed = new HashMap<>();
  private final Map<String, Map<Victim, Integer>> calls = new HashMap<>();

  @BeforeAll
  void runUndisturbed() throws Exception {
    playground =
        Playground.start(
            directory,
            Map.of(
                "model", TinyModel.directory(),
                "dtype", "fp32",
                "checkpoint.interval", "50ms",
                "restart.delay", "10ms",
                "loop.max-active", "4"));
    for (String draft : DRAFTS) {
      Faults.plan(Map.of());
      Written written = run("calm-" + draft, draft);
      undisturbed.put(draft, Answers.once(written.completions()));
      calls.put(draft, Faults.calls());
    }
    assertThat(undisturbed)
        .allSatisfy(
            (draft, answers) -> assertThat(answers).as(draft).isEqualTo(undisturbed.get("none")));
  }

  @AfterAll
  void close() {
    playground.close();
  }

  static LongStream seeds() {
    Long one = Long.getLong("dsd.failure.seed");
    return one == null
        ? LongStream.range(0, Long.getLong("dsd.failure.seeds", 40))
        : LongStream.of(one);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyRecordHasOneAnswerThatOfTheUndisturbedRun(long seed) throws Exception {
    Random random = new Random(seed);
    String draft = DRAFTS.get(random.nextInt(DRAFTS.size()));
    Map<Victim, Integer> plan = plan(random, draft, (int) seed);
    Faults.plan(plan);
    Written written = run("seed-" + seed, draft);
    assertThat(Faults.calls())
        .as("all faults of seed %d have struck: %s", seed, plan)
        .allSatisfy(
            (victim, count) ->
                assertThat(count).isGreaterThanOrEqualTo(plan.getOrDefault(victim, 0)));
    assertThat(Answers.once(written.completions()))
        .as("seed %d, %s", seed, plan)
        .isEqualTo(undisturbed.get(draft));
    assertThat(written.deadLetters()).as("dead letters of seed %d", seed).hasSize(1);
    assertThat(written.deadLetters().get(0).value()).isEqualTo(Prompts.bad());
    assertDeltasMakeTheAnswers(written);
  }

  /** One to three faults; the victims take turns, so that forty seeds strike each of them often. */
  private Map<Victim, Integer> plan(Random random, String draft, int seed) {
    Map<Victim, Integer> plan = new EnumMap<>(Victim.class);
    Victim[] victims = Victim.values();
    Victim first = victims[Math.floorMod(seed, victims.length)];
    add(plan, first, random, draft);
    for (int more = random.nextInt(3); more > 0; more--) {
      add(plan, victims[random.nextInt(victims.length)], random, draft);
    }
    if (plan.isEmpty()) {
      add(plan, Victim.SLICE_1, random, draft);
    }
    return plan;
  }

  /** At a call that the undisturbed run made, well before its last one: runs differ a little. */
  private void add(Map<Victim, Integer> plan, Victim victim, Random random, String draft) {
    int most =
        switch (victim) {
          // commits come with checkpoints, of which there are two with answers in them at least
          case SINK_COMMIT -> 2;
          case SINK_PRECOMMIT -> 4;
          default -> fewestCalls(draft, victim) * 2 / 3;
        };
    if (most > 0) {
      plan.put(victim, 1 + random.nextInt(most));
    }
  }

  /**
   * How often a victim is called at least. Measured shapes depend on the time that things take:
   * such a run may speculate like any other draft, and may leave its drafter after a try.
   */
  private int fewestCalls(String draft, Victim victim) {
    if (!draft.equals("measured")) {
      return calls.get(draft).get(victim);
    }
    return victim == Victim.DRAFTER
        ? 2
        : calls.values().stream().mapToInt(called -> called.get(victim)).min().orElseThrow();
  }

  private Written run(String name, String draft) throws Exception {
    Map<String, String> own = new HashMap<>();
    boolean model = List.of("model", "trees", "measured").contains(draft);
    boolean eagle = List.of("eagle3", "ahead").contains(draft);
    own.put("draft.kind", model ? "model" : eagle ? "eagle3" : draft);
    if (model) {
      own.put("draft.model", TinyModel.rounded());
    } else if (eagle) {
      own.put("draft.model", TinyModel.eagle());
    }
    if (List.of("trees", "ahead", "measured").contains(draft)) {
      own.put("draft.nodes", "8");
      own.put("draft.window", "3");
    }
    if (draft.equals("measured")) {
      own.put("draft.policy", "measured");
      own.put("draft.router", "true");
    }
    return playground.run(name, own, Prompts.all(), FaultyParts.surroundings());
  }

  private static void assertDeltasMakeTheAnswers(Written written) throws IOException {
    Map<Long, StringBuilder> texts = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : written.deltas()) {
      JsonNode json = JSON.readTree(record.value());
      StringBuilder text =
          texts.computeIfAbsent(
              json.at("/sequence/offset").asLong(), offset -> new StringBuilder());
      int from = json.at("/choices/0/text_offset").asInt();
      String piece = json.at("/choices/0/text").asText();
      assertThat(from).as("nothing is left out before %s", json).isLessThanOrEqualTo(text.length());
      // repeats are dropped by their offset
      if (from + piece.length() > text.length()) {
        text.append(piece.substring(text.length() - from));
      }
    }
    for (ConsumerRecord<byte[], byte[]> record : written.completions()) {
      JsonNode json = JSON.readTree(record.value());
      if (!json.has("error")) {
        long offset = json.at("/sequence/offset").asLong();
        assertThat(texts.get(offset))
            .as("deltas of %d", offset)
            .hasToString(json.at("/choices/0/text").asText());
      }
    }
  }
}
