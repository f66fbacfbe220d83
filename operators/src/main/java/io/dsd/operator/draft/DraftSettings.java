package io.dsd.operator.draft;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;
import io.dsd.message.Relaxation;
import io.dsd.model.draft.ComputingDrafterFactory;
import io.dsd.model.slice.Gpus;
import io.dsd.model.tokenizer.TokenizerFactory;
import io.dsd.operator.admission.Admission;
import io.dsd.speculate.Drafter;
import io.dsd.speculate.DrafterFactory;
import io.dsd.speculate.NgramDrafter;
import io.dsd.speculate.NoDrafter;
import io.dsd.speculate.ShapeChooserFactory;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a draft operator is made with.
 *
 * @param drafter opens the drafter
 * @param drafterName its name, for completions
 * @param routed whether the n-gram lookup or nobody takes over where that is faster
 * @param shapes makes what chooses how much is drafted
 * @param tokenizer opens the tokenizer that turns tokens into text
 * @param endTokens the token ids that end a sequence
 * @param prefillChunk how many tokens of a prefill a block holds at most
 * @param keepEnded how many sequences that have ended keep their KV rows for later ones
 * @param relaxation which tokens are key where a request lets verdicts follow the drafter
 * @param admission how many sequences are decoded, how many wait, and who is next
 */
public record DraftSettings(
    DrafterFactory drafter,
    String drafterName,
    boolean routed,
    ShapeChooserFactory shapes,
    TokenizerFactory tokenizer,
    Ints endTokens,
    int prefillChunk,
    int keepEnded,
    Relaxation relaxation,
    Admission admission)
    implements Serializable {

  /** Checks that nothing is null or too small. */
  public DraftSettings {
    requireNonNull(drafter, "drafter");
    requireNonNull(drafterName, "drafterName");
    requireNonNull(shapes, "shapes");
    requireNonNull(tokenizer, "tokenizer");
    requireNonNull(endTokens, "endTokens");
    requireNonNull(relaxation, "relaxation");
    requireNonNull(admission, "admission");
    if (prefillChunk < 1 || keepEnded < 0) {
      throw new IllegalArgumentException(
          "prefill chunk %d, %d ended sequences kept".formatted(prefillChunk, keepEnded));
    }
  }

  /** Who may draft, by name; the first one does until another proves faster. */
  List<String> routes() {
    if (!routed) {
      return List.of(drafterName);
    }
    return Stream.of(drafterName, NgramDrafter.NAME, NoDrafter.NAME).distinct().toList();
  }

  /** Opens a drafter for each route, by name. */
  Map<String, Drafter> openDrafters(Gpus gpus) {
    Map<String, Drafter> drafters = new LinkedHashMap<>();
    drafters.put(
        drafterName,
        drafter instanceof ComputingDrafterFactory computing
            ? computing.open(gpus)
            : drafter.open());
    for (String route : routes()) {
      if (route.equals(NgramDrafter.NAME)) {
        drafters.computeIfAbsent(route, name -> new NgramDrafter());
      }
    }
    return drafters;
  }

  /** The same with another drafter. */
  public DraftSettings withDrafter(DrafterFactory other) {
    return new DraftSettings(
        other,
        drafterName,
        routed,
        shapes,
        tokenizer,
        endTokens,
        prefillChunk,
        keepEnded,
        relaxation,
        admission);
  }

  /** The same with another tokenizer. */
  public DraftSettings withTokenizer(TokenizerFactory other) {
    return new DraftSettings(
        drafter,
        drafterName,
        routed,
        shapes,
        other,
        endTokens,
        prefillChunk,
        keepEnded,
        relaxation,
        admission);
  }
}
