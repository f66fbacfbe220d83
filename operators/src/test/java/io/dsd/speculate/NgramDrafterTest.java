package io.dsd.speculate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.message.Floats;
import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NgramDrafterTest {

  private static final SequenceId SEQUENCE = new SequenceId("prompts", 0, 1);

  private final NgramDrafter drafter = new NgramDrafter();

  private static DraftTask task(SequenceId sequence, Ints committed, int length) {
    return DraftTask.chain(sequence, committed, Sampling.greedy(), length);
  }

  private Ints draft(int length, int... committed) {
    Proposal proposal = drafter.propose(List.of(task(SEQUENCE, Ints.of(committed), length))).get(0);
    assertThat(proposal.parents()).isEqualTo(Proposal.chain(proposal.tokens()).parents());
    return proposal.tokens();
  }

  /** The specification: try every suffix from the longest, every place from the latest. */
  private static Ints slowly(Ints tokens, int shortest, int longest, int length) {
    int size = tokens.size();
    for (int suffix = Math.min(longest, size - 1); suffix >= shortest; suffix--) {
      for (int end = size - 1; end >= suffix; end--) {
        if (tokens.slice(end - suffix, end).equals(tokens.slice(size - suffix, size))) {
          Ints all = tokens;
          for (int i = 0; i < length; i++) {
            all = all.append(all.get(end + i));
          }
          return all.slice(size, size + length);
        }
      }
    }
    return Ints.empty();
  }

  @Property(tries = 500)
  void itProposesWhatFollowedTheLatestOccurrenceOfTheLongestSuffix(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int shortest,
      @ForAll @IntRange(max = 3) int more,
      @ForAll @IntRange(min = 1, max = 30) int vocabulary) {
    Random random = new Random(seed);
    NgramDrafter own = new NgramDrafter(shortest, shortest + more);
    Ints tokens = Ints.of(random.nextInt(vocabulary));
    while (tokens.size() < 150) {
      int length = random.nextInt(10);
      Proposal proposal = own.propose(List.of(task(SEQUENCE, tokens, length))).get(0);
      Ints expected = slowly(tokens, shortest, shortest + more, length);
      assertThat(proposal.tokens()).isEqualTo(expected);
      assertThat(proposal.parents()).isEqualTo(Proposal.chain(expected).parents());
      tokens = tokens.append(random.ints(1 + random.nextInt(8), 0, vocabulary).toArray());
    }
  }

  @Property(tries = 500)
  void aTreeKeepsItsBudgetAndHasNoTwinsAndItsLikeliestBranchIsTheChain(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 8) int depth,
      @ForAll @IntRange(max = 56) int more,
      @ForAll @IntRange(min = 1, max = 6) int vocabulary) {
    Random random = new Random(seed);
    Ints tokens = Ints.of(random.ints(1 + random.nextInt(200), 0, vocabulary).toArray());
    BlockShape shape = new BlockShape(depth, depth + more);
    DraftTask task = new DraftTask(SEQUENCE, tokens, tokens.size(), Sampling.greedy(), shape);
    Proposal tree = drafter.propose(List.of(task)).get(0);
    assertThat(tree.size()).isLessThanOrEqualTo(depth + more);
    assertThat(tree.depth()).isLessThanOrEqualTo(depth);
    Set<Ints> siblings = new HashSet<>();
    for (int node = 0; node < tree.size(); node++) {
      assertThat(siblings.add(Ints.of(tree.parents().get(node), tree.tokens().get(node)))).isTrue();
      assertThat(tree.confidence().get(node)).isBetween(0f, 1f);
    }
    Ints chain = drafter.propose(List.of(task(SEQUENCE, tokens, depth))).get(0).tokens();
    assertThat(tree.tokensTo(tree.likeliestLeaf())).isEqualTo(chain);
  }

  @Test
  void otherOccurrencesAreOtherBranchesAndShorterSuffixesComeLast() {
    // 2 3 was followed by 60, before that by 50; 3 alone by 70 in 9 3 70
    Ints tokens = Ints.of(9, 3, 70, 2, 3, 50, 2, 3, 60, 2, 3);
    BlockShape shape = new BlockShape(1, 3);
    DraftTask task = new DraftTask(SEQUENCE, tokens, tokens.size(), Sampling.greedy(), shape);
    Proposal tree = new NgramDrafter(1, 2).propose(List.of(task)).get(0);
    assertThat(tree.tokens()).isEqualTo(Ints.of(60, 50, 70));
    assertThat(tree.parents()).isEqualTo(Ints.of(-1, -1, -1));
    assertThat(tree.confidence()).isEqualTo(Floats.of(4 / 7f, 2 / 7f, 1 / 7f));
  }

  @Test
  void aGuessIsLookedUpButNotIndexed() {
    Ints guessed = Ints.of(1, 2, 3, 1, 2);
    DraftTask ahead = new DraftTask(SEQUENCE, guessed, 3, Sampling.greedy(), BlockShape.chain(2));
    assertThat(drafter.propose(List.of(ahead)).get(0).tokens()).isEqualTo(Ints.of(3, 1));
    assertThat(draft(1, 1, 2, 3, 4, 1, 2)).isEqualTo(Ints.of(3));
  }

  @Property(tries = 200)
  void whatItIndexedStepByStepIsWhatItWouldIndexAtOnce(@ForAll long seed) {
    Random random = new Random(seed);
    Ints tokens = Ints.of(random.ints(400, 0, 6).toArray());
    for (int size = 1; size < tokens.size(); size += 1 + random.nextInt(50)) {
      drafter.propose(List.of(task(SEQUENCE, tokens.slice(0, size), 0)));
    }
    DraftTask last = task(SEQUENCE, tokens, 8);
    assertThat(drafter.propose(List.of(last))).isEqualTo(new NgramDrafter().propose(List.of(last)));
  }

  @Test
  void theLongerSuffixWinsOverTheLaterOne() {
    assertThat(draft(2, 1, 2, 3, 50, 51, 9, 2, 3, 60, 61, 1, 2, 3)).isEqualTo(Ints.of(50, 51));
  }

  @Test
  void ofEqualSuffixesTheLatestWins() {
    assertThat(draft(2, 2, 3, 50, 51, 2, 3, 60, 61, 2, 3)).isEqualTo(Ints.of(60, 61));
  }

  @Test
  void oneTokenInCommonIsTooLittle() {
    assertThat(draft(4, 1, 2, 3, 1)).isEqualTo(Ints.empty());
  }

  @Test
  void aTextThatRepeatsItselfIsDraftedToTheFullLength() {
    assertThat(draft(7, 1, 2, 3, 1, 2, 3)).isEqualTo(Ints.of(1, 2, 3, 1, 2, 3, 1));
    assertThat(draft(4, 8, 8, 8)).isEqualTo(Ints.of(8, 8, 8, 8));
  }

  @Test
  void nothingIsProposedWhereNothingIsWanted() {
    assertThat(draft(0, 1, 2, 3, 1, 2)).isEqualTo(Ints.empty());
    assertThat(draft(1, 1, 2, 3, 1, 2)).isEqualTo(Ints.of(3));
  }

  @Test
  void tokensThatDoNotExtendTheKnownOnesAreIndexedAnew() {
    assertThat(draft(1, 1, 2, 3, 1, 2)).isEqualTo(Ints.of(3));
    assertThat(draft(1, 1, 2, 4, 1, 2)).isEqualTo(Ints.of(4));
    assertThat(draft(1, 1, 2)).isEqualTo(Ints.empty());
  }

  @Test
  void sequencesKnowNothingOfEachOther() {
    SequenceId other = new SequenceId("prompts", 0, 2);
    List<Proposal> proposals =
        drafter.propose(
            List.of(
                task(SEQUENCE, Ints.of(1, 2, 3, 1, 2), 2),
                task(other, Ints.of(9, 1, 2), 2),
                task(SEQUENCE, Ints.of(1, 2, 3, 1, 2, 3), 1)));
    assertThat(proposals)
        .containsExactly(
            Proposal.chain(Ints.of(3, 1)), Proposal.nothing(), Proposal.chain(Ints.of(1)));
  }

  @Test
  void aReleasedSequenceIsForgottenAndReleasingTwiceIsHarmless() {
    assertThat(draft(1, 1, 2, 3, 1, 2)).isEqualTo(Ints.of(3));
    drafter.release(SEQUENCE);
    drafter.release(SEQUENCE);
    assertThat(draft(1, 1, 2, 3, 1, 2)).isEqualTo(Ints.of(3));
    drafter.close();
  }

  @Test
  void suffixesOfNoLengthAreRefused() {
    assertThatThrownBy(() -> new NgramDrafter(0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("suffixes of 0 to 3 tokens cannot be looked up: need 1 <= shortest <= longest");
    assertThatThrownBy(() -> new NgramDrafter(3, 2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theyAreNamedAsInCompletions() {
    assertThat(drafter.name()).isEqualTo("ngram");
    try (NoDrafter none = new NoDrafter()) {
      assertThat(none.name()).isEqualTo("none");
      DraftTask task = task(SEQUENCE, Ints.of(1, 1, 1, 1), 5);
      assertThat(none.propose(List.of(task, task)))
          .containsExactly(Proposal.nothing(), Proposal.nothing());
    }
  }
}
