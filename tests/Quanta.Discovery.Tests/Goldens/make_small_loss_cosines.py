"""Losses of 1e-3 to 1e-30 and the cosines of their gradients in float64, for small-loss-cosines.json.

The embedded nx-25k, its final layer norm multiplied by a power of two, which makes it as sure as much larger models are; contexts of random tokens, each followed by the
token that the model expects. The loss is written so that float64 keeps its digits: ln(1 + e^x), x the log of the odds against the target.
usage: make_small_loss_cosines.py MODEL_FOLDER > small-loss-cosines.json
Made with Python 3.11, NumPy 1.24.2, PyTorch 1.13.0.
"""
import json
import sys

import torch

from make_float64_cosines import logits, weights

CONTEXT, DECADES = 12, [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 17, 20, 25, 30]
NORM = ["gpt_neox.final_layer_norm.weight", "gpt_neox.final_layer_norm.bias"]


def small_loss(scores, target):
    others = torch.cat([scores[:target], scores[target + 1 :]])
    return torch.log1p(torch.exp(torch.logsumexp(others, 0) - scores[target]))


def main(folder):
    config = json.load(open(folder + "/config.json"))
    w = weights(folder + "/model.safetensors")
    plain = {name: w[name].clone() for name in NORM}
    ranged = [name for name in w if "layernorm" not in name and "embed" not in name]
    generator = torch.Generator().manual_seed(1)
    cases, rows = [], []
    for decade in DECADES:
        for attempt in range(100000):
            context = torch.randint(5, config["vocab_size"], (CONTEXT,), generator=generator)
            scale = 2 ** int(torch.randint(0, 6, (1,), generator=generator))
            for name in NORM:
                w[name] = (plain[name] * scale).requires_grad_()
            with torch.no_grad():
                scores = logits(w, config, context)
                target = int(scores.argmax())
                value = float(small_loss(scores, target))
            if 10.0 ** -decade <= value < 10.0 ** -(decade - 1):
                break
        for name in ranged:
            w[name].requires_grad_()
        loss = small_loss(logits(w, config, context), target)
        gradient = torch.cat([g.flatten() for g in torch.autograd.grad(loss, [w[name] for name in ranged])])
        rows.append(gradient / gradient.norm())
        cases.append({"scale": scale, "tokens": context.tolist() + [target], "loss": float(loss)})
    unit = torch.stack(rows)
    print(json.dumps({"cases": cases, "cosines": (unit @ unit.T).flatten().tolist()}))


if __name__ == "__main__":
    main(sys.argv[1])
