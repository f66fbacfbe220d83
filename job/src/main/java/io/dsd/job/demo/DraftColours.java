package io.dsd.job.demo;

import io.dsd.message.Ints;
import io.dsd.text.TextAssembler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Colours an answer by who found its tokens: drafted and accepted, the target's in the place of a
 * wrong draft, or the target's where nothing was drafted.
 */
final class DraftColours implements Colours {

  private static final String RESET = "\u001B[0m";

  private enum Finder {
    DRAFT("\u001B[32m"),
    CORRECTION("\u001B[33m"),
    TARGET("");

    private final String code;

    Finder(String code) {
      this.code = code;
    }
  }

  /** What the colours mean, in these colours. */
  static String legend() {
    return "%s, %s, and what the target added"
        .formatted(
            paint(Finder.DRAFT, "drafted and accepted"),
            paint(Finder.CORRECTION, "corrected by the target"));
  }

  /** One answer's characters so far, and who found each. */
  private static final class Found {
    private final TextAssembler assembler;
    private final StringBuilder text = new StringBuilder();
    private final List<Finder> finders = new ArrayList<>();
    private int tokens;

    private Found(Function<Ints, String> decoder) {
      this.assembler = new TextAssembler(decoder, List.of());
    }

    private void take(int token, Finder finder) {
      add(assembler.append(token), finder);
      tokens++;
    }

    private void add(String piece, Finder finder) {
      text.append(piece);
      for (int i = 0; i < piece.length(); i++) {
        finders.add(finder);
      }
    }
  }

  private final List<Found> answers;

  /**
   * Colours for so many answers.
   *
   * @param decoder turns tokens into text
   */
  DraftColours(int answers, Function<Ints, String> decoder) {
    this.answers = new ArrayList<>();
    for (int i = 0; i < answers; i++) {
      this.answers.add(new Found(decoder));
    }
  }

  @Override
  public void take(int index, Piece delta) {
    Found found = answers.get(index);
    List<Integer> tokens = delta.tokenIds();
    // after a restart pieces come again
    for (int i = found.tokens - delta.tokenOffset(); i >= 0 && i < tokens.size(); i++) {
      Finder target = delta.corrected() ? Finder.CORRECTION : Finder.TARGET;
      found.take(tokens.get(i), i < delta.accepted() ? Finder.DRAFT : target);
    }
    if (delta.last()) {
      found.add(found.assembler.finish(), Finder.TARGET);
    }
  }

  @Override
  public String paint(int index, int from, String text) {
    Found found = answers.get(index);
    if (!found.text.substring(Math.min(from, found.text.length())).startsWith(text)) {
      // tokens that came in no piece, because they were generated before a restart
      return text;
    }
    StringBuilder painted = new StringBuilder();
    int begin = 0;
    for (int end = 1; end <= text.length(); end++) {
      Finder finder = found.finders.get(from + begin);
      if (end == text.length() || found.finders.get(from + end) != finder) {
        painted.append(paint(finder, text.substring(begin, end)));
        begin = end;
      }
    }
    return painted.toString();
  }

  private static String paint(Finder finder, String text) {
    return finder.code.isEmpty() ? text : finder.code + text + RESET;
  }
}
