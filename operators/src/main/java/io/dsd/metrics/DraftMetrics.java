package io.dsd.metrics;

import io.dsd.message.request.FinishReason;
import io.dsd.message.request.Speculation;
import io.dsd.speculate.BlockShape;
import java.util.function.IntSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What a draft operator counts, under {@code dsd.draft}. */
public final class DraftMetrics {

  private final MetricGroup draft;
  private final Counter tokens;
  private final Counter rounds;
  private final Counter drafted;
  private final Counter accepted;
  private final BlockMetrics blocks;
  private final ShapeMetrics shapes;
  private final Counter completed;
  private final Counter late;
  private final Counter cancelled;
  private final Counter refused;
  private final Counter stale;
  private final Counter replays;
  private final Counter divergences;
  private final Counter sharedTokens;

  /** Registers the metrics of one draft operator. */
  public DraftMetrics(MetricGroup group) {
    draft = group.addGroup("dsd").addGroup("draft");
    tokens = draft.counter("tokens");
    rounds = draft.counter("rounds");
    drafted = draft.counter("drafted");
    accepted = draft.counter("accepted");
    blocks = new BlockMetrics(draft);
    shapes = new ShapeMetrics(draft);
    completed = draft.counter("completed");
    late = draft.counter("pastDeadline");
    cancelled = draft.counter("cancelled");
    refused = draft.counter("refused");
    stale = draft.counter("staleVerdicts");
    replays = draft.counter("replays");
    divergences = draft.counter("replayDivergences");
    sharedTokens = draft.counter("sharedTokens");
    draft.gauge(
        "acceptanceLength",
        (Gauge<Double>)
            () -> rounds.getCount() == 0 ? 0.0 : (double) tokens.getCount() / rounds.getCount());
  }

  /**
   * Registers what is there at a moment.
   *
   * @param active how many sequences are decoded
   * @param waiting how many wait
   */
  public void watch(IntSupplier active, IntSupplier waiting) {
    draft.gauge("active", (Gauge<Integer>) active::getAsInt);
    draft.gauge("waiting", (Gauge<Integer>) waiting::getAsInt);
  }

  /** A round that brought a verdict. */
  public void round(Speculation before, Speculation after) {
    rounds.inc();
    tokens.inc(after.committed() - before.committed());
    drafted.inc(after.drafted() - before.drafted());
    accepted.inc(after.accepted() - before.accepted());
    blocks.grown(before.blocks(), after.blocks());
  }

  /**
   * A block that leaves and whose verdict is wanted.
   *
   * @param drafter who drafted it
   * @param shape what is drafted in it
   * @param window how many blocks of its sequence are on their way, this one included
   */
  public void sent(String drafter, BlockShape shape, int window) {
    shapes.sent(drafter, shape, window);
  }

  /** A sequence that ended, and why. */
  public void completed(FinishReason reason) {
    completed.inc();
    switch (reason) {
      case DEADLINE -> late.inc();
      case CANCELLED -> cancelled.inc();
      case STOP, LENGTH -> {}
    }
  }

  /** A record that was not served. */
  public void refused() {
    refused.inc();
  }

  /** A verdict that came too late to matter. */
  public void stale() {
    stale.inc();
  }

  /** A sequence whose prefix is sent again. */
  public void replay() {
    replays.inc();
  }

  /** Tokens that were not computed, because another sequence begins with them too. */
  public void shared(int tokens) {
    sharedTokens.inc(tokens);
  }

  /** A replay in which the target picked another token than before. */
  public void divergence() {
    divergences.inc();
  }
}
