package io.dsd.job.bench.slice;

import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelConfig;
import io.dsd.model.ModelFiles;
import io.dsd.model.checkpoint.FourBits;
import io.dsd.model.checkpoint.LlamaShapes;
import io.dsd.model.checkpoint.StoredTensor;
import io.dsd.model.checkpoint.WeightForm;
import io.dsd.model.slice.Arithmetic;
import java.util.List;

/**
 * What a forward pass of a whole model cannot do without: reading every weight of its products and
 * all keys and values once, and two operations for each weight and token.
 *
 * @param weightBytes bytes of the weights in the smallest form that is asked for: as the checkpoint
 *     stores them where they may stay so, else in the type of the computation
 * @param plainBytes bytes of the weights in the type of the computation
 * @param rowBytes bytes of one token's keys and values
 * @param weights how many numbers the products have
 * @param rowOperations operations of attention for each token and row that it sees
 */
record PassCost(
    long weightBytes, long plainBytes, long rowBytes, long weights, long rowOperations) {

  /** The costs of all layers and the head. */
  static PassCost of(ModelFiles model, Arithmetic arithmetic) {
    ModelConfig config = model.config();
    String head = config.tiedEmbeddings() ? "model.embed_tokens.weight" : "lm_head.weight";
    List<StoredTensor> products =
        LlamaShapes.of(config).entrySet().stream()
            .filter(shape -> shape.getValue().size() == 2)
            .map(shape -> shape.getKey())
            .filter(name -> name.startsWith("model.layers.") || name.equals(head))
            .map(model.checkpoint()::get)
            .toList();
    long numbers = products.stream().mapToLong(PassCost::numbers).sum();
    return new PassCost(
        products.stream().mapToLong(tensor -> bytes(tensor, arithmetic)).sum(),
        numbers * arithmetic.type().bytes(),
        config.bytesPerRow(config.layers(), arithmetic.type()),
        numbers,
        4L * config.layers() * config.attentionHeads() * config.headSize());
  }

  private static long numbers(StoredTensor tensor) {
    return tensor.shape().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
  }

  private static long bytes(StoredTensor tensor, Arithmetic arithmetic) {
    long numbers = numbers(tensor);
    long plain = numbers * arithmetic.type().bytes();
    if (arithmetic.type() != ComputeType.BF16) {
      return plain;
    }
    return switch (arithmetic.weights()) {
      case UNPACKED -> plain;
      case AUTO -> Math.min(plain, tensor.bytes());
      case INT4 ->
          FourBits.may(tensor, WeightForm.INT4)
              ? Math.min(tensor.bytes(), FourBits.bytes(numbers))
              : plain;
    };
  }

  /** Bytes that a pass reads at least. */
  long bytes(int batch, int context) {
    return weightBytes + rowBytes * batch * context;
  }

  /** Bytes that a pass reads at least if all weights are in the type of the computation. */
  long plainBytes(int batch, int context) {
    return plainBytes + rowBytes * batch * context;
  }

  /** Operations that a pass makes at least. */
  double operations(int block, int batch, int context) {
    double tokens = (double) block * batch;
    return tokens * (2.0 * weights + rowOperations * (context + (block + 1) / 2.0));
  }
}
