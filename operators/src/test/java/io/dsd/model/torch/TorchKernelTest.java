package io.dsd.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dsd.message.Bytes;
import io.dsd.message.Ints;
import io.dsd.message.round.ComputeType;
import io.dsd.message.round.HiddenStates;
import io.dsd.message.round.RowType;
import io.dsd.message.round.Tree;
import io.dsd.model.cache.AttentionMask;
import io.dsd.model.slice.Arithmetic;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LaneResult;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.SharedRows;
import io.dsd.model.slice.TappedRows;
import io.dsd.speculate.sampling.Logits;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TorchKernelTest {

  private static final RandomCheckpoint CHECKPOINT = RandomCheckpoint.small();
  private static final int LAYERS = CHECKPOINT.config().layers();
  private static final int VOCABULARY = CHECKPOINT.config().vocabularySize();
  private static final Ints TOKENS = Ints.of(3, 14, 15, 9, 26, 5, 35, 8);

  @Test
  void aBlockGivesTheLogitsThatItsTokensGiveOneByOne() {
    try (TorchKernel kernel = kernel(LayerRange.whole(LAYERS), ComputeType.FP32)) {
      Logits atOnce = causal(kernel, TOKENS, 0, kernel.allocate(16));
      KvRows rows = kernel.allocate(16);
      for (int i = 0; i < TOKENS.size(); i++) {
        float[] one = causal(kernel, TOKENS.slice(i, i + 1), i, rows).row(0);
        assertClose(one, atOnce.row(i));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ComputeType.class)
  void threeSlicesGiveTheLogitsOfOne(ComputeType type) {
    List<TorchKernel> slices =
        LayerRange.split(LAYERS, 3).stream().map(range -> kernel(range, type)).toList();
    try (TorchKernel whole = kernel(LayerRange.whole(LAYERS), type)) {
      Optional<HiddenStates> hidden = Optional.empty();
      Logits logits = new Logits(new float[0], 0, VOCABULARY);
      for (TorchKernel slice : slices) {
        LaneResult result =
            slice.forward(List.of(lane(slice.allocate(16), TOKENS, 0, hidden))).get(0);
        if (result instanceof LaneResult.Hidden next) {
          hidden = Optional.of(next.hidden());
        } else if (result instanceof LaneResult.Scores scores) {
          logits = scores.logits();
        }
      }
      assertThat(logits.row(7)).isEqualTo(causal(whole, TOKENS, 0, whole.allocate(16)).row(7));
    } finally {
      slices.forEach(TorchKernel::close);
    }
  }

  @ParameterizedTest
  @EnumSource(ComputeType.class)
  void tapsAreWhatEntersTheirLayersWhereverTheModelIsCut(ComputeType type) {
    Ints taps = Ints.of(1, 3);
    Map<Integer, HiddenStates> entering = new HashMap<>();
    for (LayerRange layer : LayerRange.split(LAYERS, LAYERS)) {
      HiddenStates next = through(layer, type, Ints.empty(), entering).hidden();
      entering.put(layer.end(), next);
    }
    for (int slices = 1; slices < LAYERS; slices++) {
      Ints tapped = Ints.empty();
      for (LayerRange range : LayerRange.split(LAYERS, slices)) {
        Optional<TappedRows> found = through(range, type, taps, entering).taps();
        tapped = tapped.append(found.map(TappedRows::layers).orElse(Ints.empty()));
        found.ifPresent(rows -> assertThat(rows.rows()).isEqualTo(sideBySide(rows, entering)));
      }
      assertThat(tapped).isEqualTo(taps);
    }
  }

  private record Passed(HiddenStates hidden, Optional<TappedRows> taps) {}

  /** The second of two lanes. */
  private static Passed through(
      LayerRange range, ComputeType type, Ints taps, Map<Integer, HiddenStates> entering) {
    Optional<HiddenStates> hidden = Optional.ofNullable(entering.get(range.first()));
    try (TorchKernel slice = TorchKernel.load(CHECKPOINT, range, type, 64, taps);
        KvRows others = slice.allocate(16);
        KvRows rows = slice.allocate(16)) {
      Optional<HiddenStates> some = hidden.map(all -> all.pick(Ints.of(4, 7)));
      LaneResult result =
          slice
              .forward(
                  List.of(lane(others, TOKENS.slice(0, 2), 0, some), lane(rows, TOKENS, 0, hidden)))
              .get(1);
      HiddenStates next =
          result instanceof LaneResult.Hidden through
              ? through.hidden()
              : new HiddenStates(RowType.of(type), 0, 1, Bytes.empty());
      return new Passed(next, result.taps());
    }
  }

  private static HiddenStates sideBySide(TappedRows taps, Map<Integer, HiddenStates> entering) {
    return HiddenStates.sideBySide(taps.layers().stream().mapToObj(entering::get).toList());
  }

  @Test
  void rowsThatLeaveInEightBitsAreThoseOfBf16Rounded() {
    Arithmetic arithmetic = Arithmetic.of(ComputeType.BF16);
    Ints taps = Ints.of(1);
    LayerRange range = LayerRange.split(LAYERS, 2).get(0);
    List<LaneResult.Hidden> results = new ArrayList<>();
    for (Arithmetic each : List.of(arithmetic, arithmetic.sending(RowType.INT8))) {
      try (TorchKernel slice = TorchKernel.load(CHECKPOINT, range, each, 64, taps);
          KvRows rows = slice.allocate(16)) {
        results.add(
            (LaneResult.Hidden)
                slice.forward(List.of(lane(rows, TOKENS, 0, Optional.empty()))).get(0));
      }
    }

    assertThat(results.get(1).hidden()).isEqualTo(rounded(results.get(0).hidden()));
    assertThat(results.get(1).taps().map(TappedRows::rows))
        .isEqualTo(results.get(0).taps().map(TappedRows::rows).map(TorchKernelTest::rounded));
  }

  private static HiddenStates rounded(HiddenStates rows) {
    float[] numbers = new float[rows.rows() * rows.width()];
    rows.copyTo(FloatBuffer.wrap(numbers));
    return HiddenStates.of(RowType.INT8, rows.rows(), rows.width(), numbers, 0);
  }

  @Test
  void lanesOfDifferentLengthsAndPositionsDoNotDisturbEachOther() {
    try (TorchKernel kernel = kernel(LayerRange.whole(LAYERS), ComputeType.FP32)) {
      KvRows started = kernel.allocate(16);
      causal(kernel, TOKENS.slice(0, 5), 0, started);
      KvRows fresh = kernel.allocate(8);
      List<LaneResult> together =
          kernel.forward(
              List.of(
                  lane(started, TOKENS.slice(5, 8), 5, Optional.empty()),
                  lane(fresh, TOKENS.slice(0, 2), 0, Optional.empty())));
      Logits alone = causal(kernel, TOKENS, 0, kernel.allocate(16));
      assertClose(scores(together.get(0)).row(2), alone.row(7));
      assertClose(scores(together.get(1)).row(1), alone.row(1));
    }
  }

  @Test
  void eachBranchOfATreeGivesTheLogitsOfThatBranchAlone() {
    try (TorchKernel kernel = kernel(LayerRange.whole(LAYERS), ComputeType.FP32)) {
      KvRows rows = kernel.allocate(16);
      causal(kernel, TOKENS.slice(0, 3), 0, rows);
      Ints nodes = Ints.of(9, 26, 5, 35, 8);
      Tree tree = new Tree(Ints.of(-1, 0, 0, 1, 2));
      List<BitSet> visible = new ArrayList<>();
      int[] positions = tree.depths();
      for (int node = 0; node < tree.size(); node++) {
        BitSet slots = new BitSet();
        slots.set(0, 3);
        tree.path(node).stream().forEach(ancestor -> slots.set(3 + ancestor));
        visible.add(slots);
        positions[node] += 3;
      }
      Lane lane =
          new Lane(
              rows,
              3,
              Ints.of(positions),
              new AttentionMask.Explicit(visible),
              nodes,
              Optional.empty(),
              0);
      Logits asTree = scores(kernel.forward(List.of(lane)).get(0));
      for (int node = 0; node < tree.size(); node++) {
        Ints branch = TOKENS.slice(0, 3);
        for (int step : tree.path(node).toArray()) {
          branch = branch.append(nodes.get(step));
        }
        Logits asChain = causal(kernel, branch, 0, kernel.allocate(16));
        assertClose(asTree.row(node), asChain.row(branch.size() - 1));
      }
    }
  }

  @Test
  void tokensAfterSharedRowsGiveTheLogitsThatTheyGiveAfterTheirOwn() {
    try (TorchKernel kernel = kernel(LayerRange.whole(LAYERS), ComputeType.FP32)) {
      KvRows prefix = kernel.allocate(16);
      causal(kernel, TOKENS.slice(0, 5), 0, prefix);
      Logits alone = causal(kernel, TOKENS, 0, kernel.allocate(16));
      KvRows own = kernel.allocate(8);
      Lane block = sharing(prefix, 4, own, Ints.range(4, 7), causal(), TOKENS.slice(4, 7));
      Logits asBlock = scores(kernel.forward(List.of(block)).get(0));
      for (int i = 0; i < 3; i++) {
        assertThat(asBlock.row(i)).containsExactly(alone.row(4 + i), within(1e-5f));
      }
      Lane single = sharing(prefix, 4, own, Ints.of(7), causal(), TOKENS.slice(7, 8));
      Logits last = scores(kernel.forward(List.of(single)).get(0));
      assertThat(last.row(0)).containsExactly(alone.row(7), within(1e-5f));
    }
  }

  @Test
  void aTreeAfterSharedRowsGivesTheLogitsThatItGivesAfterItsOwn() {
    try (TorchKernel kernel = kernel(LayerRange.whole(LAYERS), ComputeType.FP32)) {
      KvRows whole = kernel.allocate(16);
      causal(kernel, TOKENS.slice(0, 5), 0, whole);
      KvRows own = kernel.allocate(16);
      own.put(0, whole, 3, 2);
      Ints nodes = Ints.of(9, 26, 5, 35);
      Ints positions = Ints.of(5, 6, 6, 7);
      AttentionMask mask =
          new AttentionMask.Explicit(
              List.of(slots(5, 5), slots(5, 5, 6), slots(5, 5, 7), slots(5, 5, 7, 8)));
      KvRows copy = kernel.allocate(16);
      copy.put(0, whole, 0, 5);
      Lane alone = new Lane(copy, 5, positions, mask, nodes, Optional.empty(), 0);
      Lane shared =
          new Lane(
              Optional.of(new SharedRows(whole, 3)),
              own,
              5,
              positions,
              mask,
              nodes,
              Optional.empty(),
              0);
      Logits expected = scores(kernel.forward(List.of(alone)).get(0));
      Logits actual = scores(kernel.forward(List.of(shared)).get(0));
      for (int node = 0; node < 4; node++) {
        assertThat(actual.row(node)).containsExactly(expected.row(node), within(1e-5f));
      }
    }
  }

  @Test
  void lanesThatShareRowsAndOneThatDoesNotGoInOneBatch() {
    try (TorchKernel kernel = kernel(LayerRange.whole(LAYERS), ComputeType.FP32)) {
      KvRows prefix = kernel.allocate(16);
      causal(kernel, TOKENS.slice(0, 4), 0, prefix);
      Ints other = Ints.of(3, 14, 15, 9, 1, 2);
      Ints third = Ints.of(3, 14, 6, 7);
      List<LaneResult> together =
          kernel.forward(
              List.of(
                  sharing(
                      prefix, 4, kernel.allocate(8), Ints.range(4, 6), causal(), other.slice(4, 6)),
                  // its donor goes on in the same batch
                  lane(prefix, TOKENS.slice(4, 8), 4, Optional.empty()),
                  sharing(
                      prefix,
                      2,
                      kernel.allocate(8),
                      Ints.range(2, 4),
                      causal(),
                      third.slice(2, 4))));
      assertThat(scores(together.get(0)).row(1))
          .containsExactly(causal(kernel, other, 0, kernel.allocate(8)).row(5), within(1e-5f));
      assertThat(scores(together.get(1)).row(3))
          .containsExactly(causal(kernel, TOKENS, 0, kernel.allocate(8)).row(7), within(1e-5f));
      assertThat(scores(together.get(2)).row(1))
          .containsExactly(causal(kernel, third, 0, kernel.allocate(8)).row(3), within(1e-5f));
    }
  }

  @Test
  void sharedRowsInBf16AreAsNearToFp32AsOwnOnes() {
    double own = meanError(false);
    double shared = meanError(true);
    assertThat(own).isPositive();
    assertThat(shared).isLessThan(1.5 * own);
  }

  private static double meanError(boolean share) {
    try (TorchKernel exact = kernel(LayerRange.whole(LAYERS), ComputeType.FP32);
        TorchKernel rounded = kernel(LayerRange.whole(LAYERS), ComputeType.BF16)) {
      Ints tokens = Ints.of(IntStream.range(0, 48).map(i -> i * 13 % VOCABULARY).toArray());
      KvRows rows = rounded.allocate(64);
      causal(rounded, tokens.slice(0, 32), 0, rows);
      Lane lane =
          share
              ? sharing(
                  rows,
                  32,
                  rounded.allocate(64),
                  Ints.range(32, 48),
                  causal(),
                  tokens.slice(32, 48))
              : lane(rows, tokens.slice(32, 48), 32, Optional.empty());
      Logits actual = scores(rounded.forward(List.of(lane)).get(0));
      Logits expected = causal(exact, tokens, 0, exact.allocate(64));
      double sum = 0;
      for (int i = 0; i < 16; i++) {
        for (int token = 0; token < VOCABULARY; token++) {
          sum += Math.abs(actual.row(i)[token] - expected.row(32 + i)[token]);
        }
      }
      return sum / (16 * VOCABULARY);
    }
  }

  private static AttentionMask causal() {
    return new AttentionMask.Causal();
  }

  /** The first {@code end} slots, and some more. */
  private static BitSet slots(int end, int... more) {
    BitSet slots = new BitSet();
    slots.set(0, end);
    for (int slot : more) {
      slots.set(slot);
    }
    return slots;
  }

  private static Lane sharing(
      KvRows prefix, int length, KvRows own, Ints positions, AttentionMask mask, Ints tokens) {
    return new Lane(
        Optional.of(new SharedRows(prefix, length)),
        own,
        positions.get(0),
        positions,
        mask,
        tokens,
        Optional.empty(),
        0);
  }

  @Test
  void movedAndGrownRowsAreTheSameRows() {
    try (TorchKernel kernel = kernel(LayerRange.whole(LAYERS), ComputeType.FP32)) {
      KvRows rows = kernel.allocate(8);
      causal(kernel, TOKENS.slice(0, 3), 0, rows);
      // two wrong tokens lie between the prefix and the right ones
      Lane wrong =
          new Lane(
              rows,
              3,
              Ints.of(3, 4),
              new AttentionMask.Causal(),
              Ints.of(1, 2),
              Optional.empty(),
              2);
      kernel.forward(List.of(wrong));
      BitSet seen = new BitSet();
      seen.set(0, 3);
      BitSet first = (BitSet) seen.clone();
      first.set(5);
      BitSet second = (BitSet) first.clone();
      second.set(6);
      kernel.forward(
          List.of(
              new Lane(
                  rows,
                  5,
                  Ints.of(3, 4),
                  new AttentionMask.Explicit(List.of(first, second)),
                  TOKENS.slice(3, 5),
                  Optional.empty(),
                  2)));
      kernel.move(rows, Ints.of(5, 6), 3);
      KvRows grown = kernel.grow(rows, 5, 32);
      assertThat(grown.capacity()).isEqualTo(32);
      assertThat(grown.bytes()).isEqualTo(32 * kernel.bytesPerRow());
      Logits last = causal(kernel, TOKENS.slice(5, 6), 5, grown);
      assertClose(last.row(0), causal(kernel, TOKENS, 0, kernel.allocate(16)).row(5));
    }
  }

  @Test
  void logitsAreComputedOnlyWhereWanted() {
    try (TorchKernel kernel = kernel(LayerRange.whole(LAYERS), ComputeType.FP32)) {
      Lane none =
          new Lane(
              kernel.allocate(8),
              0,
              Ints.range(0, 3),
              new AttentionMask.Causal(),
              TOKENS.slice(0, 3),
              Optional.empty(),
              3);
      assertThat(scores(kernel.forward(List.of(none)).get(0)).rows()).isZero();
    }
  }

  private static TorchKernel kernel(LayerRange layers, ComputeType type) {
    return TorchKernel.load(CHECKPOINT, layers, type, 64);
  }

  private static Lane lane(KvRows rows, Ints tokens, int position, Optional<HiddenStates> hidden) {
    return new Lane(
        rows,
        position,
        Ints.range(position, position + tokens.size()),
        new AttentionMask.Causal(),
        tokens,
        hidden,
        0);
  }

  private static Logits causal(TorchKernel kernel, Ints tokens, int position, KvRows rows) {
    return scores(kernel.forward(List.of(lane(rows, tokens, position, Optional.empty()))).get(0));
  }

  private static Logits scores(LaneResult result) {
    return ((LaneResult.Scores) result).logits();
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f));
    }
  }
}
