"""Measures drafts in the product itself: `./dsd demo` answers the problems, and its completions say how many
rounds that took.

The first run is plain decoding. It shows where each answer begins to repeat itself (a run of 20 tokens that came
before): the next runs end there. With --loops those that do are then answered once more in full, and what all make
with their repetitions is told beside it. Tokens must be those of the first run, which is checked with --dtype fp32.
The round that only brings the prompt's first token is not counted.

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
from measure import SETS, problems


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


class Count:
    """What some answers took, and how many of them are those of plain decoding."""

    def __init__(self):
        self.problems = self.tokens = self.rounds = self.same = 0

    def add(self, record, plain, completion):
        self.problems += 1
        self.tokens += len(tokens(completion)) - 1
        self.rounds += completion["speculation"]["rounds"] - 1
        self.same += tokens(completion) == plain[: record["max_tokens"]]

    def result(self):
        return {
            "tokens": self.tokens,
            "rounds": self.rounds,
            "acceptance_length": self.tokens / max(1, self.rounds),
            "same_as_plain": self.same,
            "problems": self.problems,
        }


def report(results, name, title, text, count):
    result = {"data": name, "run": title, "text": text} | count.result()
    results.append(result)
    print(
        "{data:10s} {run:24s} {text:16s} {tokens:6d} tokens, {rounds:5d} rounds, acceptance length"
        " {acceptance_length:.3f}; {same_as_plain} of {problems} as in plain decoding".format(**result),
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dsd", type=pathlib.Path, default=pathlib.Path("./dsd"))
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--model")
    parser.add_argument("--dtype", default="fp32")
    parser.add_argument("--sets", default=SETS, help=f"which data sets (default: {SETS})")
    parser.add_argument("--problems", type=int, default=40)
    parser.add_argument("--new-tokens", type=int, default=128)
    parser.add_argument("--loops", action="store_true", help="count with repetitions, too")
    parser.add_argument("--json", type=pathlib.Path, help="where the numbers go, too")
    parser.add_argument("runs", nargs="+")
    arguments = parser.parse_args()
    results = []
    for name, texts in problems(arguments.data, arguments.problems, arguments.sets):
        full = [
            {
                "messages": [{"role": "user", "content": text}],
                "max_tokens": arguments.new_tokens,
                "temperature": 0,
            }
            for text in texts
        ]
        plain = [tokens(completion) for completion in demo(arguments, full, ["--draft", "none"])]
        cut = [
            record | {"max_tokens": max(1, generate.loops(answer))}
            for record, answer in zip(full, plain)
        ]
        looping = [index for index, answer in enumerate(plain) if cut[index]["max_tokens"] < len(answer)]
        for run in arguments.runs:
            title, flags = run.split(":", 1)
            flags = shlex.split(flags)
            without, repeated = Count(), Count()
            for index, completion in enumerate(demo(arguments, cut, flags)):
                without.add(cut[index], plain[index], completion)
                if index not in looping:
                    repeated.add(full[index], plain[index], completion)
            report(results, name, title, "no repetitions", without)
            if arguments.loops:
                again = [full[index] for index in looping]
                for index, completion in zip(looping, demo(arguments, again, flags) if again else []):
                    repeated.add(full[index], plain[index], completion)
                report(results, name, title, "with repetitions", repeated)
            if arguments.json:
                arguments.json.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
