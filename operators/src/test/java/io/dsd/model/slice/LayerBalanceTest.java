package io.dsd.model.slice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LayerBalanceTest {

  private static final double ROUNDING = 1e-9;
  private static final double EVENNESS = 1e-5;

  private record Case(SliceWeights weights, List<Machine> machines) {

    private LayerBalance balance() {
      return new LayerBalance(weights, machines, bytes());
    }

    private ToLongFunction<LayerRange> bytes() {
      return weights::held;
    }

    private double time(List<LayerRange> cut, int slice) {
      return weights.computed(cut.get(slice)) / machines.get(slice).speed();
    }

    private double slowest(List<LayerRange> cut) {
      return IntStream.range(0, cut.size()).mapToDouble(slice -> time(cut, slice)).max().orElse(0);
    }

    private double together(List<LayerRange> cut) {
      return IntStream.range(0, cut.size()).mapToDouble(slice -> time(cut, slice)).sum();
    }

    private boolean fits(List<LayerRange> cut) {
      return IntStream.range(0, cut.size())
          .allMatch(slice -> weights.held(cut.get(slice)) <= machines.get(slice).memoryBytes());
    }

    private List<List<LayerRange>> allThatFit() {
      List<List<LayerRange>> cuts = new ArrayList<>();
      collect(List.of(), 0, cuts);
      return cuts.stream().filter(this::fits).toList();
    }

    private void collect(List<LayerRange> begun, int first, List<List<LayerRange>> cuts) {
      if (begun.size() == machines.size()) {
        if (first == weights.layers()) {
          cuts.add(begun);
        }
        return;
      }
      for (int end = first + 1; end <= weights.layers(); end++) {
        List<LayerRange> longer = new ArrayList<>(begun);
        longer.add(new LayerRange(first, end, weights.layers()));
        collect(longer, end, cuts);
      }
    }
  }

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<SliceWeights> weights =
        Combinators.combine(
                Arbitraries.integers().between(1, 9),
                Arbitraries.longs().between(1, 20),
                Arbitraries.longs().between(0, 60),
                Arbitraries.of(true, false))
            .as(
                (layers, layer, embedding, tied) ->
                    new SliceWeights(layers, layer, embedding, 1, tied));
    Arbitrary<Machine> machine =
        Combinators.combine(
                Arbitraries.integers().between(1, 8),
                Arbitraries.longs().between(0, 200).injectDuplicates(0.1))
            .as((speed, memory) -> new Machine(speed / 4.0, memory == 0 ? Long.MAX_VALUE : memory));
    return Combinators.combine(weights, machine.list().ofMinSize(1).ofMaxSize(4)).as(Case::new);
  }

  @Property(tries = 2000)
  void noCutThatFitsHasAFasterSlowestSliceNorTakesLessTogether(@ForAll("cases") Case given) {
    List<List<LayerRange>> fitting = given.allThatFit();
    Optional<List<LayerRange>> found = given.balance().cut();
    assertThat(found.isPresent()).isEqualTo(!fitting.isEmpty());
    if (found.isEmpty()) {
      return;
    }
    List<LayerRange> cut = found.get();
    assertThat(fitting).contains(cut);
    double slowest = fitting.stream().mapToDouble(given::slowest).min().orElseThrow();
    assertThat(given.slowest(cut)).isLessThanOrEqualTo(slowest * (1 + ROUNDING));
    double together =
        fitting.stream()
            .filter(each -> given.slowest(each) <= slowest * (1 + ROUNDING))
            .mapToDouble(given::together)
            .min()
            .orElseThrow();
    assertThat(given.together(cut)).isLessThanOrEqualTo(together * (1 + EVENNESS));
  }

  @Test
  void machinesThatAreAlikeShareEvenlyButForTheHead() {
    SliceWeights weights = new SliceWeights(32, 10, 40, 0, true);
    assertThat(sizes(weights, 1, 1, 1)).containsExactly(12, 12, 8);
    assertThat(sizes(new SliceWeights(30, 10, 0, 0, true), 1, 1, 1)).containsExactly(10, 10, 10);
  }

  @Test
  void aMachineTwiceAsFastHasTwiceTheLayers() {
    assertThat(sizes(new SliceWeights(32, 10, 0, 0, false), 1, 1, 2)).containsExactly(8, 8, 16);
  }

  @Test
  void aSliceHoldsNoMoreThanItsMachinesMemory() {
    SliceWeights weights = new SliceWeights(8, 10, 25, 1, false);
    List<Machine> machines = List.of(new Machine(1, 45), Machine.ofSpeed(1));
    assertThat(sizes(new LayerBalance(weights, machines, weights::held)))
        .as("the embedding and two layers")
        .containsExactly(2, 6);
    assertThat(new LayerBalance(weights, List.of(new Machine(1, 130)), weights::held).cut())
        .as("eight layers, embedding, norm and head are 131")
        .isEmpty();
  }

  private static List<Integer> sizes(SliceWeights weights, double... speeds) {
    List<Machine> machines = Arrays.stream(speeds).mapToObj(Machine::ofSpeed).toList();
    return sizes(new LayerBalance(weights, machines, weights::held));
  }

  private static List<Integer> sizes(LayerBalance balance) {
    return balance.cut().orElseThrow().stream().map(LayerRange::size).toList();
  }
}
