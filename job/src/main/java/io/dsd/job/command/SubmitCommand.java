package io.dsd.job.command;

import io.dsd.job.cluster.FlinkRest;
import io.dsd.job.demo.DemoException;
import io.dsd.job.fetch.NamedModels;
import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsException;
import io.dsd.job.options.OptionsReader;
import io.dsd.job.topology.SavedState;
import io.dsd.job.topology.Topology;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.http.HttpConnectTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the job on a running Flink cluster. */
@Command(
    name = "submit",
    description =
        "Submits the job to a running Flink cluster, after checking its configuration and that its topics exist.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SubmitCommand implements Callable<Integer> {

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

  @Mixin private FlinkFlags flink;

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
    Configuration client = flink.configuration().orElseGet(Configuration::new);
    requireAnswer(client);
    Preflight.check(options.kafka().forClients(), Optional.ofNullable(partitions));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createRemoteEnvironment(
            cluster.getHostString(), cluster.getPort(), client, jar.toString());
    Topology.draw(environment, options);
    Configuration recovery = new Configuration();
    beginning.ifPresent(path -> recovery.set(StateRecoveryOptions.SAVEPOINT_PATH, path));
    environment.configure(recovery);
    JobClient submitted = environment.executeAsync("dsd");
    spec.commandLine().getOut().println(submitted.getJobID());
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
  private void requireAnswer(Configuration client) {
    try {
      new FlinkRest(jobManager, client).get("/overview");
    } catch (SSLException refused) {
      throw new DemoException(
          "the Flink cluster at %s and this client do not accept each other's certificates (%s); security.ssl.rest in the config.yaml of --flink-conf says which they are"
              .formatted(jobManager, refused.getMessage()),
          refused);
    } catch (ConnectException | HttpConnectTimeoutException silent) {
      throw new DemoException(
          "no Flink cluster answers at %s; --jobmanager is the REST endpoint of a running one"
              .formatted(jobManager),
          silent);
    } catch (IOException strange) {
      throw new DemoException(
          "what answers at %s is not Flink, or wants TLS (%s); --jobmanager is the REST endpoint of a running cluster, and --flink-conf has the certificates if it wants TLS"
              .formatted(jobManager, strange.getMessage()),
          strange);
    }
  }
}
