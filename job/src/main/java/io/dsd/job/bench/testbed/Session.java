package io.dsd.job.bench.testbed;

import io.dsd.job.bench.result.Portion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * One job's share of a measurement: it warms up once, and then answers texts as often as wanted.
 */
public final class Session implements AutoCloseable {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;

  private final RunningJob job;
  private final Prompts prompts;
  private final int concurrency;
  private int answered;
  private Counted counted;
  private List<Reply> replies = List.of();

  private Session(RunningJob job, Prompts prompts, int concurrency) {
    this.job = job;
    this.prompts = prompts;
    this.concurrency = concurrency;
  }

  /**
   * Has a job decode something that does not count: its code is compiled, and what its policy goes
   * by is measured.
   *
   * @param job ends with the session, also if this fails
   * @param warmUpTokens tokens of each answer; there are as many as the job decodes at a time
   */
  public static Session begin(RunningJob job, Prompts prompts, int concurrency, int warmUpTokens)
      throws IOException, InterruptedException {
    Session session = new Session(job, prompts, concurrency);
    boolean began = false;
    try {
      session.warmUp(warmUpTokens);
      began = true;
      return session;
    } finally {
      if (!began) {
        job.close();
      }
    }
  }

  private void warmUp(int tokens) throws IOException, InterruptedException {
    List<String> texts =
        IntStream.range(0, concurrency)
            .mapToObj("Count from %d to one hundred, and say which numbers are primes."::formatted)
            .toList();
    job.decode(texts, prompts.withTokens(tokens), concurrency, warm -> {});
    answered = texts.size();
    counted = job.counted(answered);
  }

  /**
   * Has texts answered, and sums up what that took.
   *
   * @param progress is told of each answer
   */
  public Portion measure(List<String> texts, Consumer<Reply> progress)
      throws IOException, InterruptedException {
    replies = job.decode(texts, prompts, concurrency, progress);
    double seconds = seconds();
    answered += texts.size();
    Counted before = counted;
    counted = job.counted(answered);
    List<Double> busy = new ArrayList<>();
    for (int slice = 0; slice < counted.busyNanos().size(); slice++) {
      long worked = counted.busyNanos().get(slice) - before.busyNanos().get(slice);
      busy.add(worked / NANOS_PER_SECOND / seconds);
    }
    return new Portion(
        mode(),
        seconds,
        counted.tokens() - before.tokens(),
        counted.rounds() - before.rounds(),
        counted.ahead() - before.ahead(),
        counted.cancelled() - before.cancelled(),
        counted.linkBytes() - before.linkBytes(),
        busy);
  }

  /** What was answered last, in the order of the texts. */
  public List<Reply> replies() {
    return replies;
  }

  /** The name of the mode that the job decodes in. */
  public String mode() {
    return job.mode().name();
  }

  @Override
  public void close() {
    job.close();
  }

  private double seconds() {
    long start = replies.stream().mapToLong(Reply::sentNanos).min().orElse(0);
    double end =
        replies.stream()
            .mapToDouble(reply -> reply.sentNanos() - start + NANOS_PER_MILLI * reply.wallMillis())
            .max()
            .orElse(0);
    return end / NANOS_PER_SECOND;
  }
}
