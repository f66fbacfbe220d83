package io.dsd.k8s.monitoring;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** A metric group that keeps what the job's own code registers in it. */
final class RecordingGroup extends UnregisteredMetricsGroup {

  private final List<String> path;
  private final List<Metric> metrics;

  private RecordingGroup(List<String> path, List<Metric> metrics) {
    this.path = path;
    this.metrics = metrics;
  }

  /** An operator's group. */
  RecordingGroup() {
    this(List.of(), new ArrayList<>());
  }

  /** Everything registered so far, here and below. */
  List<Metric> metrics() {
    return List.copyOf(metrics);
  }

  @Override
  public MetricGroup addGroup(String name) {
    List<String> below = new ArrayList<>(path);
    below.add(name);
    return new RecordingGroup(List.copyOf(below), metrics);
  }

  @Override
  public Counter counter(String name) {
    record(name, true);
    return super.counter(name);
  }

  @Override
  public <C extends Counter> C counter(String name, C counter) {
    record(name, true);
    return counter;
  }

  @Override
  public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
    record(name, false);
    return gauge;
  }

  @Override
  public <H extends Histogram> H histogram(String name, H histogram) {
    record(name, false);
    return histogram;
  }

  @Override
  public <M extends Meter> M meter(String name, M meter) {
    record(name, false);
    return meter;
  }

  private void record(String name, boolean counts) {
    metrics.add(new Metric(path.subList(1, path.size()), name, counts));
  }
}
