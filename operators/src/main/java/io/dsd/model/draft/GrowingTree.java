package io.dsd.model.draft;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.model.cache.AttentionMask;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LaneResult;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Proposal;
import io.dsd.speculate.TreeGrowth;
import io.dsd.speculate.sampling.Candidates;
import io.dsd.speculate.sampling.Logits;
import io.dsd.speculate.sampling.TokenPicker;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A task's tree on its way, and which row lies in which slot.
 *
 * <pre>
 *  slots   0 ............. known | rest of the prefix | nodes of level 1 | nodes of level 2 | ...
 * </pre>
 */
final class GrowingTree {

  private final DraftTask task;
  private final TreeGrowth growth;
  private final Map<Integer, BitSet> visible = new HashMap<>();
  private final Map<Integer, Integer> slots = new HashMap<>();
  private int known;
  private boolean prefixIsIn;

  GrowingTree(DraftTask task) {
    this.task = task;
    this.growth = new TreeGrowth(task.shape());
  }

  DraftTask task() {
    return task;
  }

  SequenceId sequence() {
    return task.sequence();
  }

  /** How many slots have their rows. */
  int known() {
    return known;
  }

  /** The first {@code rows} slots have the rows of that many tokens of the prefix. */
  void know(int rows) {
    known = rows;
  }

  boolean isGrowing() {
    return !growth.level().isEmpty();
  }

  void stop() {
    growth.stop();
  }

  /** How many tokens the next lane has. */
  int laneSize() {
    return prefixIsIn ? growth.level().size() : task.prefix().size() - known;
  }

  /** The position after those of the next lane. */
  int end() {
    return task.prefix().size() + growth.depth();
  }

  /** The rest of the prefix, or the nodes whose children are wanted. */
  Lane lane(KvRows rows) {
    if (!prefixIsIn) {
      return prefixLane(rows, task.prefix().size(), laneSize() - 1);
    }
    List<Integer> level = growth.level();
    int[] tokens = new int[level.size()];
    int[] positions = new int[level.size()];
    List<BitSet> masks = new ArrayList<>();
    for (int at = 0; at < tokens.length; at++) {
      int node = level.get(at);
      tokens[at] = growth.token(node);
      positions[at] = end() - 1;
      masks.add(place(node, known + at));
    }
    boolean chain = tokens.length == 1 && masks.get(0).cardinality() == known + 1;
    return new Lane(
        rows,
        known,
        Ints.of(positions),
        chain ? new AttentionMask.Causal() : new AttentionMask.Explicit(masks),
        Ints.of(tokens),
        Optional.empty(),
        0);
  }

  /** Tokens of the prefix from the known ones on. */
  Lane prefixLane(KvRows rows, int end, int firstWanted) {
    return new Lane(
        rows,
        known,
        Ints.range(known, end),
        new AttentionMask.Causal(),
        task.prefix().slice(known, end),
        Optional.empty(),
        firstWanted);
  }

  private BitSet place(int node, int slot) {
    int parent = growth.parent(node);
    BitSet seen = new BitSet();
    if (parent < 0) {
      seen.set(0, task.prefix().size());
    } else {
      seen.or(visible.get(parent));
    }
    seen.set(slot);
    slots.put(node, slot);
    visible.put(node, seen);
    return seen;
  }

  /** Takes the scores of its lane. */
  void grow(LaneResult.Scores scores, TokenPicker picker) {
    List<Candidates> children = new ArrayList<>();
    int position = end();
    Logits logits = scores.logits();
    for (int row = 0; row < logits.rows(); row++) {
      Candidates best = logits.best(picker, row, task.sampling(), position, growth.breadth());
      children.add(
          task.opinions() ? best.with(logits.top(picker, row, Candidates.OPINION_TOKENS)) : best);
    }
    known += laneSize();
    prefixIsIn = true;
    growth.grow(children);
  }

  Proposal proposal() {
    return growth.proposal();
  }

  /** The slots of the rows on the way to the likeliest leaf, which the next task may build on. */
  Ints likeliestSlots(Proposal proposal) {
    return Ints.of(
        proposal.path(proposal.likeliestLeaf()).stream()
            .map(growth::kept)
            .filter(slots::containsKey)
            .map(slots::get)
            .toArray());
  }
}
