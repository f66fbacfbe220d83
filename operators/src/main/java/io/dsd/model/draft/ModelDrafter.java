package io.dsd.model.draft;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.model.slice.CachedSequence;
import io.dsd.model.slice.KvCache;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LaneResult;
import io.dsd.model.slice.SliceKernel;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Drafter;
import io.dsd.speculate.Proposal;
import io.dsd.speculate.sampling.TokenPicker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Drafts with a whole small model that has the target's vocabulary. It picks with the target's
 * noise, so that it guesses what the target would pick from its distribution. All sequences grow
 * their trees together, a level a forward pass, as ragged batches.
 */
public final class ModelDrafter implements Drafter {

  private final SliceKernel kernel;
  private final KvCache cache;
  private final int chunk;
  private final TokenPicker picker = TokenPicker.forTarget();
  private final Map<SequenceId, Ints> cached = new HashMap<>();

  /**
   * A drafter with an empty cache.
   *
   * @param kernel computes all layers of the draft model; closed with the drafter
   * @param cacheBytes the memory budget of its KV rows
   * @param chunk how many tokens of a prompt it takes in at once
   */
  public ModelDrafter(SliceKernel kernel, long cacheBytes, int chunk) {
    this.kernel = kernel;
    this.cache = new KvCache(kernel, cacheBytes);
    this.chunk = chunk;
  }

  @Override
  public String name() {
    return "model";
  }

  @Override
  public List<Proposal> propose(List<DraftTask> tasks) {
    List<GrowingTree> trees = tasks.stream().map(GrowingTree::new).toList();
    trees.forEach(this::catchUp);
    List<GrowingTree> open = trees.stream().filter(GrowingTree::isGrowing).toList();
    while (!open.isEmpty()) {
      grow(open);
      open = open.stream().filter(GrowingTree::isGrowing).toList();
    }
    return trees.stream().map(this::finish).toList();
  }

  /** Takes in the prefix but for its last chunk, which is computed with the others' last chunks. */
  private void catchUp(GrowingTree tree) {
    Ints prefix = tree.task().prefix();
    if (prefix.size() > kernel.contextLength()) {
      tree.stop();
      return;
    }
    CachedSequence rows = cache.open(tree.sequence(), 0).orElseThrow();
    int known = rows.rows().isEmpty() ? 0 : cached.get(tree.sequence()).commonPrefix(prefix);
    int last = prefix.size() - 1;
    tree.know(Math.min(known, last));
    int left = tree.task().shape().isNothing() ? 0 : chunk - 1;
    while (last - tree.known() > left) {
      int end = Math.min(last, tree.known() + chunk);
      cache.reserve(rows, end, Set.of());
      kernel.forward(List.of(tree.prefixLane(rows.rows().orElseThrow(), end, end - tree.known())));
      tree.know(end);
    }
    cached.put(tree.sequence(), prefix.slice(0, tree.known()));
  }

  /** Grows each tree by a level; those that there is no room for end as they are. */
  private void grow(List<GrowingTree> open) {
    Set<SequenceId> pinned = new HashSet<>();
    List<GrowingTree> inBatch = new ArrayList<>();
    for (GrowingTree tree : open) {
      CachedSequence rows = cache.open(tree.sequence(), 0).orElseThrow();
      boolean evicted = tree.known() > 0 && rows.rows().isEmpty();
      if (!evicted
          && tree.end() <= kernel.contextLength()
          && cache.reserve(rows, tree.known() + tree.laneSize(), pinned)) {
        pinned.add(tree.sequence());
        inBatch.add(tree);
      } else {
        tree.stop();
      }
    }
    if (inBatch.isEmpty()) {
      return;
    }
    // made late: until all have room, rows may move to other memory
    List<Lane> lanes =
        inBatch.stream().map(tree -> tree.lane(rows(tree.sequence()).orElseThrow())).toList();
    List<LaneResult> results = kernel.forward(lanes);
    for (int i = 0; i < inBatch.size(); i++) {
      inBatch.get(i).grow((LaneResult.Scores) results.get(i), picker);
    }
  }

  private Optional<KvRows> rows(SequenceId sequence) {
    return cache.open(sequence, 0).orElseThrow().rows();
  }

  /** Moves the rows of the likeliest path behind those of the prefix, for the next task. */
  private Proposal finish(GrowingTree tree) {
    Proposal proposal = tree.proposal();
    Ints prefix = tree.task().prefix();
    Optional<KvRows> rows = rows(tree.sequence());
    if (rows.isPresent() && tree.known() >= prefix.size()) {
      Ints slots = tree.likeliestSlots(proposal);
      if (!slots.isEmpty() && slots.last() != prefix.size() + slots.size() - 1) {
        kernel.move(rows.get(), slots, prefix.size());
      }
      Ints path = proposal.tokensTo(proposal.likeliestLeaf());
      cached.put(tree.sequence(), prefix.append(path.slice(0, slots.size())));
    }
    return proposal;
  }

  @Override
  public void release(SequenceId sequence) {
    cache.release(sequence);
    cached.remove(sequence);
  }

  @Override
  public void close() {
    cache.close();
    kernel.close();
  }
}
