package io.dsd.job.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * Where Prometheus finds the processes of Flink, each one at a port of its own.
 *
 * @param first the job manager's, which those of the task managers follow; 0 for none at all
 */
public record MetricsPorts(int first) {

  private static final int LAST = 65_535;

  /** Checks the range. */
  public MetricsPorts {
    if (first < 0 || first > LAST) {
      throw new ClusterException(
          "--metrics-port: '%d' is not allowed; give a port, or 0 for none".formatted(first));
    }
  }

  /** Those from a port on. */
  public static MetricsPorts from(int first) {
    return new MetricsPorts(first);
  }

  /** None. */
  public static MetricsPorts none() {
    return new MetricsPorts(0);
  }

  /** What Flink's configuration says of the job manager's. */
  String jobManager() {
    return settings(0);
  }

  /** The same of a task manager, counted from 0 on. */
  String taskManager(int index) {
    return settings(1 + index);
  }

  private String settings(int place) {
    if (first == 0) {
      return "";
    }
    return """
    metrics.reporter.prom.factory.class: org.apache.flink.metrics.prometheus.PrometheusReporterFactory
    metrics.reporter.prom.port: %d
    """
        .formatted(first + place);
  }

  /**
   * Makes sure that the ports are free, and tells Prometheus which they are.
   *
   * @throws ClusterException naming one that is busy
   */
  void claim(Ports ports, ClusterFolder folder, List<String> taskManagers) throws IOException {
    if (first == 0) {
      return;
    }
    StringBuilder targets = new StringBuilder();
    for (int place = 0; place <= taskManagers.size(); place++) {
      String name = place == 0 ? "jobmanager" : taskManagers.get(place - 1);
      ports.require(first + place, "the metrics of " + name, "--metrics-port");
      targets.append(
          """
                - targets: ["127.0.0.1:%d"]
                  labels: {process: %s}
          """
              .formatted(first + place, name));
    }
    Files.writeString(
        folder.prometheus(),
        """
        # The processes of the cluster that `dsd cluster start` started, for Prometheus.
        global:
          scrape_interval: 5s
        scrape_configs:
          - job_name: dsd
            static_configs:
        """
            + targets);
  }
}
