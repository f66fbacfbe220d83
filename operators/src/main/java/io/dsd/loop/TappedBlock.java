package io.dsd.loop;

import io.dsd.message.Ints;
import io.dsd.message.round.HiddenStates;
import io.dsd.message.round.Taps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One block's taps, as far as slices have sent them, and its verdict once it is there. */
final class TappedBlock {

  private final Ints layers;
  private final List<Taps> parts = new ArrayList<>();
  private Optional<Ints> accepted = Optional.empty();

  TappedBlock(Ints layers) {
    this.layers = layers;
  }

  void add(Taps part) {
    parts.add(part);
    parts.sort(Comparator.comparing(Taps::layers));
  }

  void accept(Ints path) {
    accepted = Optional.of(path);
  }

  boolean waitsForOneOf(Ints some) {
    return some.stream().anyMatch(layer -> !hears(layer));
  }

  private boolean hears(int layer) {
    return parts.stream().anyMatch(part -> part.layers().stream().anyMatch(each -> each == layer));
  }

  /** Whether it has nodes that count only after a verdict, which is not there. */
  boolean waitsForVerdict() {
    return accepted.isEmpty() && !parts.stream().allMatch(Taps::isCommitted);
  }

  /** Its rows, once all are there and it is known which of them stay. */
  Optional<Taps> joined() {
    if (waitsForOneOf(layers) || waitsForVerdict()) {
      return Optional.empty();
    }
    Taps first = parts.get(0);
    Ints kept = Ints.range(0, first.committed()).append(accepted.orElse(Ints.empty()));
    List<Taps> picked = parts.stream().map(part -> pick(part, kept)).toList();
    return Optional.of(
        new Taps(
            first.sequence(),
            first.epoch(),
            first.round(),
            first.basePosition(),
            first.committed(),
            kept,
            picked.get(0).tokens(),
            layers,
            HiddenStates.sideBySide(picked.stream().map(Taps::rows).toList())));
  }

  private static Taps pick(Taps part, Ints kept) {
    int[] indexes = new int[kept.size()];
    int index = 0;
    for (int i = 0; i < indexes.length; i++) {
      while (part.nodes().get(index) != kept.get(i)) {
        index++;
      }
      indexes[i] = index;
    }
    Ints chosen = Ints.of(indexes);
    return new Taps(
        part.sequence(),
        part.epoch(),
        part.round(),
        part.basePosition(),
        part.committed(),
        kept,
        Ints.of(chosen.stream().map(part.tokens()::get).toArray()),
        part.layers(),
        part.rows().pick(chosen));
  }
}
