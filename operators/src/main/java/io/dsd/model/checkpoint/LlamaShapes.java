package io.dsd.model.checkpoint;

import io.dsd.model.ModelConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors of a decoder by their Hugging Face names, with their shapes. */
public final class LlamaShapes {

  private LlamaShapes() {}

  /** The tensors that a model of that shape has. */
  public static Map<String, List<Integer>> of(ModelConfig config) {
    int hidden = config.hiddenSize();
    int queries = config.attentionHeads() * config.headSize();
    int keys = config.keyValueHeads() * config.headSize();
    int intermediate = config.intermediateSize();
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    shapes.put("model.embed_tokens.weight", List.of(config.vocabularySize(), hidden));
    for (int layer = 0; layer < config.layers(); layer++) {
      String prefix = "model.layers." + layer + ".";
      shapes.put(prefix + "input_layernorm.weight", List.of(hidden));
      shapes.put(prefix + "self_attn.q_proj.weight", List.of(queries, hidden));
      shapes.put(prefix + "self_attn.k_proj.weight", List.of(keys, hidden));
      shapes.put(prefix + "self_attn.v_proj.weight", List.of(keys, hidden));
      if (config.family().queryKeyValueBias()) {
        shapes.put(prefix + "self_attn.q_proj.bias", List.of(queries));
        shapes.put(prefix + "self_attn.k_proj.bias", List.of(keys));
        shapes.put(prefix + "self_attn.v_proj.bias", List.of(keys));
      }
      if (config.family().queryKeyNorm()) {
        shapes.put(prefix + "self_attn.q_norm.weight", List.of(config.headSize()));
        shapes.put(prefix + "self_attn.k_norm.weight", List.of(config.headSize()));
      }
      shapes.put(prefix + "self_attn.o_proj.weight", List.of(hidden, queries));
      shapes.put(prefix + "post_attention_layernorm.weight", List.of(hidden));
      shapes.put(prefix + "mlp.gate_proj.weight", List.of(intermediate, hidden));
      shapes.put(prefix + "mlp.up_proj.weight", List.of(intermediate, hidden));
      shapes.put(prefix + "mlp.down_proj.weight", List.of(hidden, intermediate));
    }
    shapes.put("model.norm.weight", List.of(hidden));
    if (!config.tiedEmbeddings()) {
      shapes.put("lm_head.weight", List.of(config.vocabularySize(), hidden));
    }
    return shapes;
  }
}
