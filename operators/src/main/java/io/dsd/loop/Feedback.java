package io.dsd.loop;

import io.dsd.message.round.Batch;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tail's way to the draft's mailbox, in the same JVM. When the job is stopped with a savepoint
 * the draft ends first, with verdicts still on their way; those are dropped, for the savepoint has
 * what they would be replayed from.
 */
final class Feedback {

  private static final Logger LOG = LoggerFactory.getLogger(Feedback.class);

  private final LoopKey key;

  /** Whether a draft has been here: one that has ended is another matter than one elsewhere. */
  private boolean met;

  Feedback(LoopKey key) {
    this.key = key;
  }

  /** Looks whether the draft is here. */
  void meet() {
    met |= LoopHeads.find(key).isPresent();
  }

  /** Hands a batch over; never blocks. */
  void post(Batch batch) {
    // looked up each time: after a failure another head may have taken the place
    Optional<LoopHead> head = LoopHeads.find(key);
    if (head.isEmpty() && met) {
      LOG.debug("the draft has ended, verdicts are dropped");
      return;
    }
    met = true;
    head.orElseThrow(
            () ->
                new IllegalStateException(
                    "the tail's subtask "
                        + key.subtask()
                        + " finds no draft in its JVM: draft and tail must stay in the co-location"
                        + " group that the topology gives them"))
        .post(batch);
  }
}
