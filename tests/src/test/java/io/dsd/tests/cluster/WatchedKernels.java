package io.dsd.tests.cluster;

import io.dsd.model.slice.ForwardingKernel;
import io.dsd.model.slice.KernelFactory;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LaneResult;
import io.dsd.model.slice.SliceKernel;
import io.dsd.operator.slice.SliceSettings;
import java.io.Serializable;
import java.util.List;

/**
 * Opens kernels that something happens in front of: each forward pass is shown to a watch, which
 * may count it, hold it or fail it.
 *
 * @param inner opens the real kernels
 * @param watch sees the lanes; what it shares with a test is static, because the job carries kernel
 *     factories by their bytes
 */
public record WatchedKernels(KernelFactory inner, Watch watch) implements KernelFactory {

  /** Sees forward passes before they are computed. */
  @FunctionalInterface
  public interface Watch extends Serializable {

    /** A forward pass over these lanes comes next. */
    void before(List<Lane> lanes);
  }

  /** The settings of the same slice, watched. */
  public static SliceSettings around(SliceSettings slice, Watch watch) {
    return slice.withKernels(new WatchedKernels(slice.kernels(), watch));
  }

  @Override
  public SliceKernel open() {
    return new Watched(inner.open(), watch);
  }

  private static final class Watched extends ForwardingKernel {

    private final Watch watch;

    private Watched(SliceKernel kernel, Watch watch) {
      super(kernel);
      this.watch = watch;
    }

    @Override
    public List<LaneResult> forward(List<Lane> lanes) {
      watch.before(lanes);
      return super.forward(lanes);
    }
  }
}
