#!/usr/bin/env python3
"""Renders the chat templates in ../resources/chat as transformers does, into golden.json beside them.

Needs the pip packages transformers, tokenizers and jinja2 (made with 5.23.0, 0.23.3 and 3.1.6).
Templates: smollm2 is in the default model's GGUF; llama-2, llama-3, zephyr and mistral are written
as their models' tokenizer_config.json have them; methods and expressions do what templates do to
texts, lists and numbers. llama-3.2, mistral-v3, qwen-2.5 and qwen-3 give the prompts of those models
and have all the branches, loops and tests of their templates, those for tools too, in fewer words.
The time is noon, 34 minutes and 56 seconds past, on 9 March 2025.
"""

import datetime
import json
import pathlib

import jinja2
import tokenizers
import transformers
from transformers.utils import chat_template_utils

CHAT = pathlib.Path(__file__).resolve().parent.parent / "resources" / "chat"


class Noon(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2025, 3, 9, 12, 34, 56)


def message(role, content):
    return {"role": role, "content": content}


CONVERSATIONS = [
    [message("user", "Hello!")],
    [message("system", "Be brief."), message("user", "Why?")],
    [message("user", "One"), message("assistant", "Two"), message("user", "Three")],
    [
        message("system", "Sys\ntem"),
        message("user", "  padded \n"),
        message("assistant", " answer  "),
        message("user", "again"),
    ],
    [message("user", "{{ 7 * 7 }} {% if true %}x{% endif %} {# note #} {{ bos_token }}")],
    [message("user", "a < b && c > d \"quoted\" 'single' \\n back\\slash &amp; 🙂 日本語")],
    [message("user", "")],
    [message("user", "line\n\n\n{%- raw %}  trailing newline\n")],
    [message("assistant", "I begin")],
    [message("user", "One"), message("user", "Two")],
    [message("tool", "result")],
    [
        message("user", "q"),
        message("assistant", "<think>\nhm\n</think>\n\nanswer"),
        message("user", "r"),
        message("assistant", "<think>x</think>last"),
    ],
    [message("user", "\u00a0\u2007 spaces of all \u0085kinds \u202f\u3000\u001c")],
    [message("user", "q"), message("tool", "one"), message("tool", "t\two\u0007"), message("user", "r")],
]


def render(template, conversation):
    model = tokenizers.Tokenizer(tokenizers.models.BPE())
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=model, bos_token="<s>", eos_token="</s>"
    )
    tokenizer.chat_template = template
    try:
        prompt = tokenizer.apply_chat_template(
            conversation, add_generation_prompt=True, tokenize=False
        )
        return {"messages": conversation, "prompt": prompt}
    except jinja2.exceptions.TemplateError as error:
        return {"messages": conversation, "error": str(error)}


def main():
    chat_template_utils.datetime = Noon
    cases = {
        file.stem: [render(file.read_text(), conversation) for conversation in CONVERSATIONS]
        for file in sorted(CHAT.glob("*.jinja"))
    }
    lines = json.dumps(cases, ensure_ascii=False).replace('{"messages"', '\n{"messages"')
    (CHAT / "golden.json").write_text(lines + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
