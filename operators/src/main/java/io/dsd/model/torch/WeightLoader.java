package io.dsd.model.torch;

import ai.djl.pytorch.jni.IValue;
import io.dsd.model.ModelConfig;
import io.dsd.model.checkpoint.Checkpoint;
import io.dsd.model.checkpoint.StoredTensor;
import io.dsd.model.slice.LayerRange;
import java.util.Arrays;

/**
 * Loads the weights of one slice, and no others, in the order that {@link LlamaScript} reads them:
 * cosines, sines, the embedding if it is the first slice, six tensors per layer and those that only
 * some families have, the final norm and the head if it is the last.
 */
final class WeightLoader {

  private final Checkpoint checkpoint;
  private final WeightList weights;

  private WeightLoader(Checkpoint checkpoint, WeightList weights) {
    this.checkpoint = checkpoint;
    this.weights = weights;
  }

  /** The weights as one list of tensors, which the caller closes. */
  static IValue load(Script script, Checkpoint checkpoint, LayerRange layers, int positions) {
    WeightList weights = new WeightList(script);
    try {
      new WeightLoader(checkpoint, weights).loadAll(layers, positions);
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
      fuse(name + "input_layernorm.weight");
      fuse(attention + "q_proj.weight", attention + "k_proj.weight", attention + "v_proj.weight");
      fuse(attention + "o_proj.weight");
      fuse(name + "post_attention_layernorm.weight");
      fuse(name + "mlp.gate_proj.weight", name + "mlp.up_proj.weight");
      fuse(name + "mlp.down_proj.weight");
      if (config.family().queryKeyValueBias()) {
        fuse(attention + "q_proj.bias", attention + "k_proj.bias", attention + "v_proj.bias");
      }
      if (config.family().queryKeyNorm()) {
        fuse(attention + "q_norm.weight");
        fuse(attention + "k_norm.weight");
      }
    }
    if (layers.isLast()) {
      fuse("model.norm.weight");
      if (config.tiedEmbeddings() && layers.isFirst()) {
        // the embedding comes after cosines and sines
        weights.again(2);
      } else {
        fuse(config.tiedEmbeddings() ? "model.embed_tokens.weight" : "lm_head.weight");
      }
    }
  }

  private void fuse(String... names) {
    weights.fuse(Arrays.stream(names).map(checkpoint::get).toArray(StoredTensor[]::new));
  }
}
