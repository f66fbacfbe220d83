package io.dsd.operator.draft;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.operator.draft.PrefixIndex.Donor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PrefixIndexTest {

  private static SequenceId id(int sequence) {
    return new SequenceId("prompts", 0, sequence);
  }

  @Test
  void theLongestCommonBeginningWins() {
    PrefixIndex index = new PrefixIndex(0);
    index.put(id(0), Ints.of(1, 2, 3, 9));
    index.put(id(1), Ints.of(1, 2, 3, 4, 5));
    index.put(id(2), Ints.of(1, 2));
    assertThat(index.find(Ints.of(1, 2, 3, 4, 6))).contains(new Donor(id(1), 4));
    assertThat(index.find(Ints.of(1, 2, 3, 9, 9, 9))).contains(new Donor(id(0), 4));
    assertThat(index.find(Ints.of(2, 1))).isEmpty();
  }

  @Test
  void theLastOnesThatEndedAreKept() {
    PrefixIndex index = new PrefixIndex(2);
    for (int i = 0; i < 3; i++) {
      index.put(id(i), Ints.of(i, i));
    }
    assertThat(index.end(id(0))).isEmpty();
    assertThat(index.end(id(1))).isEmpty();
    assertThat(index.end(id(2))).containsExactly(id(0));
    assertThat(index.find(Ints.of(0, 0))).isEmpty();
    assertThat(index.find(Ints.of(1, 0))).contains(new Donor(id(1), 1));
  }

  @Test
  void beingOfUseCountsAsHavingEndedLate() {
    PrefixIndex index = new PrefixIndex(2);
    for (int i = 0; i < 3; i++) {
      index.put(id(i), Ints.of(i, i));
    }
    index.end(id(0));
    index.end(id(1));
    index.find(Ints.of(0, 1));
    assertThat(index.end(id(2))).containsExactly(id(1));
  }

  @Test
  void nothingIsKeptWhereNothingIsToBe() {
    PrefixIndex index = new PrefixIndex(0);
    index.put(id(0), Ints.of(1));
    assertThat(index.end(id(0))).containsExactly(id(0));
    assertThat(index.find(Ints.of(1))).isEmpty();
    assertThat(index.end(id(1))).as("never known").containsExactly(id(1));
  }

  @Test
  void whoIsTakenOutIsNotFound() {
    PrefixIndex index = new PrefixIndex(1);
    index.put(id(0), Ints.of(1));
    index.put(id(1), Ints.of(2));
    index.end(id(1));
    assertThat(index.remove(id(0))).as("it is still decoded").isFalse();
    assertThat(index.remove(id(1))).as("it was kept").isTrue();
    assertThat(index.find(Ints.of(1))).isEmpty();
    assertThat(index.find(Ints.of(2))).isEmpty();
  }

  @Property(tries = 300)
  void whatIsFoundIsTheLongestOfAll(@ForAll long seed) {
    Random random = new Random(seed);
    PrefixIndex index = new PrefixIndex(0);
    Map<SequenceId, Ints> all = new TreeMap<>();
    for (int step = 0; step < 60; step++) {
      SequenceId sequence = id(random.nextInt(12));
      Ints tokens = Ints.of(random.ints(random.nextInt(9), 0, 2).toArray());
      switch (random.nextInt(3)) {
        case 0 -> {
          index.put(sequence, tokens);
          all.put(sequence, tokens);
        }
        case 1 -> {
          index.remove(sequence);
          all.remove(sequence);
        }
        default -> {
          int longest = 0;
          for (Ints one : all.values()) {
            longest = Math.max(longest, one.commonPrefix(tokens));
          }
          int found = index.find(tokens).map(Donor::length).orElse(0);
          assertThat(found).isEqualTo(longest);
          index
              .find(tokens)
              .ifPresent(
                  donor ->
                      assertThat(all.get(donor.sequence()).commonPrefix(tokens))
                          .isEqualTo(donor.length()));
        }
      }
    }
  }

  @Test
  void manyLongPromptsAreSearchedInNoTime() {
    PrefixIndex index = new PrefixIndex(0);
    Random random = new Random(1);
    Ints system = Ints.of(random.ints(8_000, 0, 50_000).toArray());
    List<Ints> prompts = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      prompts.add(system.append(random.ints(20, 0, 50_000).toArray()));
      index.put(id(i), prompts.get(i));
    }
    long start = System.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      assertThat(index.find(prompts.get(i).append(7)).orElseThrow().sequence()).isEqualTo(id(i));
    }
    // 12 comparisons of 8,000 ints are a few microseconds each; all lists would be a minute
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }
}
