"""Makes a draft for a target with one command: answers, training, measurement.

Each part goes on where an earlier run of it stopped.
"""

import argparse
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent


def run(script, *arguments):
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    print("$ " + " ".join(command[1:]), flush=True)
    subprocess.run(command, check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--target", type=pathlib.Path, required=True, help="a Hugging Face directory or a GGUF file"
    )
    parser.add_argument("--data", type=pathlib.Path, required=True, help="folder of the prompts")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder for the draft")
    parser.add_argument("--work", type=pathlib.Path, help="folder for the answers; by default OUT/answers")
    parser.add_argument("--prompts", type=int, default=9000)
    parser.add_argument("--minutes", type=float, default=75, help="how long to train at most")
    parser.add_argument("--vocabulary", type=int, default=8192, help="tokens the draft knows")
    parser.add_argument("--taps", help="layers whose inputs are tapped, such as 2,15,27")
    arguments = parser.parse_args()
    work = arguments.work or arguments.out / "answers"
    target = ["--target", arguments.target]
    if arguments.taps:
        target += ["--taps", arguments.taps]
    run("generate.py", *target, "--data", arguments.data, "--prompts", arguments.prompts, "--out", work)
    run(
        "train.py", *target, "--answers", work, "--minutes", arguments.minutes,
        "--vocabulary", arguments.vocabulary, "--out", arguments.out,
    )
    run("measure.py", *target, "--data", arguments.data, "--draft", arguments.out)


if __name__ == "__main__":
    main()
