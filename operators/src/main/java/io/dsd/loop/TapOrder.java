package io.dsd.loop;

import io.dsd.message.SequenceId;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Taps;
import io.dsd.message.round.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Lets out what goes to the draft: a block's taps before its verdict, for the next block is drafted
 * as soon as the verdict is there, and a draft that lacks the newest features goes on from guesses
 * of its own. A verdict waits for taps that are late, but not for long; what comes after it in its
 * sequence waits with it.
 *
 * <p>On most ways taps are there long before: they go straight to the draft, a verdict comes of
 * what has passed all slices.
 */
final class TapOrder {

  /** Something that waits, and until when at most. */
  private record Held(LoopMessage message, long until) {}

  private final TapJoin join;
  private final long patience;
  private final Map<SequenceId, Deque<Held>> held = new HashMap<>();

  /**
   * Nothing waits.
   *
   * @param patience how long a verdict waits at most, in the unit of the clock
   */
  TapOrder(TapJoin join, long patience) {
    this.join = join;
    this.patience = patience;
  }

  /**
   * Takes a message of any slice.
   *
   * @return what goes to the draft now, in order
   */
  List<LoopMessage> take(LoopMessage message, long now) {
    List<LoopMessage> out = new ArrayList<>();
    if (message instanceof Taps taps) {
      join.take(taps)
          .ifPresent(
              joined -> {
                out.add(joined);
                advance(joined.sequence(), now, out);
              });
    } else if (TapJoin.isEnd(message)) {
      join.end(message);
      // nothing comes any more that they could wait for
      advance(message.sequence(), now, out);
    } else {
      if (message instanceof Verdict verdict) {
        join.take(verdict).ifPresent(out::add);
      }
      held.computeIfAbsent(message.sequence(), unknown -> new ArrayDeque<>())
          .add(new Held(message, now + patience));
      advance(message.sequence(), now, out);
    }
    return out;
  }

  /** What has waited long enough. */
  List<LoopMessage> expire(long now) {
    List<LoopMessage> out = new ArrayList<>();
    for (SequenceId sequence : List.copyOf(held.keySet())) {
      advance(sequence, now, out);
    }
    return out;
  }

  /** When {@link #expire} is to be called; empty if nothing waits. */
  OptionalLong deadline() {
    return held.values().stream().mapToLong(queue -> queue.element().until()).min();
  }

  private void advance(SequenceId sequence, long now, List<LoopMessage> out) {
    Deque<Held> queue = held.getOrDefault(sequence, new ArrayDeque<>());
    Iterator<Held> oldest = queue.iterator();
    boolean waits = false;
    while (!waits && oldest.hasNext()) {
      Held next = oldest.next();
      waits =
          next.message() instanceof Verdict verdict && join.expects(verdict) && now < next.until();
      if (!waits) {
        out.add(next.message());
        oldest.remove();
      }
    }
    if (queue.isEmpty()) {
      held.remove(sequence);
    }
  }
}
