package io.dsd.job.demo;

import io.dsd.job.options.DraftPlace;
import io.dsd.job.options.Options;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Flink cluster in this process: one task manager a slice, and one for a draft apart, which
 * really talk over sockets.
 */
public final class LocalCluster implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LocalCluster.class);
  private static final int STOP_SECONDS = 10;
  private static final int POLL_MILLIS = 20;

  private final MiniCluster cluster;
  private final Options options;
  private Optional<JobID> job = Optional.empty();
  private CompletableFuture<JobResult> result = new CompletableFuture<>();

  private LocalCluster(MiniCluster cluster, Options options) {
    this.cluster = cluster;
    this.options = options;
  }

  /** Starts the cluster; its files are below {@code directory}. */
  public static LocalCluster start(Options options, Path directory) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    Files.createDirectories(directory);
    configuration.set(CoreOptions.TMP_DIRS, directory.toString());
    configuration.set(WebOptions.TMP_DIR, directory.toString());
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(taskManagers(options))
                .setNumSlotsPerTaskManager(options.parallelism())
                // records go over sockets all the same; what coordinates them need not
                .setRpcServiceSharing(RpcServiceSharing.SHARED)
                .build());
    LocalCluster started = new LocalCluster(cluster, options);
    try {
      cluster.start();
      return started;
    } catch (Exception failure) {
      started.close();
      throw failure;
    }
  }

  private static int taskManagers(Options options) {
    boolean apart = options.placement().draft() == DraftPlace.APART;
    return options.slices().count() + (apart ? 1 : 0);
  }

  /** Submits the job that {@code drawing} draws. */
  public void submit(JobDrawing drawing) throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    drawing.draw(environment, options);
    StreamGraph stream = environment.getStreamGraph();
    stream.setJobName("dsd");
    JobGraph graph = stream.getJobGraph();
    job = Optional.of(cluster.submitJob(graph).get().getJobID());
    result = cluster.requestJobResult(graph.getJobID());
  }

  /** Whether all tasks of the job run, each one with its model loaded; waits a little. */
  public boolean isRunning() throws Exception {
    try {
      result.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      return false;
    } catch (TimeoutException unfinished) {
      AccessExecutionGraph graph = graph();
      // a graph that is still being made has no tasks
      return graph.getState() == JobStatus.RUNNING
          && StreamSupport.stream(graph.getAllExecutionVertices().spliterator(), false)
              .allMatch(task -> task.getExecutionState() == ExecutionState.RUNNING);
    }
  }

  /** What Flink knows of the job at this moment: its tasks, their attempts, its checkpoints. */
  public AccessExecutionGraph graph() throws Exception {
    return cluster.getExecutionGraph(job.orElseThrow()).get();
  }

  /** Where the cluster's REST interface is. */
  public URI restAddress() throws Exception {
    return cluster.getRestAddress().get();
  }

  /**
   * Stores the job's state in a directory below {@code parent}, and names it; the job goes on.
   *
   * @throws ExecutionException if a task could not store its state
   */
  public String savepoint(Path parent) throws ExecutionException, InterruptedException {
    return cluster
        .triggerSavepoint(
            job.orElseThrow(), parent.toUri().toString(), false, SavepointFormatType.CANONICAL)
        .get();
  }

  /**
   * Stores the job's state in a directory below {@code parent}, commits what is to be committed
   * with it, ends the job, and names the directory.
   *
   * @throws ExecutionException if a task could not store its state; then the job goes on
   */
  public String stop(Path parent) throws ExecutionException, InterruptedException {
    return cluster
        .stopWithSavepoint(
            job.orElseThrow(), parent.toUri().toString(), false, SavepointFormatType.CANONICAL)
        .get();
  }

  /** Why the job ended, if it has. */
  public Optional<Throwable> failure() throws InterruptedException {
    if (!result.isDone()) {
      return Optional.empty();
    }
    try {
      return result
          .get()
          .getSerializedThrowable()
          .map(failure -> failure.deserializeError(getClass().getClassLoader()))
          .or(
              () ->
                  Optional.of(new DemoException("the job ended before every prompt was answered")));
    } catch (ExecutionException lost) {
      return Optional.of(lost.getCause());
    }
  }

  /** Cancels the job, if it has not ended; another one may follow. */
  public void cancel() throws InterruptedException, ExecutionException, TimeoutException {
    if (job.isPresent() && !result.isDone()) {
      cluster.cancelJob(job.get()).get(STOP_SECONDS, TimeUnit.SECONDS);
      result.get(STOP_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Cancels the job and stops the cluster, as far as that goes. */
  @Override
  public void close() {
    try {
      cancel();
    } catch (TimeoutException | ExecutionException stuck) {
      LOG.warn("the job could not be cancelled; the cluster stops with it", stuck);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    try {
      cluster.closeAsync().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException stuck) {
      LOG.warn("the cluster did not stop", stuck);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
