package io.dsd.operator.admission;

import io.dsd.message.request.Completion;
import io.dsd.message.request.Progress;
import io.dsd.message.request.Request;
import io.dsd.message.request.Speculation;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The ranks of sequences in the {@link WaitingLine}.
 *
 * <p>For {@link ServiceOrder#SHORTEST} a rank is the arrival plus {@code ageing} times the expected
 * service time. Ages grow alike for all that wait, so ranks need no update, and none is overtaken
 * by what arrives later than {@code ageing} times its own service time. The expected time is that
 * of the rounds still to go: chunks of the prompt, and tokens divided by the acceptance length,
 * because output length alone tells little of a speculative decoder's time (LAPS-SD, arXiv
 * 2505.17074). How long answers are, how many tokens a round commits and how long a round takes is
 * learnt from the sequences that complete. LAPS-SD also takes running sequences back; here that
 * would drop their KV rows in all slices, to be sent over all links again.
 */
public final class Ranks {

  private static final double WEIGHT_OF_NEWEST = 1.0 / 16;
  private static final double FIRST_GUESS_MILLIS = 50;

  private final ServiceOrder order;
  private final double ageing;
  private final int prefillChunk;
  private double answerTokens = Double.POSITIVE_INFINITY;
  private double acceptanceLength = 1;
  private double roundMillis = FIRST_GUESS_MILLIS;

  /** Ranks before anything is learnt: answers as long as they may be, a token per round. */
  public Ranks(Admission admission, int prefillChunk) {
    this.order = admission.order();
    this.ageing = admission.ageing();
    this.prefillChunk = prefillChunk;
  }

  /** The rank of a sequence; what was begun before a restart goes before what was not. */
  public long of(Request request, Optional<Progress> progress) {
    long arrival = Math.max(0, request.origin().timestamp());
    double rank =
        switch (order) {
          case ARRIVAL -> arrival;
          case SHORTEST -> arrival + ageing * expectedMillis(request, progress);
        };
    // saturates, whatever the producer's clock says
    return progress.isPresent() ? Long.MIN_VALUE + (long) rank : (long) rank;
  }

  /** How long a sequence is expected to take from its admission, in milliseconds. */
  double expectedMillis(Request request, Optional<Progress> progress) {
    int known = progress.map(begun -> begun.generated().size()).orElse(0);
    double tokens = Math.max(1, Math.min(answerTokens, request.maxTokens()) - known);
    double prefill = Math.ceil((request.prompt().size() + known) / (double) prefillChunk);
    return (prefill + tokens / acceptanceLength) * roundMillis;
  }

  /** Learns from a sequence that ran to its own end. */
  public void learn(Completion completion) {
    Speculation speculation = completion.speculation();
    if (speculation.rounds() == 0) {
      return;
    }
    boolean first = Double.isInfinite(answerTokens);
    long nanos = speculation.spent().nanos();
    double millis = (double) nanos / TimeUnit.MILLISECONDS.toNanos(1) / speculation.rounds();
    answerTokens =
        first ? completion.tokens().size() : mix(answerTokens, completion.tokens().size());
    acceptanceLength =
        first
            ? speculation.acceptanceLength()
            : mix(acceptanceLength, speculation.acceptanceLength());
    roundMillis = first ? millis : mix(roundMillis, millis);
  }

  private static double mix(double known, double newest) {
    return known + WEIGHT_OF_NEWEST * (newest - known);
  }
}
