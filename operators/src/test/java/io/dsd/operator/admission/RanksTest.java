package io.dsd.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.request.Completion;
import io.dsd.message.request.Dialect;
import io.dsd.message.request.FinishReason;
import io.dsd.message.request.Origin;
import io.dsd.message.request.Progress;
import io.dsd.message.request.Request;
import io.dsd.message.request.Speculation;
import io.dsd.message.request.TimeSpent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class RanksTest {

  private static final int CHUNK = 10;

  private final Ranks shortest = ranks(ServiceOrder.SHORTEST, 10);

  @Test
  void byArrivalOnlyTheTimestampCounts() {
    Ranks arrival = ranks(ServiceOrder.ARRIVAL, 10);
    assertThat(rank(arrival, request(0, 7, 1000, 1000))).isEqualTo(7);
  }

  @Test
  void withoutExperienceAnswersAreTakenToBeAsLongAsTheyMayBe() {
    assertThat(shortest.expectedMillis(request(0, 0, 25, 100), Optional.empty()))
        .isEqualTo((3 + 100) * 50.0);
  }

  @Test
  void experienceTellsHowLongAnswersAndRoundsAreAndHowMuchARoundCommits() {
    shortest.learn(completion(40, 10, 20_000_000));
    assertThat(shortest.expectedMillis(request(0, 0, 25, 100), Optional.empty()))
        .isCloseTo((3 + 40 / 4.0) * 2.0, within(1e-9));
    assertThat(shortest.expectedMillis(request(0, 0, 25, 8), Optional.empty()))
        .isCloseTo((3 + 8 / 4.0) * 2.0, within(1e-9));
  }

  @Test
  void newExperienceWeighsASixteenth() {
    shortest.learn(completion(40, 40, 40_000_000));
    shortest.learn(completion(56, 56, 56_000_000));
    assertThat(shortest.expectedMillis(request(0, 0, 10, 100), Optional.empty()))
        .isCloseTo(1 + 41.0, within(1e-9));
  }

  @Test
  void theShortOneGoesBeforeTheLongOneThatCameAtTheSameTime() {
    assertThat(rank(shortest, request(1, 5, 10, 10)))
        .isLessThan(rank(shortest, request(0, 5, 10, 100)));
  }

  @Test
  void whatWasBegunGoesBeforeWhatWasNot() {
    Progress begun = new Progress(1, Ints.of(1), Speculation.none("none"));
    long old = rank(shortest, request(0, 0, 1, 1));
    long late = shortest.of(request(1, Long.MAX_VALUE, 1000, 100_000), Optional.of(begun));
    assertThat(late).isLessThan(old);
  }

  @Test
  void timestampsOfBrokenClocksAreNoHarm() {
    assertThat(rank(shortest, request(0, -1, 1, 1))).isNotNegative();
    assertThat(rank(shortest, request(0, Long.MAX_VALUE, 1, 1))).isEqualTo(Long.MAX_VALUE);
  }

  @Property(tries = 300)
  void noneIsOvertakenByWhatComesLaterThanItsAgeingAllows(
      @ForAll long seed, @ForAll @DoubleRange(max = 20) double ageing) {
    Random random = new Random(seed);
    Ranks ranks = ranks(ServiceOrder.SHORTEST, ageing);
    WaitingLine line = new WaitingLine();
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Request request =
          request(i, random.nextInt(100_000), 1 + random.nextInt(50), 1 + random.nextInt(200));
      requests.add(request);
      line.add(request.sequence(), rank(ranks, request));
    }
    List<Request> served = new ArrayList<>();
    while (line.size() > 0) {
      served.add(requests.get((int) line.next().orElseThrow().offset()));
    }
    assertThat(served).containsExactlyInAnyOrderElementsOf(requests);
    for (int late = 0; late < served.size(); late++) {
      Request overtaken = served.get(late);
      double bound =
          overtaken.origin().timestamp()
              + ageing * ranks.expectedMillis(overtaken, Optional.empty());
      assertThat(served.subList(0, late))
          .allSatisfy(
              before ->
                  assertThat((double) before.origin().timestamp()).isLessThanOrEqualTo(bound));
    }
  }

  private static long rank(Ranks ranks, Request request) {
    return ranks.of(request, Optional.empty());
  }

  private static Ranks ranks(ServiceOrder order, double ageing) {
    return new Ranks(new Admission(1, 1, order, ageing, "gate"), CHUNK);
  }

  private static Request request(long offset, long timestamp, int promptTokens, int maxTokens) {
    return new Request(
        new Origin(new SequenceId("prompts", 0, offset), timestamp, Optional.empty(), List.of()),
        "id",
        Dialect.COMPLETION,
        Ints.range(0, promptTokens),
        Sampling.greedy(),
        maxTokens,
        List.of(),
        false,
        Optional.empty());
  }

  private static Completion completion(int tokens, int rounds, long nanos) {
    Speculation none = Speculation.none("ngram");
    Speculation speculation =
        new Speculation(
            none.drafter(),
            rounds,
            0,
            0,
            tokens,
            new TimeSpent(nanos / 4, nanos / 4, nanos / 4, nanos / 4),
            0,
            none.blocks(),
            none.leeway());
    return new Completion(
        request(0, 0, 1, tokens), Ints.range(0, tokens), "", FinishReason.STOP, speculation, 0);
  }
}
