package io.dsd.model.gguf;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hugging Face names of the tensors that llama.cpp names in its own way. */
final class GgufNames {

  private static final Pattern BLOCK =
      Pattern.compile("blk\\.(\\d{1,6})\\.([a-z_]+)\\.(weight|bias)");
  private static final Map<String, String> GLOBAL =
      Map.of(
          "token_embd.weight", "model.embed_tokens.weight",
          "output_norm.weight", "model.norm.weight",
          "output.weight", "lm_head.weight");
  private static final Map<String, String> IN_BLOCK =
      Map.ofEntries(
          entry("attn_norm", "input_layernorm"),
          entry("attn_q", "self_attn.q_proj"),
          entry("attn_k", "self_attn.k_proj"),
          entry("attn_v", "self_attn.v_proj"),
          entry("attn_q_norm", "self_attn.q_norm"),
          entry("attn_k_norm", "self_attn.k_norm"),
          entry("attn_output", "self_attn.o_proj"),
          entry("ffn_norm", "post_attention_layernorm"),
          entry("ffn_gate", "mlp.gate_proj"),
          entry("ffn_up", "mlp.up_proj"),
          entry("ffn_down", "mlp.down_proj"));

  private GgufNames() {}

  /** The Hugging Face name of the tensor that llama.cpp calls {@code name}, if a decoder has it. */
  static Optional<String> huggingFace(String name) {
    Matcher block = BLOCK.matcher(name);
    if (!block.matches()) {
      return Optional.ofNullable(GLOBAL.get(name));
    }
    return Optional.ofNullable(IN_BLOCK.get(block.group(2)))
        .map(
            part ->
                "model.layers.%d.%s.%s"
                    .formatted(Integer.parseInt(block.group(1)), part, block.group(3)));
  }
}
