package io.dsd.tests.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.job.memory.TaskManagerMemory;
import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ManifestMemoryTest {

  private static final Path BASE = Path.of("..", "k8s", "base");

  @Test
  void theManifestGivesTaskManagersTheMemoryComputedForItsModel() throws Exception {
    Options options = OptionsReader.read(BASE.resolve("dsd.yaml"));
    TaskManagerMemory memory = TaskManagerMemory.of(DefaultModel.path(), options);
    assertThat(Files.readString(BASE.resolve("deployment.yaml")))
        .contains(
            "taskmanager.memory.task.off-heap.size: %dm\n".formatted(memory.offHeapMebibytes()))
        .contains("      memory: %dm\n".formatted(memory.processMebibytes()))
        .contains("taskmanager.memory.network.max: %dm\n".formatted(memory.networkMebibytes()))
        .contains(
            "taskmanager.memory.segment-size: %dkb\n".formatted(memory.segment().getBytes() >> 10));
    assertThat(options.network().segmentSize()).isEqualTo(memory.segment());
  }
}
