"""Measures a draft on problems it was not trained on: tokens per round of chains and of trees.

The target answers greedily; the draft then proposes at every place where a round would begin, and
what the target's own tokens confirm counts. Text after a run of 20 tokens that came before is left
out (--loops keeps it). This is for whoever trains; the product measures itself.

At temperatures above 0 it computes, for the first guess of a round, the chance that the product's
coupling accepts it (both pick with the same Gumbel noise) and the chance that classical rejection
sampling would: the coupling's price.
"""

import argparse
import gzip
import json
import pathlib

import torch
from safetensors.torch import load_file
from tqdm import tqdm

import generate
import prompts
import target
from eagle import Draft, target_logits


SETS = "humaneval,gsm8k,mt-bench"


def problems(data, limit, sets=SETS):
    """The first problems of the data sets named."""
    unknown = set(sets.split(",")) - set(SETS.split(","))
    if unknown:
        raise SystemExit(f"--sets: '{','.join(sorted(unknown))}' is not allowed; give some of {SETS}")
    return [(name, texts) for name, texts in every(data, limit) if name in sets.split(",")]


def every(data, limit):
    with gzip.open(data / "humaneval" / "HumanEval.jsonl.gz", "rt", encoding="utf-8") as file:
        code = [json.loads(line)["prompt"] for line in file]
    yield "humaneval", [
        "Complete the following Python function. Answer with the whole function.\n\n```python\n"
        + prompt
        + "```"
        for prompt in code[:limit]
    ]
    yield "gsm8k", [p["question"] for p in prompts.lines(data / "gsm8k" / "test.jsonl")[:limit]]
    yield "mt-bench", [
        p["turns"][0] for p in prompts.lines(data / "mt_bench" / "question.jsonl")[:limit]
    ]


class Rounds:
    """The draft over one text whose tokens and taps are known."""

    def __init__(self, draft, embedding, to_target, tokens, taps):
        self.draft, self.embedding, self.to_target = draft, embedding, to_target
        self.tokens = tokens
        layer, attention = draft.midlayer, draft.midlayer.self_attn
        feature = draft.fc(taps[None, :-1])
        x = torch.cat(
            [layer.input_layernorm(embedding[tokens[None, 1:]]), layer.hidden_norm(feature)], -1
        )
        positions = torch.arange(x.shape[1])[None]
        q, self.keys, self.values = attention.rows(x, positions)
        mixed = torch.nn.functional.scaled_dot_product_attention(
            q, self.keys, self.values, is_causal=True
        )
        self.outputs = self.finish(feature, mixed)[0]

    def finish(self, feature, mixed):
        layer = self.draft.midlayer
        h = feature + layer.self_attn.o_proj(mixed.transpose(1, 2).flatten(2))
        return h + layer.mlp(layer.post_attention_layernorm(h))

    def level(self, at, tokens, features, rows, depth):
        """Outputs of nodes of one depth; rows: per node the keys and values of those above it."""
        layer, attention = self.draft.midlayer, self.draft.midlayer.self_attn
        x = torch.cat(
            [layer.input_layernorm(self.embedding[tokens]), layer.hidden_norm(features)], -1
        )[None]
        q, k, v = attention.rows(x, torch.full((1, len(tokens)), at + depth))
        mixed, own = [], []
        for node, above in enumerate(rows):
            mine = above + [(k[:, :, node : node + 1], v[:, :, node : node + 1])]
            own.append(mine)
            keys = torch.cat([self.keys[:, :, : at + 1]] + [pair[0] for pair in mine], 2)
            values = torch.cat([self.values[:, :, : at + 1]] + [pair[1] for pair in mine], 2)
            mixed.append(
                torch.nn.functional.scaled_dot_product_attention(
                    q[:, :, node : node + 1], keys, values
                )
            )
        return self.finish(features[None], torch.cat(mixed, 2))[0], own

    def guesses(self, output, width):
        shares = torch.log_softmax(self.draft.logits(output).float(), -1)
        best = shares.topk(width, -1)
        return best.values, self.to_target[best.indices]

    def tree(self, at, depth, width, budget):
        """The `budget` likeliest nodes of a tree grown level by level, as sets of token paths."""
        shares, tokens = self.guesses(self.outputs[at][None], width)
        front = [((int(t),), float(s)) for s, t in zip(shares[0], tokens[0])]
        nodes = list(front)
        features = self.outputs[at][None].expand(len(front), -1)
        rows = [[] for _ in front]
        for level in range(1, depth):
            last = torch.tensor([path[-1] for path, _ in front])
            outputs, rows = self.level(at, last, features, rows, level)
            shares, tokens = self.guesses(outputs, width)
            grown = [
                (path + (int(t),), score + float(s), index)
                for index, (path, score) in enumerate(front)
                for s, t in zip(shares[index], tokens[index])
            ]
            grown.sort(key=lambda node: -node[1])
            nodes += [(path, score) for path, score, _ in grown]
            best = grown[:width]
            features = torch.stack([outputs[index] for _, _, index in best])
            rows = [rows[index] for _, _, index in best]
            front = [(path, score) for path, score, _ in best]
        nodes.sort(key=lambda node: -node[1])
        return {path for path, _ in nodes[:budget]}

    def accepted(self, at, depth, width, budget):
        paths = self.tree(at, depth, width, budget)
        truth = tuple(self.tokens[at + 2 : at + 2 + depth].tolist())
        length = 0
        while length < len(truth) and truth[: length + 1] in paths:
            length += 1
        return length


def coupled(p, q):
    """The chance that argmax(log p + g) and argmax(log q + g) are one token, for Gumbel noise g.

    That is the sum over x of 1 / sum over y of max(p(y) / p(x), q(y) / q(x)). Sorted by p / q the inner
    sum is one of p above x and one of q below it.
    """
    both = (p > 0) & (q > 0)
    order = (p[both] / q[both]).argsort(descending=True)
    ps, qs = p[both][order], q[both][order]
    above = ps.cumsum(0) + p[~both].sum()
    below = qs.sum() - qs.cumsum(0) + q[~both & (p == 0)].sum()
    return float((1 / (above / ps + below / qs)).sum())


def price(rounds, target_rows, keep, temperature, start, end):
    """Sums over the generated tokens: coupling, classical, the coupling's lower bound, tokens."""
    sums = [0.0, 0.0, 0.0, 0]
    for at in range(start - 1, end - 2):
        q = torch.softmax(rounds.draft.logits(rounds.outputs[at]).double() / temperature, -1)
        p = torch.softmax(target_rows[at + 1].double() / temperature, -1)
        spread = torch.zeros_like(p)
        spread[keep] = q
        common = float(torch.minimum(p, spread).sum())
        sums[0] += coupled(p, spread)
        sums[1] += common
        sums[2] += common / (2 - common)
        sums[3] += 1
    return sums


def tokens_per_round(rounds, start, end, depth, width, budget):
    """From the first generated token to the end: tokens committed, and rounds it took."""
    at, count = start - 1, 0
    begin = at
    while at + 1 < end - 1:
        at += 1 + rounds.accepted(at, depth, width, budget)
        count += 1
    return min(at, end - 2) - begin, count


@torch.inference_mode()
def main():
    parser = argparse.ArgumentParser(description=__doc__)
    target.add_arguments(parser)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--draft", type=pathlib.Path, required=True)
    parser.add_argument("--problems", type=int, default=40)
    parser.add_argument("--new-tokens", type=int, default=128)
    parser.add_argument("--loops", action="store_true", help="keep what repeats itself")
    arguments = parser.parse_args()
    model, tokenizer = target.load(arguments)
    config = json.loads((arguments.draft / "config.json").read_text())
    tensors = load_file(arguments.draft / "model.safetensors")
    draft = Draft(config)
    draft.load_state_dict(
        {name: t.float() for name, t in tensors.items() if name not in ("d2t", "t2d")}
    )
    to_target = torch.arange(config["draft_vocab_size"]) + tensors["d2t"]
    embedding = model.get_input_embeddings().weight.float()
    head = model.get_output_embeddings().weight
    norm = model.model.norm
    if arguments.loops:
        generate.loops = lambda tokens, span=20: len(tokens)
    print(f"{'':10s} {'chain 7':>8s} {'tree 32':>8s} {'tree 64':>8s}")
    for name, texts in problems(arguments.data, arguments.problems):
        sums = {"chain": [0, 0], "tree 32": [0, 0], "tree 64": [0, 0]}
        encoded = [target.chat(tokenizer, text) for text in texts]
        for batch in tqdm(generate.batches(encoded, 20), desc=name, leave=False):
            cold = torch.zeros(len(batch))
            for tokens, taps, _, start in generate.answer(
                model, batch, cold, arguments.new_tokens, torch.Generator()
            ):
                rounds = Rounds(draft, embedding, to_target, tokens, taps.float())
                for kind, shape in (
                    ("chain", (7, 1, 7)),
                    ("tree 32", (7, 8, 32)),
                    ("tree 64", (8, 10, 64)),
                ):
                    committed, count = tokens_per_round(rounds, start, len(tokens), *shape)
                    sums[kind][0] += committed
                    sums[kind][1] += count
        print(f"{name:10s} " + " ".join(f"{a / max(1, b):8.3f}" for a, b in sums.values()))
    print(f"{'':10s} {'':11s} {'coupled':>8s} {'classic':>8s} {'bound':>8s}  of the first guess")
    for name, texts in problems(arguments.data, arguments.problems):
        encoded = [target.chat(tokenizer, text) for text in texts]
        for temperature in (0.8, 1.0):
            sums = [0.0] * 4
            for batch in generate.batches(encoded, 20):
                warm = torch.full((len(batch),), temperature)
                for tokens, taps, last, start in generate.answer(
                    model, batch, warm, arguments.new_tokens, torch.Generator().manual_seed(1)
                ):
                    rounds = Rounds(draft, embedding, to_target, tokens, taps.float())
                    rows = target_logits(norm.weight, norm.variance_epsilon, head, last)
                    more = price(rounds, rows, to_target, temperature, start, len(tokens))
                    sums = [a + b for a, b in zip(sums, more)]
            shares = " ".join(f"{a / max(1, sums[3]):8.3f}" for a in sums[:3])
            print(f"{name:10s} temp. {temperature:3.1f}  {shares}")


if __name__ == "__main__":
    main()
