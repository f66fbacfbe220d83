package io.dsd.job.bench.testbed;

import io.dsd.job.bench.result.Portion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Has one job answer texts, and sums up what that took. */
public final class Session {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;

  private final RunningJob job;
  private final Prompts prompts;
  private final int concurrency;
  private List<Reply> replies = List.of();

  /** A session that has not begun. */
  public Session(RunningJob job, Prompts prompts, int concurrency) {
    this.job = job;
    this.prompts = prompts;
    this.concurrency = concurrency;
  }

  /**
   * Decodes something else first, so that nothing of the texts is known, and then the texts, which
   * counts.
   *
   * @param warmUpTokens tokens of what comes first; it comes as often as the job decodes at a time
   * @param progress is told of each answer
   */
  public Portion measure(
      String mode, List<String> texts, int warmUpTokens, Consumer<Reply> progress)
      throws IOException, InterruptedException {
    List<String> first =
        IntStream.range(0, concurrency)
            .mapToObj("Count from %d to one hundred, and say which numbers are primes."::formatted)
            .toList();
    job.decode(first, prompts.withTokens(warmUpTokens), concurrency, warm -> {});
    Counted before = job.counted(first.size());
    replies = job.decode(texts, prompts, concurrency, progress);
    double seconds = seconds();
    Counted after = job.counted(first.size() + texts.size());
    List<Double> busy = new ArrayList<>();
    for (int slice = 0; slice < after.busyNanos().size(); slice++) {
      long worked = after.busyNanos().get(slice) - before.busyNanos().get(slice);
      busy.add(worked / NANOS_PER_SECOND / seconds);
    }
    return new Portion(
        mode,
        seconds,
        after.tokens() - before.tokens(),
        after.rounds() - before.rounds(),
        after.ahead() - before.ahead(),
        after.cancelled() - before.cancelled(),
        after.linkBytes() - before.linkBytes(),
        busy);
  }

  /** What was answered, in the order of the texts. */
  public List<Reply> replies() {
    return replies;
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
