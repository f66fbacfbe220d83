"""Lets the target answer the training prompts, and keeps what it said and what it thought.

Each shard is one safetensors file with, for all its answers one after the other:
  tokens   [n]             prompt and answer
  taps     [n, 3 * hidden] the inputs of a low, a middle and a high layer, side by side
  last     [n, hidden]     the output of the last layer, before the final norm
  spans    [answers, 3]    first token, first generated token, end
A shard that is there is not made again, so an interrupted run goes on where it was.
"""

import argparse
import json
import pathlib

import torch
from safetensors.torch import save_file
from tqdm import tqdm
from transformers import DynamicCache

import prompts
import target


def loops(tokens, span=20):
    """The length up to which no run of `span` tokens is repeated."""
    seen = set()
    for end in range(span, len(tokens) + 1):
        gram = tuple(tokens[end - span : end])
        if gram in seen:
            return end - 1
        seen.add(gram)
    return len(tokens)


def pick(logits, temperatures, generator):
    noise = torch.rand(logits.shape, generator=generator).clamp_min(1e-20)
    gumbel = -torch.log(-torch.log(noise))
    scale = temperatures[:, None]
    cold = scale == 0
    return torch.where(cold, logits, logits / scale.masked_fill(cold, 1) + gumbel).argmax(-1)


@torch.inference_mode()
def answer(model, batch, temperatures, new_tokens, generator):
    """Answers prompts; yields for each its tokens, taps, last hidden states and its length."""
    ends = target.end_tokens(model)
    size = len(batch)
    longest = max(len(prompt) for prompt in batch)
    padding = [longest - len(prompt) for prompt in batch]
    tokens = torch.tensor([[0] * pad + prompt for pad, prompt in zip(padding, batch)])
    mask = torch.tensor([[0] * pad + [1] * (longest - pad) for pad in padding])
    uneven = any(padding)
    cache = DynamicCache(config=model.config)
    seen, taps, lasts = [tokens], [], []
    alive = torch.ones(size, dtype=torch.bool)
    lengths = torch.full((size,), tokens.shape[1] + new_tokens)
    step = tokens
    for index in range(new_tokens):
        positions = (mask.cumsum(-1) - 1).clamp_min(0)[:, -step.shape[1] :]
        with target.Taps(model) as tapped:
            logits = model(
                step,
                attention_mask=mask if uneven else None,
                position_ids=positions,
                past_key_values=cache,
                use_cache=True,
                logits_to_keep=1,
            ).logits
        mask = torch.cat([mask, torch.ones(size, 1, dtype=mask.dtype)], 1)
        taps.append(tapped.taps())
        lasts.append(tapped.last())
        chosen = pick(logits[:, -1].float(), temperatures, generator)
        step = chosen[:, None]
        seen.append(step)
        ended = torch.isin(chosen, ends) & alive
        lengths[ended] = tokens.shape[1] + index + 1
        alive &= ~ended
        if alive.sum() == 0:
            break
    seen, taps, lasts = torch.cat(seen, 1), torch.cat(taps, 1), torch.cat(lasts, 1)
    for row in range(size):
        # the last token has no hidden state, because nothing followed it
        end = min(int(lengths[row]), taps.shape[1])
        end = longest + loops(seen[row, longest:end].tolist())
        own = slice(padding[row], end)
        yield seen[row, own], taps[row, own], lasts[row, own], longest - padding[row]


def batches(encoded, size):
    """Prompts of like length together, so that little is padded; the batches in random order."""
    ordered = sorted(encoded, key=len)
    result = [ordered[first : first + size] for first in range(0, len(ordered), size)]
    generator = torch.Generator().manual_seed(1)
    return [result[i] for i in torch.randperm(len(result), generator=generator)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    target.add_arguments(parser)
    prompts.add_arguments(parser)
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder for the shards")
    parser.add_argument("--new-tokens", type=int, default=192)
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--longest-prompt", type=int, default=320)
    arguments = parser.parse_args()
    model, tokenizer = target.load(arguments)
    arguments.out.mkdir(parents=True, exist_ok=True)
    encoded = []
    for text in prompts.training(arguments):
        ids = target.chat(tokenizer, text)
        if len(ids) <= arguments.longest_prompt:
            encoded.append(ids)
    work = batches(encoded, arguments.batch)
    (arguments.out / "about.json").write_text(
        json.dumps({"taps": target.tap_layers(model), "prompts": len(encoded)})
    )
    total = 0
    bar = tqdm(list(enumerate(work)), unit="shard")
    for number, batch in bar:
        path = arguments.out / f"shard-{number:05d}.safetensors"
        if path.exists():
            continue
        generator = torch.Generator().manual_seed(number)
        choices = torch.tensor([0.0, 0.0, 0.0, 0.5, 0.8, 1.0])
        temperatures = choices[torch.randint(len(choices), (len(batch),), generator=generator)]
        columns = {"tokens": [], "taps": [], "last": [], "spans": []}
        first = 0
        for tokens, taps, last, start in answer(
            model, batch, temperatures, arguments.new_tokens, generator
        ):
            columns["tokens"].append(tokens.to(torch.int32))
            columns["taps"].append(taps)
            columns["last"].append(last)
            columns["spans"].append(torch.tensor([first, first + start, first + len(tokens)]))
            first += len(tokens)
        total += first
        joined = {name: torch.cat(columns[name]) for name in ("tokens", "taps", "last")}
        joined["spans"] = torch.stack(columns["spans"]).to(torch.int32)
        part = path.with_suffix(".part")
        save_file(joined, part)
        part.rename(path)
        bar.set_postfix(tokens=total)


if __name__ == "__main__":
    main()
