package io.dsd.job.bench.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.job.bench.BenchException;
import io.dsd.job.cluster.Cluster;
import io.dsd.job.cluster.Waiting;
import io.dsd.kafka.option.KafkaOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.core.execution.JobClient;

/** A job that is measured. It ends when it is closed. */
public final class RunningJob implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Cluster cluster;
  private final JobClient client;
  private final Mode mode;
  private final Exchange exchange;
  private final Counters counters;

  RunningJob(Cluster cluster, JobClient client, KafkaOptions kafka, Mode mode) {
    this.cluster = cluster;
    this.client = client;
    this.mode = mode;
    this.exchange = new Exchange(kafka);
    this.counters = new Counters(path(), cluster::ask);
  }

  /** Waits until all of its tasks run, each one with its model loaded. */
  void awaitStart() throws InterruptedException {
    boolean came =
        Waiting.until(
            PATIENCE,
            () -> {
              requireAlive();
              return cluster.ask(path()).map(RunningJob::runs).orElse(false);
            });
    if (!came) {
      close();
      throw new BenchException(
          "the job of mode %s did not come up within %d minutes; `dsd cluster status` and the logs of the cluster say more"
              .formatted(mode.name(), PATIENCE.toMinutes()));
    }
  }

  Mode mode() {
    return mode;
  }

  private String path() {
    return "/jobs/" + client.getJobID();
  }

  private static boolean runs(JsonNode job) {
    return job.at("/status-counts/RUNNING").asInt(-1) == Math.max(1, job.path("vertices").size());
  }

  private void requireAlive() {
    String state = cluster.ask(path()).map(job -> job.path("state").asText()).orElse("");
    if (List.of("FAILED", "CANCELED", "FINISHED").contains(state)) {
      String cause =
          cluster
              .ask(path() + "/exceptions?maxExceptions=1")
              .map(all -> all.at("/exceptionHistory/entries/0/stacktrace").asText())
              .orElse("");
      throw new BenchException(
          "the job of mode %s ended: %s".formatted(mode.name(), innermost(cause)));
    }
  }

  private static String innermost(String stackTrace) {
    return stackTrace
        .lines()
        .filter(line -> line.startsWith("Caused by: "))
        .reduce((first, second) -> second)
        .map(line -> line.substring("Caused by: ".length()))
        .or(() -> stackTrace.lines().findFirst())
        .orElse("nobody knows why");
  }

  /**
   * Has texts decoded, so many at a time, in their order.
   *
   * @param replies is told of each answer as it comes
   * @return the answers in the order of the texts
   * @throws BenchException if one is an error, or none comes for minutes
   */
  public List<Reply> decode(
      List<String> texts, Prompts prompts, int concurrency, Consumer<Reply> replies)
      throws IOException, InterruptedException {
    return exchange.decode(
        texts.stream().map(prompts::record).toList(), concurrency, replies, this::requireAlive);
  }

  /** What its operators have counted by now, once the answers so far are among it. */
  public Counted counted(int answers) throws InterruptedException {
    return counters.read(answers);
  }

  @Override
  public void close() {
    exchange.close();
    try {
      client.cancel().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      Waiting.until(
          PATIENCE,
          () ->
              cluster
                  .ask(path())
                  .map(job -> job.path("state").asText().equals("CANCELED"))
                  .orElse(false));
    } catch (ExecutionException | TimeoutException ended) {
      // whatever it is, the next job or the cluster's end will tell
      return;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
