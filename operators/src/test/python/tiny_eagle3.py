#!/usr/bin/env python3
"""Makes tiny random drafts in EAGLE-3's checkpoint layout, and what plain PyTorch computes with them.

Needs the pip packages torch and safetensors (made with 2.15.0 and 0.8.0). Run without arguments; it
writes to ../resources/models/tiny-eagle3-*: names, shapes and types of tensors are those of the
published drafts (`midlayer.*` as the authors write it, `layers.0.*` as other trainers do), the
embedding is the target's (tiny-llama). The reference below looks at every query and key one by one,
in float64, and shares no code with the training tool.
"""

import json
import math
import pathlib

import torch
from safetensors.torch import load_file, save_file

MODELS = pathlib.Path(__file__).resolve().parent.parent / "resources" / "models"
TARGET = MODELS / "tiny-llama"


def norm(x, weight, epsilon):
    return x / torch.sqrt((x * x).mean(-1, keepdim=True) + epsilon) * weight


def turn(x, position, theta):
    half = x.shape[-1] // 2
    result = x.clone()
    for i in range(half):
        angle = position * theta ** (-2.0 * i / x.shape[-1])
        result[..., i] = x[..., i] * math.cos(angle) - x[..., i + half] * math.sin(angle)
        result[..., i + half] = x[..., i + half] * math.cos(angle) + x[..., i] * math.sin(angle)
    return result


class Reference:
    """One row at a time; a row sees the rows that it is told to see, itself included."""

    def __init__(self, config, tensors, embedding, layer):
        self.config, self.embedding = config, embedding.double()
        self.t = {name: value.double() for name, value in tensors.items() if value.is_floating_point()}
        self.layer = layer
        self.keys, self.values = [], []

    def w(self, name):
        return self.t[self.layer + name]

    def row(self, token, feature, position, seen):
        c = self.config
        size, heads, kv_heads = c["head_dim"], c["num_attention_heads"], c["num_key_value_heads"]
        epsilon = c["rms_norm_eps"]
        e = norm(self.embedding[token], self.w("input_layernorm.weight"), epsilon)
        f = norm(feature, self.w("hidden_norm.weight"), epsilon)
        x = torch.cat([e, f])
        q = (self.w("self_attn.q_proj.weight") @ x).view(heads, size)
        k = (self.w("self_attn.k_proj.weight") @ x).view(kv_heads, size)
        v = (self.w("self_attn.v_proj.weight") @ x).view(kv_heads, size)
        self.keys.append(turn(k, position, c["rope_theta"]))
        self.values.append(v)
        q = turn(q, position, c["rope_theta"])
        mixed = []
        for head in range(heads):
            group = head // (heads // kv_heads)
            rows = sorted(set(seen) | {len(self.keys) - 1})
            scores = torch.stack([q[head] @ self.keys[row][group] / math.sqrt(size) for row in rows])
            weights = scores.softmax(0)
            mixed.append(sum(w * self.values[row][group] for w, row in zip(weights, rows)))
        h = feature + self.w("self_attn.o_proj.weight") @ torch.cat(mixed)
        n = norm(h, self.w("post_attention_layernorm.weight"), epsilon)
        gate = self.w("mlp.gate_proj.weight") @ n
        up = self.w("mlp.up_proj.weight") @ n
        return h + self.w("mlp.down_proj.weight") @ (gate / (1 + torch.exp(-gate)) * up)

    def feature(self, taps):
        return self.t["fc.weight"] @ taps.double()

    def logits(self, output):
        return self.t["lm_head.weight"] @ norm(output, self.t["norm.weight"], self.config["rms_norm_eps"])


def make(name, layer, prefix_rows, shape):
    target = json.loads((TARGET / "config.json").read_text())
    embedding = load_file(TARGET / "model.safetensors")["model.embed_tokens.weight"]
    vocabulary, wide = embedding.shape
    config = {
        "architectures": ["LlamaForCausalLMEagle3"],
        "model_type": "llama",
        "hidden_act": "silu",
        "hidden_size": wide,
        "num_hidden_layers": 1,
        "rms_norm_eps": 1e-5,
        "rope_theta": 10000.0,
        "max_position_embeddings": target["max_position_embeddings"],
        "vocab_size": vocabulary,
        "tie_word_embeddings": False,
        "eagle_config": {"eagle_aux_hidden_state_layer_ids": [0, 1, 3]},
        **shape,
    }
    hidden, inner, known = config["hidden_size"], config["intermediate_size"], config["draft_vocab_size"]
    queries = config["num_attention_heads"] * config["head_dim"]
    keys = config["num_key_value_heads"] * config["head_dim"]
    torch.manual_seed(len(name))

    def random(*sizes):
        return (torch.randn(*sizes) * (1.5 / math.sqrt(sizes[-1]))).to(torch.bfloat16)

    def scale(size):
        return (1 + 0.2 * torch.randn(size)).to(torch.bfloat16)

    kept = torch.randperm(vocabulary)[:known].sort().values
    mask = torch.zeros(vocabulary, dtype=torch.bool)
    mask[kept] = True
    tensors = {
        "d2t": kept - torch.arange(known),
        "t2d": mask,
        "fc.weight": random(hidden, 3 * wide),
        "norm.weight": scale(hidden),
        "lm_head.weight": random(known, hidden),
        layer + "input_layernorm.weight": scale(hidden),
        layer + "hidden_norm.weight": scale(hidden),
        layer + "post_attention_layernorm.weight": scale(hidden),
        layer + "self_attn.q_proj.weight": random(queries, 2 * hidden),
        layer + "self_attn.k_proj.weight": random(keys, 2 * hidden),
        layer + "self_attn.v_proj.weight": random(keys, 2 * hidden),
        layer + "self_attn.o_proj.weight": random(hidden, queries),
        layer + "mlp.gate_proj.weight": random(inner, hidden),
        layer + "mlp.up_proj.weight": random(inner, hidden),
        layer + "mlp.down_proj.weight": random(hidden, inner),
    }
    folder = MODELS / name
    folder.mkdir(exist_ok=True)
    save_file(tensors, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")

    reference = Reference(config, tensors, embedding, layer)
    taps = torch.randn(prefix_rows, 3 * wide).double().mul(1e6).round().div(1e6)
    tokens = torch.randint(vocabulary, (prefix_rows,)).tolist()
    outputs = [
        reference.row(token, reference.feature(tap), at, range(at))
        for at, (token, tap) in enumerate(zip(tokens, taps))
    ]
    prefix = range(prefix_rows)
    # a tree of guesses below the last row: two children, then two below the first and one below the second
    tree_tokens, parents = torch.randint(vocabulary, (5,)).tolist(), [-1, -1, 0, 0, 1]
    nodes, logits, seen = [], [reference.logits(outputs[-1])], []
    depth = []
    for node, (token, parent) in enumerate(zip(tree_tokens, parents)):
        depth.append(0 if parent < 0 else depth[parent] + 1)
        above = list(prefix) if parent < 0 else seen[parent]
        feature = outputs[-1] if parent < 0 else nodes[parent]
        nodes.append(reference.row(token, feature, prefix_rows + depth[node], above))
        seen.append(above + [prefix_rows + node])
        logits.append(reference.logits(nodes[-1]))
    (folder / "golden.json").write_text(
        json.dumps(
            {
                "tokens": tokens,
                "taps": [[round(float(x), 6) for x in tap] for tap in taps],
                "tree_tokens": tree_tokens,
                "parents": parents,
                "draft_to_target": kept.tolist(),
                "last_output": [round(float(x), 7) for x in outputs[-1]],
                "logits": [[round(float(x), 7) for x in row] for row in logits],
            }
        )
        + "\n"
    )


def main():
    make(
        "tiny-eagle3",
        "midlayer.",
        9,
        {"intermediate_size": 40, "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 12, "draft_vocab_size": 40},
    )
    make(
        "tiny-eagle3-layers",
        "layers.0.",
        4,
        {"intermediate_size": 24, "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 16, "draft_vocab_size": 30},
    )


if __name__ == "__main__":
    main()
