package io.dsd.job.options;

import java.io.Serializable;

/** The {@code draft} section: who guesses tokens. */
public record DraftSection(
    @Setting(
            fallback = "ngram",
            meaning =
                "Who guesses tokens: `none` (one token a round), `ngram` (a lookup of the last"
                    + " tokens in the prompt and the answer so far) or `model` (a small model"
                    + " that has the target's tokenizer).")
        DraftKind kind,
    @Setting(
            fallback = "",
            meaning =
                "The draft model, given as `model` is. Needed with `draft.kind: model`, not"
                    + " allowed otherwise.")
        String model,
    @Setting(
            fallback = "7",
            min = "1",
            max = "64",
            meaning = "How many tokens a block holds at most beside the one already known.")
        int length)
    implements Serializable {

  /** Checks that a draft model is named exactly if one is used. */
  public DraftSection {
    OptionsException.check(
        kind != DraftKind.MODEL || !model.isBlank(),
        () ->
            "draft.model: missing, but draft.kind is model; name a directory, a GGUF file or a model"
                + " of `dsd model list`");
    OptionsException.check(
        kind == DraftKind.MODEL || model.isBlank(),
        () ->
            "draft.model: '%s' is given, but draft.kind is %s; set draft.kind: model or remove it"
                .formatted(model, ValueType.print(kind)));
  }
}
