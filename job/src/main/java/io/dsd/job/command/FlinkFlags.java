package io.dsd.job.command;

import io.dsd.job.demo.DemoException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import picocli.CommandLine.Option;

/** How a command connects to a Flink cluster. */
final class FlinkFlags {

  @Option(
      names = "--flink-conf",
      paramLabel = "DIR",
      description =
          "A directory with a config.yaml for Flink's clients, such as the client folder of `dsd cluster certificates`.")
  private Path flinkConf;

  /**
   * What the directory says, if one is given.
   *
   * @throws DemoException if it cannot be read
   */
  Optional<Configuration> configuration() {
    try {
      return Optional.ofNullable(flinkConf)
          .map(directory -> GlobalConfiguration.loadConfiguration(directory.toString()));
    } catch (RuntimeException unusable) {
      throw new DemoException(
          "--flink-conf: %s does not hold a config.yaml that can be read: %s"
              .formatted(flinkConf, unusable.getMessage()),
          unusable);
    }
  }
}
