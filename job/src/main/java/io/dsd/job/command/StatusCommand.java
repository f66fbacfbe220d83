package io.dsd.job.command;

import io.dsd.job.cluster.Cluster;
import io.dsd.job.cluster.ClusterException;
import io.dsd.job.cluster.ClusterState;
import io.dsd.job.cluster.FlinkRest;
import io.dsd.job.cluster.MeasuredLink;
import io.dsd.job.status.JobStatus;
import io.dsd.job.status.MeasuredSpeeds;
import io.dsd.job.status.StatusJson;
import io.dsd.job.status.StatusReader;
import io.dsd.job.status.StatusTable;
import io.dsd.model.ModelFiles;
import io.dsd.model.slice.SliceWeights;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what running jobs measure. */
@Command(
    name = "status",
    description =
        "Shows, again and again, what running jobs measure: tokens a second, where the time of a round goes, and how busy each slice is.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class StatusCommand implements Callable<Integer> {

  private static final int INTERRUPTED = 130;
  private static final String CLEAR = "\033[H\033[2J\033[3J";

  /** Flink fetches metrics when they are asked for, and answers with those of the last time. */
  private static final Duration FETCHING = Duration.ofSeconds(1);

  private static final int FETCHES = 5;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--jobmanager",
      paramLabel = "HOST:PORT",
      description =
          "The REST endpoint of a Flink cluster (default: that of `dsd cluster` if one runs, else localhost:8081).")
  private String jobManager = "";

  @Mixin private FlinkFlags flink;

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      defaultValue = "2s",
      description =
          "How often to look (default: ${DEFAULT-VALUE}); metrics.fetcher.update-interval of the cluster, 10s unless it is set, is how often values change.")
  private String interval = "2s";

  @Option(names = "--once", description = "Look once and end.")
  private boolean once;

  @Option(
      names = "--json",
      description = "A line of JSON for each look, with the names of docs/metrics.md.")
  private boolean json;

  @Option(
      names = "--balance",
      paramLabel = "NAME|DIR|FILE.gguf",
      description =
          "Look once, and say how fast the machines of the slices are, for `placement.machines`; needs the model that the job serves.")
  private String balance = "";

  @Override
  public Integer call() throws Exception {
    Duration between = Durations.of("--interval", interval, spec);
    Optional<ClusterState> cluster = new Cluster(Environment.cluster()).state();
    String address =
        !jobManager.isEmpty()
            ? jobManager
            : cluster.map(ClusterState::jobManager).orElse("localhost:8081");
    Optional<ClusterState> own = cluster.filter(state -> state.jobManager().equals(address));
    Map<String, Double> links = own.map(StatusCommand::links).orElse(Map.of());
    Configuration client =
        flink
            .configuration()
            .orElseGet(
                () ->
                    own.map(state -> Environment.cluster().client()).orElseGet(Configuration::new));
    StatusReader reader = new StatusReader(new FlinkRest(address, client)::get);
    try {
      if (once || !balance.isEmpty()) {
        List<JobStatus> jobs = settled(reader, address);
        print(jobs, links);
        printSpeeds(jobs);
        return 0;
      }
      print(read(reader, address), links);
      while (true) {
        pause(between);
        follow(reader, address, links);
      }
    } catch (InterruptedException stopped) {
      return INTERRUPTED;
    }
  }

  /** The one-way latencies that the cluster's links add, in milliseconds. */
  private static Map<String, Double> links(ClusterState state) {
    return state.links().stream()
        .collect(Collectors.toMap(MeasuredLink::name, link -> link.medianNanos() / 1e6));
  }

  private static List<JobStatus> settled(StatusReader reader, String address)
      throws InterruptedException {
    read(reader, address);
    List<JobStatus> jobs = List.of();
    for (int fetch = 0; fetch < FETCHES; fetch++) {
      pause(FETCHING);
      jobs = read(reader, address);
      if (jobs.stream().allMatch(JobStatus::isMeasured)) {
        return jobs;
      }
    }
    return jobs;
  }

  private static List<JobStatus> read(StatusReader reader, String address) {
    try {
      return reader.read();
    } catch (IOException silent) {
      throw new ClusterException(
          "no Flink cluster answers at %s (%s); --jobmanager is the REST endpoint of a running one"
              .formatted(address, silent),
          silent);
    }
  }

  /** A job manager that is silent for a while may come back. */
  private void follow(StatusReader reader, String address, Map<String, Double> links) {
    try {
      print(read(reader, address), links);
    } catch (ClusterException silent) {
      spec.commandLine().getErr().println(silent.getMessage());
    }
  }

  private void print(List<JobStatus> jobs, Map<String, Double> links) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(StatusJson.line(jobs, links));
    } else {
      boolean live = !once && Boolean.getBoolean("dsd.screen");
      out.println((live ? CLEAR : "") + StatusTable.text(jobs, links));
    }
    out.flush();
  }

  private void printSpeeds(List<JobStatus> jobs) {
    if (!balance.isEmpty()) {
      SliceWeights weights =
          SliceWeights.of(ModelFiles.open(Environment.models().resolve(balance)).config());
      jobs.forEach(
          job -> spec.commandLine().getOut().println(MeasuredSpeeds.of(job, weights).text()));
    }
  }

  private static void pause(Duration duration) throws InterruptedException {
    new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS);
  }
}
