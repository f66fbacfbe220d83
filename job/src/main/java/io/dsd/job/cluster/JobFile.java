package io.dsd.job.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Writes a job's configuration that fits a cluster. */
final class JobFile {

  private JobFile() {}

  static void write(
      Path file, ClusterPlan plan, String brokers, Optional<KafkaFiles> kafka, URI checkpoints)
      throws IOException {
    Files.writeString(
        file,
        """
        # A job for the cluster that `dsd cluster start` started; docs/configuration.md has every key.
        model: %s
        dtype: %s
        slices: %d
        parallelism: %d
        placement:
          pin: true
          draft: %s
          cpu-cores: 1
          task-heap: %s
        network:
          segment-size: %s
        kafka:
          bootstrap-servers: %s%s
        checkpoint:
          directory: %s
        """
            .formatted(
                quoted(plan.model()),
                plan.dtype(),
                plan.taskManagers().slices(),
                plan.taskManagers().parallelism(),
                plan.taskManagers().draftApart() ? "apart" : "slice-0",
                FlinkFiles.TASK_HEAP.getMebiBytes() + "m",
                plan.segment().getBytes() + "b",
                brokers,
                kafka.map(KafkaFiles::jobLines).orElse(""),
                checkpoints));
  }

  /** A path may hold anything. */
  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
