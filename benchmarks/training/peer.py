"""Training speed of GPT-NeoX in PyTorch: whole sequences batched, gradients accumulated over a step, clipping, AdamW.
usage: peer.py HIDDEN LAYERS HEADS THREADS TOKENS_PER_STEP CONTEXT SECONDS; prints tokens_per_second N.
The number of sequences a backward pass is the fastest of 1, 2, 4, 8 and 16, each tried for one step first."""
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

VOCABULARY, ROTARY_SHARE = 4096, 0.25


class Layer(nn.Module):
    """x + attention(norm x) + mlp(norm x)."""

    def __init__(self, hidden, heads, context):
        super().__init__()
        self.heads, self.size = heads, hidden // heads
        self.turned = int(self.size * ROTARY_SHARE) // 2 * 2
        self.attention_norm, self.mlp_norm = nn.LayerNorm(hidden), nn.LayerNorm(hidden)
        self.projections, self.dense = nn.Linear(hidden, 3 * hidden), nn.Linear(hidden, hidden)
        self.up, self.down = nn.Linear(hidden, 4 * hidden), nn.Linear(4 * hidden, hidden)
        frequencies = 10000.0 ** (-torch.arange(0, self.turned, 2) / max(1, self.turned))
        angles = torch.outer(torch.arange(context).float(), frequencies).repeat(1, 2)
        self.register_buffer("cos", angles.cos())
        self.register_buffer("sin", angles.sin())
        self.register_buffer("later", torch.ones(context, context, dtype=torch.bool).triu(1))

    def turn(self, x):
        part, rest = x[..., : self.turned], x[..., self.turned :]
        first, second = part.chunk(2, -1)
        return torch.cat([part * self.cos + torch.cat([-second, first], -1) * self.sin, rest], -1)

    def forward(self, x):
        batch, length, hidden = x.shape
        projections = self.projections(self.attention_norm(x)).view(batch, length, self.heads, 3, self.size)
        query, key, value = (projections[:, :, :, part].transpose(1, 2) for part in range(3))
        scores = self.turn(query) @ self.turn(key).transpose(2, 3) / self.size**0.5
        weights = scores.masked_fill(self.later, float("-inf")).softmax(-1)
        attended = self.dense((weights @ value).transpose(1, 2).reshape(batch, length, hidden))
        return x + attended + self.down(F.gelu(self.up(self.mlp_norm(x))))


class Network(nn.Module):
    def __init__(self, hidden, layers, heads, context):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, hidden)
        self.layers = nn.Sequential(*(Layer(hidden, heads, context) for _ in range(layers)))
        self.norm, self.unembedding = nn.LayerNorm(hidden), nn.Linear(hidden, VOCABULARY, bias=False)

    def forward(self, tokens):
        return self.unembedding(self.norm(self.layers(self.embedding(tokens))))


def step(network, optimizer, tokens, sequences):
    optimizer.zero_grad()
    for part in tokens.split(sequences):
        logits = network(part[:, :-1])
        loss = F.cross_entropy(logits.flatten(0, 1), part[:, 1:].flatten(), reduction="sum")
        (loss / (tokens.shape[0] * (tokens.shape[1] - 1))).backward()
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()


def seconds_of(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main():
    hidden, layers, heads, threads, tokens_per_step, context = map(int, sys.argv[1:7])
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    network = Network(hidden, layers, heads, context)
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, betas=(0.9, 0.95), weight_decay=0.01)
    tokens = torch.randint(VOCABULARY, (tokens_per_step // context, context + 1))
    step(network, optimizer, tokens, 1)
    sizes = [size for size in (1, 2, 4, 8, 16) if size <= tokens.shape[0]]
    best = min(sizes, key=lambda size: seconds_of(lambda: step(network, optimizer, tokens, size)))
    done, start = 0, time.perf_counter()
    while time.perf_counter() - start < float(sys.argv[7]):
        step(network, optimizer, tokens, best)
        done += tokens_per_step
    print(f"tokens_per_second {done / (time.perf_counter() - start):.0f}")


main()
