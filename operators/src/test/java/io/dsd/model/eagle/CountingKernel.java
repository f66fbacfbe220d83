package io.dsd.model.eagle;

import io.dsd.message.Ints;
import io.dsd.model.EagleConfig;
import io.dsd.model.slice.KvRows;
import java.util.List;

/** Counts the rows that another kernel computes. */
final class CountingKernel implements FeatureKernel {

  private final FeatureKernel inner;
  private int rows;

  CountingKernel(FeatureKernel inner) {
    this.inner = inner;
  }

  int rows() {
    return rows;
  }

  @Override
  public EagleConfig config() {
    return inner.config();
  }

  @Override
  public Ints toTarget() {
    return inner.toTarget();
  }

  @Override
  public long bytesPerRow() {
    return inner.bytesPerRow();
  }

  @Override
  public KvRows allocate(int capacity) {
    return inner.allocate(capacity);
  }

  @Override
  public List<FeatureResult> forward(List<FeatureLane> lanes) {
    rows += lanes.stream().mapToInt(FeatureLane::size).sum();
    return inner.forward(lanes);
  }

  @Override
  public void close() {
    inner.close();
  }
}
