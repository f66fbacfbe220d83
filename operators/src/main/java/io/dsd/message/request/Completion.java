package io.dsd.message.request;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;

/**
 * A completed sequence.
 *
 * @param request what was asked for
 * @param tokens the generated token ids, a closing end-of-sequence token included
 * @param text the generated text, without stop text and special tokens
 * @param finishReason why it ended
 * @param speculation what speculation did for it
 * @param createdMillis when the request was admitted, milliseconds since the epoch
 */
public record Completion(
    Request request,
    Ints tokens,
    String text,
    FinishReason finishReason,
    Speculation speculation,
    long createdMillis)
    implements Answer {

  /** Checks that nothing is null. */
  public Completion {
    requireNonNull(request, "request");
    requireNonNull(tokens, "tokens");
    requireNonNull(text, "text");
    requireNonNull(finishReason, "finishReason");
    requireNonNull(speculation, "speculation");
  }

  @Override
  public Origin origin() {
    return request.origin();
  }

  @Override
  public String id() {
    return request.id();
  }
}
