#!/usr/bin/env python3
"""Makes a tiny model of each family beside Llama, and what transformers computes with it.

Needs what tiny_llama.py needs. Run without arguments; it writes to ../resources/models:

  tiny-llama3/    scaled rotary frequencies (llama3), tied embeddings
  tiny-mistral/   heads wider than hidden size / heads, untied
  tiny-qwen2/     biases of queries, keys and values, linearly scaled frequencies, tied
  tiny-qwen3/     norms of queries and keys, wide heads, untied
  rope.json       frequencies as transformers computes them

A model's weights are bf16 numbers, computed with in fp32, so that the GGUF file (model.gguf) and
the Hugging Face directory beside each other hold one model and share one golden.json.
"""

import json
import pathlib

import gguf
import numpy as np
import torch
import transformers
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS

from tiny_llama import CORPUS, MODELS, PROMPTS, create, golden, save, save_gguf, train, useful

LLAMA3 = {
    "rope_type": "llama3",
    "rope_theta": 10000.0,
    "factor": 4.0,
    "low_freq_factor": 0.5,
    "high_freq_factor": 8.0,
    "original_max_position_embeddings": 256,
}
LINEAR = {"rope_type": "linear", "rope_theta": 10000.0, "factor": 2.0}


def frequencies(rope, head):
    """The frequencies that transformers turns heads of that size with."""
    config = transformers.LlamaConfig(
        hidden_size=4 * head,
        num_attention_heads=4,
        head_dim=head,
        max_position_embeddings=131072,
        rope_parameters=dict(rope),
    )
    if rope["rope_type"] == "default":
        exponents = torch.arange(0, head, 2, dtype=torch.int64).float() / head
        return 1.0 / (rope["rope_theta"] ** exponents)
    scaled, attention = ROPE_INIT_FUNCTIONS[rope["rope_type"]](config, torch.device("cpu"))
    assert attention == 1.0
    return scaled


def frequency_factors(writer):
    """As llama.cpp's converter writes Llama 3.1's scaling: a factor for each frequency."""
    plain = frequencies({"rope_type": "default", "rope_theta": 10000.0}, 16)
    factors = (plain / frequencies(LLAMA3, 16)).numpy().astype(np.float32)
    writer.add_tensor("rope_freqs.weight", factors)


def linear(writer):
    writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
    writer.add_rope_scaling_factor(LINEAR["factor"])


def families():
    """Name, transformers' config, GGUF architecture and pre-tokenizer, tied, head, rope, scaling."""
    llama, mistral = transformers.LlamaConfig, transformers.MistralConfig
    qwen2, qwen3 = transformers.Qwen2Config, transformers.Qwen3Config
    return [
        ("tiny-llama3", llama, "llama", "llama-bpe", True, 16, LLAMA3, frequency_factors),
        ("tiny-mistral", mistral, "llama", "tekken", False, 16, None, None),
        ("tiny-qwen2", qwen2, "qwen2", "qwen2", True, 8, LINEAR, linear),
        ("tiny-qwen3", qwen3, "qwen3", "qwen2", False, 16, None, None),
    ]


def make_family(name, kind, architecture, pre, tied, head, rope, scaling):
    tokenizer = train(CORPUS, 300, pre)
    prompts = [tokenizer.encode(text).ids for text in PROMPTS]
    for seed in range(1000):
        model = create(seed, tokenizer.get_vocab_size(), tied, kind, 3, head, rope)
        if kind is transformers.MistralConfig:
            model.config.sliding_window = None
        with torch.no_grad():
            for weight in model.parameters():  # and no buffers: frequencies stay as they are
                weight.copy_(weight.bfloat16())
        cases = golden(model, prompts)
        if useful(cases):
            break
    print(name, "seed", seed)
    directory = MODELS / name
    file = directory / "model.gguf"
    save(directory, model.to(torch.bfloat16), tokenizer, cases, "5GB")
    save_gguf(
        file, model.float(), tokenizer, gguf.GGMLQuantizationType.BF16, architecture, pre, scaling
    )


def make_rope():
    """Those of the tiny models, of Llama 3.1 8B and of Llama 3.2 1B."""
    real = {
        "rope_type": "llama3",
        "rope_theta": 500000.0,
        "factor": 8.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 8192,
    }
    cases = [
        ({"rope_type": "default", "rope_theta": 1000000.0}, 128),
        (LINEAR, 64),
        (LLAMA3, 16),
        (real, 128),
        ({**real, "factor": 32.0}, 64),
    ]
    lines = ",\n".join(
        json.dumps(
            {"rope": rope, "head": head, "frequencies": frequencies(rope, head).tolist()}
        )
        for rope, head in cases
    )
    (MODELS / "rope.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    make_rope()
    for family in families():
        make_family(*family)
