package io.dsd.tests.prefix;

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
 * Opens kernels that count what they compute, in all slices together.
 *
 * @param inner opens the real kernels
 */
record CountingKernels(KernelFactory inner) implements KernelFactory {

  /** Tokens computed. */
  static final AtomicInteger TOKENS = new AtomicInteger();

  /** Lanes that read shared rows. */
  static final AtomicInteger SHARING = new AtomicInteger();

  @Override
  public SliceKernel open() {
    return new Counting(inner.open());
  }

  private record Counting(SliceKernel kernel) implements SliceKernel {

    @Override
    public List<LaneResult> forward(List<Lane> lanes) {
      for (Lane lane : lanes) {
        TOKENS.addAndGet(lane.size());
        SHARING.addAndGet(lane.sharedSlots() > 0 ? 1 : 0);
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
