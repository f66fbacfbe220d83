package io.dsd.job.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The task managers of a cluster, and what each is for.
 *
 * @param slices how many have a slice each
 * @param draftApart whether the draft has one, too; else it is where slice 0 is
 * @param spares how many more can take over from any of them
 * @param parallelism slots of each one
 */
public record TaskManagers(int slices, boolean draftApart, int spares, int parallelism) {

  private static final String DRAFT = "draft";
  private static final String SPARE = "spare-";

  /** Checks the ranges. */
  public TaskManagers {
    requireAtLeast("--slices", slices, 1);
    requireAtLeast("--spares", spares, 0);
    requireAtLeast("--parallelism", parallelism, 1);
  }

  /** One for each slice, one slot each, the draft with slice 0. */
  public static TaskManagers ofSlices(int slices) {
    return new TaskManagers(slices, false, 0, 1);
  }

  private static void requireAtLeast(String flag, int value, int least) {
    if (value < least) {
      throw new ClusterException(
          "%s: '%d' is not allowed; give a whole number, %d or more".formatted(flag, value, least));
    }
  }

  /** This with slots for so many jobs. */
  public TaskManagers withParallelism(int slots) {
    return new TaskManagers(slices, draftApart, spares, slots);
  }

  /** Their names: slices first, then the draft, then spares. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    IntStream.range(0, slices).forEach(i -> names.add("slice-" + i));
    if (draftApart) {
      names.add(DRAFT);
    }
    IntStream.range(0, spares).forEach(i -> names.add(SPARE + i));
    return List.copyOf(names);
  }

  /** The external resources of one: that of its part of the job, or of all parts for a spare. */
  List<String> resources(String name) {
    List<String> resources = new ArrayList<>();
    for (int slice = 0; slice < slices; slice++) {
      if (name.equals("slice-" + slice) || isSpare(name)) {
        resources.add("slice" + slice);
      }
    }
    if (draftApart && (name.equals(DRAFT) || isSpare(name))) {
      resources.add(DRAFT);
    }
    return List.copyOf(resources);
  }

  static boolean isSpare(String name) {
    return name.startsWith(SPARE);
  }
}
