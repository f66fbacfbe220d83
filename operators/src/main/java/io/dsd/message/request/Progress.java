package io.dsd.message.request;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;

/**
 * How far an admitted sequence has come: with its request, all that a restart needs.
 *
 * @param createdMillis when it was admitted, milliseconds since the epoch
 * @param generated the tokens committed so far, without the prompt
 * @param speculation what speculation did for it so far
 */
public record Progress(long createdMillis, Ints generated, Speculation speculation) {

  /** Checks that nothing is null. */
  public Progress {
    requireNonNull(generated, "generated");
    requireNonNull(speculation, "speculation");
  }
}
