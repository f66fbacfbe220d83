package io.dsd.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors of a draft in EAGLE-3's layout, with their shapes. */
final class EagleShapes {

  private EagleShapes() {}

  static Map<String, List<Integer>> of(EagleConfig config, String layerName) {
    ModelConfig layer = config.layer();
    int hidden = layer.hiddenSize();
    int queries = layer.attentionHeads() * layer.headSize();
    int keys = layer.keyValueHeads() * layer.headSize();
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    shapes.put("fc.weight", List.of(hidden, config.tapsWidth()));
    shapes.put(layerName + "input_layernorm.weight", List.of(hidden));
    shapes.put(layerName + "hidden_norm.weight", List.of(hidden));
    shapes.put(layerName + "post_attention_layernorm.weight", List.of(hidden));
    // embedding and feature, side by side
    shapes.put(layerName + "self_attn.q_proj.weight", List.of(queries, 2 * hidden));
    shapes.put(layerName + "self_attn.k_proj.weight", List.of(keys, 2 * hidden));
    shapes.put(layerName + "self_attn.v_proj.weight", List.of(keys, 2 * hidden));
    shapes.put(layerName + "self_attn.o_proj.weight", List.of(hidden, queries));
    shapes.put(layerName + "mlp.gate_proj.weight", List.of(layer.intermediateSize(), hidden));
    shapes.put(layerName + "mlp.up_proj.weight", List.of(layer.intermediateSize(), hidden));
    shapes.put(layerName + "mlp.down_proj.weight", List.of(hidden, layer.intermediateSize()));
    shapes.put("norm.weight", List.of(hidden));
    shapes.put("lm_head.weight", List.of(config.draftVocabularySize(), hidden));
    return shapes;
  }
}
