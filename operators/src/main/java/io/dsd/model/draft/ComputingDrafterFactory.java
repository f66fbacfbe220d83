package io.dsd.model.draft;

import io.dsd.model.slice.Gpus;
import io.dsd.speculate.Drafter;
import io.dsd.speculate.DrafterFactory;

/** Opens a drafter that may compute on a GPU. */
public interface ComputingDrafterFactory extends DrafterFactory {

  /** A new drafter, on one of the GPUs that are there if it is to compute on one. */
  Drafter open(Gpus gpus);
}
