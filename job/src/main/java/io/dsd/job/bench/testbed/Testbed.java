package io.dsd.job.bench.testbed;

import io.dsd.job.bench.BenchException;
import io.dsd.job.cluster.Cluster;
import io.dsd.job.cluster.ClusterFolder;
import io.dsd.job.cluster.ClusterPlan;
import io.dsd.job.cluster.ClusterState;
import io.dsd.job.cluster.MeasuredLink;
import io.dsd.job.cluster.Undoing;
import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsReader;
import io.dsd.job.topology.Surroundings;
import io.dsd.job.topology.Topology;
import io.dsd.kafka.admin.BrokerAdmin;
import io.dsd.kafka.admin.Topics;
import io.dsd.kafka.option.KafkaOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The user's one cluster of processes, lent to a measurement, whose jobs have a slot of each task
 * manager.
 */
public final class Testbed {

  private static final double NANOS_PER_MILLI = 1e6;

  private final ClusterFolder folder;
  private final Cluster cluster;
  private final ClusterState started;
  private final Path jobJar;
  private int jobs;

  private Testbed(ClusterFolder folder, Cluster cluster, ClusterState started, Path jobJar) {
    this.folder = folder;
    this.cluster = cluster;
    this.started = started;
    this.jobJar = jobJar;
  }

  /** What is done on a testbed. */
  @FunctionalInterface
  public interface Work<T> {

    /** Does it. */
    T on(Testbed testbed) throws IOException, InterruptedException;
  }

  /**
   * Starts the cluster, works on it, and stops it, also if the work fails or this process is asked
   * to end.
   *
   * @param jobJar the job's jar, with {@code lib/} beside it
   * @param notes takes a line at each step of the start
   * @throws io.dsd.job.cluster.ClusterException if one runs already, which is left alone
   */
  public static <T> T lend(
      ClusterFolder folder, ClusterPlan plan, Path jobJar, Consumer<String> notes, Work<T> work)
      throws IOException, InterruptedException {
    Cluster cluster = new Cluster(folder);
    ClusterState started = cluster.start(plan, jobJar, notes);
    return new Undoing(cluster::stop)
        .always(() -> work.on(new Testbed(folder, cluster, started, jobJar)));
  }

  /** The one-way latencies of the links as they were measured, in milliseconds. */
  public List<Double> linkMillis() {
    return started.links().stream()
        .map(MeasuredLink::medianNanos)
        .map(nanos -> nanos / NANOS_PER_MILLI)
        .toList();
  }

  /** What was asked of the links, in words. */
  public String links() {
    return started.link();
  }

  /**
   * Starts a job that decodes in a mode, on topics of its own, and waits until all of it runs.
   *
   * @param concurrency how many sequences it decodes at the same time
   * @throws io.dsd.job.options.OptionsException if the mode's settings cannot be
   */
  public RunningJob submit(Mode mode, int concurrency) throws IOException, InterruptedException {
    return submit(mode, concurrency, Surroundings.none());
  }

  /** The same with something around parts of the job. */
  public RunningJob submit(Mode mode, int concurrency, Surroundings around)
      throws IOException, InterruptedException {
    Options options = options(mode, concurrency);
    Topology.check(options);
    KafkaOptions kafka = options.kafka().forClients();
    try (BrokerAdmin admin = new BrokerAdmin(kafka)) {
      new Topics(admin).ensure(Topics.plans(kafka, 1, (short) 1));
    }
    String[] address = started.jobManager().split(":", 2);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createRemoteEnvironment(
            address[0], Integer.parseInt(address[1]), folder.client(), jobJar.toString());
    Topology.draw(environment, options, around);
    JobClient client = execute(environment, mode);
    RunningJob job = new RunningJob(cluster, client, kafka, mode);
    job.awaitStart();
    return job;
  }

  private static JobClient execute(StreamExecutionEnvironment environment, Mode mode)
      throws InterruptedException {
    try {
      return environment.executeAsync("bench " + mode.name());
    } catch (InterruptedException | RuntimeException failure) {
      throw failure;
    } catch (Exception refused) {
      throw new BenchException(
          "the job of mode %s was refused: %s".formatted(mode.name(), refused.getMessage()),
          refused);
    }
  }

  private Options options(Mode mode, int concurrency) {
    String own = "bench-%d-".formatted(jobs++);
    Map<String, String> settings = new HashMap<>();
    // so that the next checkpoint need not be waited for
    settings.put("kafka.delivery", "at-least-once");
    // Flink counts what was sent when a buffer is full or a checkpoint's barrier follows it, and
    // Counters reads it two seconds after a turn
    settings.put("checkpoint.interval", "1s");
    settings.put("kafka.prompts", own + "prompts");
    settings.put("kafka.completions", own + "completions");
    settings.put("kafka.deltas.topic", own + "deltas");
    settings.put("kafka.dead-letters", own + "dead-letters");
    settings.put("kafka.group", own + "job");
    settings.put("loop.max-active", Integer.toString(concurrency));
    settings.put("restart.attempts", "0");
    // slots are for jobs here
    settings.put("parallelism", "1");
    settings.putAll(mode.settings());
    return OptionsReader.read(folder.jobConfiguration(), settings);
  }
}
