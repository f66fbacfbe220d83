"""Times `./dsd demo`: milliseconds per token, where they go, and peak memory.

Runs the demonstration with each drafter in turn, several times over, so that a change of the
machine's speed touches all of them, and prints a Markdown table of medians with the spread.
Needs GNU time (/usr/bin/time). Run from the repository's root:

    python3 tests/src/test/python/time_demo.py [--runs 5] [--tokens 256] [--dtype bf16]
"""

import argparse
import json
import re
import statistics
import subprocess

PROMPT = "Write a Python class for a bank account with methods to deposit, withdraw and transfer."


def run(draft, tokens, dtype):
    command = ["/usr/bin/time", "-v", "./dsd", "demo", "--json", "--prompt", PROMPT,
               "--draft", draft, "--max-new-tokens", str(tokens), "--dtype", dtype]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    completion = json.loads(done.stdout)
    spent = completion["speculation"]
    count = completion["usage"]["completion_tokens"]
    seconds = float(re.search(r"tokens in ([0-9.]+) s", done.stderr)[1])
    peak = int(re.search(r"Maximum resident set size \(kbytes\): (\d+)", done.stderr)[1])
    return {
        "ms per token": 1000 * seconds / count,
        "draft": spent["draft_ms"] / count,
        "slices": spent["slices_ms"] / count,
        "queues": spent["queue_ms"] / count,
        "loop": spent["links_ms"] / count,
        "acceptance length": spent["acceptance_length"],
        "tokens": count,
        "peak MiB": peak / 1024,
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--tokens", type=int, default=256)
    parser.add_argument("--dtype", default="bf16")
    parser.add_argument("--drafts", nargs="+", default=["none", "ngram", "smollm2-135m"])
    options = parser.parse_args()
    results = {draft: [] for draft in options.drafts}
    for _ in range(options.runs):
        for draft in options.drafts:
            results[draft].append(run(draft, options.tokens, options.dtype))
    names = list(results[options.drafts[0]][0])
    print("| draft | " + " | ".join(names) + " |")
    print("|---" * (len(names) + 1) + "|")
    for draft, rows in results.items():
        cells = []
        for name in names:
            values = [row[name] for row in rows]
            middle = statistics.median(values)
            digits = 0 if middle >= 100 else 2 if middle < 10 else 1
            spread = f"{middle:.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"
            cells.append(spread)
        print(f"| {draft} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
