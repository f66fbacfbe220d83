package io.dsd.job.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Status for programs: one JSON object in one line, with the names of {@code docs/metrics.md}. */
public final class StatusJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private StatusJson() {}

  /**
   * The line.
   *
   * @param links the one-way latency of the links that task managers send over, in milliseconds
   */
  public static String line(List<JobStatus> jobs, Map<String, Double> links) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode list = root.putArray("jobs");
    for (JobStatus job : jobs) {
      ObjectNode node = list.addObject();
      node.put("id", job.id());
      node.put("state", job.state());
      node.put("running_ms", job.runningMillis());
      node.put("restarts", job.restarts());
      ArrayNode replicas = node.putArray("replicas");
      job.replicas().forEach(replica -> put(replicas.addObject(), replica, links));
    }
    return root.toString();
  }

  private static void put(ObjectNode node, ReplicaStatus replica, Map<String, Double> links) {
    node.put("replica", replica.replica());
    put(node.putObject("draft"), replica.draft());
    ArrayNode slices = node.putArray("slices");
    replica.slices().forEach(slice -> put(slices.addObject(), slice));
    replica
        .bound(links)
        .ifPresent(
            bound ->
                node.putObject("bound")
                    .put("round_ms", bound.round())
                    .put("links_ms", bound.links())
                    .put("compute_ms", bound.compute())
                    .put("over_ms", bound.over())
                    .put("close", bound.isClose()));
  }

  private static void put(ObjectNode node, Placed placed) {
    node.put("task_manager", placed.taskManager());
    placed.values().numbers().forEach(node::put);
  }
}
