package io.dsd.tests.savepoint;

import io.dsd.message.Ints;
import io.dsd.model.slice.KernelFactory;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LaneResult;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.SliceKernel;
import io.dsd.operator.slice.SliceSettings;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

/**
 * Opens kernels that compute as many forward passes as are allowed, and then wait: a savepoint
 * taken meanwhile has sequences in the middle of their answers, however fast the machine is.
 *
 * @param inner opens the real kernels
 */
record HeldKernels(KernelFactory inner) implements KernelFactory {

  /** Static, because the job carries kernel factories by their bytes. */
  private static final Semaphore ALLOWED = new Semaphore(0);

  /** Puts the hold around the first slice, after {@code passes} of its forward passes. */
  static UnaryOperator<SliceSettings> after(int passes) {
    ALLOWED.drainPermits();
    ALLOWED.release(passes);
    return slice ->
        slice.kernels().toString().contains("first=0")
            ? slice.withKernels(new HeldKernels(slice.kernels()))
            : slice;
  }

  /** Whether a forward pass waits. */
  static boolean holds() {
    return ALLOWED.hasQueuedThreads();
  }

  /** Lets all forward passes go on. */
  static void release() {
    ALLOWED.release(Integer.MAX_VALUE / 2);
  }

  @Override
  public SliceKernel open() {
    return new Held(inner.open());
  }

  private record Held(SliceKernel kernel) implements SliceKernel {

    @Override
    public List<LaneResult> forward(List<Lane> lanes) {
      ALLOWED.acquireUninterruptibly();
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
