package io.dsd.operator.draft;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.message.request.Acknowledgement;
import io.dsd.message.request.Arrival;
import io.dsd.message.request.Cancellation;
import io.dsd.message.request.Completion;
import io.dsd.message.request.DeadLetter;
import io.dsd.message.request.Failure;
import io.dsd.message.request.FinishReason;
import io.dsd.message.request.Refusal;
import io.dsd.message.request.Request;
import io.dsd.message.round.Batch;
import io.dsd.metrics.DraftMetrics;
import io.dsd.operator.admission.Admission;
import io.dsd.operator.admission.Ranks;
import io.dsd.operator.admission.WaitingLine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the draft operator does, apart from Flink: takes records in, lets sequences wait, admits
 * them as places fall free, and ends those that are cancelled or too late. {@link Decoding} does
 * the rest.
 *
 * <p>One thread at a time.
 */
final class DraftDesk {

  private static final Logger LOG = LoggerFactory.getLogger(DraftDesk.class);

  /** More than what can be on its way when the gate closes. */
  private static final int ON_THE_WAY = 1000;

  private final Admission admission;
  private final long epoch;
  private final InstantSource clock;
  private final SequenceStore store;
  private final DraftExits exits;
  private final DraftMetrics metrics;
  private final Decoding decoding;
  private final WaitingLine waiting = new WaitingLine();
  private final Deadlines deadlines = new Deadlines();
  private final Ranks ranks;

  /**
   * A desk without sequences.
   *
   * @param epoch larger than those of all desks before it
   * @param clock tells when deadlines have passed
   * @param decoder turns tokens into text
   */
  DraftDesk(
      DraftSettings settings,
      long epoch,
      InstantSource clock,
      Function<Ints, String> decoder,
      SequenceStore store,
      DraftExits exits,
      DraftMetrics metrics) {
    this.admission = settings.admission();
    this.epoch = epoch;
    this.clock = clock;
    this.store = store;
    this.exits = exits;
    this.metrics = metrics;
    this.ranks = new Ranks(admission, settings.prefillChunk());
    this.decoding = new Decoding(settings, epoch, decoder, store, exits, metrics, this::ended);
    metrics.watch(decoding::size, waiting::size);
  }

  /** Whether the source should stop reading. */
  boolean isCrowded() {
    return decoding.isFull() && waiting.size() >= admission.maxWaiting();
  }

  /**
   * Whether there is no room for what is on its way, either: a source on another machine does not
   * see this one's gate.
   */
  boolean isOverrun() {
    return waiting.size() > 2L * admission.maxWaiting() + ON_THE_WAY;
  }

  /** Whether every sequence has ended. */
  boolean isIdle() {
    return decoding.size() == 0 && waiting.size() == 0;
  }

  /** When {@link #expire} is to be called. */
  Optional<Instant> nextDeadline() {
    return deadlines.next();
  }

  /** Takes what a prompt record turned out to be. */
  void arrive(Arrival arrival) {
    if (arrival instanceof Refusal refusal) {
      metrics.refused();
      exits.answer(new Failure(refusal.origin(), refusal.id(), refusal.error()));
      exits.deadLetter(new DeadLetter(refusal.origin(), refusal.value(), refusal.error()));
    } else if (arrival instanceof Request request) {
      store.save(request);
      enter(request);
      endExpired();
    } else if (arrival instanceof Cancellation cancellation) {
      boolean ended = end(cancellation.target(), FinishReason.CANCELLED);
      exits.answer(
          new Acknowledgement(
              cancellation.origin(), cancellation.id(), cancellation.target(), ended));
    }
    settle();
  }

  /** Takes up the stored sequences after a restart. */
  void resume(Collection<SequenceId> stored) {
    LOG.info("resuming {} sequences under epoch {}", stored.size(), epoch);
    stored.forEach(sequence -> enter(store.request(sequence)));
    endExpired();
    settle();
  }

  private void enter(Request request) {
    SequenceId sequence = request.sequence();
    waiting.add(sequence, ranks.of(request, store.progress(sequence)));
    request.deadline().ifPresent(deadline -> deadlines.add(sequence, deadline));
  }

  /** Ends the sequences whose deadline has passed. */
  void expire() {
    endExpired();
    settle();
  }

  private void endExpired() {
    deadlines.expired(clock.instant()).forEach(late -> end(late, FinishReason.DEADLINE));
  }

  private boolean end(SequenceId sequence, FinishReason reason) {
    boolean known = waiting.remove(sequence) || decoding.holds(sequence);
    if (known) {
      decoding.end(sequence, reason);
    }
    return known;
  }

  /** Takes what the tail brought back. */
  void feedback(Batch batch) {
    decoding.feedback(batch);
    settle();
  }

  /** Takes what the drafter proposes. */
  void propose(List<Proposed> proposed) {
    decoding.propose(proposed);
    settle();
  }

  private void ended(Completion completion) {
    deadlines.remove(completion.request().sequence());
    if (!completion.finishReason().isEarly()) {
      ranks.learn(completion);
    }
  }

  /** Gives free places to the next in line, and sends what has gathered. */
  private void settle() {
    while (!decoding.isFull() && waiting.size() > 0) {
      waiting.next().ifPresent(decoding::admit);
    }
    decoding.send();
  }
}
