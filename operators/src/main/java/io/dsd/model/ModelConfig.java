package io.dsd.model;

import io.dsd.message.Ints;
import io.dsd.message.round.ComputeType;

/**
 * The shape of a decoder.
 *
 * @param family what it has beyond a Llama
 * @param vocabularySize rows of the embedding
 * @param hiddenSize width of a hidden state
 * @param intermediateSize width inside the feed-forward part
 * @param layers decoder layers
 * @param attentionHeads query heads
 * @param keyValueHeads key and value heads; divides the query heads (GQA)
 * @param headSize width of a head
 * @param normEpsilon added under the root of RMS norms
 * @param rope the frequencies of its rotary position embedding
 * @param contextLength positions that it can attend to
 * @param tiedEmbeddings whether the head is the embedding
 * @param endTokens token ids that end a sequence
 */
public record ModelConfig(
    Family family,
    int vocabularySize,
    int hiddenSize,
    int intermediateSize,
    int layers,
    int attentionHeads,
    int keyValueHeads,
    int headSize,
    double normEpsilon,
    Rope rope,
    int contextLength,
    boolean tiedEmbeddings,
    Ints endTokens) {

  /** The bytes of one token's keys and values in so many layers. */
  public long bytesPerRow(int ofLayers, ComputeType type) {
    return 2L * ofLayers * keyValueHeads * headSize * type.bytes();
  }
}
