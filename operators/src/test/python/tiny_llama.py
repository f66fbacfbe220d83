#!/usr/bin/env python3
"""Makes the tiny Llama models that the unit tests run, and what transformers computes with them.

Needs the pip packages torch, transformers, tokenizers, safetensors and gguf (made with 2.15.0,
5.23.0, 0.23.3, 0.8.0 and 0.19.0). Run without arguments; it writes to ../resources/models:

  tiny-llama/            Hugging Face directory, tied embeddings, one file
  tiny-llama-untied/     another vocabulary, untied, two shards
  tiny-llama-gguf/       the weights of tiny-llama in every GGUF type that a Llama can have
  numbers/               blocks of random bytes per type, and gguf's decoding of them
  tokenizers/            GGUF files with nothing but a tokenizer, and what it does to texts

A golden file holds, per prompt, the logits after it, the first 64 greedy tokens in fp32, and the
least distance between the best and the second-best logit on the way.
"""

import json
import pathlib
import shutil

import gguf
import numpy as np
import tokenizers
import torch
import transformers
from tokenizers import decoders, normalizers, pre_tokenizers

MODELS = pathlib.Path(__file__).resolve().parent.parent / "resources" / "models"
WHOLE_WORDS = ["llama-bpe", "tekken"]
SPECIALS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
GREEDY = 64
CHATML = (
    "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content']"
    " + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}"
    "{{ '<|im_start|>assistant\n' }}{% endif %}"
)
CORPUS = [
    "The river runs to the sea, and the sea gives the rain back to the hills.",
    "for (int i = 0; i < n; i++) { sum += values[i]; }",
    "A stream of words, cut into slices, returns as a stream of answers.",
    "the then there these they this that those thing think thank",
]
OTHER_CORPUS = [
    "Über allen Gipfeln ist Ruh, in allen Wipfeln spürest du kaum einen Hauch.",
    "Die Vögelein schweigen im Walde. Warte nur, balde ruhest du auch.",
]
CUT_CORPUS = [
    "1234 2024 2024 100 1000 10000 1000000 12 123 12345 3.14 3.14159 1,000,000",
    "it's IT'S we're WE'RE don't I'll I'LL they'd -- == != >= <= ... ();\n\n\t\t();\n    }\n}\n",
    "  spaces   here    and     there  (parentheses) [brackets] {braces} caf\u00e9 caf\u00e9 caf\u00e9",
] * 3
PROMPTS = [
    "The river",
    "<|im_start|>user\nWhere does the rain go?<|im_end|>\n<|im_start|>assistant\n",
    "for (int i = 0; i < 10; i++) {\n    values[i] = i * i;\n}\n",
    "these words " * 20,
    "Ünïcödé 日本語 🙂",
]
TEXTS = [
    "",
    " ",
    "Hello, world!",
    "  leading and trailing  ",
    "tabs\tand\n\nnewlines\r\n   \n  mixed   ",
    "1 22 333 4444 55555  123   007 3.14 1,000,000 x2 ½ ²",
    "it's we're THEY'LL I'd don't 'quoted' o'clock",
    "for (int i = 0; i < n; i++) { sum += values[i]; } // done\n\t\treturn x->y == 0 ? a : b;",
    "Ünïcödé naïve café cafe\u0301 日本語テキスト русский العربية हिन्दी ไทย",
    "🙂👍🏽👨‍👩‍👧‍👦 flags 🇫🇷🇩🇪 math ∑∫√ ≠ →",
    "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n",
    "<|im_start|><|im_end|><|endoftext|> <|im_sta rt|> <|IM_START|>",
    "zero\u200bwidth nbsp\u00a0here \ufeffbom \u2028line",
    "nul \u0000 and bell \u0007",
    "the then there these they " * 5,
]
LLAMA3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
QWEN2 = LLAMA3.replace("{1,3}", "")
TEKKEN = (
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"
    r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
DEFAULT = [
    r"[\p{P}\$\+<=>\^~\|]+",
    r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)",
    r"\p{N}+",
    r"[0-9][0-9][0-9]",
]


def train(corpus, size, pre="smollm"):
    """A byte-level BPE tokenizer that cuts text as those that llama.cpp calls by that name."""
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizer(pre)
    if pre == "qwen2":
        tokenizer.normalizer = normalizers.NFC()
    tokenizer.decoder = decoders.ByteLevel()
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=SPECIALS,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(corpus, trainer)
    return tokenizer


def pre_tokenizer(pre):
    """As those of SmolLM2, GPT-2, Llama 3, Qwen 2 and Mistral Nemo; "default" is llama.cpp's."""
    if pre == "smollm":
        digits = pre_tokenizers.Digits(individual_digits=True)
        return pre_tokenizers.Sequence([digits, byte_level(True)])
    if pre == "gpt-2":
        return byte_level(True)
    patterns = {"llama-bpe": [LLAMA3], "qwen2": [QWEN2], "tekken": [TEKKEN], "default": DEFAULT}[pre]
    splits = [pre_tokenizers.Split(tokenizers.Regex(one), "isolated") for one in patterns]
    return pre_tokenizers.Sequence([*splits, byte_level(False)])


def byte_level(use_regex):
    return pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=use_regex)


def create(seed, vocabulary, tied, kind=transformers.LlamaConfig, layers=5, head=8, rope=None):
    config = kind(
        vocab_size=vocabulary,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=layers,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=head,
        max_position_embeddings=512,
        rms_norm_eps=1e-5,
        rope_parameters=rope or {"rope_type": "default", "rope_theta": 10000.0},
        tie_word_embeddings=tied,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=2,
        attn_implementation="eager",
        dtype="float32",
    )
    torch.manual_seed(seed)
    model = transformers.AutoModelForCausalLM.from_config(config).float().eval()
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if name.endswith("bias"):
                weight.normal_(0, 0.5)
            elif weight.dim() == 1:
                weight.uniform_(0.5, 1.5)
            elif "embed" in name or "lm_head" in name:
                weight.normal_(0, 0.5)
                weight[2] *= 0.2  # so that the end token is never the likeliest
            else:
                weight.normal_(0, 2 / weight.shape[1] ** 0.5)
    return model


@torch.no_grad()
def golden_case(model, prompt):
    output = model(torch.tensor([prompt]), use_cache=True)
    logits = output.logits[0, -1]
    first = logits.numpy()
    tokens, margin = [], float("inf")
    for _ in range(GREEDY):
        best = logits.topk(2)
        margin = min(margin, float(best.values[0] - best.values[1]))
        tokens.append(int(best.indices[0]))
        output = model(
            torch.tensor([tokens[-1:]]), past_key_values=output.past_key_values, use_cache=True
        )
        logits = output.logits[0, -1]
    return {
        "prompt": prompt,
        "logits": [float(f"{x:.8g}") for x in first],
        "greedy": tokens,
        "margin": float(f"{margin:.4g}"),
    }


def golden(model, prompts):
    return [golden_case(model, prompt) for prompt in prompts]


def useful(cases):
    """Neither near-ties, nor the end token, nor a continuation that repeats itself soon."""
    return all(
        case["margin"] > 2e-3 and 2 not in case["greedy"] and len(set(case["greedy"])) > 24
        for case in cases
    )


def save(directory, model, tokenizer, cases, shard):
    shutil.rmtree(directory, ignore_errors=True)
    model.save_pretrained(directory, max_shard_size=shard)
    fast = transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<|im_start|>", eos_token="<|im_end|>"
    )
    fast.chat_template = CHATML
    fast.save_pretrained(directory, save_jinja_files=False)
    write(directory / "golden.json", {"cases": cases})


def write(file, content):
    lines = json.dumps(content, ensure_ascii=False).replace('{"prompt"', '\n{"prompt"')
    file.write_text(lines.replace('{"text"', '\n{"text"') + "\n", encoding="utf-8")


def interleaved(weight, heads):
    rows, columns = weight.shape
    return weight.reshape(heads, 2, rows // heads // 2, columns).swapaxes(1, 2).reshape(rows, columns)


def gguf_name(name):
    for old, new in {
        "model.embed_tokens": "token_embd",
        "model.layers.": "blk.",
        "self_attn.q_proj": "attn_q",
        "self_attn.k_proj": "attn_k",
        "self_attn.v_proj": "attn_v",
        "self_attn.q_norm": "attn_q_norm",
        "self_attn.k_norm": "attn_k_norm",
        "self_attn.o_proj": "attn_output",
        "post_attention_layernorm": "ffn_norm",
        "input_layernorm": "attn_norm",
        "mlp.gate_proj": "ffn_gate",
        "mlp.up_proj": "ffn_up",
        "mlp.down_proj": "ffn_down",
        "model.norm": "output_norm",
        "lm_head": "output",
    }.items():
        name = name.replace(old, new)
    return name


def add_tokenizer(writer, tokenizer, pre):
    vocabulary = sorted(tokenizer.get_vocab().items(), key=lambda entry: entry[1])
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list([token for token, _ in vocabulary])
    writer.add_token_types([3 if token in SPECIALS else 1 for token, _ in vocabulary])
    writer.add_token_merges([" ".join(merge) for merge in merges])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_bos_token(pre in WHOLE_WORDS)
    writer.add_chat_template(CHATML)


def finish(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def save_gguf(file, model, tokenizer, kind, architecture="llama", pre="smollm", scaling=None):
    config = model.config
    writer = gguf.GGUFWriter(file, architecture)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_rope_freq_base(10000.0)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_vocab_size(config.vocab_size)
    writer.add_rope_dimension_count(config.head_dim)
    writer.add_key_length(config.head_dim)
    writer.add_value_length(config.head_dim)
    if scaling:
        scaling(writer)
    add_tokenizer(writer, tokenizer, pre)
    for name, weight in model.state_dict().items():
        if name == "lm_head.weight" and config.tie_word_embeddings:
            continue
        numbers = weight.numpy()
        if "q_proj" in name and architecture == "llama":
            numbers = interleaved(numbers, config.num_attention_heads)
        if "k_proj" in name and architecture == "llama":
            numbers = interleaved(numbers, config.num_key_value_heads)
        stored = gguf.GGMLQuantizationType.F32 if numbers.ndim == 1 else kind
        packed = gguf.quants.quantize(np.ascontiguousarray(numbers), stored)
        writer.add_tensor(gguf_name(name), packed, raw_dtype=stored)
    finish(writer)


def from_gguf(directory, file):
    """The model that transformers makes of the file."""
    model = transformers.AutoModelForCausalLM.from_pretrained(
        directory, gguf_file=file, dtype=torch.float32, attn_implementation="eager"
    )
    return model.eval()


def kinds():
    names = ["F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1"]
    return {name: gguf.GGMLQuantizationType[name] for name in names}


def make_models():
    tokenizer = train(CORPUS, 320)
    prompts = [tokenizer.encode(text).ids for text in PROMPTS]
    directory = MODELS / "tiny-llama-gguf"
    for seed in range(1000):
        model = create(seed, tokenizer.get_vocab_size(), True)
        cases = golden(model, prompts)
        if not useful(cases):
            continue
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        goldens = {}
        for name, kind in kinds().items():
            file = f"tiny-llama-{name.lower()}.gguf"
            save_gguf(directory / file, model, tokenizer, kind)
            goldens[name] = golden(from_gguf(directory, file), prompts)
            if not useful(goldens[name]):
                break
        else:
            break
    print("tied: seed", seed)
    save(MODELS / "tiny-llama", model, tokenizer, cases, "5GB")
    for name, cases in goldens.items():
        write(directory / f"tiny-llama-{name.lower()}.golden.json", {"cases": cases})

    tokenizer = train(OTHER_CORPUS, 300)
    prompts = [tokenizer.encode(text).ids for text in PROMPTS]
    for seed in range(1000):
        model = create(seed, tokenizer.get_vocab_size(), False)
        cases = golden(model, prompts)
        if useful(cases):
            break
    print("untied: seed", seed)
    save(MODELS / "tiny-llama-untied", model, tokenizer, cases, "160KB")


def make_numbers():
    """Random blocks whose scales are moderate, subnormal, negative or zero, with their decoding."""
    directory = MODELS / "numbers"
    directory.mkdir(exist_ok=True)
    random = np.random.default_rng(7)
    scales = np.array([0.013, -2.5, 3e-6, 0.0, 5e-8, 900.0], dtype=np.float16)
    halves = {"Q8_0": [0], "Q4_0": [0], "Q4_1": [0, 2], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208]}
    for name in ["F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q4_K", "Q5_K", "Q6_K"]:
        kind = gguf.GGMLQuantizationType[name]
        elements, size = gguf.GGML_QUANT_SIZES[kind]
        if name in halves:
            blocks = random.integers(0, 256, (len(scales), size), dtype=np.uint8)
            for place, at in enumerate(halves[name]):
                blocks[:, at : at + 2] = np.roll(scales, place).view(np.uint8).reshape(-1, 2)
        else:
            values = np.concatenate([random.normal(0, 3, 250), scales.astype(np.float32)])
            blocks = gguf.quants.quantize(values.astype(np.float32), kind)
        (directory / f"{name.lower()}.bin").write_bytes(blocks.tobytes())
        decoded = gguf.quants.dequantize(blocks, kind).astype("<f4")
        (directory / f"{name.lower()}.floats").write_bytes(decoded.tobytes())


def make_tokenizers():
    """What the tokenizers of Hugging Face do that llama.cpp's names stand for."""
    directory = MODELS / "tokenizers"
    directory.mkdir(exist_ok=True)
    for pre in ["smollm", "gpt-2", "default", "llama-bpe", "qwen2", "tekken"]:
        tokenizer = train(CUT_CORPUS, 400, pre)
        writer = gguf.GGUFWriter(directory / f"{pre}.gguf", "llama")
        add_tokenizer(writer, tokenizer, pre)
        finish(writer)
        if pre in WHOLE_WORDS:
            tokenizer.model.ignore_merges = True
            tokenizer.post_processor = tokenizers.processors.TemplateProcessing(
                single="<|im_start|> $A", special_tokens=[("<|im_start|>", 1)]
            )
        texts = [
            {
                "text": text,
                "tokens": (ids := tokenizer.encode(text).ids),
                "decoded": tokenizer.decode(ids),
            }
            for text in TEXTS
        ]
        write(directory / f"{pre}.golden.json", {"texts": texts})


if __name__ == "__main__":
    torch.set_num_threads(1)
    MODELS.mkdir(parents=True, exist_ok=True)
    make_numbers()
    make_tokenizers()
    make_models()
