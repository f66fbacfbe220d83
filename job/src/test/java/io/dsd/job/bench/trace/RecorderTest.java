package io.dsd.job.bench.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Ints;
import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelFiles;
import io.dsd.model.cache.AttentionMask;
import io.dsd.model.slice.KernelFactory;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.SliceKernel;
import io.dsd.model.torch.TorchKernel;
import io.dsd.operator.slice.SliceSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {

  private static final Path MODEL = Path.of("../operators/src/test/resources/models/tiny-llama");

  @TempDir private Path directory;

  @Test
  void eachForwardPassOfASliceIsNotedWithItsTokens() throws Exception {
    Recorder recorder = new Recorder(directory.resolve("notes"));
    SliceSettings settings =
        recorder.surroundings().slices().around(2, new SliceSettings(tiny(), 1, 1, 1, 1, false));
    long before = System.nanoTime();
    try (SliceKernel kernel = settings.kernels().open();
        KvRows rows = kernel.allocate(16)) {
      // four tokens of a prompt, whose last one is asked, and a block of three
      kernel.forward(List.of(lane(rows, 0, 4, 3)));
      kernel.forward(List.of(lane(rows, 4, 7, 0)));
    }
    List<Pass> passes = recorder.passes();
    assertThat(passes).extracting(Pass::slice).containsExactly(2, 2);
    assertThat(passes).extracting(Pass::sequences).containsExactly(1, 1);
    assertThat(passes).extracting(Pass::promptTokens).containsExactly(3, 0);
    assertThat(passes).extracting(Pass::blockTokens).containsExactly(1, 3);
    assertThat(passes.get(0).startNanos()).isBetween(before, passes.get(0).endNanos());
    assertThat(passes.get(1).startNanos()).isGreaterThanOrEqualTo(passes.get(0).endNanos());
  }

  private static KernelFactory tiny() {
    return () -> {
      ModelFiles model = ModelFiles.open(MODEL);
      LayerRange whole = LayerRange.whole(model.config().layers());
      return TorchKernel.load(model.checkpoint(), whole, ComputeType.FP32, 64);
    };
  }

  private static Lane lane(KvRows rows, int first, int end, int firstWanted) {
    return new Lane(
        rows,
        first,
        Ints.range(first, end),
        new AttentionMask.Causal(),
        Ints.range(first + 1, end + 1),
        Optional.empty(),
        firstWanted);
  }
}
