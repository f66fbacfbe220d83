package io.dsd.model.cache;

import io.dsd.message.Ints;
import io.dsd.message.round.Block;
import io.dsd.message.round.Compaction;
import io.dsd.message.round.Parent;
import io.dsd.message.round.Tree;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which KV row of one sequence lies in which slot of its cache.
 *
 * <pre>
 *  slots   0 ............ committed | round r: nodes in order | round r+1: nodes | ... free
 *          one per position         | not yet verified        |
 * </pre>
 *
 * <p>Committed rows lie at the slot of their position and are always a prefix of the sequence's
 * committed tokens. Rows that are not yet verified are known by (round, node). A verdict reaches
 * the ledger as a {@link Compaction} with the next block: the accepted rows move up to the
 * committed ones, and rows of later rounds that may still count move up behind them.
 */
public final class RowLedger {

  private final Map<Integer, PendingRound> rounds = new LinkedHashMap<>();
  private int committed;

  /** How many committed rows there are. */
  public int committed() {
    return committed;
  }

  /** Begins anew with {@code rows} committed rows, which another sequence has computed. */
  public void begin(int rows) {
    rounds.clear();
    committed = rows;
  }

  /**
   * Applies the block's compactions, finds out whether what the block builds on is here, and gives
   * it slots. After {@link Placement.Missing} only the committed rows are left.
   */
  public Placement place(Block block) {
    List<Integer> accepted = new ArrayList<>();
    for (Compaction compaction : block.compactions()) {
      accept(compaction, accepted);
    }
    rounds.values().removeIf(round -> !reachesCommitted(round));
    if (!covers(block, committed + accepted.size())) {
      rounds.clear();
      return new Placement.Missing(committed);
    }
    if (block.parent() instanceof Parent.Committed) {
      rounds.clear();
    }
    int movedTo = committed;
    Ints moved = settle(accepted);
    if (block.parent() instanceof Parent.Committed) {
      committed = block.basePosition();
    }
    return write(block, moved, movedTo);
  }

  /**
   * Takes the accepted rows out of their round; later rounds on the path's end now hang on them.
   */
  private void accept(Compaction compaction, List<Integer> accepted) {
    PendingRound round = rounds.remove(compaction.round());
    if (round == null) {
      return;
    }
    boolean adjoins =
        round.parent() instanceof Parent.Committed
            && round.firstUncommittedPosition() == committed + accepted.size();
    Ints path = compaction.path();
    int end = path.isEmpty() ? round.committed() - 1 : path.last();
    Parent survivingParent = new Parent.Node(compaction.round(), end);
    rounds.replaceAll(
        (number, later) ->
            adjoins && later.parent().equals(survivingParent) ? later.onCommittedPrefix() : later);
    if (adjoins) {
      path.stream().map(round.slots()::get).forEach(accepted::add);
    }
  }

  private boolean covers(Block block, int available) {
    if (block.parent() instanceof Parent.Node on) {
      PendingRound round = rounds.get(on.round());
      return round != null
          && round.has(on.node())
          && round.position(on.node()) + 1 == block.basePosition();
    }
    return available >= block.basePosition();
  }

  private boolean reachesCommitted(PendingRound round) {
    PendingRound step = round;
    while (step.parent() instanceof Parent.Node on) {
      step = rounds.get(on.round());
      if (step == null) {
        return false;
      }
    }
    return true;
  }

  /**
   * Closes the gaps: accepted rows first, then the rounds still pending, in the order they lie in.
   *
   * @return the slots they come from; they go to consecutive slots from the old committed length
   */
  private Ints settle(List<Integer> accepted) {
    int next = committed + accepted.size();
    List<Integer> sources = new ArrayList<>(accepted);
    for (Map.Entry<Integer, PendingRound> entry : rounds.entrySet()) {
      PendingRound round = entry.getValue();
      round.uncommittedSlots().forEach(sources::add);
      entry.setValue(round.movedTo(next));
      next += round.tree().size() - round.committed();
    }
    int inPlace = 0;
    while (inPlace < sources.size() && sources.get(inPlace) == committed + inPlace) {
      inPlace++;
    }
    committed += accepted.size();
    return inPlace == sources.size()
        ? Ints.empty()
        : Ints.of(sources.stream().mapToInt(Integer::intValue).toArray());
  }

  private Placement write(Block block, Ints moved, int movedTo) {
    int firstSlot = usedSlots();
    BitSet prefix = visible(block.parent());
    Tree tree = block.tree();
    boolean chain = tree.equals(Tree.chain(tree.size())) && prefix.cardinality() == firstSlot;
    AttentionMask mask =
        chain
            ? new AttentionMask.Causal()
            : new AttentionMask.Explicit(ancestors(tree, prefix, firstSlot));
    int[] positions = tree.depths();
    for (int node = 0; node < positions.length; node++) {
      positions[node] += block.basePosition();
    }
    committed += block.committed();
    if (block.verify()) {
      rounds.put(block.round(), PendingRound.of(block, firstSlot));
    }
    return new Placement.Placed(moved, movedTo, firstSlot, Ints.of(positions), mask);
  }

  private int usedSlots() {
    int used = committed;
    for (PendingRound round : rounds.values()) {
      used = Math.max(used, round.slots().last() + 1);
    }
    return used;
  }

  private BitSet visible(Parent parent) {
    BitSet slots = new BitSet();
    slots.set(0, committed);
    Parent step = parent;
    while (step instanceof Parent.Node on) {
      PendingRound round = rounds.get(on.round());
      round.tree().path(on.node()).stream().map(round.slots()::get).forEach(slots::set);
      step = round.parent();
    }
    return slots;
  }

  private static List<BitSet> ancestors(Tree tree, BitSet prefix, int firstSlot) {
    List<BitSet> rows = new ArrayList<>();
    for (int node = 0; node < tree.size(); node++) {
      BitSet row = (BitSet) (node == 0 ? prefix : rows.get(tree.parent(node))).clone();
      row.set(firstSlot + node);
      rows.add(row);
    }
    return rows;
  }
}
