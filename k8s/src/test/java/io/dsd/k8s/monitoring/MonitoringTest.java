package io.dsd.k8s.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Dashboard and alerts show what the code counts: {@code -Ddsd.docs.write=true} writes the first.
 */
class MonitoringTest {

  private static final Path CODE = Path.of("../operators/src/main/java/io/dsd/metrics");
  private static final Path COMPONENT = Path.of("components/monitoring");
  private static final Pattern GROUP = Pattern.compile("addGroup\\(\"(?!dsd\")(\\w+)\"\\)");
  private static final Pattern METRIC =
      Pattern.compile("\\.(counter|gauge|histogram|meter)\\(\\s*\"(\\w+)\"");
  private static final Pattern SERIES =
      Pattern.compile("flink_taskmanager_job_task_operator_dsd_\\w+");

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

  private static List<Metric> metrics() throws IOException {
    List<Metric> metrics = new ArrayList<>();
    try (Stream<Path> files = Files.list(CODE)) {
      for (Path file : files.sorted().toList()) {
        String source = Files.readString(file);
        Matcher group = GROUP.matcher(source);
        if (group.find()) {
          METRIC
              .matcher(source)
              .results()
              .map(
                  found ->
                      new Metric(group.group(1), found.group(2), found.group(1).equals("counter")))
              .forEach(metrics::add);
        }
      }
    }
    assertThat(metrics).hasSizeGreaterThan(10);
    return metrics;
  }
}
