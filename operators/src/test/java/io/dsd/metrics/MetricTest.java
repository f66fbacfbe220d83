package io.dsd.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Ints;
import io.dsd.message.request.BlockCounts;
import io.dsd.message.request.Speculation;
import io.dsd.message.request.TimeSpent;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LaneResult;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.SliceEngine;
import io.dsd.model.slice.SliceKernel;
import io.dsd.speculate.BlockShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Meter;
import org.junit.jupiter.api.Test;

/** The catalogue, the page made of it, and what operators register. */
class MetricTest {

  private final RecordingGroup group = new RecordingGroup();

  @Test
  void whatIsRegisteredIsWhatIsListed() {
    register();
    Set<String> registered =
        group.registered().keySet().stream()
            .map(MetricTest::withoutNames)
            .collect(Collectors.toSet());
    assertThat(registered)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Metric.values()).map(Metric::path).toList());
  }

  @Test
  void everyMetricIsOfTheKindThatIsListed() {
    register();
    for (Metric metric : Metric.values()) {
      List<Object> found =
          group.registered().entrySet().stream()
              .filter(entry -> withoutNames(entry.getKey()).equals(metric.path()))
              .map(Map.Entry::getValue)
              .toList();
      assertThat(found).as(metric.path()).hasOnlyElementsOfType(type(metric.kind()));
    }
  }

  @Test
  void thePageInDocsIsWhatTheCatalogueSays() throws IOException {
    Path page = Path.of("..", "docs", "metrics.md");
    if (Boolean.getBoolean("dsd.docs.write")) {
      Files.writeString(page, MetricsPage.markdown());
    }
    assertThat(Files.readString(page))
        .as("docs/metrics.md; -Ddsd.docs.write=true writes it anew")
        .isEqualTo(MetricsPage.markdown());
  }

  @Test
  void aRoundsTimesAddUp() {
    DraftMetrics metrics = new DraftMetrics(group);
    Speculation before = Speculation.none("ngram").plus(new TimeSpent(9, 8, 7, 6));
    metrics.round(before, before.plus(new TimeSpent(0, 100, 20, 3)));
    assertThat(median("roundNanos")).isEqualTo(123);
    assertThat(median("computeNanos")).isEqualTo(100);
    assertThat(median("queueNanos")).isEqualTo(20);
    assertThat(median("linkNanos")).isEqualTo(3);
  }

  private double median(String name) {
    return group.histogram("dsd.draft." + name).getStatistics().getQuantile(0.5);
  }

  private void register() {
    DraftMetrics draft = new DraftMetrics(group);
    draft.watch(() -> 0, () -> 0);
    draft.sent("ngram", new BlockShape(1, 1), 1);
    Speculation before = Speculation.none("ngram");
    draft.round(
        before, before.plusRound(1, 1, 2, BlockCounts.none().plusRound("ngram", 1, 1, 1, 1)));
    try (SliceEngine engine = new SliceEngine(new IdleKernel(), 1024, 1, 8, System::nanoTime)) {
      new SliceMetrics(group, engine).watch(() -> 0);
    }
  }

  private static String withoutNames(String path) {
    return path.replaceAll("(depth|nodes|window)\\.\\d+", "$1.N")
        .replace("drafter.ngram", "drafter.NAME");
  }

  private static Class<?> type(Metric.Kind kind) {
    return switch (kind) {
      case COUNTER -> Counter.class;
      case GAUGE -> Gauge.class;
      case METER -> Meter.class;
      case HISTOGRAM -> Histogram.class;
    };
  }

  /** A slice that is never asked to compute. */
  private static final class IdleKernel implements SliceKernel {

    @Override
    public LayerRange layers() {
      return LayerRange.whole(1);
    }

    @Override
    public int contextLength() {
      return 8;
    }

    @Override
    public int vocabularySize() {
      return 8;
    }

    @Override
    public long bytesPerRow() {
      return 1;
    }

    @Override
    public KvRows allocate(int capacity) {
      throw new AssertionError("it is idle");
    }

    @Override
    public KvRows grow(KvRows rows, int used, int capacity) {
      throw new AssertionError("it is idle");
    }

    @Override
    public void move(KvRows rows, Ints from, int to) {
      throw new AssertionError("it is idle");
    }

    @Override
    public List<LaneResult> forward(List<Lane> lanes) {
      throw new AssertionError("it is idle");
    }

    @Override
    public void close() {}
  }
}
