package io.dsd.metrics;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** A metric group that keeps what is registered in it and below. */
final class RecordingGroup extends UnregisteredMetricsGroup {

  private final String scope;
  private final Map<String, Object> registered;

  RecordingGroup() {
    this("", new TreeMap<>());
  }

  private RecordingGroup(String scope, Map<String, Object> registered) {
    this.scope = scope;
    this.registered = registered;
  }

  /** Everything that was registered, by its name with dots. */
  Map<String, Object> registered() {
    return registered;
  }

  long count(String name) {
    return ((Counter) registered.get(name)).getCount();
  }

  Object value(String name) {
    return ((Gauge<?>) registered.get(name)).getValue();
  }

  Histogram histogram(String name) {
    return (Histogram) registered.get(name);
  }

  @Override
  public MetricGroup addGroup(String name) {
    return new RecordingGroup(scope + name + ".", registered);
  }

  @Override
  public MetricGroup addGroup(String key, String value) {
    return addGroup(key).addGroup(value);
  }

  @Override
  public Counter counter(String name) {
    return keep(name, super.counter(name));
  }

  @Override
  public <C extends Counter> C counter(String name, C counter) {
    return keep(name, counter);
  }

  @Override
  public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
    return keep(name, gauge);
  }

  @Override
  public <H extends Histogram> H histogram(String name, H histogram) {
    return keep(name, histogram);
  }

  @Override
  public <M extends Meter> M meter(String name, M meter) {
    return keep(name, meter);
  }

  private <T> T keep(String name, T metric) {
    if (registered.put(scope + name, metric) != null) {
      throw new AssertionError(scope + name + " is registered twice");
    }
    return metric;
  }
}
