package io.dsd.job.demo;

/** How the text of answers is painted on a terminal. */
interface Colours {

  /** Hears of a piece of the answer to prompt {@code index}, before its text is shown. */
  void take(int index, Piece delta);

  /** The text that stands at {@code from} in the answer to prompt {@code index}, as it is shown. */
  String paint(int index, int from, String text);

  /** No colours. */
  static Colours none() {
    return new Colours() {
      @Override
      public void take(int index, Piece delta) {
        // text stays as it is
      }

      @Override
      public String paint(int index, int from, String text) {
        return text;
      }
    };
  }
}
