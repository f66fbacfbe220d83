package io.dsd.speculate;

import java.io.Serializable;

/** Opens a drafter where the draft operator runs. */
@FunctionalInterface
public interface DrafterFactory extends Serializable {

  /** A drafter of its own for the caller, who closes it. */
  Drafter open();
}
