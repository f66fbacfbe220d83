package io.dsd.tests.failure;

import io.dsd.message.Ints;
import io.dsd.model.slice.KernelFactory;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LaneResult;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.SliceKernel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Opens kernels that fail once: in the forward pass at which the countdown reaches zero.
 *
 * @param inner opens the real kernels
 */
record FailingKernels(KernelFactory inner) implements KernelFactory {

  /** Static, because each restart opens a new kernel in the same JVM. */
  static final AtomicInteger COUNTDOWN = new AtomicInteger();

  @Override
  public SliceKernel open() {
    return new Failing(inner.open());
  }

  private record Failing(SliceKernel kernel) implements SliceKernel {

    @Override
    public List<LaneResult> forward(List<Lane> lanes) {
      if (COUNTDOWN.decrementAndGet() == 0) {
        throw new IllegalStateException("the fault that this test injects");
      }
      return kernel.forward(lanes);
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
    public void close() {
      kernel.close();
    }
  }
}
