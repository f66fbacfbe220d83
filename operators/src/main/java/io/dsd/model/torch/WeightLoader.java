package io.dsd.model.torch;

import ai.djl.pytorch.jni.IValue;
import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelConfig;
import io.dsd.model.checkpoint.Checkpoint;
import io.dsd.model.checkpoint.FourBits;
import io.dsd.model.checkpoint.StoredTensor;
import io.dsd.model.checkpoint.WeightForm;
import io.dsd.model.slice.Arithmetic;
import io.dsd.model.slice.ComputeDevice;
import io.dsd.model.slice.LayerRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Loads the weights of one slice, and no others, in the order that {@link LlamaScript} reads them:
 * cosines, sines, the embedding if it is the first slice, six tensors per layer and those that only
 * some families have, the final norm and the head if it is the last.
 */
final class WeightLoader {

  /** libtorch packs so many rows together. */
  private static final int PACKED_ROWS = 16;

  private final Checkpoint checkpoint;
  private final WeightList weights;
  private final Arithmetic arithmetic;

  private WeightLoader(Checkpoint checkpoint, WeightList weights, Arithmetic arithmetic) {
    this.checkpoint = checkpoint;
    this.weights = weights;
    this.arithmetic = arithmetic;
  }

  /**
   * What is wanted, with unpacked weights unless all products of the slice can have theirs in the
   * form wanted: the script is the same for each layer, and libtorch's product is for CPUs.
   */
  static Arithmetic allowed(Checkpoint checkpoint, LayerRange layers, Arithmetic wanted) {
    boolean all =
        wanted.type() == ComputeType.BF16
            && wanted.device() instanceof ComputeDevice.Cpu
            && IntStream.range(layers.first(), layers.end())
                .mapToObj(WeightLoader::products)
                .flatMap(List::stream)
                .map(names -> names.stream().map(checkpoint::get).toList())
                .allMatch(parts -> packs(parts, wanted.weights()));
    return all ? wanted : wanted.with(WeightForm.UNPACKED);
  }

  private static boolean packs(List<StoredTensor> parts, WeightForm wanted) {
    int rows = parts.stream().mapToInt(part -> part.shape().get(0)).sum();
    return rows % PACKED_ROWS == 0 && parts.stream().allMatch(part -> FourBits.may(part, wanted));
  }

  /**
   * The weights as one list of tensors, which the caller closes.
   *
   * @param arithmetic what is {@link #allowed}
   */
  static IValue load(
      Script script,
      Checkpoint checkpoint,
      LayerRange layers,
      int positions,
      Arithmetic arithmetic) {
    WeightList weights = new WeightList(script);
    try {
      new WeightLoader(checkpoint, weights, arithmetic).loadAll(layers, positions);
      return weights.take();
    } catch (RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  private void loadAll(LayerRange layers, int positions) {
    ModelConfig config = checkpoint.config();
    RotaryTable rotary = RotaryTable.of(config, positions);
    weights.add(rotary.cosines(), positions, config.headSize());
    weights.add(rotary.sines(), positions, config.headSize());
    if (layers.isFirst()) {
      fuse("model.embed_tokens.weight");
    }
    for (int layer = layers.first(); layer < layers.end(); layer++) {
      String name = "model.layers." + layer + ".";
      String attention = name + "self_attn.";
      List<List<String>> products = products(layer);
      List<WeightList.Packed> packed = new ArrayList<>();
      fuse(name + "input_layernorm.weight");
      product(products.get(0), packed);
      product(products.get(1), packed);
      fuse(name + "post_attention_layernorm.weight");
      product(products.get(2), packed);
      product(products.get(3), packed);
      if (config.family().queryKeyValueBias()) {
        fuse(attention + "q_proj.bias", attention + "k_proj.bias", attention + "v_proj.bias");
      }
      if (config.family().queryKeyNorm()) {
        fuse(attention + "q_norm.weight");
        fuse(attention + "k_norm.weight");
      }
      packed.forEach(weights::add);
    }
    if (layers.isLast()) {
      fuse("model.norm.weight");
      if (config.tiedEmbeddings() && layers.isFirst() && !ProductForm.of(arithmetic).blocked()) {
        // the embedding comes after cosines and sines
        weights.again(2);
      } else {
        weights.lay(
            checkpoint.get(
                config.tiedEmbeddings() ? "model.embed_tokens.weight" : "lm_head.weight"));
      }
    }
  }

  /** The matrices of a layer's four products, those that are computed as one together. */
  private static List<List<String>> products(int layer) {
    String attention = "model.layers." + layer + ".self_attn.";
    String perceptron = "model.layers." + layer + ".mlp.";
    return List.of(
        List.of(
            attention + "q_proj.weight", attention + "k_proj.weight", attention + "v_proj.weight"),
        List.of(attention + "o_proj.weight"),
        List.of(perceptron + "gate_proj.weight", perceptron + "up_proj.weight"),
        List.of(perceptron + "down_proj.weight"));
  }

  /** Adds the weights of a product; in four bits they come after the layer's other tensors. */
  private void product(List<String> names, List<WeightList.Packed> packed) {
    WeightForm form = arithmetic.weights();
    List<StoredTensor> parts = names.stream().map(checkpoint::get).toList();
    List<FourBits> bits = parts.stream().flatMap(part -> FourBits.of(part, form).stream()).toList();
    boolean rounded = parts.stream().anyMatch(part -> !FourBits.areStoredAs(part.type()));
    if (form == WeightForm.INT4 && rounded) {
      weights.layRounded(bits);
    } else {
      weights.lay(parts.toArray(StoredTensor[]::new));
    }
    if (form != WeightForm.UNPACKED) {
      packed.add(weights.pack(bits));
    }
  }

  private void fuse(String... names) {
    weights.fuse(Arrays.stream(names).map(checkpoint::get).toArray(StoredTensor[]::new));
  }
}
