package io.dsd.message.request;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;
import java.util.Optional;

/**
 * A piece of an answer on its way. After a restart pieces come again with the same offsets and the
 * same content, possibly cut differently: a reader drops what lies below the offset it has seen.
 *
 * @param origin where the prompt came from
 * @param id the request id
 * @param dialect the shape of the answer
 * @param tokenOffset how many generated tokens lie before these
 * @param tokens the token ids committed with this piece
 * @param textOffset how many characters (UTF-16 units) of the answer lie before this text
 * @param text the new text; may be empty while a possible stop text is held back
 * @param finishReason set on the last piece
 * @param accepted how many of the tokens, from the first on, were drafted
 * @param corrected whether the last of the tokens stands in the place of drafted ones
 */
public record Delta(
    Origin origin,
    String id,
    Dialect dialect,
    int tokenOffset,
    Ints tokens,
    int textOffset,
    String text,
    Optional<FinishReason> finishReason,
    int accepted,
    boolean corrected) {

  /** Checks that nothing is null. */
  public Delta {
    requireNonNull(origin, "origin");
    requireNonNull(id, "id");
    requireNonNull(dialect, "dialect");
    requireNonNull(tokens, "tokens");
    requireNonNull(text, "text");
    requireNonNull(finishReason, "finishReason");
    if (accepted < 0 || accepted > tokens.size()) {
      throw new IllegalArgumentException(
          "%d of %d tokens are accepted".formatted(accepted, tokens.size()));
    }
  }

  /** A piece without drafted tokens. */
  public Delta(
      Origin origin,
      String id,
      Dialect dialect,
      int tokenOffset,
      Ints tokens,
      int textOffset,
      String text,
      Optional<FinishReason> finishReason) {
    this(origin, id, dialect, tokenOffset, tokens, textOffset, text, finishReason, 0, false);
  }
}
