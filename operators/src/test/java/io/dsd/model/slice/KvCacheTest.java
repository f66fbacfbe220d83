package io.dsd.model.slice;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.Block;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Parent;
import io.dsd.message.round.Rebase;
import io.dsd.message.round.Release;
import io.dsd.message.round.Retain;
import io.dsd.message.round.Share;
import io.dsd.message.round.Tree;
import io.dsd.message.round.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What sequences that begin alike take, a row being a byte. */
class KvCacheTest {

  private static final int PREFIX = 400;
  private static final int TAIL = 128;

  private final List<LoopMessage> said = new ArrayList<>();
  private SliceEngine engine = engine(100_000);

  private static SliceEngine engine(int budget) {
    return new SliceEngine(
        new ToyKernel(LayerRange.whole(1), 1024), budget, 32, 4096, System::nanoTime);
  }

  private static Ints prompt(int length) {
    return Ints.of(IntStream.range(0, length).map(i -> i * 7 % 4).toArray());
  }

  @AfterEach
  void nothingIsLeft() {
    engine.close();
    assertThat(engine.cacheBytes()).isZero();
  }

  @Test
  void tenSharersOfAPrefixTakeThePrefixOnceAndTheirOwnTails() {
    start(0);
    long one = engine.cacheBytes();
    assertThat(one).isEqualTo(512);
    for (int i = 1; i <= 10; i++) {
      start(i, 0, PREFIX);
    }
    assertThat(engine.cacheBytes()).isEqualTo(one + 10 * TAIL);
    say(new Release(id(0), 1));
    assertThat(engine.cacheBytes()).as("what is read stays").isEqualTo(PREFIX + 10 * TAIL);
    for (int i = 1; i <= 10; i++) {
      say(new Release(id(i), 1));
    }
    assertThat(engine.cacheBytes()).isZero();
  }

  @Test
  void aFewRowsAreCopied() {
    start(0);
    start(1, 0, 31);
    say(new Release(id(0), 1));
    assertThat(engine.cacheBytes()).isEqualTo(512);
    assertThat(rebases()).isEmpty();
  }

  @Test
  void aSharerOfASharerReadsTheFirstOnesRowsAndCopiesTheRest() {
    start(0);
    start(1, 0, PREFIX);
    start(2, 1, PREFIX + 4);
    say(new Release(id(0), 1));
    say(new Release(id(1), 1));
    assertThat(engine.cacheBytes()).isEqualTo(PREFIX + TAIL);
    say(block(2, PREFIX + 4, 5));
    assertThat(rebases()).isEmpty();
    assertThat(token(2)).as("the same as without").isEqualTo(tokenWithoutSharing());
  }

  @Test
  void aSharerThatIsReplayedFromWithinThePrefixWritesToRowsOfItsOwn() {
    start(0);
    start(1, 0, PREFIX);
    start(2, 0, PREFIX);
    say(block(1, 100, PREFIX + 9));
    assertThat(engine.cacheBytes()).isEqualTo(512 + 512 + TAIL);
    say(block(1, 50, 150));
    say(new Release(id(0), 1));
    assertThat(engine.cacheBytes()).isEqualTo(512 + PREFIX + TAIL);
    say(block(2, PREFIX + 4, 5));
    assertThat(token(2)).isEqualTo(tokenWithoutSharing());
  }

  @Test
  void aDonorThatIsReplayedFromWithinThePrefixLeavesItsRowsToTheOthers() {
    start(0);
    start(1, 0, PREFIX);
    start(2, 0, PREFIX - 100);
    say(block(0, 100, PREFIX + 9));
    assertThat(engine.cacheBytes()).as("cut down, and new ones").isEqualTo(PREFIX + 512 + 2 * TAIL);
    say(new Release(id(1), 1));
    assertThat(engine.cacheBytes()).as("cut down again").isEqualTo(PREFIX - 100 + 512 + TAIL);
  }

  @Test
  void rowsThatAreReadGrowForAll() {
    start(0);
    start(1, 0, PREFIX);
    say(block(0, PREFIX + 9, 200));
    assertThat(engine.cacheBytes()).isEqualTo(1024 + TAIL);
    say(block(1, PREFIX + 4, 5));
    assertThat(token(1)).isEqualTo(tokenWithoutSharing());
  }

  @Test
  void whoHasEndedIsEvictedFirst() {
    engine.close();
    engine = engine(1024 + 600);
    start(0);
    start(1);
    start(2);
    say(new Retain(id(2), 1));
    start(3);
    assertThat(engine.evictions()).isEqualTo(1);
    say(block(0, PREFIX + 9, 5));
    say(block(1, PREFIX + 9, 5));
    assertThat(rebases()).isEmpty();
    say(block(2, PREFIX + 9, 5));
    assertThat(rebases()).containsExactly(new Rebase(id(2), 1, PREFIX + 9, 0));
  }

  @Test
  void rowsThatAreNotHereAreNotShared() {
    start(1, 0, PREFIX);
    assertThat(rebases()).containsExactly(new Rebase(id(1), 1, PREFIX, 0));
  }

  @Test
  void rowsOfAnotherEpochAreNotShared() {
    start(0);
    say(new Share(id(1), 2, id(0), PREFIX));
    assertThat(engine.cacheBytes()).isEqualTo(512);
    say(block(1, 2, PREFIX, 9));
    assertThat(rebases()).containsExactly(new Rebase(id(1), 2, PREFIX, 0));
  }

  @Test
  void fewerRowsThanAreAskedForAreNotShared() {
    start(0);
    start(1, 0, PREFIX + 10);
    assertThat(rebases()).hasSize(1);
  }

  private void start(int sequence) {
    say(block(sequence, 0, PREFIX + 9));
  }

  private void start(int sequence, int donor, int length) {
    say(
        new Share(id(sequence), 1, id(donor), length),
        block(sequence, length, Math.max(1, PREFIX + 9 - length)));
  }

  private void say(LoopMessage... messages) {
    engine.process(
        Arrays.stream(messages).map(message -> new Arrived(message, 0)).toList(), said::addAll);
  }

  private static SequenceId id(int sequence) {
    return new SequenceId("prompts", 0, sequence);
  }

  /** The tokens of the prompt from {@code base} on; the round is the base. */
  private static Block block(int sequence, int base, int size) {
    return block(sequence, 1, base, size);
  }

  private static Block block(int sequence, long epoch, int base, int size) {
    return new Block(
        id(sequence),
        epoch,
        base,
        Parent.committed(),
        base,
        size,
        true,
        prompt(base + size).slice(base, base + size),
        Tree.chain(size),
        Sampling.greedy(),
        List.of());
  }

  private List<Rebase> rebases() {
    return said.stream().filter(Rebase.class::isInstance).map(Rebase.class::cast).toList();
  }

  private int token(int sequence) {
    return said.stream()
        .filter(Verdict.class::isInstance)
        .map(Verdict.class::cast)
        .filter(verdict -> verdict.sequence().equals(id(sequence)))
        .mapToInt(Verdict::nextToken)
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private int tokenWithoutSharing() {
    say(block(99, 0, PREFIX + 9));
    int token = token(99);
    say(new Release(id(99), 1));
    return token;
  }
}
