"""Sketched similarity of 10,000 tokens with a model of pythia-70m's shape: extrapolated from a measured run of 200 tokens, beside the published scheme,
which its peer script extrapolates from a few gradients by its own count of evaluations.

Each token lies in a document of its own, as unfavourable as can be: no forward pass is shared. A run's time is start + a n + b n^2: start-up and the
32 audited gradients; the gradients; the product of the sketches. usage: pythia70m.py PEERS_FOLDER [rounds]
Needs a release build of src/Quanta.Cli, and Debian's python3-torch for the peer. Writes benchmarks/results/similarity-pythia70m.md.
"""
import json
import os
import re
import statistics
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../common"))
import numpy as np
import pythia70m
from side_by_side import PYTHON, QUANTA, machine, peak_memory, timed, write

PEERS, ROUNDS = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
COUNT, AUDITED, TARGET, PROBES, LENGTH, MEMORY, DIMENSIONS = 200, 32, 10_000, 3, 1024, 5, 65_536


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = lambda name: os.path.join(folder, name)
        model, tokens = pythia70m.make(PEERS, folder, COUNT, LENGTH)
        positions = np.random.default_rng(0).integers(10, LENGTH - 1, size=COUNT)
        np.save(path("predictions.npy"), (np.arange(COUNT) * (LENGTH - 1) + positions).astype(np.int64))
        sketch = QUANTA + ["similarity", "--quiet", "--model", model, "--tokens", tokens, "--predictions", path("predictions.npy"), "--out", path("c.npy"),
                           "--method", "sketch", "--dimensions", str(DIMENSIONS), "--audit-out", path("audit.json"), "--memory", str(MEMORY)]
        peer = [PYTHON, os.path.join(PEERS, "qdg_peer.py"), model, tokens, str(PROBES)]
        theirs, ours = [], []
        for _ in range(ROUNDS):
            theirs.append(float(re.search(rf"N {TARGET}: .* seconds (\d+)", timed(peer)[1]).group(1)))
            ours.append(timed(sketch)[0])
            print(f"published scheme, extrapolated {theirs[-1]:.0f} s; {COUNT} tokens sketched {ours[-1]:.1f} s", flush=True)
        product = product_seconds()
        report(theirs, ours, product, peak_memory(sketch), json.load(open(path("audit.json"))))


def product_seconds():
    """Of the sketches of all tokens, half the products: from a product of some thousand rows by NumPy, on all cores."""
    import time

    rows = np.random.default_rng(0).standard_normal((1024, DIMENSIONS), dtype=np.float32)
    start = time.time()
    rows @ rows.T
    return (time.time() - start) * (TARGET / len(rows)) ** 2 / 2


def report(theirs, ours, product, memory, audit):
    per_gradient = statistics.median(ours) / (COUNT + AUDITED)
    total = per_gradient * (TARGET + AUDITED) + product
    lines = [
        "# Similarity of 10,000 tokens, pythia-70m's shape",
        "",
        f"18,903,040 gradient entries, documents of {LENGTH} random tokens, sketches of {DIMENSIONS:,} dimensions. By `benchmarks/similarity/pythia70m.py`, {ROUNDS} rounds in turns.",
        "",
        machine(),
        "",
        f"- The published scheme: {min(theirs):,.0f} to {max(theirs):,.0f} s, median {statistics.median(theirs):,.0f} s, extrapolated by its peer from {PROBES} gradients a round.",
        f"- Quanta, {COUNT} tokens and {AUDITED} audited: {min(ours):.1f} to {max(ours):.1f} s, median {statistics.median(ours):.1f} s, start-up included: {per_gradient:.3f} s a gradient;"
        f" peak memory {memory:.2f} GB with `--memory {MEMORY}`.",
        f"- Extrapolated to {TARGET:,} tokens: {per_gradient * (TARGET + AUDITED):,.0f} s of gradients and {product:.0f} s of products (timed with NumPy), {total:,.0f} s in all:",
        f"  **{statistics.median(theirs) / total:.0f}x** of the published scheme.",
        f"- Audit of the {COUNT}: rms error {audit['rms_error']:.5f}, theory {audit['expected_rms_error']:.5f}. (Random weights give gradients without neighbours, so recall says nothing here.)",
    ]
    write("similarity-pythia70m.md", lines)


main()
