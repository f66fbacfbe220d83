package io.dsd.job.demo;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/** One record a line. */
final class LineDisplay implements Display {

  private final PrintStream out;
  private final Map<Integer, Piece> early = new TreeMap<>();
  private int next;

  LineDisplay(PrintStream out) {
    this.out = out;
  }

  @Override
  public void delta(int index, Piece delta) {}

  @Override
  public void answer(int index, Piece answer) {
    early.put(index, answer);
    for (Piece ready = early.remove(next); ready != null; ready = early.remove(next)) {
      out.println(ready.line());
      out.flush();
      next++;
    }
  }
}
