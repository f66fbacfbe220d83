package io.dsd.message.request;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A prompt that can be served: checked, rendered by the chat template and cut into tokens.
 *
 * @param origin where it came from
 * @param id the request id, from the record's {@code id} field, its key, or else the sequence id
 * @param dialect the shape of the answer
 * @param prompt the prompt's token ids, at least one, fewer than the context
 * @param sampling how tokens are picked; the seed is set
 * @param maxTokens how many tokens to generate at most, at least 1, within the context
 * @param stop texts that end the answer, none of them empty; the answer ends before them
 * @param stream whether deltas are wanted
 * @param deadline when the answer ends at the latest, however far it is
 * @param relaxation how far verdicts may follow the drafter, from 0 (not at all) to below 1
 */
public record Request(
    Origin origin,
    String id,
    Dialect dialect,
    Ints prompt,
    Sampling sampling,
    int maxTokens,
    List<String> stop,
    boolean stream,
    Optional<Instant> deadline,
    double relaxation)
    implements Arrival {

  /** Checks what every reader relies on. */
  public Request {
    requireNonNull(origin, "origin");
    requireNonNull(id, "id");
    requireNonNull(dialect, "dialect");
    requireNonNull(sampling, "sampling");
    requireNonNull(deadline, "deadline");
    stop = List.copyOf(stop);
    if (prompt.isEmpty()) {
      throw new IllegalArgumentException("the prompt has no tokens");
    }
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens " + maxTokens + " is below 1");
    }
    if (stop.contains("")) {
      throw new IllegalArgumentException("a stop text is empty");
    }
    if (!(relaxation >= 0 && relaxation < 1)) {
      throw new IllegalArgumentException("relaxation " + relaxation + " is not in [0, 1)");
    }
  }

  /** A request whose verdicts are strict. */
  public Request(
      Origin origin,
      String id,
      Dialect dialect,
      Ints prompt,
      Sampling sampling,
      int maxTokens,
      List<String> stop,
      boolean stream,
      Optional<Instant> deadline) {
    this(origin, id, dialect, prompt, sampling, maxTokens, stop, stream, deadline, 0);
  }
}
