package io.dsd.tests.failure;

import io.dsd.message.SequenceId;
import io.dsd.message.round.Taps;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Drafter;
import io.dsd.speculate.DrafterFactory;
import io.dsd.speculate.Proposal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A drafter that remembers what it has learned. */
final class LearningDrafter implements Drafter {

  private static final Map<SequenceId, List<Taps>> LEARNED = new ConcurrentHashMap<>();

  private final Drafter inner;

  private LearningDrafter(Drafter inner) {
    this.inner = inner;
  }

  static DrafterFactory around(DrafterFactory inner) {
    return () -> new LearningDrafter(inner.open());
  }

  /** Forgets what earlier runs have learned. */
  static void clear() {
    LEARNED.clear();
  }

  /** What was learned of a sequence, in order. */
  static List<Taps> learned(SequenceId sequence) {
    return LEARNED.getOrDefault(sequence, List.of());
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public void learn(Taps taps) {
    LEARNED.computeIfAbsent(taps.sequence(), unknown -> new CopyOnWriteArrayList<>()).add(taps);
    inner.learn(taps);
  }

  @Override
  public List<Proposal> propose(List<DraftTask> tasks) {
    return inner.propose(tasks);
  }

  @Override
  public void release(SequenceId sequence) {
    inner.release(sequence);
  }

  @Override
  public void close() {
    inner.close();
  }
}
