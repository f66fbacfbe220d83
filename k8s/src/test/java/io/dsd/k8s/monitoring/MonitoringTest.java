package io.dsd.k8s.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.request.BlockCounts;
import io.dsd.message.request.Speculation;
import io.dsd.metrics.DraftMetrics;
import io.dsd.metrics.SliceMetrics;
import io.dsd.model.slice.SliceEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Dashboard and alerts show what the job counts: its own classes register their metrics here, and
 * {@code -Ddsd.docs.write=true} writes the dashboard of them.
 */
class MonitoringTest {

  private static final Path COMPONENT = Path.of("components/monitoring");
  private static final Pattern SERIES =
      Pattern.compile("flink_taskmanager_job_task_operator_dsd_\\w+");
  private static final String DRAFTER = "ngram";

  @Test
  void theDashboardHasAPanelForEveryMetricInTheCode() throws Exception {
    Path file = COMPONENT.resolve("dsd.json");
    String expected = Dashboard.json(metrics());
    if (Boolean.getBoolean("dsd.docs.write")) {
      Files.writeString(file, expected);
    }
    assertThat(file).hasContent(expected);
  }

  @Test
  void metricsOfDepthsAndDraftersAreOnePanelEach() {
    assertThat(metrics())
        .extracting(Metric::title)
        .contains(
            "draft: tried by depth, a second",
            "draft: accepted by depth, a second",
            "draft: rounds by drafter, a second",
            "slice: cache bytes");
  }

  @Test
  void alertsNameMetricsThatThereAre() throws Exception {
    List<String> known = metrics().stream().map(Metric::series).toList();
    List<String> named =
        SERIES
            .matcher(Files.readString(COMPONENT.resolve("rules.yaml")))
            .results()
            .map(MatchResult::group)
            .toList();
    assertThat(named).isNotEmpty();
    assertThat(known).containsAll(named);
  }

  /**
   * What a draft and a slice register, once each has done what it counts under names of its own.
   */
  private static List<Metric> metrics() {
    RecordingGroup draft = new RecordingGroup();
    DraftMetrics counts = new DraftMetrics(draft);
    counts.watch(() -> 0, () -> 0);
    Speculation before = Speculation.none(DRAFTER);
    counts.round(
        before, before.plusRound(1, 1, 2, BlockCounts.none().plusRound(DRAFTER, 1, 1, 1, 1)));
    RecordingGroup slice = new RecordingGroup();
    try (SliceEngine engine = new SliceEngine(new IdleKernel(), 1024, 1, 8, System::nanoTime)) {
      new SliceMetrics(slice, engine);
    }
    List<Metric> metrics = new ArrayList<>(draft.metrics());
    metrics.addAll(slice.metrics());
    assertThat(metrics).hasSizeGreaterThan(15);
    return metrics;
  }
}
