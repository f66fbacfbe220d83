package io.dsd.operator.draft;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;
import io.dsd.model.tokenizer.TokenizerFactory;
import io.dsd.operator.admission.Admission;
import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.DrafterFactory;
import java.io.Serializable;

/**
 * What a draft operator is made with.
 *
 * @param drafter opens the drafter
 * @param drafterName its name, for completions
 * @param plan how much a block drafts, and how many blocks are on their way
 * @param tokenizer opens the tokenizer that turns tokens into text
 * @param endTokens the token ids that end a sequence
 * @param prefillChunk how many tokens of a prefill a block holds at most
 * @param keepEnded how many sequences that have ended keep their KV rows for later ones
 * @param admission how many sequences are decoded, how many wait, and who is next
 */
public record DraftSettings(
    DrafterFactory drafter,
    String drafterName,
    DraftPlan plan,
    TokenizerFactory tokenizer,
    Ints endTokens,
    int prefillChunk,
    int keepEnded,
    Admission admission)
    implements Serializable {

  /** Checks that nothing is null or too small. */
  public DraftSettings {
    requireNonNull(drafter, "drafter");
    requireNonNull(drafterName, "drafterName");
    requireNonNull(plan, "plan");
    requireNonNull(tokenizer, "tokenizer");
    requireNonNull(endTokens, "endTokens");
    requireNonNull(admission, "admission");
    if (prefillChunk < 1 || keepEnded < 0) {
      throw new IllegalArgumentException(
          "prefill chunk %d, %d ended sequences kept".formatted(prefillChunk, keepEnded));
    }
  }

  /** The same with another drafter. */
  public DraftSettings withDrafter(DrafterFactory other) {
    return new DraftSettings(
        other, drafterName, plan, tokenizer, endTokens, prefillChunk, keepEnded, admission);
  }

  /** The same with another tokenizer. */
  public DraftSettings withTokenizer(TokenizerFactory other) {
    return new DraftSettings(
        drafter, drafterName, plan, other, endTokens, prefillChunk, keepEnded, admission);
  }
}
