package io.dsd.tests.records;

import io.dsd.message.Ints;
import io.dsd.model.slice.KernelFactory;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LaneResult;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.SliceKernel;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Opens kernels that wait before each forward pass until it is granted.
 *
 * @param inner opens the real kernels
 */
record PausingKernels(KernelFactory inner) implements KernelFactory {

  /** More than any test needs. */
  static final int FREELY = 1 << 20;

  private static final Semaphore GRANTED = new Semaphore(0);

  /** Grants so many forward passes, of all slices together, instead of those still granted. */
  static void grant(int passes) {
    GRANTED.drainPermits();
    GRANTED.release(passes);
  }

  @Override
  public SliceKernel open() {
    return new Pausing(inner.open());
  }

  private record Pausing(SliceKernel kernel) implements SliceKernel {

    @Override
    public List<LaneResult> forward(List<Lane> lanes) {
      try {
        GRANTED.acquire();
      } catch (InterruptedException ended) {
        throw new IllegalStateException("the job ends while this kernel waits", ended);
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
