package io.dsd.metrics;

import io.dsd.model.slice.SliceEngine;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;

/** What a slice counts, under {@code dsd.slice}. */
public final class SliceMetrics {

  private final SimpleCounter busyNanos = new SimpleCounter();

  /** Registers the metrics of one slice. */
  public SliceMetrics(MetricGroup group, SliceEngine engine) {
    MetricGroup slice = group.addGroup("dsd").addGroup("slice");
    slice.gauge("cacheBytes", (Gauge<Long>) engine::cacheBytes);
    slice.gauge("evictions", (Gauge<Long>) engine::evictions);
    slice.gauge("rebases", (Gauge<Long>) engine::rebases);
    slice.gauge("forwards", (Gauge<Long>) engine::forwards);
    slice.counter("busyNanos", busyNanos);
  }

  /** Runs {@code work} and counts its time as busy. */
  public void timed(Runnable work) {
    long start = System.nanoTime();
    try {
      work.run();
    } finally {
      busyNanos.inc(System.nanoTime() - start);
    }
  }
}
