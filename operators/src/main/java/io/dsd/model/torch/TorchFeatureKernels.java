package io.dsd.model.torch;

import static java.util.Objects.requireNonNull;

import io.dsd.message.round.ComputeType;
import io.dsd.model.EagleDirectory;
import io.dsd.model.ModelFiles;
import io.dsd.model.eagle.FeatureKernel;
import io.dsd.model.eagle.FeatureKernelFactory;
import io.dsd.model.slice.ComputeDevice;
import io.dsd.model.slice.Gpus;
import java.nio.file.Path;
import java.util.List;

/**
 * Opens the kernel of a feature-based draft on libtorch.
 *
 * @param draft the draft's directory, the same on every task manager
 * @param target the path of the model it is a draft for, whose embedding it may use
 * @param type the number type to compute in
 * @param device what it computes on
 */
public record TorchFeatureKernels(
    String draft, String target, ComputeType type, ComputeDevice device)
    implements FeatureKernelFactory {

  /** Checks that nothing is null. */
  public TorchFeatureKernels {
    requireNonNull(draft, "draft");
    requireNonNull(target, "target");
    requireNonNull(type, "type");
    requireNonNull(device, "device");
  }

  @Override
  public FeatureKernel open(Gpus gpus) {
    return new TorchFeatureKernels(draft, target, type, device.among(gpus)).open();
  }

  @Override
  public FeatureKernel open() {
    EagleDirectory directory =
        new EagleDirectory(Path.of(draft), ModelFiles.open(Path.of(target)).checkpoint());
    return Threads.apart(
        () ->
            TorchFeatureKernel.shared(
                directory, type, device, List.of(Path.of(draft), Path.of(target))));
  }
}
