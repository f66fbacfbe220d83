"""Trains a feature-based draft on what generate.py kept, and writes it in EAGLE-3's layout.

Stops and goes on where it was: a checkpoint lies beside the result until the end.
"""

import argparse
import json
import math
import pathlib
import random
import time

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch.nn.functional import log_softmax, softmax
from tqdm import tqdm

import target
from eagle import Draft, target_logits


class Answers:
    """The kept answers, shard by shard, in an order that depends on the epoch only."""

    def __init__(self, folder, held_out):
        paths = sorted(folder.glob("shard-*.safetensors"))
        if not paths:
            raise SystemExit(f"--answers: there is no shard in {folder}; run generate.py first")
        self.held = paths[:held_out]
        self.paths = paths[held_out:]

    def counts(self, vocabulary):
        counts = torch.zeros(vocabulary, dtype=torch.long)
        for path in self.paths:
            with safe_open(path, "pt") as shard:
                tokens, spans = shard.get_tensor("tokens"), shard.get_tensor("spans")
            for _, start, end in spans.tolist():
                counts += torch.bincount(tokens[start:end].long(), minlength=vocabulary)
        return counts

    def batches(self, paths, size, order, steps):
        """Lists of (tokens, taps, last, start), answers of like length together."""
        order = random.Random(order)
        paths = list(paths)
        order.shuffle(paths)
        for path in paths:
            with safe_open(path, "pt") as shard:
                columns = {name: shard.get_tensor(name) for name in ("tokens", "taps", "last")}
                spans = shard.get_tensor("spans").tolist()
            spans = [span for span in spans if span[2] - span[1] > steps + 1]
            spans.sort(key=lambda span: span[2] - span[0])
            groups = [spans[at : at + size] for at in range(0, len(spans), size)]
            order.shuffle(groups)
            for group in groups:
                yield [
                    tuple(columns[name][first:end] for name in ("tokens", "taps", "last"))
                    + (start - first,)
                    for first, start, end in group
                ]


def collate(batch, steps):
    """Pads to one length. weight[t]: whether token t+2 is generated, so that index t counts."""
    longest = max(len(item[0]) for item in batch)
    width = batch[0][1].shape[1], batch[0][2].shape[1]
    tokens = torch.zeros(len(batch), longest + steps + 2, dtype=torch.long)
    taps = torch.zeros(len(batch), longest, width[0], dtype=torch.bfloat16)
    last = torch.zeros(len(batch), longest + steps + 2, width[1], dtype=torch.bfloat16)
    counted = torch.zeros(len(batch), longest + steps + 2, dtype=torch.bool)
    for row, (ids, tapped, lasts, start) in enumerate(batch):
        tokens[row, : len(ids)] = ids
        taps[row, : len(ids)] = tapped
        last[row, : len(ids)] = lasts
        counted[row, start : len(ids)] = True
    return tokens, taps, last, counted


class Trainer:
    def __init__(self, arguments, model, draft, answers, keep):
        self.arguments, self.draft, self.answers = arguments, draft, answers
        self.embedding = model.get_input_embeddings().weight
        self.norm = model.model.norm
        self.head = model.get_output_embeddings().weight
        self.keep = keep
        self.own = torch.full((self.head.shape[0],), -1, dtype=torch.long)
        self.own[keep] = torch.arange(len(keep))

    def losses(self, batch, steps):
        """Per step: the loss, and whether the first choice is the target's, where that counts."""
        tokens, taps, last, counted = collate(batch, steps)
        size = taps.shape[1]
        embeddings = self.embedding[tokens[:, 1 : 1 + size + steps]]
        positions = torch.arange(size)[None].expand(len(batch), -1)
        with torch.no_grad():
            # the distribution of a token lies at the index before it
            asked = torch.zeros_like(counted)
            asked[:, :-1] = counted[:, 1:]
            logits = target_logits(
                self.norm.weight, self.norm.variance_epsilon, self.head, last[asked]
            )
            choice = torch.full_like(tokens, -1)
            choice[asked] = logits.argmax(-1)
            row = torch.zeros_like(tokens)
            row[asked] = torch.arange(len(logits))
            wanted = softmax(logits[:, self.keep].float(), -1)
        total, results = 0, []
        with torch.autocast("cpu", torch.bfloat16):
            outputs = self.draft.unroll(taps, embeddings, positions, steps)
            for step, output in enumerate(outputs):
                # index t says token t+2+step, whose distribution lies at t+1+step
                counts = counted[:, 2 + step : 2 + step + size]
                at = choice[:, 1 + step : 1 + step + size]
                known = counts & (self.own[at] >= 0)
                logits = self.draft.logits(output[known]).float()
                aim = wanted[row[:, 1 + step : 1 + step + size][known]]
                loss = -(aim * log_softmax(logits, -1)).sum(-1).mean()
                total = total + self.arguments.decay**step * loss
                with torch.no_grad():
                    right = torch.zeros_like(counts)
                    right[known] = logits.argmax(-1) == self.own[at][known]
                    results.append((float(loss), right, counts))
        return total, results, tokens, choice

    @torch.no_grad()
    def acceptance(self, limit):
        """Mean accepted tokens of a chain of `steps` guesses, greedy, over held-out answers."""
        steps = self.arguments.steps
        accepted = rounds = 0
        right_at = torch.zeros(steps)
        reached_at = torch.zeros(steps)
        for index, batch in enumerate(self.answers.batches(self.answers.held, 16, 0, steps)):
            if index == limit:
                break
            _, results, tokens, choice = self.losses(batch, steps)
            right = torch.stack([result[1] for result in results], -1)
            counts = torch.stack([result[2] for result in results], -1)
            # what is drafted at t counts while the text itself follows the target's first choice
            size = right.shape[1]
            greedy = torch.stack(
                [
                    choice[:, 1 + step : 1 + step + size] == tokens[:, 2 + step : 2 + step + size]
                    for step in range(steps)
                ],
                -1,
            )
            alive = (greedy.all(-1)) & counts.all(-1)
            leading = right[alive].int().cumprod(-1)
            accepted += int(leading.sum())
            rounds += len(leading)
            reached = torch.cat([torch.ones(len(leading), 1), leading[:, :-1].float()], 1)
            right_at += leading.float().sum(0)
            reached_at += reached.sum(0)
        by_depth = (right_at / reached_at.clamp_min(1)).tolist()
        return 1 + accepted / max(1, rounds), by_depth


def plan(model, size, layers):
    config = model.config
    heads = config.num_attention_heads
    rope = getattr(config, "rope_parameters", None) or {}
    return {
        "architectures": ["LlamaForCausalLMEagle3"],
        "model_type": "llama",
        "hidden_size": config.hidden_size,
        "intermediate_size": config.intermediate_size,
        "num_hidden_layers": 1,
        "num_attention_heads": heads,
        "num_key_value_heads": config.num_key_value_heads,
        "head_dim": getattr(config, "head_dim", None) or config.hidden_size // heads,
        "hidden_act": "silu",
        "rms_norm_eps": config.rms_norm_eps,
        "rope_theta": rope.get("rope_theta") or getattr(config, "rope_theta", 10000.0),
        "max_position_embeddings": config.max_position_embeddings,
        "vocab_size": config.vocab_size,
        "draft_vocab_size": size,
        "tie_word_embeddings": False,
        "torch_dtype": "bfloat16",
        "eagle_config": {
            # as others count: the outputs of these layers are the inputs of the next
            "eagle_aux_hidden_state_layer_ids": [layer - 1 for layer in layers],
            "use_aux_hidden_state": True,
        },
    }


def begin(draft, model, keep):
    """Starts where the target is: its head, its final norm, and the high tap as the feature."""
    hidden = draft.config["hidden_size"]
    with torch.no_grad():
        draft.lm_head.weight.copy_(model.get_output_embeddings().weight[keep])
        draft.norm.weight.copy_(model.model.norm.weight)
        draft.fc.weight.mul_(0.1)
        draft.fc.weight[:, 2 * hidden :] += torch.eye(hidden)
        for linear in (draft.midlayer.self_attn.o_proj, draft.midlayer.mlp.down_proj):
            linear.weight.mul_(0.1)


def write(draft, keep, vocabulary, folder):
    tensors = {name: tensor.to(torch.bfloat16) for name, tensor in draft.state_dict().items()}
    kept = torch.zeros(vocabulary, dtype=torch.bool)
    kept[keep] = True
    # a draft token's id plus its offset is the target's id
    tensors["d2t"] = keep - torch.arange(len(keep))
    tensors["t2d"] = kept
    save_file({name: t.contiguous() for name, t in tensors.items()}, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps(draft.config, indent=2) + "\n")


def plot(history, path):
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4))
    left.plot([h["step"] for h in history], [h["loss"] for h in history], lw=0.8)
    left.set(xlabel="step", ylabel="loss", title="Training loss")
    measured = [h for h in history if "acceptance" in h]
    right.plot([h["minutes"] for h in measured], [h["acceptance"] for h in measured], "o-")
    right.set(xlabel="minutes", ylabel="tokens per round", title="Acceptance length, held-out answers")
    figure.tight_layout()
    figure.savefig(path, dpi=110)


def likeliest(counts, arguments, ends):
    counts = counts.clone()
    counts[ends] += 1 << 40
    return counts.argsort(descending=True)[: arguments.vocabulary].sort().values


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    target.add_arguments(parser)
    parser.add_argument("--answers", type=pathlib.Path, required=True, help="generate.py's folder")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--vocabulary", type=int, default=8192, help="tokens the draft knows")
    parser.add_argument("--steps", type=int, default=7, help="guesses in a row that are trained")
    parser.add_argument("--decay", type=float, default=0.8, help="weight of each further guess")
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--minutes", type=float, default=1e9, help="end within so many minutes")
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--held-out", type=int, default=3, help="shards to measure with")
    arguments = parser.parse_args()
    torch.manual_seed(0)
    model, _ = target.load(arguments)
    answers = Answers(arguments.answers, arguments.held_out)
    layers = json.loads((arguments.answers / "about.json").read_text())["taps"]
    vocabulary = model.config.vocab_size
    arguments.out.mkdir(parents=True, exist_ok=True)
    state_path = arguments.out / "training.pt"
    state = torch.load(state_path, weights_only=True) if state_path.exists() else None
    counts = answers.counts(vocabulary)
    keep = state["keep"] if state else likeliest(counts, arguments, target.end_tokens(model))
    covered = float(counts[keep].sum() / counts.sum())
    draft = Draft(plan(model, arguments.vocabulary, layers))
    begin(draft, model, keep)
    trainer = Trainer(arguments, model, draft, answers, keep)
    optimizer = torch.optim.AdamW(
        draft.parameters(), lr=arguments.rate, betas=(0.9, 0.95), weight_decay=0.01
    )
    history, step, spent = [], 0, 0.0
    if state:
        draft.load_state_dict(state["draft"])
        optimizer.load_state_dict(state["optimizer"])
        history, step, spent = state["history"], state["step"], state["spent"]
    per_epoch = sum(1 for _ in answers.batches(answers.paths, arguments.batch, 0, arguments.steps))
    steps = math.ceil(per_epoch * arguments.epochs)
    began = time.monotonic() - spent
    minutes = lambda: (time.monotonic() - began) / 60
    bar = tqdm(total=steps, initial=step, unit="step")
    print(f"{len(keep)} draft tokens cover {covered:.2%} of what was generated")
    done = False
    while not done:
        epoch, skip = divmod(step, per_epoch)
        stream = answers.batches(answers.paths, arguments.batch, epoch + 1, arguments.steps)
        for index, batch in enumerate(stream):
            if index < skip:
                continue
            progress = max(step / steps, minutes() / arguments.minutes)
            if progress >= 1:
                done = True
                break
            warm = min(1, (step + 1) / 100)
            rate = arguments.rate * warm * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * progress)))
            for group in optimizer.param_groups:
                group["lr"] = rate
            # long chains are worth their time once single guesses are good
            guesses = arguments.steps if progress > 0.5 else min(3, arguments.steps)
            loss, results, _, _ = trainer.losses(batch, guesses)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(draft.parameters(), 0.5)
            optimizer.step()
            step += 1
            bar.update()
            entry = {"step": step, "loss": results[0][0], "minutes": minutes()}
            if step % 200 == 0:
                entry["acceptance"], entry["by_depth"] = trainer.acceptance(6)
                bar.set_postfix(loss=results[0][0], acceptance=entry["acceptance"])
                torch.save(
                    {
                        "draft": draft.state_dict(),
                        "keep": keep,
                        "optimizer": optimizer.state_dict(),
                        "history": history + [entry],
                        "step": step,
                        "spent": time.monotonic() - began,
                    },
                    state_path.with_suffix(".part"),
                )
                state_path.with_suffix(".part").rename(state_path)
            history.append(entry)
    acceptance, by_depth = trainer.acceptance(10**9)
    history.append({"step": step, "loss": history[-1]["loss"], "minutes": minutes(), "acceptance": acceptance, "by_depth": by_depth})
    print(f"acceptance length {acceptance:.3f} over held-out answers, by depth {by_depth}")
    write(draft, keep, vocabulary, arguments.out)
    (arguments.out / "history.json").write_text(json.dumps(history))
    plot(history, arguments.out / "training.png")
    state_path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
