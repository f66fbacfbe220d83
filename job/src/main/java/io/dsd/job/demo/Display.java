package io.dsd.job.demo;

/** Shows answers in the order of their prompts, whatever order they come in. */
interface Display {

  /** A piece of the answer to prompt {@code index} has come. */
  void delta(int index, Piece delta);

  /** The whole answer to prompt {@code index}, or its error, has come. */
  void answer(int index, Piece answer);
}
