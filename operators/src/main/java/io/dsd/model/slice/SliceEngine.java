package io.dsd.model.slice;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.message.round.Activation;
import io.dsd.message.round.Block;
import io.dsd.message.round.Cancel;
import io.dsd.message.round.HiddenStates;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Rebase;
import io.dsd.message.round.Release;
import io.dsd.message.round.Retain;
import io.dsd.message.round.Share;
import io.dsd.message.round.SliceTimes;
import io.dsd.message.round.Taps;
import io.dsd.message.round.Verdict;
import io.dsd.model.cache.Placement;
import io.dsd.speculate.Verifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One slice at work: takes all messages that wait, computes their blocks as ragged batches, and
 * yields what goes on to the next stage. Knows neither Flink nor DJL. One thread at a time.
 *
 * <p>Messages of one sequence keep their order. A batch holds one block per sequence at most,
 * because a later block builds on the rows of an earlier one.
 */
public final class SliceEngine implements AutoCloseable {

  private record Work(
      Block block, Optional<HiddenStates> hidden, SliceTimes times, long arrivedNanos) {}

  private record Placed(Work work, Placement.Placed placement, CachedSequence sequence) {

    /** Made late: until the batch is computed, rows may move to other memory. */
    private Lane lane() {
      Block block = work.block();
      return new Lane(
          sequence.sharedRows(),
          sequence.rows().orElseThrow(),
          placement.firstSlot(),
          placement.positions(),
          placement.mask(),
          block.tokens(),
          work.hidden(),
          block.verify() ? block.firstVerified() : block.size());
    }
  }

  private final SliceKernel kernel;
  private final KvCache cache;
  private final int batchTokens;
  private final LongSupplier nanoClock;
  private final boolean tellsEnds;
  private final Verifier verifier = new Verifier();
  private final Map<SequenceId, Placed> batch = new LinkedHashMap<>();
  private final List<LoopMessage> output = new ArrayList<>();
  private Consumer<List<LoopMessage>> next = messages -> {};
  private ForwardObserver observer = (nanos, tokens) -> {};
  private int tokensInBatch;
  private final AtomicLong rebases = new AtomicLong();
  private final AtomicLong forwards = new AtomicLong();

  /**
   * A slice with an empty cache, in a job without taps.
   *
   * @param kernel computes; closed with the engine
   * @param cacheBytes the memory budget of the KV rows
   * @param shareMinimum how many rows of another sequence are read in place at least; fewer are
   *     copied
   * @param batchTokens a batch holds at most this many tokens, but always one block
   * @param nanoClock {@link System#nanoTime} or a test's
   * @throws io.dsd.model.ModelException if the budget does not hold one sequence
   */
  public SliceEngine(
      SliceKernel kernel,
      long cacheBytes,
      int shareMinimum,
      int batchTokens,
      LongSupplier nanoClock) {
    this(kernel, cacheBytes, shareMinimum, batchTokens, nanoClock, false);
  }

  /**
   * A slice with an empty cache.
   *
   * @param tellsEnds whether the tail wants to know which sequences have ended
   * @throws io.dsd.model.ModelException if the budget does not hold one sequence
   */
  public SliceEngine(
      SliceKernel kernel,
      long cacheBytes,
      int shareMinimum,
      int batchTokens,
      LongSupplier nanoClock,
      boolean tellsEnds) {
    this.kernel = kernel;
    this.cache = new KvCache(kernel, cacheBytes, shareMinimum);
    this.batchTokens = batchTokens;
    this.nanoClock = nanoClock;
    this.tellsEnds = tellsEnds;
  }

  /**
   * Works through the messages.
   *
   * @param next takes what goes to the next stage, in order, after each forward pass: the next
   *     slice works on one chunk of a prompt while this one works on the following
   */
  public void process(List<Arrived> waiting, Consumer<List<LoopMessage>> next) {
    this.next = next;
    Map<SequenceId, Cancel> cancels = new HashMap<>();
    for (Arrived arrived : waiting) {
      if (arrived.message() instanceof Cancel cancel) {
        cancels.put(cancel.sequence(), cancel);
      }
    }
    for (Arrived arrived : waiting) {
      if (!isCancelled(arrived.message(), cancels)) {
        accept(arrived);
      }
    }
    compute();
    hand();
  }

  private void hand() {
    if (!output.isEmpty()) {
      next.accept(List.copyOf(output));
      output.clear();
    }
  }

  private static boolean isCancelled(LoopMessage message, Map<SequenceId, Cancel> cancels) {
    int round;
    if (message instanceof Block block) {
      round = block.round();
    } else if (message instanceof Activation activation) {
      round = activation.block().round();
    } else {
      return false;
    }
    Cancel cancel = cancels.get(message.sequence());
    return cancel != null && cancel.epoch() >= message.epoch() && round < cancel.beforeRound();
  }

  private void accept(Arrived arrived) {
    LoopMessage message = arrived.message();
    if (batch.containsKey(message.sequence())) {
      compute();
    }
    if (message instanceof Block block) {
      place(new Work(block, Optional.empty(), SliceTimes.ZERO, arrived.nanos()));
    } else if (message instanceof Activation activation) {
      place(
          new Work(
              activation.block(),
              Optional.of(activation.hidden()),
              activation.times(),
              arrived.nanos()));
    } else if (message instanceof Release release) {
      cache.release(release.sequence());
      passOnEnd(release);
    } else if (message instanceof Retain retain) {
      cache.retain(retain.sequence(), retain.epoch());
      passOnEnd(retain);
    } else if (message instanceof Share share) {
      share(share);
    } else if (message instanceof Cancel cancel) {
      passOn(cancel);
    } else {
      output.add(message);
    }
  }

  /** Words to the slices end with the last one. */
  private void passOn(LoopMessage toSlices) {
    if (!isLast()) {
      output.add(toSlices);
    }
  }

  private void passOnEnd(LoopMessage end) {
    if (tellsEnds || !isLast()) {
      output.add(end);
    }
  }

  /** Without the donor's rows nothing is done or said: the block that follows will. */
  private void share(Share share) {
    if (batch.containsKey(share.donor())) {
      // its rows are about to be computed
      compute();
    }
    boolean shared = tryShare(share);
    if (!shared && !batch.isEmpty()) {
      compute();
      shared = tryShare(share);
    }
    if (shared) {
      passOn(share);
    }
  }

  private boolean tryShare(Share share) {
    return cache.share(
        share.sequence(), share.epoch(), share.donor(), share.length(), batch.keySet());
  }

  private void place(Work work) {
    Block block = work.block();
    Optional<CachedSequence> open = cache.open(block.sequence(), block.epoch());
    if (open.isEmpty()) {
      return;
    }
    CachedSequence sequence = open.get();
    Placement placement = sequence.ledger().place(block);
    if (placement instanceof Placement.Placed placed) {
      cache.rewind(sequence, placed.firstSlot());
      if (!cache.reserve(sequence, placed.usedSlots(), batch.keySet())) {
        compute();
        cache.reserve(sequence, placed.usedSlots(), batch.keySet());
      }
      add(work, placed, sequence);
    } else if (placement instanceof Placement.Missing missing) {
      rebases.incrementAndGet();
      output.add(new Rebase(block.sequence(), block.epoch(), block.round(), missing.haveLength()));
    }
  }

  private void add(Work work, Placement.Placed placed, CachedSequence sequence) {
    Ints moved = placed.moved();
    // what would move to slots that the block takes is not needed any more
    if (!moved.isEmpty() && placed.movedTo() < placed.firstSlot()) {
      int shared = sequence.sharedLength();
      Ints from = Ints.of(moved.stream().map(slot -> slot - shared).toArray());
      kernel.move(sequence.rows().orElseThrow(), from, placed.movedTo() - shared);
    }
    Block block = work.block();
    // what is computed at once travels as one record, which must not grow beyond its limit
    if (tokensInBatch + block.size() > batchTokens) {
      compute();
    }
    batch.put(block.sequence(), new Placed(work, placed, sequence));
    tokensInBatch += block.size();
    if (tokensInBatch >= batchTokens) {
      compute();
    }
  }

  private void compute() {
    if (batch.isEmpty()) {
      return;
    }
    List<Placed> placed = List.copyOf(batch.values());
    int tokens = tokensInBatch;
    batch.clear();
    tokensInBatch = 0;
    long start = nanoClock.getAsLong();
    List<LaneResult> results = kernel.forward(placed.stream().map(Placed::lane).toList());
    long elapsed = nanoClock.getAsLong() - start;
    forwards.incrementAndGet();
    observer.computed(elapsed, tokens);
    for (int i = 0; i < placed.size(); i++) {
      Work work = placed.get(i).work();
      SliceTimes times = work.times().plus(elapsed, start - work.arrivedNanos(), tokens);
      emit(work.block(), results.get(i), times);
    }
    hand();
  }

  private void emit(Block block, LaneResult result, SliceTimes times) {
    Ints nodes = Ints.range(0, block.size());
    if (result instanceof LaneResult.Hidden hidden) {
      output.add(new Activation(block, hidden.hidden(), times));
      tap(block, nodes, result);
    } else if (result instanceof LaneResult.Scores scores && block.verify()) {
      Verdict verdict = verifier.verify(block, scores.logits(), times);
      // ahead of the verdict, whose proposal is to be made with them, and nothing that it rejects
      tap(block, nodes.slice(0, block.committed()).append(verdict.accepted()), result);
      output.add(verdict);
    } else {
      tap(block, nodes, result);
    }
  }

  private void tap(Block block, Ints nodes, LaneResult result) {
    result
        .taps()
        .ifPresent(
            tapped ->
                output.add(
                    new Taps(
                        block.sequence(),
                        block.epoch(),
                        block.round(),
                        block.basePosition(),
                        block.committed(),
                        nodes,
                        Ints.of(nodes.stream().map(block.tokens()::get).toArray()),
                        tapped.layers(),
                        tapped.rows().pick(nodes))));
  }

  /**
   * Lets {@code watching} hear of every forward pass from now on; to be called before the first.
   */
  public void observe(ForwardObserver watching) {
    observer = watching;
  }

  /** The layers that it computes. */
  public LayerRange layers() {
    return kernel.layers();
  }

  /** Whether it brings the verdicts. */
  public boolean isLast() {
    return kernel.layers().isLast();
  }

  /** Bytes of KV rows in use. */
  public long cacheBytes() {
    return cache.usedBytes();
  }

  /** Bytes of KV rows that it may have. */
  public long cacheBudget() {
    return cache.budgetBytes();
  }

  /** How many sequences were evicted so far. */
  public long evictions() {
    return cache.evictions();
  }

  /** How many blocks found their rows missing so far. */
  public long rebases() {
    return rebases.get();
  }

  /** How many forward passes were made so far. */
  public long forwards() {
    return forwards.get();
  }

  @Override
  public void close() {
    cache.close();
    kernel.close();
  }
}
