package io.dsd.speculate;

import java.io.Serializable;

/** Makes a chooser where the draft operator runs. */
@FunctionalInterface
public interface ShapeChooserFactory extends Serializable {

  /** A chooser that knows nothing yet. */
  ShapeChooser open();

  /** Choosers that always choose the same. */
  static ShapeChooserFactory fixed(DraftPlan plan) {
    return () -> new FixedShape(plan);
  }
}
