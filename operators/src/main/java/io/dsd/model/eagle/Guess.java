package io.dsd.model.eagle;

import io.dsd.speculate.sampling.Candidates;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A token that the draft network has taken in on its own output, and what it makes of it: a node of
 * the tree of guesses that hangs on the last row that the target's taps made.
 */
final class Guess {

  private final int token;
  private final int position;
  private final int slot;
  private final BitSet visible;
  private final Optional<Guess> parent;
  private final List<Guess> children = new ArrayList<>();
  private Optional<Features> output = Optional.empty();
  private Optional<Candidates> next = Optional.empty();

  private Guess(int token, int position, int slot, BitSet visible, Optional<Guess> parent) {
    this.token = token;
    this.position = position;
    this.slot = slot;
    this.visible = visible;
    this.parent = parent;
  }

  /**
   * What all guesses hang on.
   *
   * @param position the position of the last row that taps made
   * @param rows how many rows there are up to it
   */
  static Guess root(int token, int position, int rows, Features output, Candidates next) {
    BitSet visible = new BitSet();
    visible.set(0, rows);
    Guess root = new Guess(token, position, rows - 1, visible, Optional.empty());
    root.computed(output, next);
    return root;
  }

  /** The child with that token, if there is one. */
  Optional<Guess> child(int wanted) {
    return children.stream().filter(child -> child.token == wanted).findFirst();
  }

  /** A new child, whose row is to be written to {@code slot}. */
  Guess grow(int childToken, int childSlot) {
    BitSet seen = (BitSet) visible.clone();
    seen.set(childSlot);
    Guess child = new Guess(childToken, position + 1, childSlot, seen, Optional.of(this));
    children.add(child);
    return child;
  }

  void computed(Features row, Candidates ranked) {
    output = Optional.of(row);
    next = Optional.of(ranked);
  }

  boolean isComputed() {
    return output.isPresent();
  }

  int token() {
    return token;
  }

  /** The position of its row: that of the token before its own. */
  int position() {
    return position;
  }

  int slot() {
    return slot;
  }

  /** The slots that its row attends to, its own included. */
  BitSet visible() {
    return visible;
  }

  /** What its row takes as a feature: the output of the row above. */
  Features feature() {
    return parent.orElseThrow().output.orElseThrow();
  }

  /** The tokens that may follow, best first. */
  Candidates next() {
    return next.orElseThrow();
  }
}
