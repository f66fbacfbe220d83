package io.dsd.model.slice;

import io.dsd.message.Ints;
import java.util.List;

/** A kernel that has another one do everything, for those that look on. */
public abstract class ForwardingKernel implements SliceKernel {

  private final SliceKernel kernel;

  /** Takes the kernel over: it is closed with this one. */
  protected ForwardingKernel(SliceKernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public LayerRange layers() {
    return kernel.layers();
  }

  @Override
  public int contextLength() {
    return kernel.contextLength();
  }

  @Override
  public int vocabularySize() {
    return kernel.vocabularySize();
  }

  @Override
  public long bytesPerRow() {
    return kernel.bytesPerRow();
  }

  @Override
  public boolean readsInPlace() {
    return kernel.readsInPlace();
  }

  @Override
  public KvRows allocate(int capacity) {
    return kernel.allocate(capacity);
  }

  @Override
  public KvRows grow(KvRows rows, int used, int capacity) {
    return kernel.grow(rows, used, capacity);
  }

  @Override
  public void move(KvRows rows, Ints from, int to) {
    kernel.move(rows, from, to);
  }

  @Override
  public List<LaneResult> forward(List<Lane> lanes) {
    return kernel.forward(lanes);
  }

  @Override
  public void close() {
    kernel.close();
  }
}
