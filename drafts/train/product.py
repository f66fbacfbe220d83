"""Measures drafts in the product itself: `./dsd demo` answers the problems, and its completions say how many
rounds that took.

The first run is plain decoding. It shows where each answer begins to repeat itself (a run of 20 tokens that came
before): the next runs end there, unless --loops is given. Their tokens must be those of the first run, which is
checked with --dtype fp32. The round that only brings the prompt's first token is not counted.

Each further argument is a run: its name, a colon, and flags of `./dsd demo`, such as
  "chain 7: --draft drafts/smollm2-135m --draft-length 7"
"""

import argparse
import json
import pathlib
import shlex
import subprocess
import tempfile

import generate
from measure import problems


def demo(arguments, records, flags):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(json.dumps(record) + "\n" for record in records)
        file.flush()
        command = [str(arguments.dsd.resolve()), "demo", "--json", "--prompts", file.name, "--dtype", arguments.dtype]
        if arguments.model:
            command += ["--model", arguments.model]
        result = subprocess.run(command + flags, check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in result.stdout.splitlines()]


def tokens(completion):
    return completion["choices"][0]["token_ids"]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dsd", type=pathlib.Path, default=pathlib.Path("./dsd"))
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--model")
    parser.add_argument("--dtype", default="fp32")
    parser.add_argument("--problems", type=int, default=40)
    parser.add_argument("--new-tokens", type=int, default=128)
    parser.add_argument("--loops", action="store_true", help="keep what repeats itself")
    parser.add_argument("--json", type=pathlib.Path, help="where the numbers go, too")
    parser.add_argument("runs", nargs="+")
    arguments = parser.parse_args()
    results = []
    for name, texts in problems(arguments.data, arguments.problems):
        records = [
            {
                "messages": [{"role": "user", "content": text}],
                "max_tokens": arguments.new_tokens,
                "temperature": 0,
            }
            for text in texts
        ]
        plain = [tokens(completion) for completion in demo(arguments, records, ["--draft", "none"])]
        if not arguments.loops:
            for record, answer in zip(records, plain):
                record["max_tokens"] = max(1, generate.loops(answer))
        for run in arguments.runs:
            title, flags = run.split(":", 1)
            rounds = committed = same = 0
            for record, answer, completion in zip(
                records, plain, demo(arguments, records, shlex.split(flags))
            ):
                speculation = completion["speculation"]
                rounds += speculation["rounds"] - 1
                committed += len(tokens(completion)) - 1
                same += tokens(completion) == answer[: record["max_tokens"]]
            results.append(
                {
                    "data": name,
                    "run": title,
                    "tokens": committed,
                    "rounds": rounds,
                    "acceptance_length": committed / max(1, rounds),
                    "same_as_plain": same,
                    "problems": len(records),
                }
            )
            print(
                f"{name:10s} {title:24s} {committed:6d} tokens, {rounds:5d} rounds, acceptance length"
                f" {committed / max(1, rounds):.3f}; {same} of {len(records)} as in plain decoding",
                flush=True,
            )
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
