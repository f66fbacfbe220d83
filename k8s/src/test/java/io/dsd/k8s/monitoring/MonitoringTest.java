package io.dsd.k8s.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.metrics.Metric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Dashboard and alerts show what the job measures, by the catalogue that its own classes register
 * from; {@code -Ddsd.docs.write=true} writes the dashboard.
 */
class MonitoringTest {

  private static final Path COMPONENT = Path.of("components/monitoring");
  private static final Pattern SERIES =
      Pattern.compile("flink_taskmanager_job_task_operator_dsd_\\w+");

  @Test
  void theDashboardHasAPanelForEveryMetricInTheCode() throws Exception {
    Path file = COMPONENT.resolve("dsd.json");
    if (Boolean.getBoolean("dsd.docs.write")) {
      Files.writeString(file, Dashboard.json());
    }
    assertThat(file).hasContent(Dashboard.json());
    assertThat(Metric.values()).hasSizeGreaterThan(30);
    for (Metric metric : Metric.values()) {
      assertThat(file).content().contains("\"title\" : \"" + Panel.of(metric).title() + "\"");
    }
  }

  @Test
  void metricsOfDepthsAndDraftersAreOnePanelEach() {
    Panel tried = Panel.of(Metric.TRIED);
    assertThat(tried.title()).isEqualTo("draft: tried by depth, a second");
    assertThat(tried.query())
        .isEqualTo(
            "sum by (depth) (rate(flink_taskmanager_job_task_operator_dsd_draft_depth_tried[1m]))");
    assertThat(Panel.of(Metric.BLOCKS_OF_DEPTH).title())
        .isEqualTo("draft: blocks by drafter and depth, a second");
    assertThat(Panel.of(Metric.FORWARD_NANOS).query()).contains("quantile=\"0.5\"");
  }

  @Test
  void alertsNameMetricsThatThereAre() throws Exception {
    List<String> known = Arrays.stream(Metric.values()).map(Panel::of).map(Panel::series).toList();
    List<String> named =
        SERIES
            .matcher(Files.readString(COMPONENT.resolve("rules.yaml")))
            .results()
            .map(MatchResult::group)
            .toList();
    assertThat(named).isNotEmpty();
    assertThat(known).containsAll(named);
  }
}
