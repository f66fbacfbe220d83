package io.dsd.job.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.job.options.OptionsReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.resources.CPUResource;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.clusterframework.types.ResourceProfile;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.Test;

/** What slots ask for. */
class PinningTest {

  @Test
  void aPinnedSliceAsksForItsResourceAndItsShareOfTheTaskManager() {
    StreamGraph graph = graph(Map.of("placement.pin", "true", "placement.task-heap", "200m"));
    for (int slice = 0; slice < 3; slice++) {
      ResourceProfile asked = graph.getSlotSharingGroupResource("slice-" + slice).orElseThrow();
      assertThat(asked.getExtendedResources()).containsOnlyKeys("slice" + slice);
      assertThat(asked.getCpuCores()).isEqualTo(new CPUResource(1));
      assertThat(asked.getTaskHeapMemory()).isEqualTo(MemorySize.parse("200m"));
    }
  }

  @Test
  void everyTaskIsInASlotThatIsPinned() {
    assertThat(graph(Map.of("placement.pin", "true")).getStreamNodes())
        .extracting(node -> node.getSlotSharingGroup())
        .containsOnly("slice-0", "slice-1", "slice-2");
  }

  @Test
  void aDraftApartHasASlotOfItsOwnThatIsPinnedToo() {
    StreamGraph graph = graph(Map.of("placement.pin", "true", "placement.draft", "apart"));
    assertThat(graph.getStreamNodes())
        .filteredOn(node -> !node.getOperatorName().startsWith("slice-"))
        .extracting(node -> node.getSlotSharingGroup())
        .containsOnly("draft");
    ResourceProfile asked = graph.getSlotSharingGroupResource("draft").orElseThrow();
    assertThat(asked.getExtendedResources()).containsOnlyKeys("draft");
  }

  @Test
  void otherwiseAnyTaskManagerWillDo() {
    StreamGraph graph = graph(Map.of());
    assertThat(graph.getSlotSharingGroupResource("slice-1")).isEmpty();
  }

  private static StreamGraph graph(Map<String, String> placement) {
    Map<String, String> settings = new HashMap<>(placement);
    settings.put(
        "model",
        Path.of("..", "operators", "src", "test", "resources", "models", "tiny-llama").toString());
    settings.put("kafka.bootstrap-servers", "nowhere:9092");
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    Topology.draw(environment, OptionsReader.of("the test", settings));
    return environment.getStreamGraph();
  }
}
