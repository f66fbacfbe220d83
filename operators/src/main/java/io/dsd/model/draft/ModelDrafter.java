package io.dsd.model.draft;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.model.cache.AttentionMask;
import io.dsd.model.slice.CachedSequence;
import io.dsd.model.slice.KvCache;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LaneResult;
import io.dsd.model.slice.SliceKernel;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Drafter;
import io.dsd.speculate.Proposal;
import io.dsd.speculate.sampling.TokenPicker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Drafts chains with a whole small model that has the target's vocabulary. It picks with the
 * target's noise, so that it guesses what the target would pick from its distribution. All
 * sequences take their steps together, as ragged batches.
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
    List<Guess> guesses = tasks.stream().map(Guess::new).toList();
    List<Guess> open = guesses.stream().filter(this::catchUp).toList();
    while (!open.isEmpty()) {
      open = step(open);
    }
    return guesses.stream().map(guess -> Proposal.chain(guess.drafted)).toList();
  }

  /** A chain on its way. */
  private static final class Guess {

    private final DraftTask task;
    private Ints drafted = Ints.empty();

    private Guess(DraftTask task) {
      this.task = task;
    }

    private Ints tokens() {
      return task.prefix().append(drafted);
    }
  }

  /**
   * Takes in the prefix but for its last token.
   *
   * @return whether tokens are wanted and there is room for them
   */
  private boolean catchUp(Guess guess) {
    Ints prefix = guess.task.prefix();
    if (prefix.size() > kernel.contextLength()) {
      return false;
    }
    SequenceId sequence = guess.task.sequence();
    CachedSequence rows = cache.open(sequence, 0).orElseThrow();
    int known = rows.rows().isEmpty() ? 0 : cached.get(sequence).commonPrefix(prefix);
    int last = prefix.size() - 1;
    for (int from = Math.min(known, last); from < last; from += chunk) {
      int to = Math.min(last, from + chunk);
      cache.reserve(rows, to, Set.of());
      kernel.forward(List.of(lane(rows, prefix.slice(from, to), from, to - from)));
    }
    cached.put(sequence, prefix.slice(0, last));
    return !guess.task.shape().isNothing();
  }

  /** Adds one token to each guess; those that want more are returned. */
  private List<Guess> step(List<Guess> open) {
    Map<SequenceId, Lane> lanes = new HashMap<>();
    List<Guess> inBatch = new ArrayList<>();
    List<Guess> left = new ArrayList<>();
    for (Guess guess : open) {
      Ints tokens = guess.tokens();
      int at = tokens.size() - 1;
      CachedSequence rows = cache.open(guess.task.sequence(), 0).orElseThrow();
      boolean evicted = at > 0 && rows.rows().isEmpty();
      if (evicted || at >= kernel.contextLength()) {
        continue;
      }
      if (cache.reserve(rows, at + 1, lanes.keySet())) {
        lanes.put(guess.task.sequence(), lane(rows, tokens.slice(at, at + 1), at, 0));
        inBatch.add(guess);
      }
    }
    if (inBatch.isEmpty()) {
      return List.of();
    }
    List<LaneResult> results =
        kernel.forward(inBatch.stream().map(guess -> lanes.get(guess.task.sequence())).toList());
    for (int i = 0; i < inBatch.size(); i++) {
      Guess guess = inBatch.get(i);
      pick(guess, (LaneResult.Scores) results.get(i));
      if (guess.drafted.size() < guess.task.shape().depth()) {
        left.add(guess);
      }
    }
    return left;
  }

  private void pick(Guess guess, LaneResult.Scores scores) {
    Ints tokens = guess.tokens();
    cached.put(guess.task.sequence(), tokens);
    int token = scores.logits().pick(picker, 0, guess.task.sampling(), tokens.size());
    guess.drafted = guess.drafted.append(token);
  }

  private static Lane lane(CachedSequence rows, Ints tokens, int position, int firstWanted) {
    return new Lane(
        rows.rows().orElseThrow(),
        position,
        Ints.range(position, position + tokens.size()),
        new AttentionMask.Causal(),
        tokens,
        Optional.empty(),
        firstWanted);
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
