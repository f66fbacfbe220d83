package io.dsd.k8s.monitoring;

import io.dsd.message.Ints;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LaneResult;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.SliceKernel;
import java.util.List;

/** A slice that is never asked to compute. */
final class IdleKernel implements SliceKernel {

  @Override
  public LayerRange layers() {
    return LayerRange.split(1, 1).get(0);
  }

  @Override
  public int contextLength() {
    return 8;
  }

  @Override
  public int vocabularySize() {
    return 8;
  }

  @Override
  public long bytesPerRow() {
    return 1;
  }

  @Override
  public KvRows allocate(int capacity) {
    throw new AssertionError("it is idle");
  }

  @Override
  public KvRows grow(KvRows rows, int used, int capacity) {
    throw new AssertionError("it is idle");
  }

  @Override
  public void move(KvRows rows, Ints from, int to) {
    throw new AssertionError("it is idle");
  }

  @Override
  public List<LaneResult> forward(List<Lane> lanes) {
    throw new AssertionError("it is idle");
  }

  @Override
  public void close() {}
}
