#!/usr/bin/env python3
"""Makes GGUF files with a SentencePiece tokenizer of type BPE, and what the original does to texts.

Needs the pip packages sentencepiece, transformers, tokenizers and gguf (made with 0.2.3, 5.23.0,
0.23.3 and 0.19.0). Run without arguments; it writes to ../resources/models/tokenizers:

  sentencepiece.gguf      as files of Llama 2 and Mistral 7B have it: a space is put before a text
  sentencepiece-bare.gguf without that space

The golden tokens are those of transformers' LlamaTokenizer with the normalizer of Llama 2's
tokenizer.json, which, unlike the class's own, does with leading spaces what SentencePiece does;
that it does is asserted for every text without special tokens.
"""

import io

import gguf
import sentencepiece
import transformers
from tokenizers import AddedToken, normalizers, processors
from transformers.convert_slow_tokenizer import generate_merges

from tiny_llama import CORPUS, MODELS, OTHER_CORPUS, TEXTS, finish, write

CONTROLS = ["[INST]", "[/INST]"]
NOTE = "<note>"
MORE_TEXTS = [
    "<s>[INST] Hello [/INST] the river</s>",
    "[INST]the[/INST]sea [INST]  the",
    "a <note> b<note>c",
    "<unk> <s",
    "   ",
    "▁▁ already ▁there",
    "the\n\n\n  sea",
    "<0x41> is no byte",
]


def train(prefix):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(CORPUS + OTHER_CORPUS),
        model_writer=model,
        model_type="bpe",
        vocab_size=420,
        character_coverage=1.0,
        byte_fallback=True,
        split_digits=True,
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
        allow_whitespace_only_pieces=True,
        add_dummy_prefix=prefix,
        control_symbols=CONTROLS,
        user_defined_symbols=[NOTE],
        minloglevel=2,
    )
    return sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())


def kind(model, index):
    for number, holds in [
        (2, model.is_unknown),
        (3, model.is_control),
        (5, model.is_unused),
        (6, model.is_byte),
    ]:
        if holds(index):
            return number
    return 4 if model.id_to_piece(index) == NOTE else 1


def original(model, kinds, prefix):
    pieces = [model.id_to_piece(index) for index in range(len(model))]
    vocabulary = {piece: index for index, piece in enumerate(pieces)}
    scores = {piece: model.get_score(index) for piece, index in vocabulary.items()}
    inner = {piece for piece, one in zip(pieces, kinds) if one != 1}
    tokenizer = transformers.LlamaTokenizer(
        vocab=vocabulary,
        merges=generate_merges(vocabulary, scores, inner),
        legacy=True,
        add_prefix_space=prefix,
    )
    backend = tokenizer.backend_tokenizer
    backend.pre_tokenizer = None
    steps = [normalizers.Prepend("▁")] if prefix else []
    backend.normalizer = normalizers.Sequence([*steps, normalizers.Replace(" ", "▁")])
    backend.add_special_tokens(CONTROLS)
    backend.add_tokens([AddedToken(NOTE, normalized=False)])
    backend.post_processor = processors.TemplateProcessing(
        single="<s> $A", special_tokens=[("<s>", 1)]
    )
    return backend


def save(file, model, kinds, prefix):
    writer = gguf.GGUFWriter(file, "llama")
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([model.id_to_piece(index) for index in range(len(model))])
    writer.add_token_scores([model.get_score(index) for index in range(len(model))])
    writer.add_token_types(kinds)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    if not prefix:
        writer.add_add_space_prefix(False)
    finish(writer)


def make(name, prefix):
    model = train(prefix)
    kinds = [kind(model, index) for index in range(len(model))]
    tokenizer = original(model, kinds, prefix)
    directory = MODELS / "tokenizers"
    save(directory / f"{name}.gguf", model, kinds, prefix)
    texts = []
    for text in [*TEXTS, *MORE_TEXTS]:
        ids = tokenizer.encode(text).ids
        special = any(one in text for one in ["<s>", "</s>", "<unk>", NOTE, *CONTROLS])
        # SentencePiece gives a space of its own to an empty text; transformers and llama.cpp do not
        if text and not special:
            assert ids[1:] == model.encode(text), (text, ids[1:], model.encode(text))
            assert tokenizer.decode(ids) == model.decode(ids[1:]), text
        texts.append({"text": text, "tokens": ids, "decoded": tokenizer.decode(ids)})
    write(directory / f"{name}.golden.json", {"texts": texts})


if __name__ == "__main__":
    make("sentencepiece", True)
    make("sentencepiece-bare", False)
