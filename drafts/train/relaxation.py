"""What relaxed verification gains and costs, in the product itself: `./dsd demo` answers the same problems at every
strength, and the target, in float32, then says how likely it finds each answer.

Per data set and strength: tokens per round; answers that are those of strict verification; share of judged tokens that
were key; the total variation spent per judged token; the mean log-probability of a token under the target, as the
paired difference from strict verification with a bootstrap interval over problems; for GSM8K how many answers are right.
"""

import argparse
import json
import pathlib
import random
import re
import shlex

import torch
from tqdm import tqdm

import prompts
import target
from measure import SETS, problems
from product import demo, tokens


def truths(data, limit):
    """The number at the end of each of GSM8K's worked answers."""
    return [
        p["answer"].rsplit("####", 1)[1].strip().replace(",", "")
        for p in prompts.lines(data / "gsm8k" / "test.jsonl")[:limit]
    ]


def said(text):
    """The last number of an answer, as GSM8K is usually marked."""
    numbers = re.findall(r"-?\d[\d,]*\.?\d*", text)
    return numbers[-1].replace(",", "").rstrip(".") if numbers else ""


@torch.inference_mode()
def likelihood(model, prompt, answer):
    """The mean log-probability of the answer's tokens."""
    ids = torch.tensor([prompt + answer])
    rows = torch.log_softmax(model(ids).logits[0, len(prompt) - 1 : -1], -1)
    return float(rows.gather(1, ids[0, len(prompt) :, None]).mean())


def interval(values, draws=2000):
    """The middle 95 % of means over resampled problems."""
    chance = random.Random(0)
    means = sorted(
        sum(chance.choices(values, k=len(values))) / len(values) for _ in range(draws)
    )
    return means[draws * 25 // 1000], means[draws * 975 // 1000]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    target.add_arguments(parser)
    parser.add_argument("--dsd", type=pathlib.Path, default=pathlib.Path("./dsd"))
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--flags", default="", help="flags of ./dsd demo, such as --draft DIR")
    parser.add_argument("--strengths", default="0,0.1,0.2,0.3,0.5")
    parser.add_argument("--dtype", default="fp32")
    parser.add_argument("--sets", default=SETS, help=f"which data sets (default: {SETS})")
    parser.add_argument("--problems", type=int, default=40)
    parser.add_argument("--new-tokens", type=int, default=128)
    parser.add_argument("--json", type=pathlib.Path, help="where the numbers go, too")
    arguments = parser.parse_args()
    arguments.model = str(arguments.target)
    strengths = [float(strength) for strength in arguments.strengths.split(",")]
    if strengths[0] != 0:
        raise SystemExit("--strengths: begins with 0, which the others are compared with")
    model, tokenizer = target.load(arguments)
    model.float()
    results = []
    for name, texts in problems(arguments.data, arguments.problems, arguments.sets):
        encoded = [target.chat(tokenizer, text) for text in texts]
        right = truths(arguments.data, len(texts)) if name == "gsm8k" else []
        strict, strict_likelihoods = [], []
        for strength in strengths:
            records = [
                {
                    "messages": [{"role": "user", "content": text}],
                    "max_tokens": arguments.new_tokens,
                    "temperature": 0,
                    "relaxation": strength,
                }
                for text in texts
            ]
            completions = demo(arguments, records, shlex.split(arguments.flags))
            answers = [tokens(completion) for completion in completions]
            likelihoods = [
                likelihood(model, prompt, answer)
                for prompt, answer in tqdm(list(zip(encoded, answers)), leave=False)
            ]
            if strength == 0:
                strict, strict_likelihoods = answers, likelihoods
            speculations = [completion["speculation"] for completion in completions]
            spent = [speculation.get("relaxation", {}) for speculation in speculations]
            judged = sum(each.get("judged", 0) for each in spent)
            rounds = sum(speculation["rounds"] - 1 for speculation in speculations)
            differences = [a - b for a, b in zip(likelihoods, strict_likelihoods)]
            low, high = interval(differences)
            result = {
                "data": name,
                "strength": strength,
                "problems": len(texts),
                "acceptance_length": sum(len(answer) - 1 for answer in answers) / max(1, rounds),
                "same_as_strict": sum(a == b for a, b in zip(answers, strict)),
                "key_share": sum(each.get("key", 0) for each in spent) / max(1, judged),
                "variation_per_judged": sum(each.get("total_variation", 0) for each in spent)
                / max(1, judged),
                "log_probability": sum(likelihoods) / len(likelihoods),
                "difference": sum(differences) / len(differences),
                "difference_low": low,
                "difference_high": high,
                "right": sum(
                    said(completion["choices"][0].get("text") or completion["choices"][0]["message"]["content"]) == truth
                    for completion, truth in zip(completions, right)
                ),
            }
            results.append(result)
            print(
                "{data:10s} {strength:4.1f}: tokens per round {acceptance_length:.3f}, same {same_as_strict} of"
                " {problems}, key {key_share:.2f}, variation {variation_per_judged:.4f}, log-probability"
                " {log_probability:.4f}, difference {difference:+.4f} ({difference_low:+.4f} to"
                " {difference_high:+.4f})".format(**result)
                + (f", right {result['right']}" if right else ""),
                flush=True,
            )
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
