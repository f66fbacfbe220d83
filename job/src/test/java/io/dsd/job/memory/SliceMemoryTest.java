package io.dsd.job.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsReader;
import io.dsd.model.ModelFiles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.junit.jupiter.api.Test;

class SliceMemoryTest {

  private static final Path TINY =
      Path.of("../operators/src/test/resources/models/tiny-llama").toAbsolutePath();
  private static final ModelFiles FILES = ModelFiles.open(TINY);
  private static final long MEBIBYTE = 1 << 20;

  @Test
  void theWeightsOfAllSlicesAreTheModelsAndATiedHeadAgain() {
    TensorSizes weights = new TensorSizes(FILES.config());
    long all =
        SliceMemory.of(FILES, options(Map.of("dtype", "fp32"))).stream()
            .mapToLong(slice -> part(slice.offHeap(), "weights"))
            .sum();
    long again =
        FILES.config().tiedEmbeddings() ? weights.elements("model.embed_tokens.weight") : 0;
    assertThat(all).isEqualTo(4 * (weights.elements() + again));
  }

  @Test
  void moreForKvCachesIsExactlyThatMoreInEverySlice() {
    List<SliceMemory> little = SliceMemory.of(FILES, options(Map.of("kv.memory", "100m")));
    List<SliceMemory> much = SliceMemory.of(FILES, options(Map.of("kv.memory", "300m")));
    for (int slice = 0; slice < little.size(); slice++) {
      assertThat(much.get(slice).offHeapBytes() - little.get(slice).offHeapBytes())
          .isEqualTo(200 * MEBIBYTE);
    }
  }

  @Test
  void aDraftModelIsInTheFirstSliceOnly() {
    List<SliceMemory> without = SliceMemory.of(FILES, options(Map.of()));
    List<SliceMemory> with =
        SliceMemory.of(
            FILES, options(Map.of("draft.kind", "model", "draft.model", TINY.toString())));
    long weights = new TensorSizes(FILES.config()).elements() * 2;
    assertThat(with.get(0).offHeapBytes() - without.get(0).offHeapBytes())
        .isEqualTo(weights + 64 * MEBIBYTE);
    assertThat(with.subList(1, 3)).isEqualTo(without.subList(1, 3));
  }

  @Test
  void flinkDividesTheWholeAsThePartsSay() {
    TaskManagerMemory memory = TaskManagerMemory.of(FILES, options(Map.of()));
    Configuration flink = new Configuration();
    flink.set(TaskManagerOptions.TOTAL_PROCESS_MEMORY, mebibytes(memory.processMebibytes()));
    flink.set(TaskManagerOptions.TASK_OFF_HEAP_MEMORY, mebibytes(memory.offHeapMebibytes()));
    flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ZERO);
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, mebibytes(memory.networkMebibytes()));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, mebibytes(memory.networkMebibytes()));
    flink.set(TaskManagerOptions.JVM_METASPACE, mebibytes(TaskManagerMemory.METASPACE_MEBIBYTES));
    flink.set(TaskManagerOptions.JVM_OVERHEAD_MIN, mebibytes(TaskManagerMemory.OVERHEAD_MEBIBYTES));
    flink.set(TaskManagerOptions.JVM_OVERHEAD_MAX, mebibytes(TaskManagerMemory.OVERHEAD_MEBIBYTES));
    TaskExecutorProcessSpec process = TaskExecutorProcessUtils.processSpecFromConfig(flink);
    assertThat(process.getTaskHeapSize()).isEqualTo(mebibytes(memory.heapMebibytes()));
    long largest =
        SliceMemory.of(FILES, options(Map.of())).stream()
            .mapToLong(SliceMemory::offHeapBytes)
            .max()
            .orElseThrow();
    assertThat(process.getTaskOffHeapSize().getBytes()).isBetween(largest, largest + 64 * MEBIBYTE);
  }

  @Test
  void theSheetHasEverySummandAndTheSum() {
    String sheet = new MemorySheet(FILES, options(Map.of("kv.memory", "100m"))).text();
    assertThat(sheet)
        .contains("slice 0", "slice 2")
        .containsPattern("KV caches +100\\.0 MiB  kv\\.memory")
        .contains("= outside the heap", "= spec.taskManager.resource.memory");
  }

  private static MemorySize mebibytes(int mebibytes) {
    return MemorySize.ofMebiBytes(mebibytes);
  }

  private static long part(List<MemoryPart> parts, String name) {
    return parts.stream()
        .filter(part -> part.name().equals(name))
        .mapToLong(MemoryPart::bytes)
        .sum();
  }

  private static Options options(Map<String, String> more) {
    Map<String, String> all = new HashMap<>();
    all.put("model", TINY.toString());
    all.put("kafka.bootstrap-servers", "none:1");
    all.put("kv.memory", "64m");
    all.putAll(more);
    return OptionsReader.of("test", all);
  }
}
