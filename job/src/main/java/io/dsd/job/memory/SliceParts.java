package io.dsd.job.memory;

import io.dsd.job.options.Options;
import io.dsd.job.topology.RecordPlan;
import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelConfig;
import io.dsd.model.ModelFiles;
import io.dsd.model.checkpoint.FourBits;
import io.dsd.model.checkpoint.StoredTensor;
import io.dsd.model.slice.LayerRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The summands of a target's slices. */
final class SliceParts {

  private static final int FLOAT_BYTES = 4;

  /** Its code, threads, and what its allocator keeps: an allowance. */
  private static final long LIBTORCH_BYTES = 384L << 20;

  /** The operators, records and buffers of the job; state of waiting sequences. */
  private static final long JOB_HEAP_BYTES = 256L << 20;

  private final ModelFiles files;
  private final ModelConfig config;
  private final Options options;
  private final TensorSizes weights;
  private final int tokens;

  SliceParts(ModelFiles files, Options options) {
    this.files = files;
    this.config = files.config();
    this.options = options;
    this.weights = new TensorSizes(config);
    this.tokens = RecordPlan.of(options, config).tokens();
  }

  List<MemoryPart> offHeap(LayerRange range) {
    int bytes = options.dtype().bytes();
    String type = options.dtype().name().toLowerCase(Locale.ROOT);
    List<MemoryPart> parts = new ArrayList<>();
    parts.add(
        new MemoryPart(
            "weights",
            weights.elements(range) * bytes,
            "%,d numbers in %s".formatted(weights.elements(range), type)));
    packed(range).ifPresent(parts::add);
    secondHead(range).ifPresent(parts::add);
    parts.add(
        new MemoryPart(
            "rotary tables",
            2L * config.contextLength() * config.headSize() * FLOAT_BYTES,
            "cosines and sines of %,d positions of %d numbers in fp32"
                .formatted(config.contextLength(), config.headSize())));
    parts.add(
        new MemoryPart(
            "KV caches", options.kv().memory().getBytes(), "kv.memory, which they never exceed"));
    long row = 2L * range.size() * config.keyValueHeads() * config.headSize() * bytes;
    parts.add(
        new MemoryPart(
            "a KV cache that grows",
            row * config.contextLength() / 2,
            "%,d bytes a token; half of %,d tokens are there twice while they are copied"
                .formatted(row, config.contextLength())));
    parts.add(computation(range));
    parts.add(
        new MemoryPart(
            "libtorch",
            LIBTORCH_BYTES,
            "an allowance for its code, threads and what it keeps for later"));
    return parts;
  }

  /** Products may have their weights in four bits besides. */
  private Optional<MemoryPart> packed(LayerRange range) {
    long numbers =
        weights.names().stream()
            .filter(name -> name.startsWith("model.layers.") && holds(range, name))
            .map(name -> files.checkpoint().get(name))
            .filter(tensor -> FourBits.may(tensor, options.weights()))
            .mapToLong(tensor -> weights.elements(tensor.name()))
            .sum();
    return numbers == 0 || options.dtype() != ComputeType.BF16
        ? Optional.empty()
        : Optional.of(
            new MemoryPart(
                "weights in four bits",
                FourBits.bytes(numbers),
                "%,d of these numbers once more, for small blocks".formatted(numbers)));
  }

  /** Products have weights of their own layout, an embedding has not. */
  private Optional<MemoryPart> secondHead(LayerRange range) {
    boolean twice = config.tiedEmbeddings() && range.isFirst() && range.isLast();
    long numbers = weights.elements("model.embed_tokens.weight");
    return twice
        ? Optional.of(
            new MemoryPart(
                "the head",
                numbers * options.dtype().bytes(),
                "%,d numbers of the embedding once more, laid out for products".formatted(numbers)))
        : Optional.empty();
  }

  private MemoryPart computation(LayerRange range) {
    long width =
        4L * config.hiddenSize()
            + 3L * (config.attentionHeads() + 2L * config.keyValueHeads()) * config.headSize()
            + 3L * config.intermediateSize();
    // logits are there as a tensor and as the copy that the heap is filled from
    long numbers = width + (range.isLast() ? 2L * config.vocabularySize() : 0);
    return new MemoryPart(
        "computation",
        tokens * numbers * FLOAT_BYTES,
        "%d tokens at once, %,d numbers each in fp32%s"
            .formatted(tokens, numbers, range.isLast() ? ", logits twice among them" : ""));
  }

  List<MemoryPart> heap(LayerRange range) {
    List<MemoryPart> parts = new ArrayList<>();
    parts.add(new MemoryPart("the job", JOB_HEAP_BYTES, "operators, records, state"));
    long logits = range.isLast() ? 2L * tokens * config.vocabularySize() * FLOAT_BYTES : 0;
    long decoded = decoded(range);
    // weights are decoded before there are logits
    parts.add(
        logits > decoded
            ? new MemoryPart("logits", logits, "%d tokens, twice".formatted(tokens))
            : new MemoryPart(
                "decoding weights", decoded, "the largest stored tensor that is packed, in fp32"));
    return parts;
  }

  private long decoded(LayerRange range) {
    return weights.names().stream()
        .filter(name -> holds(range, name))
        .map(name -> files.checkpoint().get(name))
        .filter(tensor -> !isMapped(tensor))
        .mapToLong(tensor -> weights.elements(tensor.name()) * FLOAT_BYTES)
        .max()
        .orElse(0);
  }

  private boolean holds(LayerRange range, String name) {
    if (name.startsWith("model.layers.")) {
      int layer = Integer.parseInt(name.split("\\.", -1)[2]);
      return layer >= range.first() && layer < range.end();
    }
    return name.equals("model.embed_tokens.weight")
        ? range.isFirst() || (range.isLast() && config.tiedEmbeddings())
        : range.isLast();
  }

  private static boolean isMapped(StoredTensor tensor) {
    return tensor.plain() && tensor.type().blockElements() == 1;
  }
}
