"""The target model: any causal decoder that transformers loads, from a directory or a GGUF file."""

import pathlib

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig


def add_arguments(parser):
    parser.add_argument(
        "--target", type=pathlib.Path, required=True, help="a Hugging Face directory or a GGUF file"
    )
    parser.add_argument("--taps", help="layers whose inputs are tapped, such as 2,15,27")


def place(path):
    return (path.parent, {"gguf_file": path.name}) if path.is_file() else (path, {})


def tokenizer(arguments):
    folder, options = place(arguments.target)
    return AutoTokenizer.from_pretrained(folder, **options)


def load(arguments):
    path = arguments.target
    folder, options = place(path)
    if path.is_file():
        options["quantization_config"] = GgufConfig(gguf_file=path.name, dequantize=True)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16, **options)
    model.eval().requires_grad_(False)
    if arguments.taps:
        model.config.dsd_taps = [int(layer) for layer in arguments.taps.split(",")]
    return model, tokenizer(arguments)


def tap_layers(model):
    """EAGLE-3's own choice, unless told otherwise: the inputs of layers 2, n/2 and n-3."""
    layers = model.config.num_hidden_layers
    return getattr(model.config, "dsd_taps", None) or [2, layers // 2, layers - 3]


def end_tokens(model):
    ends = model.generation_config.eos_token_id
    ends = model.config.eos_token_id if ends is None else ends
    return torch.tensor(ends if isinstance(ends, list) else [ends])


def chat(tokenizer, text):
    return tokenizer.apply_chat_template(
        [{"role": "user", "content": text}], add_generation_prompt=True, return_dict=False
    )


class Taps:
    """Listens to the tapped layers and to the last one during a forward pass."""

    def __init__(self, model):
        self.model = model
        self.seen = {}
        self.handles = []

    def __enter__(self):
        layers = self.model.model.layers
        for layer in tap_layers(self.model):
            self.handles.append(
                layers[layer].register_forward_pre_hook(
                    lambda module, inputs, kwargs, layer=layer: self.seen.__setitem__(
                        layer, inputs[0] if inputs else kwargs["hidden_states"]
                    ),
                    with_kwargs=True,
                )
            )
        self.handles.append(
            self.model.model.norm.register_forward_pre_hook(
                lambda module, inputs: self.seen.__setitem__("last", inputs[0])
            )
        )
        return self

    def __exit__(self, *failure):
        for handle in self.handles:
            handle.remove()

    def taps(self):
        return torch.cat([self.seen[layer] for layer in tap_layers(self.model)], -1)

    def last(self):
        return self.seen["last"]
