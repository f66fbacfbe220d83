package io.dsd.operator.draft;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;
import io.dsd.message.Relaxation;
import io.dsd.model.tokenizer.TokenizerFactory;
import io.dsd.operator.admission.Admission;
import io.dsd.speculate.DrafterFactory;
import io.dsd.speculate.ShapeChooserFactory;
import java.io.Serializable;

/**
 * What a draft operator is made with.
 *
 * @param drafters who guesses tokens
 * @param shapes makes what chooses how much is drafted
 * @param tokenizer opens the tokenizer that turns tokens into text
 * @param endTokens the token ids that end a sequence
 * @param prefillChunk how many tokens of a prefill a block holds at most
 * @param keepEnded how many sequences that have ended keep their KV rows for later ones
 * @param relaxation which tokens are key where a request lets verdicts follow the drafter
 * @param admission how many sequences are decoded, how many wait, and who is next
 */
public record DraftSettings(
    Drafters drafters,
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
    requireNonNull(drafters, "drafters");
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

  /** The same with another drafter. */
  public DraftSettings withDrafter(DrafterFactory other) {
    return new DraftSettings(
        drafters.with(other),
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
        drafters, shapes, other, endTokens, prefillChunk, keepEnded, relaxation, admission);
  }
}
