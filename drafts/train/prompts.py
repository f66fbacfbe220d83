"""The training prompts: word problems, instructions, and code tasks written for this purpose."""

import itertools
import json
import pathlib
import random
import re

SUBJECTS = [
    "a list of temperatures", "a list of words", "a list of names", "a list of prices",
    "a dictionary of stock levels", "a string of text", "a list of exam scores", "a matrix of integers",
    "a list of dates as strings", "a list of file names", "a list of (name, age) tuples",
    "a queue of tasks", "a binary search tree", "a linked list", "a log file", "a CSV row",
    "a shopping basket", "a sentence", "a list of coordinates", "a bank account's transactions",
    "a list of sensor readings", "a playlist", "a graph given as an adjacency list", "a set of tags",
    "a paragraph", "a list of email addresses", "a deck of cards", "a chess board", "a recipe",
    "a weekly timetable",
]

TASKS = [
    "sorts {} and returns the result", "prints {} line by line", "counts the items in {}",
    "removes duplicates from {} while keeping the order", "finds the largest item of {}",
    "reverses {}", "splits {} into chunks of a given size", "checks whether {} is empty",
    "converts {} to a JSON string", "reads {} from standard input", "merges {} with another one",
    "returns the first and the last item of {}", "filters {} by a predicate",
    "groups {} by their first letter", "computes the average over {}", "rotates {} by k places",
    "saves {} to a file", "validates {} and raises ValueError if something is wrong",
    "searches {} for a given value", "makes a deep copy of {}", "compares {} with another one",
    "iterates over {} in pairs", "pretty-prints {} as a table", "shuffles {} with a fixed seed",
    "finds the second smallest item of {}", "turns {} into a generator",
]

FORMS = [
    "Write a Python function that {}.",
    "Write a Python function with a docstring and type hints that {}.",
    "In Python, how do I write code that {}? Show an example.",
    "Implement a Python class with a method that {}.",
    "Complete this Python code. It {}:\n\n```python\ndef solve(data):\n    \"\"\"{}\"\"\"\n```",
    "Write a unit test for a Python function that {}.",
    "Explain step by step, with code, how to write a function that {}.",
]

SINGLE = [
    "Write a function that converts Celsius to Fahrenheit.",
    "Write a Python decorator that measures how long a function takes.",
    "Write a context manager that changes the working directory.",
    "Write a bash script that backs up a folder.",
    "Write a SQL query that lists customers without orders.",
    "Write a JavaScript function that debounces another function.",
    "Write a Java method that reads all lines of a file.",
    "Write a C function that computes the length of a string.",
    "Write an HTML page with a form for a name and an email address.",
    "Write a regular expression that matches a date such as 2024-01-31, and explain it.",
    "Write a Python program that plays rock, paper, scissors against the user.",
    "Write a Python script that renames all files in a folder to lower case.",
    "Write a simple bank account class in Python.",
    "Write a Python generator of the Collatz sequence.",
    "Write a recursive Python function that draws a triangle of stars.",
    "Write a Python function that simulates throwing two dice n times.",
    "Write a stack class in Python with push, pop and peek.",
    "What is the difference between a list and a tuple in Python?",
    "What does `yield` do in Python?",
    "Explain object-oriented programming to a beginner, with an example in Python.",
    "Write a small Flask application with one route.",
    "Write a Python function that downloads a web page and counts its links.",
    "Write a to-do list application for the terminal in Python.",
    "Write a Python function that formats a number of bytes for people.",
    "Write a binary search in Java.", "Write a bubble sort in C.",
    "Write a Python function that parses an INI file without a library.",
    "Write a Python function that pads a table's columns to one width.",
    "Write a Python class for a two-dimensional vector with addition and length.",
    "Write a Python function that generates a random password.",
]


def add_arguments(parser):
    parser.add_argument(
        "--data",
        type=pathlib.Path,
        required=True,
        help="folder with gsm8k/train.jsonl and self_instruct/*.jsonl; and, to keep away from,"
        " gsm8k/test.jsonl and humaneval/HumanEval.jsonl.gz",
    )
    parser.add_argument("--prompts", type=int, default=9000, help="how many prompts")


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def code(generator):
    made = list(SINGLE)
    for task, subject in itertools.product(TASKS, SUBJECTS):
        what = task.format(subject)
        form = generator.choice(FORMS)
        made.append(form.replace("{}", what))
    return made


def grams(text, size=10):
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def held_out(data):
    """Runs of ten words of the problems that drafts are measured with."""
    import gzip

    forbidden = set()
    for problem in lines(data / "gsm8k" / "test.jsonl"):
        forbidden |= grams(problem["question"])
    with gzip.open(data / "humaneval" / "HumanEval.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            forbidden |= grams(json.loads(line)["prompt"])
    return forbidden


def training(arguments):
    """The prompts in a fixed random order; those that share ten words with a held-out one are left out."""
    generator = random.Random(1)
    data = arguments.data
    problems = [item["question"] for item in lines(data / "gsm8k" / "train.jsonl")]
    instructions = []
    for path in sorted((data / "self_instruct").glob("*.jsonl")):
        for item in lines(path):
            text = item["instruction"]
            given = item["instances"][0]["input"] if item.get("instances") else ""
            instructions.append(text + ("\n\n" + given if given else ""))
    tasks = code(generator)
    generator.shuffle(problems)
    room = max(0, arguments.prompts - len(instructions) * 2 - len(tasks) * 2)
    # the few kinds come twice, at other temperatures
    chosen = problems[:room] + instructions * 2 + tasks * 2
    forbidden = held_out(data)
    kept = [text for text in chosen if not grams(text) & forbidden]
    print(f"{len(kept)} prompts; {len(chosen) - len(kept)} left out as too like held-out ones")
    generator.shuffle(kept)
    return kept
