#!/usr/bin/env python3
"""What transformers computes with the default model, SmolLM2-135M-Instruct in Q4_1, in fp32.

Needs the pip packages torch, transformers and gguf (made with 2.15.0, 5.23.0 and 0.19.0), and the
model's file:

  golden_smollm2.py SmolLM2-135M-Instruct.Q4_1.gguf

It writes ../resources/golden/smollm2-135m.json, which holds

  cases  per prompt: its text, whether the chat template rendered it (and from what), its token ids,
         logits after it (every 97th and the 50 largest, as pairs of id and logit), the greedy
         tokens up to 64 or the end token, and the least distance between the best and the
         second-best logit on the way, which tells near-ties from errors
  texts  texts with their token ids, and what those decode to

The tokenizer is the one that transformers makes of the file, except that digits are cut off one by
one, before anything else, as the model's own tokenizer.json does and llama.cpp's "smollm" says;
transformers does not know that name and leaves the step out, which shows in "  12".
"""

import hashlib
import json
import pathlib
import sys

import torch
import transformers
from tokenizers import pre_tokenizers

OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "resources/golden/smollm2-135m.json"
GREEDY = 64
SYSTEM = "You are a terse assistant."
RIVER = (
    "A river begins as rain on high ground. The water gathers in small streams, which join and "
    "grow until they carry stones, then sand, then only silt. On its way to the sea the river "
    "shapes the land: it cuts valleys where the slope is steep and builds plains where it is "
    "gentle. People settle along it because it waters their fields, turns their mills and carries "
    "their boats. "
)
CHATS = [
    [{"role": "user", "content": "What is the capital of France?"}],
    [{"role": "user", "content": "Why is the sky blue?"}],
    [{"role": "system", "content": SYSTEM}, {"role": "user", "content": "Name three fruits."}],
    [
        {"role": "user", "content": "What is 7 + 5?"},
        {"role": "assistant", "content": "7 + 5 = 12."},
        {"role": "user", "content": "Explain how you added the two numbers."},
    ],
    [{"role": "user", "content": "Summarise this text.\n\n" + RIVER * 4}],
]
TEXTS = [
    "Once upon a time, in a village by the sea,",
    "def fibonacci(n):\n    \"\"\"Return the n-th Fibonacci number.\"\"\"\n",
    "Stream processing differs from batch processing in that",
]
TOKENIZED = [
    "",
    " ",
    "\n",
    "Hello, world!",
    "  leading and trailing  ",
    "tabs\tand\n\nnewlines\r\n   \n  mixed   ",
    "1 22 333 4444 55555  123   007 3.14 1,000,000 x2 ½ ²",
    "it's we're THEY'LL I'd don't 'quoted' o'clock",
    "for (int i = 0; i < n; i++) { sum += values[i]; } // done\n\t\treturn x->y == 0 ? a : b;",
    "Ünïcödé naïve café cafe\u0301 日本語テキスト русский العربية हिन्दी ไทย",
    "🙂👍🏽👨‍👩‍👧‍👦 flags 🇫🇷🇩🇪 math ∑∫√ ≠ →",
    "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n",
    "<|im_start|><|im_end|><|endoftext|> <|im_sta rt|> <|IM_START|> <repo_name>x<file_sep>",
    "zero\u200bwidth nbsp\u00a0here \ufeffbom \u2028line",
    "nul \u0000 and bell \u0007",
    "https://example.org/a?b=c&d=e#f snake_case camelCase SCREAMING_CASE",
    " " * 37 + "x" + "\n" * 9,
    RIVER,
]


@torch.no_grad()
def case(model, tokenizer, text, messages):
    prompt = tokenizer.encode(text, add_special_tokens=False)
    output = model(torch.tensor([prompt]), use_cache=True)
    logits = output.logits[0, -1]
    ids = sorted({*range(0, len(logits), 97), *logits.topk(50).indices.tolist()})
    sampled = [[i, float(f"{logits[i]:.8g}")] for i in ids]
    tokens, margin = [], float("inf")
    while len(tokens) < GREEDY and tokens[-1:] != [model.config.eos_token_id]:
        best = logits.topk(2)
        margin = min(margin, float(best.values[0] - best.values[1]))
        tokens.append(int(best.indices[0]))
        output = model(
            torch.tensor([tokens[-1:]]), past_key_values=output.past_key_values, use_cache=True
        )
        logits = output.logits[0, -1]
    print(f"{len(prompt)} tokens, margin {margin:.4g}: {tokenizer.decode(tokens)!r}")
    return {
        "prompt": text,
        "messages": messages,
        "tokens": prompt,
        "logits": sampled,
        "greedy": tokens,
        "margin": float(f"{margin:.4g}"),
    }


def main(file):
    torch.set_num_threads(1)
    tokenizer = transformers.AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
    tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    model = transformers.AutoModelForCausalLM.from_pretrained(
        file.parent, gguf_file=file.name, dtype=torch.float32, attn_implementation="eager"
    ).eval()
    render = lambda chat: tokenizer.apply_chat_template(
        chat, add_generation_prompt=True, tokenize=False
    )
    cases = [case(model, tokenizer, render(chat), chat) for chat in CHATS]
    cases += [case(model, tokenizer, text, []) for text in TEXTS]
    texts = []
    for text in TOKENIZED:
        ids = tokenizer.encode(text, add_special_tokens=False)
        decoded = tokenizer.decode(
            ids, skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        texts.append({"text": text, "tokens": ids, "decoded": decoded})
    content = {
        "model": "SmolLM2-135M-Instruct.Q4_1.gguf",
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "made_with": f"transformers {transformers.__version__}, torch {torch.__version__}",
        "cases": cases,
        "texts": texts,
    }
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    lines = json.dumps(content, ensure_ascii=False)
    lines = lines.replace('{"prompt"', '\n{"prompt"').replace('{"text"', '\n{"text"')
    OUTPUT.write_text(lines + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
