package io.dsd.job.command;

import io.dsd.job.demo.DemoException;
import io.dsd.job.fetch.NamedModels;
import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsException;
import io.dsd.job.options.OptionsReader;
import io.dsd.job.topology.SavedState;
import io.dsd.job.topology.Topology;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the job on a running Flink cluster. */
@Command(
    name = "submit",
    description =
        "Submits the job to a running Flink cluster, after checking its configuration and that its topics exist.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SubmitCommand implements Callable<Integer> {

  private static final int PATIENCE_MILLIS = 10_000;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "The job's configuration; see docs/configuration.md.")
  private Path config = Path.of("dsd.yaml");

  @Option(
      names = "--jobmanager",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:8081",
      description = "The cluster's REST endpoint (default: ${DEFAULT-VALUE}).")
  private String jobManager = "localhost:8081";

  @Option(
      names = "--create-topics",
      paramLabel = "PARTITIONS",
      description = "Make the topics that do not exist, with so many partitions each.")
  private Integer partitions;

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description =
          "Go on from a savepoint or a checkpoint that was kept; the newest one that is complete if DIR has several below it. Any parallelism up to max-parallelism will do.")
  private Optional<String> from = Optional.empty();

  @Override
  public Integer call() throws Exception {
    InetSocketAddress cluster = address();
    Options options = NamedModels.resolve(OptionsReader.read(config), Environment.models());
    Path jar = Environment.jobJar();
    if (!Files.isRegularFile(jar)) {
      throw new OptionsException(
          jar + ": the job's jar is not there; build it with mvn -DskipTests -pl job -am package");
    }
    Topology.check(options);
    Optional<String> beginning = from.map(SavedState::newest);
    requireAnswer(cluster);
    Preflight.check(options.kafka().forClients(), Optional.ofNullable(partitions));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createRemoteEnvironment(
            cluster.getHostString(), cluster.getPort(), jar.toString());
    Topology.draw(environment, options);
    Configuration recovery = new Configuration();
    beginning.ifPresent(path -> recovery.set(StateRecoveryOptions.SAVEPOINT_PATH, path));
    environment.configure(recovery);
    JobClient client = environment.executeAsync("dsd");
    spec.commandLine().getOut().println(client.getJobID());
    return 0;
  }

  private InetSocketAddress address() {
    int colon = jobManager.lastIndexOf(':');
    try {
      return InetSocketAddress.createUnresolved(
          jobManager.substring(0, colon), Integer.parseInt(jobManager.substring(colon + 1)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--jobmanager: '%s' is not allowed; give HOST:PORT".formatted(jobManager),
          malformed);
    }
  }

  /** Flink's client would try for a minute, and then say less. */
  private void requireAnswer(InetSocketAddress cluster) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(cluster.getHostString(), cluster.getPort()), PATIENCE_MILLIS);
    } catch (IOException silent) {
      throw new DemoException(
          "no Flink cluster answers at %s (%s); --jobmanager is the REST endpoint of a running one"
              .formatted(jobManager, silent.getMessage()),
          silent);
    }
  }
}
