package io.dsd.job.options;

import io.dsd.speculate.BlockShape;
import io.dsd.speculate.DraftPlan;
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
            meaning =
                "How many drafted tokens stand after each other in a block, beside the one already"
                    + " known.")
        int length,
    @Setting(
            fallback = "0",
            min = "0",
            max = "256",
            meaning =
                "How many drafted tokens a block holds at most. More than `draft.length` make a"
                    + " tree: other guesses beside the likeliest ones, for slices that compute more"
                    + " tokens at little cost. 0 for as many as `draft.length`, a chain.")
        int nodes,
    @Setting(
            fallback = "1",
            min = "1",
            max = "4",
            meaning =
                "How many blocks of a sequence may be on their way. With more than 1 the drafter"
                    + " goes on from its own guess while verdicts are out, which hides the time of"
                    + " links and slices where it is mostly right; wrong blocks cost slices time.")
        int window,
    @Setting(
            fallback = "fixed",
            meaning =
                "How much each block drafts: `fixed` (always `draft.length`, `draft.nodes` and"
                    + " `draft.window`) or `measured` (no more than these; chosen per sequence and"
                    + " round by what was accepted and how long rounds took, down to nothing where"
                    + " drafting does not pay).")
        DraftPolicy policy,
    @Setting(
            fallback = "true",
            meaning =
                "Whether `model` and `eagle3` propose what `ngram` finds, too: in trees both, the"
                    + " likeliest tokens of either; in chains what it finds instead, where that"
                    + " promises more. Costs next to nothing, and is right about names and phrases that"
                    + " the text takes up again.")
        boolean lookup,
    @Setting(
            fallback = "false",
            meaning =
                "Whether other drafters take over in a sequence where they have lately been faster"
                    + " than `draft.kind`: `ngram`, or nobody where no draft pays.")
        boolean router)
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
    OptionsException.check(
        nodes == 0 || nodes >= length,
        () ->
            "draft.nodes: %d is less than draft.length, %d; give as many for a chain, more for a tree or 0"
                .formatted(nodes, length));
  }

  /** The same with another draft model. */
  public DraftSection withModel(String other) {
    return new DraftSection(kind, other, length, nodes, window, policy, lookup, router);
  }

  /** How much is drafted. */
  public DraftPlan plan() {
    return kind == DraftKind.NONE
        ? DraftPlan.PLAIN
        : new DraftPlan(new BlockShape(length, Math.max(length, nodes)), window);
  }
}
