package io.dsd.metrics;

import io.dsd.model.slice.SliceEngine;
import java.util.function.IntSupplier;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;

/** What a slice counts, under {@code dsd.slice}. */
public final class SliceMetrics {

  private final Registration registration;
  private final BusyShare busy;

  /** Registers the metrics of one slice. */
  public SliceMetrics(MetricGroup group, SliceEngine engine) {
    registration = Registration.of(group, Metric.Stage.SLICE);
    registration.gauge(Metric.LAYERS, () -> engine.layers().size());
    registration.gauge(Metric.CACHE_BYTES, engine::cacheBytes);
    registration.gauge(Metric.CACHE_BUDGET, engine::cacheBudget);
    registration.gauge(Metric.EVICTIONS, engine::evictions);
    registration.gauge(Metric.REBASES, engine::rebases);
    registration.gauge(Metric.FORWARDS, engine::forwards);
    Histogram nanos = registration.histogram(Metric.FORWARD_NANOS);
    Histogram tokens = registration.histogram(Metric.FORWARD_TOKENS);
    engine.observe(
        (took, computed) -> {
          nanos.update(took);
          tokens.update(computed);
        });
    busy = new BusyShare(System::nanoTime, registration.counter(Metric.BUSY_NANOS));
    registration.gauge(Metric.BUSY_SHARE, busy);
  }

  /** Registers how many messages wait at a moment. */
  public void watch(IntSupplier waiting) {
    registration.gauge(Metric.QUEUE_LENGTH, waiting::getAsInt);
  }

  /** Runs {@code work} and counts its time as busy. */
  public void timed(Runnable work) {
    busy.during(work);
  }
}
