package io.dsd.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.job.options.OptionsException;
import io.dsd.job.options.OptionsReader;
import io.dsd.model.ModelFiles;
import io.dsd.model.slice.LayerRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How options cut a model of five layers, whose embedding counts as much as more than one. */
class SliceCutTest {

  private static final String MODEL = "src/test/resources/models/tiny-llama";

  private static List<Integer> cut(Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("model", model().toString());
    all.put("kafka.bootstrap-servers", "nowhere:1");
    return SliceCut.of(OptionsReader.of(all), ModelFiles.open(model())).stream()
        .map(LayerRange::size)
        .toList();
  }

  private static Path model() {
    return Path.of("..", "operators").resolve(MODEL);
  }

  @Test
  void aNumberMakesSlicesThatDifferByOneLayerAtMost() {
    assertThat(cut(Map.of("slices", "3"))).containsExactly(2, 2, 1);
  }

  @Test
  void aListSaysHowManyLayersEachSliceHas() {
    assertThat(cut(Map.of("slices", "[1, 1, 3]"))).containsExactly(1, 1, 3);
    assertThat(cut(Map.of("slices", "4,1"))).containsExactly(4, 1);
    assertThat(cut(Map.of("slices", "[5]"))).containsExactly(5);
    assertThatThrownBy(() -> cut(Map.of("slices", "[1, 1]")))
        .isInstanceOf(OptionsException.class)
        .hasMessageContaining(
            "slices: '[1, 1]' is not allowed; these are 2 layers, and tiny-llama has 5");
  }

  @Test
  void aFasterMachineHasMoreLayers() {
    assertThat(cut(Map.of("slices", "2", "placement.machines", "[1, 4]"))).containsExactly(1, 4);
    assertThat(cut(Map.of("slices", "2", "placement.machines", "[4, 1]"))).containsExactly(4, 1);
  }

  @Test
  void aMachineWithoutMemoryIsSaidAtOnce() {
    assertThatThrownBy(
            () ->
                cut(
                    Map.of(
                        "slices", "2", "placement.machines", "[1 8m, 1 1g]", "kv.memory", "64m")))
        .isInstanceOf(OptionsException.class)
        .hasMessageContaining("placement.machines: tiny-llama does not fit")
        .hasMessageContaining("kv.memory");
  }
}
