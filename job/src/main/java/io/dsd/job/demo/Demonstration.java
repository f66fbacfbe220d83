package io.dsd.job.demo;

import io.dsd.job.options.Options;
import io.dsd.kafka.admin.BrokerAdmin;
import io.dsd.kafka.admin.Topics;
import io.dsd.kafka.broker.EmbeddedBroker;
import io.dsd.kafka.option.KafkaOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One run: a broker, a cluster, the job, prompts in, answers out. Everything that it starts and
 * writes is gone when {@link #close()} has returned.
 */
public final class Demonstration implements AutoCloseable {

  private final Closing closing = new Closing();
  private final JobDrawing drawing;
  private final Options options;
  private volatile boolean stopped;

  /**
   * A run that is not started.
   *
   * @param options the job's options; where the broker is, is still to come
   */
  public Demonstration(JobDrawing drawing, Options options) {
    this.drawing = drawing;
    this.options = options;
  }

  /**
   * Runs the prompts to their last answer.
   *
   * @param display shows the answers
   * @throws DemoException if the job fails for good
   * @throws InterruptedException if it was told to stop
   */
  public Summary run(List<Prompt> prompts, Display display) throws Exception {
    long start = System.nanoTime();
    Path directory = closing.temporaryDirectory();
    EmbeddedBroker broker =
        closing.add(
            EmbeddedBroker.start(
                directory.resolve("broker"), options.kafka().forClients().recordLimit()));
    Options there =
        options.withKafka(options.kafka().withBootstrapServers(broker.bootstrapServers()));
    KafkaOptions kafka = there.kafka().forClients();
    try (BrokerAdmin admin = new BrokerAdmin(kafka)) {
      new Topics(admin).ensure(Topics.plans(kafka, 1, (short) 1));
    }
    goOn();
    Exchange exchange = closing.add(new Exchange(kafka));
    LocalCluster cluster = closing.add(LocalCluster.start(there, directory.resolve("flink")));
    goOn();
    cluster.submit(drawing);
    while (!cluster.isRunning()) {
      goOn();
      refuseEnd(cluster);
    }
    double startSeconds = secondsSince(start);
    return follow(prompts, exchange, cluster, display, startSeconds);
  }

  private Summary follow(
      List<Prompt> prompts,
      Exchange exchange,
      LocalCluster cluster,
      Display display,
      double startSeconds)
      throws Exception {
    Map<Long, Integer> indices = new HashMap<>();
    long start = System.nanoTime();
    List<Long> offsets = exchange.send(prompts);
    for (int i = 0; i < offsets.size(); i++) {
      indices.put(offsets.get(i), i);
    }
    Set<Integer> finished = new HashSet<>();
    Map<Integer, Piece> answers = new HashMap<>();
    double seconds = 0;
    while (answers.size() < prompts.size()) {
      goOn();
      for (Piece delta : exchange.deltas()) {
        int index = indices.get(delta.offset());
        if (!answers.containsKey(index)) {
          display.delta(index, delta);
          seconds = secondsSince(start);
          if (delta.last()) {
            finished.add(index);
          }
        }
      }
      for (Piece answer : exchange.completions()) {
        int index = indices.get(answer.offset());
        if (answers.putIfAbsent(index, answer) == null) {
          display.answer(index, answer);
          seconds = finished.contains(index) ? seconds : secondsSince(start);
        }
      }
      refuseEnd(cluster);
    }
    return summary(answers.values(), startSeconds, seconds);
  }

  private static void refuseEnd(LocalCluster cluster) throws InterruptedException {
    Optional<Throwable> failure = cluster.failure();
    if (failure.isPresent()) {
      throw new DemoException(Causes.explain(failure.get()), failure.get());
    }
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  private void goOn() throws InterruptedException {
    if (stopped) {
      throw new InterruptedException("told to stop");
    }
  }

  /**
   * Makes {@link #run} end at its next step. An interrupt would do the same with traces of
   * half-started parts all over the terminal.
   */
  public void stop() {
    stopped = true;
  }

  /** Whether it was told to stop. */
  public boolean isStopped() {
    return stopped;
  }

  private static Summary summary(Iterable<Piece> answers, double startSeconds, double seconds) {
    int completed = 0;
    int failed = 0;
    int tokens = 0;
    int rounds = 0;
    double committed = 0;
    for (Piece answer : answers) {
      if (answer.failed()) {
        failed++;
      } else {
        completed++;
        tokens += answer.tokens();
        rounds += answer.rounds();
        committed += answer.acceptanceLength() * answer.rounds();
      }
    }
    return new Summary(completed, failed, tokens, rounds, committed, startSeconds, seconds);
  }

  /** Cancels the job, stops everything, deletes what was written; once, however often called. */
  @Override
  public void close() {
    closing.close();
  }
}
