package io.dsd.message.request;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a sequence's blocks.
 *
 * @param tried for each depth, from 1 on, how many rounds put a drafted token there to the target
 * @param accepted for each depth how many of these accepted one; as long as {@code tried}
 * @param shapes how many rounds had which shape, by depth and nodes
 * @param drafters how many rounds had whose draft, by name; {@code none} for no draft
 * @param cancelled blocks that went ahead of a verdict which made them void
 */
public record BlockCounts(
    Ints tried,
    Ints accepted,
    List<ShapeCount> shapes,
    List<DrafterCount> drafters,
    int cancelled) {

  /**
   * Rounds of one shape.
   *
   * @param depth how many drafted tokens stood after each other at most
   * @param nodes how many drafted tokens there were
   * @param rounds how many rounds
   */
  public record ShapeCount(int depth, int nodes, int rounds) {}

  /**
   * Rounds of one drafter.
   *
   * @param name who drafted
   * @param rounds how many rounds
   */
  public record DrafterCount(String name, int rounds) {

    /** Checks that there is a name. */
    public DrafterCount {
      requireNonNull(name, "name");
    }
  }

  /** Checks that the counts by depth agree. */
  public BlockCounts {
    shapes = List.copyOf(shapes);
    drafters = List.copyOf(drafters);
    if (tried.size() != accepted.size()) {
      throw new IllegalArgumentException(
          "%d depths tried, but %d accepted".formatted(tried.size(), accepted.size()));
    }
  }

  /** No block yet. */
  public static BlockCounts none() {
    return new BlockCounts(Ints.empty(), Ints.empty(), List.of(), List.of(), 0);
  }

  /**
   * These and one round more.
   *
   * @param drafter who drafted it; {@code none} for no draft
   * @param depth its depth
   * @param nodes its drafted tokens
   * @param triedDepth how many depths the walk along the target's tokens came by
   * @param acceptedDepth how many of them were accepted
   */
  public BlockCounts plusRound(
      String drafter, int depth, int nodes, int triedDepth, int acceptedDepth) {
    return new BlockCounts(
        plusOne(tried, triedDepth, triedDepth),
        plusOne(accepted, acceptedDepth, triedDepth),
        plusShape(depth, nodes),
        plusDrafter(drafter),
        cancelled);
  }

  /** These and more cancelled blocks. */
  public BlockCounts plusCancelled(int more) {
    return new BlockCounts(tried, accepted, shapes, drafters, cancelled + more);
  }

  private static Ints plusOne(Ints counts, int upTo, int length) {
    int[] more = new int[Math.max(counts.size(), length)];
    for (int depth = 0; depth < more.length; depth++) {
      more[depth] = (depth < counts.size() ? counts.get(depth) : 0) + (depth < upTo ? 1 : 0);
    }
    return Ints.of(more);
  }

  private List<ShapeCount> plusShape(int depth, int nodes) {
    List<ShapeCount> more = new ArrayList<>(shapes);
    int at = 0;
    while (at < more.size() && isBefore(more.get(at), depth, nodes)) {
      at++;
    }
    if (at < more.size() && more.get(at).depth() == depth && more.get(at).nodes() == nodes) {
      more.set(at, new ShapeCount(depth, nodes, more.get(at).rounds() + 1));
    } else {
      more.add(at, new ShapeCount(depth, nodes, 1));
    }
    return more;
  }

  private static boolean isBefore(ShapeCount shape, int depth, int nodes) {
    return shape.depth() < depth || (shape.depth() == depth && shape.nodes() < nodes);
  }

  private List<DrafterCount> plusDrafter(String name) {
    List<DrafterCount> more = new ArrayList<>(drafters);
    int at = 0;
    while (at < more.size() && more.get(at).name().compareTo(name) < 0) {
      at++;
    }
    if (at < more.size() && more.get(at).name().equals(name)) {
      more.set(at, new DrafterCount(name, more.get(at).rounds() + 1));
    } else {
      more.add(at, new DrafterCount(name, 1));
    }
    return more;
  }
}
