package io.dsd.job.demo;

import java.io.PrintStream;
import java.util.List;

/** The text as it grows: of one prompt at a time, the others' is kept until it is their turn. */
final class TextDisplay implements Display {

  /** What has come of one answer. */
  private static final class Growing {
    private final StringBuilder text = new StringBuilder();
    private int shown;
    private boolean complete;
    private String error = "";
  }

  private final PrintStream out;
  private final List<Prompt> prompts;
  private final Colours colours;
  private final List<Growing> answers;
  private int current;
  private boolean opened;

  TextDisplay(PrintStream out, List<Prompt> prompts, Colours colours) {
    this.out = out;
    this.prompts = prompts;
    this.colours = colours;
    this.answers = prompts.stream().map(prompt -> new Growing()).toList();
  }

  @Override
  public void delta(int index, Piece delta) {
    Growing answer = answers.get(index);
    colours.take(index, delta);
    grow(answer, delta.textOffset(), delta.text());
    answer.complete |= delta.last();
    show();
  }

  @Override
  public void answer(int index, Piece piece) {
    Growing answer = answers.get(index);
    if (piece.failed()) {
      answer.error = piece.error();
    } else {
      grow(answer, 0, piece.text());
    }
    answer.complete = true;
    show();
  }

  /** Adds what lies beyond the text already here; after a restart pieces come again. */
  private static void grow(Growing answer, int offset, String text) {
    int known = answer.text.length() - offset;
    if (known >= 0 && known < text.length()) {
      answer.text.append(text, known, text.length());
    }
  }

  private void show() {
    while (current < answers.size()) {
      Growing answer = answers.get(current);
      if (!opened && (answer.complete || !answer.text.isEmpty())) {
        out.println("> " + prompts.get(current).title());
        opened = true;
      }
      out.print(colours.paint(current, answer.shown, answer.text.substring(answer.shown)));
      answer.shown = answer.text.length();
      if (answer.complete) {
        out.println(answer.error.isEmpty() ? "" : "error: " + answer.error);
        out.println();
        current++;
        opened = false;
      }
      out.flush();
      if (!answer.complete) {
        return;
      }
    }
  }
}
