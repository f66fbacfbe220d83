package io.dsd.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.dsd.message.Ints;
import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelConfig;
import io.dsd.model.ModelException;
import io.dsd.model.ModelFiles;
import io.dsd.model.slice.Arithmetic;
import io.dsd.model.slice.ComputeDevice;
import io.dsd.model.slice.LayerRange;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** On what slices compute. There is no GPU where tests run. */
class DeviceTest {

  private static final Path MODEL = Path.of("src/test/resources/models/tiny-llama");
  private static final Pattern MAKES =
      Pattern.compile("torch\\.(zeros|ones|empty|full|arange|from_file|tensor)\\(.*");

  @Test
  void aGpuThatIsNotThereIsSaidWithTheSettingAtTheStart() {
    int seen = Engine.getEngine("PyTorch").getGpuCount();
    TorchKernels kernels =
        new TorchKernels(MODEL.toString(), 0, 5, Arithmetic.of(ComputeType.FP32), 64, Ints.empty())
            .on(new ComputeDevice.Gpu(seen));
    assertThatThrownBy(kernels::open)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("placement.device: GPU " + seen + " is asked for")
        .hasMessageContaining("libtorch sees " + seen + " here");
  }

  @Test
  void aGpuThatFlinkGivesIsTheOneThatIsOpened() {
    TorchKernels kernels =
        new TorchKernels(MODEL.toString(), 0, 5, Arithmetic.of(ComputeType.FP32), 64, Ints.empty())
            .on(new ComputeDevice.GivenGpu("gpu"));
    assertThatThrownBy(() -> kernels.open(resource -> 77)).hasMessageContaining("GPU 77");
    assertThatThrownBy(kernels::open).hasMessageContaining("name one, such as cuda:0");
    assertThat(TorchDevices.of(new ComputeDevice.Cpu())).isEqualTo(Device.cpu());
  }

  /** So that one text serves all devices. */
  @Test
  void everyTensorThatAScriptMakesIsPlacedWhereItsOthersAre() {
    ModelConfig config = ModelFiles.open(MODEL).config();
    for (LayerRange range : LayerRange.split(config.layers(), 2)) {
      List<String> made =
          MAKES
              .matcher(
                  LlamaScript.text(
                      config, range, ComputeType.BF16, Ints.empty(), new ProductForm(false, true)))
              .results()
              .map(MatchResult::group)
              .toList();
      assertThat(made).hasSizeGreaterThan(2).allMatch(call -> call.contains("device="));
    }
  }
}
