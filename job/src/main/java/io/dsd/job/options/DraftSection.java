package io.dsd.job.options;

import java.io.Serializable;

/** The {@code draft} section: who guesses tokens. */
public record DraftSection(
    @Setting(
            fallback = "ngram",
            meaning =
                "Who guesses tokens: `none` (one token a round), `ngram` (a lookup of the last"
                    + " tokens in the prompt and the answer so far), `model` (a small model"
                    + " that has the target's tokenizer) or `eagle3` (a draft network in EAGLE-3's"
                    + " checkpoint layout that was trained for the target).")
        DraftKind kind,
    @Setting(
            fallback = "",
            meaning =
                "The draft model: with `draft.kind: model` given as `model` is, with `draft.kind:"
                    + " eagle3` the directory of `config.json` and `*.safetensors`, by a path that"
                    + " holds on every task manager. Needed with these two, not allowed otherwise.")
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
        !kind.needsModel() || !model.isBlank(),
        () ->
            kind == DraftKind.EAGLE3
                ? "draft.model: missing, but draft.kind is eagle3; name the directory of a draft in"
                    + " EAGLE-3's layout"
                : "draft.model: missing, but draft.kind is model; name a directory, a GGUF file or a"
                    + " model of `dsd model list`");
    OptionsException.check(
        kind.needsModel() || model.isBlank(),
        () ->
            "draft.model: '%s' is given, but draft.kind is %s; set draft.kind: model or eagle3, or remove it"
                .formatted(model, ValueType.print(kind)));
  }
}
