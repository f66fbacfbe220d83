package io.dsd.job.fetch;

import io.dsd.job.options.DraftSection;
import io.dsd.job.options.Options;

/** Puts the cached file in the place of a model's name; a path is left to the cluster. */
public final class NamedModels {

  private NamedModels() {}

  /** The options with paths only. */
  public static Options resolve(Options options, ModelNames names) {
    DraftSection draft = options.draft();
    return options
        .withModel(path(options.model(), names))
        .withDraft(draft.withModel(path(draft.model(), names)));
  }

  private static String path(String given, ModelNames names) {
    return Catalogue.find(given).isPresent() ? names.resolve(given).toString() : given;
  }
}
