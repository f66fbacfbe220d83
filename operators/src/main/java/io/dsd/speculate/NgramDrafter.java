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
 * <p>The longest suffix that occurred before counts most, and of its occurrences the latest: what
 * followed there is a chain or the first branch of a tree. Nodes that are left go to what followed
 * at other occurrences and then at those of shorter suffixes. Where what followed runs into the end
 * of the sequence, it goes on with its own proposal, so that a text that repeats itself is drafted
 * to the full length.
 */
public final class NgramDrafter implements Drafter {

  /** Its name. */
  public static final String NAME = "ngram";

  private static final int SHORTEST = 2;
  private static final int LONGEST = 4;
  private static final int MOST_OCCURRENCES = 32;

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
    return NAME;
  }

  @Override
  public List<Proposal> propose(List<DraftTask> tasks) {
    return tasks.stream().map(this::propose).toList();
  }

  private Proposal propose(DraftTask task) {
    IndexedTokens known = sequences.get(task.sequence());
    // what is not committed may never be: it is looked up, but not among what is found
    Ints committed = task.prefix().slice(0, task.committed());
    if (known == null || !committed.startsWith(known.tokens())) {
      known = new IndexedTokens(shortest, longest);
      sequences.put(task.sequence(), known);
    }
    known.extendTo(committed);
    if (task.shape().isNothing()) {
      return Proposal.nothing();
    }
    TokenTrie trie = new TokenTrie(task.shape().nodes());
    for (int from : known.afterEarlierSuffixes(task.prefix(), MOST_OCCURRENCES)) {
      trie.add(copy(task.prefix(), from, task.shape().depth()));
    }
    return trie.proposal();
  }

  private static Ints copy(Ints tokens, int from, int length) {
    int[] drafted = new int[length];
    int known = tokens.size() - from;
    for (int index = 0; index < length; index++) {
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
