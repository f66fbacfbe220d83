package io.dsd.job.demo;

import io.dsd.message.Ints;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;

/** Shows answers in the order of their prompts, whatever order they come in. */
public interface Display {

  /** Growing text, one prompt's after the other's. */
  static Display text(PrintStream out, List<Prompt> prompts) {
    return new TextDisplay(out, prompts, Colours.none());
  }

  /**
   * Growing text, coloured by who found its tokens.
   *
   * @param decoder turns tokens into text
   */
  static Display drafts(PrintStream out, List<Prompt> prompts, Function<Ints, String> decoder) {
    out.println(DraftColours.legend());
    out.println();
    return new TextDisplay(out, prompts, new DraftColours(prompts.size(), decoder));
  }

  /** One record a line. */
  static Display lines(PrintStream out) {
    return new LineDisplay(out);
  }

  /** A piece of the answer to prompt {@code index} has come. */
  void delta(int index, Piece delta);

  /** The whole answer to prompt {@code index}, or its error, has come. */
  void answer(int index, Piece answer);
}
