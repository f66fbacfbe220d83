package io.dsd.model.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.dsd.model.ModelException;
import io.dsd.model.slice.ComputeDevice;

/** What libtorch computes on. */
final class TorchDevices {

  private TorchDevices() {}

  /**
   * The device in DJL's terms.
   *
   * @throws ModelException if libtorch does not see it here
   */
  static Device of(ComputeDevice device) {
    if (device instanceof ComputeDevice.Gpu gpu) {
      int seen = Engine.getEngine("PyTorch").getGpuCount();
      if (gpu.index() >= seen) {
        throw new ModelException(
            ("placement.device: GPU %d is asked for, but libtorch sees %d here; it needs NVIDIA's"
                    + " driver and its build for CUDA in Flink's lib/ in place of the one for CPUs"
                    + " (docs/gpu.md). `placement.device: cpu` works without")
                .formatted(gpu.index(), seen));
      }
      return Device.gpu(gpu.index());
    }
    if (device instanceof ComputeDevice.GivenGpu given) {
      throw new ModelException(
          "placement.device: nobody gives a GPU of the external resource '%s' here; name one, such as cuda:0"
              .formatted(given.resource()));
    }
    return Device.cpu();
  }
}
