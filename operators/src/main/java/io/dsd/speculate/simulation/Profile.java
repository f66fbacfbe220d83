package io.dsd.speculate.simulation;

import io.dsd.speculate.policy.AcceptanceTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Acceptance by depth that has a name. The numbers are made up for comparisons, not measured. */
public final class Profile {

  private static final Map<String, List<Double>> NAMED = named();

  private Profile() {}

  private static Map<String, List<Double>> named() {
    Map<String, List<Double>> profiles = new LinkedHashMap<>();
    // a drafter that follows its own features further and further from the target's
    profiles.put(
        "decaying", List.of(0.85, 0.78, 0.70, 0.62, 0.55, 0.48, 0.42, 0.36, 0.30, 0.25, 0.20));
    // a drafter that hardly tires
    profiles.put("steady", List.of(0.80, 0.79, 0.78, 0.77, 0.76, 0.75));
    // text that is copied: right for long once it is right
    profiles.put("copying", List.of(0.55, 0.80, 0.90, 0.95, 0.97));
    return Collections.unmodifiableMap(profiles);
  }

  /** The names. */
  public static List<String> names() {
    return new ArrayList<>(NAMED.keySet());
  }

  /** The profile of a name. */
  public static Optional<AcceptanceTable> named(String name) {
    return Optional.ofNullable(NAMED.get(name))
        .map(chances -> new AcceptanceTable(chances, AcceptanceTable.USUAL_RANKS));
  }
}
