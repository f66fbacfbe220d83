package io.dsd.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Release;
import io.dsd.message.round.Taps;
import io.dsd.message.round.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TapJoinTest {

  private static final List<Ints> SLICES = List.of(Ints.of(1, 2), Ints.of(4), Ints.of(7));
  private static final Ints LAYERS = Ints.of(1, 2, 4, 7);
  private static final SequenceId SEQUENCE = new SequenceId("prompts", 0, 1);

  @Property(tries = 300)
  void whateverComesFirstEachBlockIsJoinedOnceInOrderAndNothingStays(@ForAll long seed) {
    Random random = new Random(seed);
    TapJoin join = new TapJoin(LAYERS, SLICES.size());
    List<Deque<LoopMessage>> channels = new ArrayList<>();
    SLICES.forEach(slice -> channels.add(new ArrayDeque<>()));
    List<Taps> expected = new ArrayList<>();
    int sequences = 1 + random.nextInt(3);
    for (int number = 0; number < sequences; number++) {
      SequenceId sequence = new SequenceId("prompts", 0, number);
      for (int round = 0; round < 12; round++) {
        Sent block = Sent.random(random, round);
        // a block that is cancelled on its way reaches some slices only
        int reached = random.nextInt(5) == 0 ? random.nextInt(SLICES.size()) : SLICES.size();
        for (int slice = 0; slice < reached; slice++) {
          boolean last = slice == SLICES.size() - 1;
          Ints nodes = last ? block.kept() : Ints.range(0, block.size());
          channels.get(slice).add(block.part(sequence, 3, SLICES.get(slice), nodes));
          if (last && block.size() > block.committed()) {
            channels.get(slice).add(block.verdict(sequence, 3));
          }
        }
        if (reached == SLICES.size()) {
          expected.add(block.part(sequence, 3, LAYERS, block.kept()));
        }
      }
      channels.forEach(channel -> channel.add(new Release(sequence, 3)));
    }
    List<Taps> joined = drain(join, channels, random);
    assertThat(joined).containsExactlyInAnyOrderElementsOf(expected);
    for (int number = 0; number < sequences; number++) {
      SequenceId sequence = new SequenceId("prompts", 0, number);
      assertThat(joined.stream().filter(taps -> taps.sequence().equals(sequence)))
          .isSortedAccordingTo((one, other) -> one.round() - other.round());
    }
    assertThat(join.size()).isZero();
  }

  /** Ends are taken last: what is joined late in a sequence is dropped by its end otherwise. */
  private static List<Taps> drain(TapJoin join, List<Deque<LoopMessage>> channels, Random random) {
    List<Taps> joined = new ArrayList<>();
    List<LoopMessage> ends = new ArrayList<>();
    while (channels.stream().anyMatch(channel -> !channel.isEmpty())) {
      Deque<LoopMessage> channel = channels.get(random.nextInt(channels.size()));
      LoopMessage message = channel.poll();
      if (message instanceof Taps taps) {
        join.take(taps).ifPresent(joined::add);
      } else if (message instanceof Verdict verdict) {
        join.take(verdict).ifPresent(joined::add);
      } else if (message != null) {
        ends.add(message);
      }
    }
    ends.forEach(join::end);
    return joined;
  }

  @Test
  void whatIsMissingWhenItsSliceSpeaksOfALaterRoundIsGivenUp() {
    TapJoin join = new TapJoin(Ints.of(1, 4), 2);
    Sent lost = new Sent(0, 0, 1, 1, Ints.empty());
    Sent next = new Sent(1, 1, 1, 1, Ints.empty());
    assertThat(join.take(lost.part(SEQUENCE, 3, Ints.of(1), Ints.of(0)))).isEmpty();
    assertThat(join.take(next.part(SEQUENCE, 3, Ints.of(4), Ints.of(0)))).isEmpty();
    assertThat(join.blocks()).isEqualTo(1);
    assertThat(join.take(next.part(SEQUENCE, 3, Ints.of(1), Ints.of(0)))).isPresent();
    assertThat(join.blocks()).isZero();
  }

  @Test
  void aPromptsChunksNeedNoVerdictAndAreNotLostByTheVerdictThatOvertakesThem() {
    TapJoin join = new TapJoin(Ints.of(1, 4), 2);
    Sent chunk = new Sent(0, 0, 3, 3, Ints.empty());
    Sent last = new Sent(1, 3, 2, 4, Ints.of(2));
    join.take(chunk.part(SEQUENCE, 3, Ints.of(4), Ints.range(0, 3)));
    join.take(last.part(SEQUENCE, 3, Ints.of(4), Ints.of(0, 1, 2)));
    assertThat(join.take(last.verdict(SEQUENCE, 3))).isEmpty();
    assertThat(join.take(chunk.part(SEQUENCE, 3, Ints.of(1), Ints.range(0, 3))))
        .contains(chunk.part(SEQUENCE, 3, Ints.of(1, 4), Ints.range(0, 3)));
    assertThat(join.take(last.part(SEQUENCE, 3, Ints.of(1), Ints.range(0, 4))))
        .contains(last.part(SEQUENCE, 3, Ints.of(1, 4), Ints.range(0, 3)));
  }

  @Test
  void anOldEpochIsNotListenedToAndTheNewOneForgetsIt() {
    TapJoin join = new TapJoin(Ints.of(1, 4), 2);
    Sent block = new Sent(7, 0, 1, 1, Ints.empty());
    join.take(block.part(SEQUENCE, 3, Ints.of(1), Ints.of(0)));
    join.take(block.part(SEQUENCE, 4, Ints.of(1), Ints.of(0)));
    assertThat(join.take(block.part(SEQUENCE, 3, Ints.of(4), Ints.of(0)))).isEmpty();
    join.end(new Release(SEQUENCE, 3));
    assertThat(join.take(block.part(SEQUENCE, 4, Ints.of(4), Ints.of(0))))
        .contains(block.part(SEQUENCE, 4, Ints.of(1, 4), Ints.of(0)));
  }

  @Test
  void whatComesAfterOneSlicesWordOfTheEndIsDroppedAndTheLastWordForgetsTheSequence() {
    TapJoin join = new TapJoin(Ints.of(1, 4), 2);
    Sent block = new Sent(0, 0, 1, 2, Ints.of(1));
    join.take(block.part(SEQUENCE, 3, Ints.of(1), Ints.of(0, 1)));
    join.end(new Release(SEQUENCE, 3));
    assertThat(join.blocks()).isZero();
    assertThat(join.take(block.part(SEQUENCE, 3, Ints.of(4), Ints.of(0, 1)))).isEmpty();
    assertThat(join.take(block.verdict(SEQUENCE, 3))).isEqualTo(Optional.empty());
    assertThat(join.size()).isEqualTo(1);
    join.end(new Release(SEQUENCE, 3));
    assertThat(join.size()).isZero();
  }
}
