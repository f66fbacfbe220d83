package io.dsd.job.command;

import io.dsd.job.cluster.Cluster;
import io.dsd.job.cluster.ClusterFolder;
import io.dsd.job.cluster.ClusterPlan;
import io.dsd.job.cluster.ClusterState;
import io.dsd.job.cluster.FlinkRest;
import io.dsd.job.cluster.MeasuredLink;
import io.dsd.job.cluster.MetricsPorts;
import io.dsd.job.cluster.TaskManagers;
import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsException;
import io.dsd.job.options.OptionsReader;
import io.dsd.job.topology.RecordPlan;
import io.dsd.job.topology.Topology;
import io.dsd.model.ModelFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a cluster of processes on this machine. */
@Command(
    name = "start",
    description =
        "Starts a Kafka broker, a job manager and a task manager per slice, each one a process of its own on this machine, and writes a configuration for jobs on them.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ClusterStartCommand implements Callable<Integer> {

  private static final int INTERRUPTED = 130;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--slices",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many task managers have a slice each (default: ${DEFAULT-VALUE}).")
  private String slices = "3";

  @Option(
      names = "--spares",
      paramLabel = "M",
      defaultValue = "0",
      description =
          "How many more task managers can take over from any other (default: ${DEFAULT-VALUE}).")
  private int spares;

  @Option(
      names = "--draft-apart",
      description =
          "One more task manager, draft, has the draft; otherwise it is where slice 0 is.")
  private boolean draftApart;

  @Option(
      names = "--parallelism",
      paramLabel = "P",
      defaultValue = "1",
      description = "How many replicas every slice has (default: ${DEFAULT-VALUE}).")
  private String parallelism = "1";

  @Option(
      names = "--model",
      paramLabel = "NAME|DIR|FILE.gguf",
      defaultValue = "smollm2-135m",
      description =
          "The model of the jobs to come: network buffers are sized for it (default: ${DEFAULT-VALUE}, fetched on first use).")
  private String model = "smollm2-135m";

  @Option(
      names = "--dtype",
      paramLabel = "bf16|fp32",
      defaultValue = "bf16",
      description = "The number type of their computation (default: ${DEFAULT-VALUE}).")
  private String dtype = "bf16";

  @Mixin private LinkFlags links;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description =
          "Where Prometheus finds the job manager, and the task managers at the ports that follow; 0 for nowhere (default: ${DEFAULT-VALUE}).")
  private int metricsPort;

  @Option(
      names = "--rest-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description =
          "Where Flink's REST interface is; 0 for any free port (default: ${DEFAULT-VALUE}).")
  private int restPort;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "Where the broker is; 0 for any free port (default: ${DEFAULT-VALUE}).")
  private int kafkaPort;

  @Option(
      names = "--tls",
      description =
          "Encrypt all connections, of Flink and of Kafka; clients need the certificate or the password that are made for them. See docs/security.md.")
  private boolean tls;

  @Override
  public Integer call() throws Exception {
    ClusterFolder folder = Environment.cluster();
    Cluster cluster = new Cluster(folder);
    cluster.requireNone();
    Options job = job();
    ClusterPlan plan =
        new ClusterPlan(
            new TaskManagers(job.slices().count(), draftApart, spares, job.parallelism()),
            links.shape(spec),
            MetricsPorts.from(metricsPort),
            job.model(),
            dtype,
            RecordPlan.of(job, ModelFiles.open(Path.of(job.model())).config()).segment(),
            restPort,
            kafkaPort,
            tls);
    PrintWriter notes = spec.commandLine().getErr();
    try {
      ClusterState state =
          cluster.start(
              plan,
              Environment.jobJar(),
              line -> {
                notes.println(line);
                notes.flush();
              });
      print(folder, state);
      return 0;
    } catch (InterruptedException stopped) {
      return INTERRUPTED;
    }
  }

  private Options job() {
    Map<String, String> settings = new HashMap<>();
    settings.put("model", Environment.models().resolve(model).toString());
    settings.put("slices", slices);
    settings.put("parallelism", parallelism);
    settings.put("dtype", dtype);
    settings.put("kafka.bootstrap-servers", "the broker's, once it runs");
    try {
      Options options = OptionsReader.of("the command line", settings);
      if (!options.slices().layers().isEmpty()) {
        throw new OptionsException(
            "slices: '%s' is not allowed; give how many, and the layers of each one in the configuration that is written for jobs"
                .formatted(slices));
      }
      Topology.check(options);
      return options;
    } catch (OptionsException refused) {
      // a key of the configuration is the name of its flag
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--" + String.join("\n--", refused.problems()), refused);
    }
  }

  private void print(ClusterFolder folder, ClusterState state) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "Flink: %s   Kafka: %s   logs: %s%n",
        new FlinkRest(state.jobManager(), folder.client()).url(), state.brokers(), folder.logs());
    if (!state.links().isEmpty()) {
      out.printf("links (relays for tests, no real ones): %s%n", state.link());
      state.links().stream().map(MeasuredLink::line).forEach(line -> out.println("  " + line));
    }
    if (metricsPort != 0) {
      out.printf("prometheus --config.file %s%n", folder.prometheus());
    }
    out.printf(
        """

        ./dsd submit --jobmanager %1$s --config %2$s --create-topics %3$s%4$s
        ./dsd send --bootstrap %5$s%6$s "The capital of France is"
        ./dsd receive --bootstrap %5$s%6$s --count 1
        ./dsd status
        ./dsd cluster status
        ./dsd cluster kill slice-0
        ./dsd cluster stop
        """,
        state.jobManager(),
        folder.jobConfiguration(),
        parallelism,
        folder.certificates().map(made -> " --flink-conf " + made.clientFolder()).orElse(""),
        state.brokers(),
        folder
            .certificates()
            .map(made -> " --kafka-config " + made.clientFolder().resolve("kafka.properties"))
            .orElse(""));
    out.flush();
  }
}
