"""Cosines of per-token gradients of nx-800k in float64, for float64-cosines.json.

A second, independent route: PyTorch's autograd on a GPT-NeoX written here from its definition, everything in float64.
usage: make_float64_cosines.py MINIPILE_FOLDER > float64-cosines.json
Made with Python 3.11, NumPy 1.24.2, PyTorch 1.13.1.
"""
import json
import struct
import sys

import numpy as np
import torch
import torch.nn.functional as F

SELECTED = [2, 31, 61, 38, 67, 166, 100, 150]  # among them the pairs in which a float32 computation is worst


def weights(path):
    raw = open(path, "rb").read()
    n = struct.unpack("<Q", raw[:8])[0]
    head = json.loads(raw[8 : 8 + n])
    kinds = {"F32": np.float32, "F16": np.float16}
    out = {}
    for name, entry in head.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            values = np.frombuffer(raw[8 + n + begin : 8 + n + end], kinds[entry["dtype"]]).reshape(entry["shape"])
            out[name] = torch.tensor(values.astype(np.float64))
    return out


def rotate(x, angles, dims):
    head, tail = x[..., :dims], x[..., dims:]
    half = torch.cat([-head[..., dims // 2 :], head[..., : dims // 2]], -1)
    return torch.cat([head * angles.cos() + half * angles.sin(), tail], -1)


def logits(w, config, context):
    """The scores of the token after the context, [vocabulary]."""
    hidden, heads, eps = config["hidden_size"], config["num_attention_heads"], config["layer_norm_eps"]
    size = hidden // heads
    dims = int(size * config["rotary_pct"])
    length = len(context)
    frequencies = config["rotary_emb_base"] ** (-torch.arange(0, dims, 2, dtype=torch.float64) / dims)
    angles = torch.outer(torch.arange(length, dtype=torch.float64), frequencies).repeat(1, 2)
    mask = torch.full((length, length), -torch.inf, dtype=torch.float64).triu(1)
    x = w["gpt_neox.embed_in.weight"][context]
    for layer in range(config["num_hidden_layers"]):
        p = lambda name: w[f"gpt_neox.layers.{layer}.{name}"]
        norm = lambda y, name: F.layer_norm(y, (hidden,), p(name + ".weight"), p(name + ".bias"), eps)
        qkv = F.linear(norm(x, "input_layernorm"), p("attention.query_key_value.weight"), p("attention.query_key_value.bias"))
        q, k, v = qkv.view(length, heads, 3, size).permute(2, 1, 0, 3)
        scores = rotate(q, angles, dims) @ rotate(k, angles, dims).transpose(1, 2) / size**0.5 + mask
        gathered = (scores.softmax(-1) @ v).transpose(0, 1).reshape(length, hidden)
        attended = F.linear(gathered, p("attention.dense.weight"), p("attention.dense.bias"))
        inner = F.gelu(F.linear(norm(x, "post_attention_layernorm"), p("mlp.dense_h_to_4h.weight"), p("mlp.dense_h_to_4h.bias")))
        x = x + attended + F.linear(inner, p("mlp.dense_4h_to_h.weight"), p("mlp.dense_4h_to_h.bias"))
    final = F.layer_norm(x[-1], (hidden,), w["gpt_neox.final_layer_norm.weight"], w["gpt_neox.final_layer_norm.bias"], eps)
    return F.linear(final, w["embed_out.weight"])


def loss(w, config, ids):
    return F.cross_entropy(logits(w, config, ids[:-1])[None], ids[-1:])


def main(folder):
    model = folder + "/models/nx-800k/step1500"
    config = json.load(open(model + "/config.json"))
    w = weights(model + "/model.safetensors")
    tokens, offsets, selection = (np.load(f"{folder}/reference/{name}.npy") for name in ("tokens", "documents", "selection"))
    starts = np.concatenate([[0], np.cumsum(np.maximum(np.diff(offsets) - 1, 0))])
    ranged = [name for name in w if "layernorm" not in name and "embed" not in name]
    for name in ranged:
        w[name].requires_grad_()
    rows = []
    for index in SELECTED:
        prediction = selection[index]
        document = np.searchsorted(starts, prediction, side="right") - 1
        position = int(prediction - starts[document])
        ids = torch.tensor(tokens[offsets[document] : offsets[document] + position + 2].astype(np.int64))
        gradient = torch.cat([g.flatten() for g in torch.autograd.grad(loss(w, config, ids), [w[name] for name in ranged])])
        rows.append(gradient / gradient.norm())
    unit = torch.stack(rows)
    print(json.dumps({"selected": SELECTED, "cosines": (unit @ unit.T).flatten().tolist()}))


if __name__ == "__main__":
    main(sys.argv[1])
