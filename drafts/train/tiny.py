"""Trains a tiny target from scratch: a Llama of about a million parameters with its own tokenizer.

Its texts are the answers that generate.py kept for a larger target, prompts included. What comes out is
a Hugging Face directory, for which generate.py and train.py make a draft as for any other target.
"""

import argparse
import json
import math
import pathlib

import torch
from safetensors import safe_open
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from tqdm import tqdm
from transformers import LlamaConfig, LlamaForCausalLM

import target

BEGIN, END = "<|im_start|>", "<|im_end|>"
TEMPLATE = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


def conversations(folder, tokenizer):
    """The kept answers as texts, from the user's turn on."""
    for path in sorted(folder.glob("shard-*.safetensors")):
        with safe_open(path, "pt") as shard:
            tokens, spans = shard.get_tensor("tokens"), shard.get_tensor("spans").tolist()
        for first, _, end in spans:
            text = tokenizer.decode(tokens[first:end].tolist())
            yield text[text.index(BEGIN + "user") :]


def vocabulary(texts, size):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=[END, BEGIN],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    target.add_arguments(parser)
    parser.add_argument("--answers", type=pathlib.Path, required=True, help="folder of generate.py")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--vocabulary", type=int, default=2048)
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--minutes", type=float, default=12)
    parser.add_argument("--rate", type=float, default=3e-3)
    arguments = parser.parse_args()
    torch.manual_seed(1)
    larger = target.tokenizer(arguments)
    texts = list(conversations(arguments.answers, larger))
    tokenizer = vocabulary(texts, arguments.vocabulary)
    ends = tokenizer.token_to_id(END)
    stream = torch.tensor([id for text in texts for id in tokenizer.encode(text).ids + [ends]])
    held = stream[-20_000:]
    stream = stream[:-20_000]
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=arguments.vocabulary,
            hidden_size=arguments.hidden,
            intermediate_size=3 * arguments.hidden,
            num_hidden_layers=arguments.layers,
            num_attention_heads=arguments.hidden // 32,
            num_key_value_heads=max(1, arguments.hidden // 64),
            head_dim=32,
            max_position_embeddings=2048,
            rms_norm_eps=1e-5,
            rope_theta=10000.0,
            tie_word_embeddings=True,
            bos_token_id=None,
            eos_token_id=ends,
            pad_token_id=ends,
        )
    )
    parameters = sum(p.numel() for p in model.parameters())
    print(f"{len(texts)} texts, {len(stream)} tokens, {parameters} parameters")
    optimizer = torch.optim.AdamW(model.parameters(), lr=arguments.rate, weight_decay=0.05)
    bar = tqdm(unit="step")
    while bar.format_dict["elapsed"] < 60 * arguments.minutes:
        progress = bar.format_dict["elapsed"] / (60 * arguments.minutes)
        warm = min(1, (bar.n + 1) / 100)
        for group in optimizer.param_groups:
            group["lr"] = arguments.rate * warm * (0.05 + 0.475 * (1 + math.cos(math.pi * progress)))
        starts = torch.randint(len(stream) - 257, (16,))
        batch = torch.stack([stream[start : start + 256] for start in starts])
        with torch.autocast("cpu", torch.bfloat16):
            loss = model(batch, labels=batch).loss
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1)
        optimizer.step()
        bar.update()
        bar.set_postfix(loss=float(loss))
    with torch.no_grad():
        rows = held[: len(held) // 256 * 256].view(-1, 256)
        print(f"loss on held-out texts {float(model(rows, labels=rows).loss):.3f}")
    model.to(torch.bfloat16).save_pretrained(arguments.out)
    tokenizer.save(str(arguments.out / "tokenizer.json"))
    (arguments.out / "tokenizer_config.json").write_text(
        json.dumps(
            {
                "tokenizer_class": "PreTrainedTokenizerFast",
                "eos_token": END,
                "model_max_length": 2048,
                "chat_template": TEMPLATE,
            },
            indent=2,
        )
        + "\n"
    )


if __name__ == "__main__":
    main()
