package io.dsd.speculate;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Drafts by looking up what the sequence ends in: where the same tokens stood earlier in prompt or
 * output, it proposes what followed them there. Costs next to nothing and is strong on copying,
 * code and quotations (Saxena: "Prompt Lookup Decoding", 2023).
 *
 * <p>The longest suffix that occurred before counts, and its latest occurrence. Where what followed
 * runs into the end of the sequence, it goes on with its own proposal, so that a text that repeats
 * itself is drafted to the full length.
 */
public final class NgramDrafter implements Drafter {

  private static final int SHORTEST = 2;
  private static final int LONGEST = 4;

  private final int shortest;
  private final int longest;
  private final Map<SequenceId, IndexedTokens> sequences = new HashMap<>();

  /** A drafter that looks up suffixes of 4 down to 2 tokens. */
  public NgramDrafter() {
    this(SHORTEST, LONGEST);
  }

  /**
   * A drafter of its own suffix lengths.
   *
   * @param shortest how many tokens must match at least, 1 or more
   * @param longest how many tokens are compared at most
   */
  public NgramDrafter(int shortest, int longest) {
    if (shortest < 1 || longest < shortest) {
      throw new IllegalArgumentException(
          "suffixes of %d to %d tokens cannot be looked up: need 1 <= shortest <= longest"
              .formatted(shortest, longest));
    }
    this.shortest = shortest;
    this.longest = longest;
  }

  @Override
  public String name() {
    return "ngram";
  }

  @Override
  public List<Proposal> propose(List<DraftTask> tasks) {
    return tasks.stream().map(this::propose).toList();
  }

  private Proposal propose(DraftTask task) {
    IndexedTokens known = sequences.get(task.sequence());
    if (known == null || !task.prefix().startsWith(known.tokens())) {
      known = new IndexedTokens(shortest, longest);
      sequences.put(task.sequence(), known);
    }
    known.extendTo(task.prefix());
    int from = task.shape().depth() > 0 ? known.afterEarlierSuffix() : 0;
    return from == 0 ? Proposal.nothing() : Proposal.chain(copy(known.tokens(), from, task));
  }

  private static Ints copy(Ints tokens, int from, DraftTask task) {
    int[] drafted = new int[task.shape().depth()];
    int known = tokens.size() - from;
    for (int index = 0; index < drafted.length; index++) {
      drafted[index] = index < known ? tokens.get(from + index) : drafted[index - known];
    }
    return Ints.of(drafted);
  }

  @Override
  public void release(SequenceId sequence) {
    sequences.remove(sequence);
  }

  @Override
  public void close() {
    sequences.clear();
  }
}
