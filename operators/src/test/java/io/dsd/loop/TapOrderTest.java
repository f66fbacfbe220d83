package io.dsd.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Rebase;
import io.dsd.message.round.Release;
import io.dsd.message.round.Taps;
import io.dsd.message.round.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TapOrderTest {

  private static final SequenceId SEQUENCE = new SequenceId("prompts", 0, 1);
  private static final SequenceId OTHER = new SequenceId("prompts", 0, 2);
  private static final Ints EARLY = Ints.of(1);
  private static final Ints LATE = Ints.of(4);
  private static final Sent BLOCK = new Sent(0, 0, 1, 3, Ints.of(1));
  private static final Sent NEXT = new Sent(1, 2, 1, 2, Ints.of(1));

  private final TapOrder order = new TapOrder(new TapJoin(Ints.of(1, 4), 2), 100);

  private static Taps early(Sent block) {
    return block.part(SEQUENCE, 3, EARLY, Ints.range(0, block.size()));
  }

  private static Taps late(Sent block) {
    return block.part(SEQUENCE, 3, LATE, block.kept());
  }

  private static Taps joined(Sent block) {
    return block.part(SEQUENCE, 3, Ints.of(1, 4), block.kept());
  }

  private static Verdict verdict(Sent block) {
    return block.verdict(SEQUENCE, 3);
  }

  @Test
  void tapsThatAreThereGoBeforeTheirVerdictWhichDoesNotWait() {
    order.take(early(BLOCK), 0);
    order.take(late(BLOCK), 0);
    assertThat(order.take(verdict(BLOCK), 0)).containsExactly(joined(BLOCK), verdict(BLOCK));
    assertThat(order.deadline()).isEmpty();
  }

  @Test
  void aVerdictWaitsForTapsThatAreLate() {
    order.take(late(BLOCK), 0);
    assertThat(order.take(verdict(BLOCK), 5)).isEmpty();
    assertThat(order.deadline()).hasValue(105);
    assertThat(order.expire(104)).isEmpty();
    assertThat(order.take(early(BLOCK), 104)).containsExactly(joined(BLOCK), verdict(BLOCK));
    assertThat(order.deadline()).isEmpty();
  }

  @Test
  void aVerdictDoesNotWaitLongAndTheTapsThatComeAfterItAreOfUseYet() {
    order.take(late(BLOCK), 0);
    order.take(verdict(BLOCK), 5);
    assertThat(order.expire(105)).containsExactly(verdict(BLOCK));
    assertThat(order.deadline()).isEmpty();
    assertThat(order.take(early(BLOCK), 106)).containsExactly(joined(BLOCK));
  }

  @Test
  void whatComesAfterAVerdictThatWaitsWaitsWithItAndOtherSequencesDoNot() {
    Rebase missing = new Rebase(SEQUENCE, 3, 1, 0);
    Verdict others = BLOCK.verdict(OTHER, 3);
    order.take(late(BLOCK), 0);
    order.take(verdict(BLOCK), 5);
    assertThat(order.take(missing, 6)).isEmpty();
    order.take(BLOCK.part(OTHER, 3, EARLY, Ints.range(0, 3)), 7);
    order.take(BLOCK.part(OTHER, 3, LATE, BLOCK.kept()), 7);
    assertThat(order.take(others, 7)).hasSize(2).contains(others);
    assertThat(order.take(early(BLOCK), 8)).containsExactly(joined(BLOCK), verdict(BLOCK), missing);
  }

  @Test
  void eachVerdictHasATimeOfItsOwn() {
    order.take(late(BLOCK), 0);
    order.take(verdict(BLOCK), 5);
    order.take(late(NEXT), 50);
    order.take(verdict(NEXT), 50);
    assertThat(order.expire(105)).containsExactly(verdict(BLOCK));
    assertThat(order.deadline()).hasValue(150);
    assertThat(order.expire(150)).containsExactly(verdict(NEXT));
  }

  @Test
  void nothingWaitsForASequenceThatHasEnded() {
    order.take(late(BLOCK), 0);
    order.take(verdict(BLOCK), 5);
    assertThat(order.take(new Release(SEQUENCE, 3), 6)).containsExactly(verdict(BLOCK));
    assertThat(order.take(verdict(NEXT), 7)).containsExactly(verdict(NEXT));
    assertThat(order.deadline()).isEmpty();
  }

  @Property(tries = 300)
  void whateverComesFirstAVerdictComesAfterItsTapsAndNothingStays(@ForAll long seed) {
    Random random = new Random(seed);
    Deque<LoopMessage> first = new ArrayDeque<>();
    Deque<LoopMessage> last = new ArrayDeque<>();
    List<LoopMessage> expected = new ArrayList<>();
    for (int round = 0; round < 12; round++) {
      Sent block = Sent.random(random, round);
      boolean verified = block.size() > block.committed();
      first.add(early(block));
      last.add(late(block));
      expected.add(joined(block));
      if (verified) {
        last.add(verdict(block));
        expected.add(verdict(block));
      }
    }
    TapOrder patient = new TapOrder(new TapJoin(Ints.of(1, 4), 2), Long.MAX_VALUE);
    List<LoopMessage> out = new ArrayList<>();
    while (!first.isEmpty() || !last.isEmpty()) {
      Deque<LoopMessage> channel = last.isEmpty() || random.nextBoolean() ? first : last;
      LoopMessage next = channel.poll();
      if (next != null) {
        out.addAll(patient.take(next, 0));
      }
    }
    assertThat(out.stream().filter(Verdict.class::isInstance))
        .containsExactlyElementsOf(expected.stream().filter(Verdict.class::isInstance).toList());
    assertThat(out).containsExactlyInAnyOrderElementsOf(expected);
    for (LoopMessage message : out) {
      if (message instanceof Verdict verdict) {
        assertThat(out.subList(0, out.indexOf(message)))
            .anyMatch(before -> before instanceof Taps taps && taps.round() == verdict.round());
      }
    }
    assertThat(patient.deadline()).isEmpty();
  }
}
