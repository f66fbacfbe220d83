package io.dsd.model;

import io.dsd.message.Ints;

/**
 * The shape of a decoder of the Llama family.
 *
 * @param architecture the family's name, such as {@code llama}
 * @param vocabularySize rows of the embedding
 * @param hiddenSize width of a hidden state
 * @param intermediateSize width inside the feed-forward part
 * @param layers decoder layers
 * @param attentionHeads query heads
 * @param keyValueHeads key and value heads; divides the query heads (GQA)
 * @param headSize width of a head
 * @param normEpsilon added under the root of RMS norms
 * @param ropeTheta base of the rotary position frequencies
 * @param contextLength positions the model was trained for
 * @param tiedEmbeddings whether the head is the embedding
 * @param endTokens token ids that end a sequence
 */
public record ModelConfig(
    String architecture,
    int vocabularySize,
    int hiddenSize,
    int intermediateSize,
    int layers,
    int attentionHeads,
    int keyValueHeads,
    int headSize,
    double normEpsilon,
    double ropeTheta,
    int contextLength,
    boolean tiedEmbeddings,
    Ints endTokens) {}
