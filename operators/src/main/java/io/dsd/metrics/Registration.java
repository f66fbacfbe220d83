package io.dsd.metrics;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * Registers what the catalogue lists.
 *
 * @param group of one stage of one operator
 */
record Registration(MetricGroup group) {

  /** Quantiles are of so many values: with ten rounds a second, of half a minute. */
  private static final int LAST_VALUES = 256;

  private static final int RATE_SECONDS = 10;

  /** Below an operator's group. */
  static Registration of(MetricGroup operator, Metric.Stage stage) {
    return new Registration(operator.addGroup("dsd").addGroup(stage.group()));
  }

  Counter counter(Metric metric) {
    return group.counter(metric.leaf());
  }

  <T> void gauge(Metric metric, Gauge<T> gauge) {
    group.gauge(metric.leaf(), gauge);
  }

  void rate(Metric metric, Counter counted) {
    group.meter(metric.leaf(), new MeterView(counted, RATE_SECONDS));
  }

  Histogram histogram(Metric metric) {
    return group.histogram(metric.leaf(), new DescriptiveStatisticsHistogram(LAST_VALUES));
  }
}
