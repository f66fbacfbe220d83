package io.dsd.job.bench.slice;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.Block;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Parent;
import io.dsd.message.round.Tree;
import io.dsd.message.round.Verdict;
import io.dsd.model.slice.Arrived;
import io.dsd.model.slice.SliceEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Sends blocks through a slice that holds the whole model, as a draft would: each block begins
 * where the prompt ends, so that all are computed over the same rows.
 */
final class SliceDrive implements AutoCloseable {

  private static final int CHUNK = 128;

  private final SliceEngine engine;
  private final int vocabulary;
  private final int context;
  private int round;
  private long passNanos;

  /** Takes the engine over, and lets it compute prompts. */
  SliceDrive(SliceEngine engine, int vocabulary, int context, int sequences) {
    this.engine = engine;
    this.vocabulary = vocabulary;
    this.context = context;
    engine.observe((nanos, tokens) -> passNanos += nanos);
    for (int sequence = 0; sequence < sequences; sequence++) {
      for (int first = 0; first < context; first += CHUNK) {
        int count = Math.min(CHUNK, context - first);
        send(List.of(block(sequence, first, count, count, false)));
      }
    }
  }

  /** How long a forward pass takes, in nanoseconds, from its lanes to its logits. */
  long pass(int block, int batch) {
    passNanos = 0;
    List<LoopMessage> answers =
        send(
            IntStream.range(0, batch)
                .mapToObj(sequence -> block(sequence, context, block, 1, true))
                .toList());
    if (answers.size() != batch || !answers.stream().allMatch(Verdict.class::isInstance)) {
      throw new IllegalStateException("the slice answered " + answers);
    }
    return passNanos;
  }

  private List<LoopMessage> send(List<Block> blocks) {
    round++;
    List<LoopMessage> answers = new ArrayList<>();
    engine.process(
        blocks.stream().map(block -> new Arrived(block, System.nanoTime())).toList(),
        answers::addAll);
    return answers;
  }

  private Block block(int sequence, int base, int size, int committed, boolean verify) {
    Ints tokens =
        Ints.of(
            IntStream.range(base, base + size)
                .map(position -> (sequence * 7919 + position * 31 + 5) % vocabulary)
                .toArray());
    return new Block(
        new SequenceId("bench", 0, sequence),
        1,
        round,
        Parent.committed(),
        base,
        committed,
        verify,
        tokens,
        Tree.chain(size),
        Sampling.greedy(),
        List.of(),
        Optional.empty());
  }

  @Override
  public void close() {
    engine.close();
  }
}
