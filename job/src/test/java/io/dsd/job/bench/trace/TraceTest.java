package io.dsd.job.bench.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TraceTest {

  private static final Offset<Double> NEAR = Offset.offset(1e-9);

  @Test
  void slicesThatWorkAtTheSameTimeAreCountedByTime() {
    // slice 0 works for 40, slice 1 for 30 of 100, 10 of them together
    Trace trace = new Trace(2, 2, 0, 100, List.of(pass(0, 10, 50, 0, 4), pass(1, 40, 70, 0, 4)));
    assertThat(trace.atOnce().get(0)).isCloseTo(0.4, NEAR);
    assertThat(trace.atOnce().get(1)).isCloseTo(0.5, NEAR);
    assertThat(trace.atOnce().get(2)).isCloseTo(0.1, NEAR);
  }

  @Test
  void whatReachesOverTheEndsCountsWithinThem() {
    Trace trace =
        new Trace(1, 1, 100, 200, List.of(pass(0, 50, 120, 0, 1), pass(0, 190, 300, 0, 1)));
    assertThat(trace.atOnce().get(1)).isCloseTo(0.3, NEAR);
    assertThat(trace.longestWithoutBlocks()).isEqualTo(70);
  }

  @Test
  void timeWithoutBlocksIsThatOfTheLastSliceAndPromptsDoNotEndIt() {
    Trace trace =
        new Trace(
            2,
            2,
            0,
            100,
            List.of(
                pass(0, 0, 90, 0, 5),
                pass(1, 10, 20, 0, 5),
                pass(1, 30, 50, 64, 0),
                pass(1, 75, 80, 64, 2)));
    assertThat(trace.longestWithoutBlocks()).isEqualTo(55);
    assertThat(trace.promptTokens()).isEqualTo(128);
  }

  @Test
  void theWhileWithTheMostPromptTokensIsChosen() {
    List<Pass> passes =
        List.of(
            pass(0, 0, 10, 30, 0),
            pass(0, 20, 30, 0, 4),
            pass(0, 200, 210, 20, 0),
            pass(0, 215, 225, 20, 1),
            pass(0, 900, 910, 35, 0));
    Trace trace = Trace.busiest(3, 1, passes, 100);
    assertThat(trace.startNanos()).isEqualTo(200);
    assertThat(trace.endNanos()).isEqualTo(300);
    assertThat(trace.passes()).containsExactly(passes.get(2), passes.get(3));
  }

  @Test
  void aSliceWhosePassesMeetWhereTheWhileBeginsIsOneSlice() {
    Trace trace =
        new Trace(1, 1, 100, 200, List.of(pass(0, 50, 100, 0, 5), pass(0, 100, 150, 0, 5)));
    assertThat(trace.atOnce()).containsExactly(0.5, 0.5);
  }

  @Property
  void sharesAddUpToAll(@ForAll("passes") List<Pass> passes) {
    List<Double> shares = new Trace(4, 3, 100, 600, passes).atOnce();
    assertThat(shares).allSatisfy(share -> assertThat(share).isBetween(0.0, 1.0));
    assertThat(shares.stream().mapToDouble(Double::doubleValue).sum()).isCloseTo(1, NEAR);
  }

  /** Of three slices, each of which makes one pass after the other. */
  @Provide
  Arbitrary<List<Pass>> passes() {
    Arbitrary<List<Integer>> steps =
        Arbitraries.integers().between(0, 90).list().ofMinSize(2).ofMaxSize(16);
    return Combinators.combine(steps, steps, steps)
        .as(
            (first, second, third) -> {
              List<List<Integer>> all = List.of(first, second, third);
              List<Pass> passes = new java.util.ArrayList<>();
              for (int slice = 0; slice < all.size(); slice++) {
                long time = 0;
                List<Integer> gaps = all.get(slice);
                for (int i = 0; i + 1 < gaps.size(); i += 2) {
                  long start = time + gaps.get(i);
                  time = start + gaps.get(i + 1);
                  passes.add(pass(slice, start, time, i % 3, 2));
                }
              }
              return passes;
            });
  }

  @Property
  void aLineSaysAllOfAPass(@ForAll int slice, @ForAll long start, @ForAll int tokens) {
    Pass pass = new Pass(slice, start, start + 1, 3, tokens, 7);
    assertThat(Pass.of(pass.line())).isEqualTo(pass);
  }

  private static Pass pass(int slice, long start, long end, int prompt, int block) {
    return new Pass(slice, start, end, 1, prompt, block);
  }
}
