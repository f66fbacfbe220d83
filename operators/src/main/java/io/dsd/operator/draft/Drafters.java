package io.dsd.operator.draft;

import static java.util.Objects.requireNonNull;

import io.dsd.model.draft.ComputingDrafterFactory;
import io.dsd.model.slice.Gpus;
import io.dsd.speculate.BlendedDrafter;
import io.dsd.speculate.Drafter;
import io.dsd.speculate.DrafterFactory;
import io.dsd.speculate.NgramDrafter;
import io.dsd.speculate.NoDrafter;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who guesses tokens.
 *
 * @param factory opens the drafter
 * @param name its name, for completions
 * @param lookup whether what n-gram lookup finds is part of its proposals
 * @param routed whether the n-gram lookup or nobody takes over where that is faster
 */
public record Drafters(DrafterFactory factory, String name, boolean lookup, boolean routed)
    implements Serializable {

  /** Checks that nothing is null. */
  public Drafters {
    requireNonNull(factory, "factory");
    requireNonNull(name, "name");
  }

  /** The same with another drafter. */
  Drafters with(DrafterFactory other) {
    return new Drafters(other, name, lookup, routed);
  }

  /** Who may draft, by name; the first one does until another proves faster. */
  List<String> routes() {
    if (!routed) {
      return List.of(name);
    }
    return Stream.of(name, NgramDrafter.NAME, NoDrafter.NAME).distinct().toList();
  }

  /** Opens a drafter for each route, by name. */
  Map<String, Drafter> open(Gpus gpus) {
    Map<String, Drafter> drafters = new LinkedHashMap<>();
    Drafter drafter =
        factory instanceof ComputingDrafterFactory computing
            ? computing.open(gpus)
            : factory.open();
    drafters.put(name, lookup ? new BlendedDrafter(drafter, new NgramDrafter()) : drafter);
    for (String route : routes()) {
      if (route.equals(NgramDrafter.NAME)) {
        drafters.computeIfAbsent(route, ngram -> new NgramDrafter());
      }
    }
    return drafters;
  }
}
