"""The draft network in EAGLE-3's checkpoint layout (Li et al., arXiv 2503.01840).

At index t it sees the target's feature of token t and the embedding of token t+1, and says which
token is t+2. Its own output takes the feature's place for the tokens that it guesses itself.
"""

import torch
from torch import nn
from torch.nn.functional import linear, rms_norm, scaled_dot_product_attention, silu


class Norm(nn.Module):
    def __init__(self, size, epsilon):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.epsilon = epsilon

    def forward(self, x):
        return rms_norm(x, x.shape[-1:], self.weight.to(x.dtype), self.epsilon)


class Attention(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.heads, self.kv_heads = config["num_attention_heads"], config["num_key_value_heads"]
        self.size = config["head_dim"]
        hidden = config["hidden_size"]
        self.q_proj = nn.Linear(2 * hidden, self.heads * self.size, bias=False)
        self.k_proj = nn.Linear(2 * hidden, self.kv_heads * self.size, bias=False)
        self.v_proj = nn.Linear(2 * hidden, self.kv_heads * self.size, bias=False)
        self.o_proj = nn.Linear(self.heads * self.size, hidden, bias=False)
        frequencies = config["rope_theta"] ** -(torch.arange(0, self.size, 2).float() / self.size)
        self.register_buffer("frequencies", frequencies, persistent=False)

    def rows(self, x, positions):
        """Queries, keys and values [batch, heads, tokens, size]; keys and values once per query head."""
        batch, tokens, _ = x.shape
        q = self.q_proj(x).view(batch, tokens, self.heads, self.size).transpose(1, 2)
        k = self.k_proj(x).view(batch, tokens, self.kv_heads, self.size).transpose(1, 2)
        v = self.v_proj(x).view(batch, tokens, self.kv_heads, self.size).transpose(1, 2)
        angles = positions[:, :, None].float() * self.frequencies
        cos = torch.cat([angles.cos()] * 2, -1)[:, None].to(x.dtype)
        sin = torch.cat([angles.sin()] * 2, -1)[:, None].to(x.dtype)
        group = self.heads // self.kv_heads
        k = turn(k, cos, sin).repeat_interleave(group, 1)
        return turn(q, cos, sin), k, v.repeat_interleave(group, 1)


def turn(x, cos, sin):
    first, second = x.chunk(2, -1)
    return x * cos + torch.cat([-second, first], -1) * sin


class Perceptron(nn.Module):
    def __init__(self, config):
        super().__init__()
        hidden, inner = config["hidden_size"], config["intermediate_size"]
        self.gate_proj = nn.Linear(hidden, inner, bias=False)
        self.up_proj = nn.Linear(hidden, inner, bias=False)
        self.down_proj = nn.Linear(inner, hidden, bias=False)

    def forward(self, x):
        return self.down_proj(silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self, config):
        super().__init__()
        hidden, epsilon = config["hidden_size"], config["rms_norm_eps"]
        self.self_attn = Attention(config)
        self.mlp = Perceptron(config)
        self.hidden_norm = Norm(hidden, epsilon)
        self.input_layernorm = Norm(hidden, epsilon)
        self.post_attention_layernorm = Norm(hidden, epsilon)


class Draft(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        hidden = config["hidden_size"]
        self.fc = nn.Linear(3 * config.get("target_hidden_size", hidden), hidden, bias=False)
        self.midlayer = Layer(config)
        self.norm = Norm(hidden, config["rms_norm_eps"])
        self.lm_head = nn.Linear(hidden, config["draft_vocab_size"], bias=False)

    def unroll(self, taps, embeddings, positions, steps):
        """Outputs [batch, tokens, hidden] of each of `steps` guesses in a row, as at inference.

        Step j at index t takes token t+1+j and its own output of step j-1 at t. It attends to the
        rows of step 0 up to t, and to its own rows of steps 1 to j at t: a chain drafted at t.

        embeddings: [batch, tokens + steps, hidden], of the tokens from index 1 on.
        """
        layer, attention = self.midlayer, self.midlayer.self_attn
        tokens = taps.shape[1]
        feature = self.fc(taps)
        first, chain = None, []
        for step in range(steps):
            x = torch.cat(
                [
                    layer.input_layernorm(embeddings[:, step : step + tokens]),
                    layer.hidden_norm(feature),
                ],
                -1,
            )
            q, k, v = attention.rows(x, positions + step)
            if step == 0:
                first = (k, v)
                mixed = scaled_dot_product_attention(q, k, v, is_causal=True)
            else:
                chain.append((k, v))
                mixed = self.with_chain(q, first, chain)
            mixed = mixed.transpose(1, 2).flatten(2)
            h = feature + attention.o_proj(mixed)
            feature = h + layer.mlp(layer.post_attention_layernorm(h))
            yield feature

    @staticmethod
    def with_chain(q, first, chain):
        scale = q.shape[-1] ** -0.5
        tokens = q.shape[2]
        mask = torch.ones(tokens, tokens, dtype=torch.bool, device=q.device).tril()
        base = (q @ first[0].transpose(-1, -2) * scale).masked_fill(~mask, float("-inf"))
        own = [(q * k).sum(-1, keepdim=True) * scale for k, _ in chain]
        weights = torch.cat([base, *own], -1).float().softmax(-1).to(q.dtype)
        result = weights[..., :tokens] @ first[1]
        for index, (_, v) in enumerate(chain):
            result = result + weights[..., tokens + index, None] * v
        return result

    def logits(self, feature):
        return self.lm_head(self.norm(feature))


def target_logits(norm_weight, epsilon, head, last):
    return linear(rms_norm(last, last.shape[-1:], norm_weight, epsilon), head)
