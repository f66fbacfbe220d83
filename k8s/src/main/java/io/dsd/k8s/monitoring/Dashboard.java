package io.dsd.k8s.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.metrics.Metric;
import java.util.Arrays;

/** The Grafana dashboard: what matters most on top, and below a panel for every metric. */
public final class Dashboard {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int COLUMNS = 24;
  private static final int WIDTH = 8;
  private static final int HEIGHT = 7;

  private final ObjectNode root = JSON.createObjectNode();
  private final ArrayNode panels = JSON.createArrayNode();

  private Dashboard() {}

  /** The dashboard as JSON. */
  public static String json() {
    Dashboard dashboard = new Dashboard();
    String tokens = "sum(rate(" + Panel.of(Metric.TOKENS).series() + "[1m]))";
    String rounds = "sum(rate(" + Panel.of(Metric.ROUNDS).series() + "[1m]))";
    dashboard.panel("tokens a second", tokens);
    dashboard.panel("acceptance length", tokens + " / " + rounds);
    dashboard.panel("completed checkpoints", "flink_jobmanager_job_numberOfCompletedCheckpoints");
    Arrays.stream(Metric.values())
        .map(Panel::of)
        .forEach(panel -> dashboard.panel(panel.title(), panel.query()));
    return dashboard.text();
  }

  private void panel(String title, String query) {
    int number = panels.size();
    ObjectNode panel = panels.addObject();
    panel.put("id", number + 1).put("type", "timeseries").put("title", title);
    panel.putObject("datasource").put("type", "prometheus").put("uid", "${datasource}");
    panel
        .putObject("gridPos")
        .put("x", number * WIDTH % COLUMNS)
        .put("y", number * WIDTH / COLUMNS * HEIGHT)
        .put("w", WIDTH)
        .put("h", HEIGHT);
    panel.putArray("targets").addObject().put("refId", "A").put("expr", query);
  }

  private String text() {
    root.put("title", "dsd").put("uid", "dsd").put("schemaVersion", 39).put("refresh", "30s");
    root.putObject("time").put("from", "now-1h").put("to", "now");
    root.putObject("templating")
        .putArray("list")
        .addObject()
        .put("name", "datasource")
        .put("type", "datasource")
        .put("query", "prometheus");
    root.set("panels", panels);
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
