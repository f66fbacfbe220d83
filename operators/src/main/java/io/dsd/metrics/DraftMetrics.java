package io.dsd.metrics;

import io.dsd.message.request.FinishReason;
import io.dsd.message.request.Speculation;
import io.dsd.speculate.BlockShape;
import java.util.function.IntSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;

/** What a draft operator counts, under {@code dsd.draft}. */
public final class DraftMetrics {

  private final Registration registration;
  private final Counter tokens;
  private final Counter rounds;
  private final Counter drafted;
  private final Counter accepted;
  private final BlockMetrics blocks;
  private final RoundMetrics times;
  private final Histogram draftNanos;
  private final BusyShare drafterBusy;
  private final ShapeMetrics shapes;
  private final Counter completed;
  private final Counter late;
  private final Counter cancelled;
  private final Counter refused;
  private final Counter stale;
  private final Counter replays;
  private final Counter divergences;
  private final Counter sharedTokens;
  private volatile int roundsInFlight;

  /** Registers the metrics of one draft operator. */
  public DraftMetrics(MetricGroup group) {
    registration = Registration.of(group, Metric.Stage.DRAFT);
    tokens = registration.counter(Metric.TOKENS);
    registration.rate(Metric.TOKENS_PER_SECOND, tokens);
    rounds = registration.counter(Metric.ROUNDS);
    drafted = registration.counter(Metric.DRAFTED);
    accepted = registration.counter(Metric.ACCEPTED);
    registration.gauge(
        Metric.ACCEPTANCE_LENGTH,
        () -> rounds.getCount() == 0 ? 0.0 : (double) tokens.getCount() / rounds.getCount());
    registration.gauge(Metric.ROUNDS_IN_FLIGHT, () -> roundsInFlight);
    times = new RoundMetrics(registration);
    draftNanos = registration.histogram(Metric.DRAFT_NANOS);
    drafterBusy = new BusyShare(System::nanoTime, new SimpleCounter());
    registration.gauge(Metric.DRAFTER_BUSY_SHARE, drafterBusy);
    blocks = new BlockMetrics(registration.group());
    shapes = new ShapeMetrics(registration.group());
    completed = registration.counter(Metric.COMPLETED);
    late = registration.counter(Metric.PAST_DEADLINE);
    cancelled = registration.counter(Metric.CANCELLED);
    refused = registration.counter(Metric.REFUSED);
    stale = registration.counter(Metric.STALE_VERDICTS);
    replays = registration.counter(Metric.REPLAYS);
    divergences = registration.counter(Metric.REPLAY_DIVERGENCES);
    sharedTokens = registration.counter(Metric.SHARED_TOKENS);
  }

  /**
   * Registers what is there at a moment.
   *
   * @param active how many sequences are decoded
   * @param waiting how many wait
   */
  public void watch(IntSupplier active, IntSupplier waiting) {
    registration.gauge(Metric.ACTIVE, active::getAsInt);
    registration.gauge(Metric.WAITING, waiting::getAsInt);
  }

  /** How many blocks have no verdict yet. */
  public void roundsInFlight(int blocks) {
    roundsInFlight = blocks;
  }

  /** A round that brought a verdict. */
  public void round(Speculation before, Speculation after) {
    rounds.inc();
    tokens.inc(after.committed() - before.committed());
    drafted.inc(after.drafted() - before.drafted());
    accepted.inc(after.accepted() - before.accepted());
    blocks.grown(before.blocks(), after.blocks());
    times.grown(before.spent(), after.spent());
  }

  /** The drafter answered. */
  public void proposal(long nanos) {
    draftNanos.update(nanos);
  }

  /** Runs {@code work} of the drafter and counts its time as busy. */
  public void drafting(Runnable work) {
    drafterBusy.during(work);
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
