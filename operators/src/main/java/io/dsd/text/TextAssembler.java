package io.dsd.text;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;
import java.util.List;
import java.util.function.Function;

/**
 * The text of one answer, made token by token: releases what can no longer change, and ends before
 * the earliest place in the text where a stop text occurs.
 *
 * <p>The pieces are a function of the tokens alone. Characters whose bytes are spread over several
 * tokens come out whole; what may turn out to be the beginning of a stop text stays back until it
 * is known. Each token costs the decoding of a few tokens, not of all: as in vLLM and Hugging
 * Face's text-generation-inference, only a window is decoded, which begins with tokens whose text
 * is out already, because a decoder may treat the first token in a way of its own.
 */
public final class TextAssembler {

  private static final char REPLACEMENT = '\uFFFD';

  private final Function<Ints, String> decoder;
  private final StopTexts stop;
  private final StringBuilder held = new StringBuilder();
  private Ints window = Ints.empty();
  private int context;
  private int decoded;
  private boolean stopped;

  /**
   * An answer without any token yet.
   *
   * @param decoder the text of tokens: without special tokens, with U+FFFD for bytes that are no
   *     UTF-8 or not yet
   * @param stop texts that end the answer, none of them empty
   */
  public TextAssembler(Function<Ints, String> decoder, List<String> stop) {
    this.decoder = requireNonNull(decoder, "decoder");
    this.stop = new StopTexts(stop);
  }

  /**
   * Adds a token.
   *
   * @return the text that may be released now; empty once stopped
   */
  public String append(int token) {
    if (stopped) {
      return "";
    }
    window = window.append(token);
    String text = decoder.apply(window);
    int certain = certainLength(text);
    if (certain <= decoded) {
      return "";
    }
    held.append(text, decoded, certain);
    if (certain == text.length()) {
      window = window.slice(context, window.size());
      context = window.size();
      decoded = decoder.apply(window).length();
    } else {
      decoded = certain;
    }
    return release(stop.earliestPossible(held));
  }

  /** Whether a stop text was found; tokens that come after that add nothing. */
  public boolean isStopped() {
    return stopped;
  }

  /**
   * Ends the answer.
   *
   * @return what was still held back, up to a stop text in it; empty if already stopped
   */
  public String finish() {
    if (stopped) {
      return "";
    }
    String text = decoder.apply(window);
    held.append(text, Math.min(decoded, text.length()), text.length());
    window = Ints.empty();
    context = 0;
    decoded = 0;
    return release(held.length());
  }

  /** The text without the replacement characters at its end, which more bytes may yet change. */
  private static int certainLength(String text) {
    int length = text.length();
    while (length > 0 && text.charAt(length - 1) == REPLACEMENT) {
      length--;
    }
    return length;
  }

  /**
   * Lets text out, up to a stop text.
   *
   * @param open where a stop text may begin of which not all is here yet
   */
  private String release(int open) {
    int found = stop.earliest(held);
    stopped = found < held.length() && found <= open;
    String piece = held.substring(0, Math.min(found, open));
    held.delete(0, stopped ? held.length() : piece.length());
    return piece;
  }
}
