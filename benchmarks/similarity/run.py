"""Gradient similarity of 1,000 tokens: Quanta's exact and sketched ways beside the published scheme in PyTorch.

The published scheme (blocks of 250; every pair of blocks evaluates its gradients anew; the whole document goes forward) is timed on a few gradients
and extrapolated by its own count of evaluations, as its peer script does. Quanta is timed whole, with start-up, as a user runs it.
The three take turns, so that they share the machine's good and bad minutes; medians and ratios of medians are reported.

usage: run.py MINIPILE_FOLDER PEERS_FOLDER [rounds]
Needs a release build of src/Quanta.Cli, and Debian's python3-torch for the peer. Writes benchmarks/results/similarity.md.
"""
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../common"))
import numpy as np
from side_by_side import PYTHON, QUANTA, machine, peak_memory, timed, write

MINIPILE, PEERS = sys.argv[1], sys.argv[2]
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 5
MODEL = os.path.join(MINIPILE, "models/nx-800k/step1500")
LENGTH, COUNT, PROBES = 256, 1000, 40


def documents():
    tokens = np.load(os.path.join(MINIPILE, "reference/tokens.npy"))
    offsets = np.load(os.path.join(MINIPILE, "reference/documents.npy"))
    return np.stack([tokens[a : a + LENGTH] for a, b in zip(offsets, offsets[1:]) if b - a >= LENGTH]).astype(np.int32)


def predictions(losses):
    """As discovery takes them: well predicted, and spread over the corpus."""
    low = np.flatnonzero(losses < 0.1)
    return low[:: len(low) // COUNT][:COUNT].astype(np.int64)


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = lambda name: os.path.join(folder, name)
        docs = documents()
        np.save(path("ids.npy"), docs)
        subprocess.run(QUANTA + ["losses", "--quiet", "--model", MODEL, "--tokens", path("ids.npy"), "--out", path("losses.npy")], check=True)
        np.save(path("preds.npy"), predictions(np.load(path("losses.npy"))))
        similarity = QUANTA + ["similarity", "--quiet", "--model", MODEL, "--tokens", path("ids.npy"), "--predictions", path("preds.npy")]
        exact = similarity + ["--out", path("exact.npy")]
        sketch = similarity + ["--out", path("sketch.npy"), "--method", "sketch", "--audit-out", path("audit.json")]
        peer = [PYTHON, os.path.join(PEERS, "qdg_peer.py"), MODEL, path("ids.npy"), str(PROBES)]
        seconds = {"published scheme, extrapolated": [], "exact": [], "sketch": []}
        for _ in range(ROUNDS):
            _, printed = timed(peer)
            seconds["published scheme, extrapolated"].append(float(re.search(r"N 1000: .* seconds (\d+)", printed).group(1)))
            seconds["exact"].append(timed(exact)[0])
            seconds["sketch"].append(timed(sketch)[0])
            print({k: round(v[-1], 2) for k, v in seconds.items()}, flush=True)
        memory = {"exact": peak_memory(exact), "sketch": peak_memory(sketch)}
        report(seconds, memory, json.load(open(path("audit.json"))), len(np.load(path("preds.npy"))))


def report(seconds, memory, audit, count):
    medians = {k: statistics.median(v) for k, v in seconds.items()}
    lines = [
        "# Gradient similarity of 1,000 tokens",
        "",
        f"nx-800k (791,296 gradient entries), {count} predictions with less than 0.1 nats in documents of {LENGTH} tokens. Medians of {ROUNDS} runs, taken in turns by",
        "`benchmarks/similarity/run.py`. The published scheme is extrapolated from measured gradients; Quanta is timed whole.",
        "",
        machine(),
        "",
        "| | seconds, median | minimum | maximum | against the published scheme | peak memory, GB |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, values in seconds.items():
        ratio = medians["published scheme, extrapolated"] / medians[name]
        lines.append(f"| {name} | {medians[name]:.1f} | {min(values):.1f} | {max(values):.1f} | {ratio:.1f}x | {memory[name]:.2f} |" if name in memory else f"| {name} | {medians[name]:.1f} | {min(values):.1f} | {max(values):.1f} | {ratio:.1f}x | |")
    lines += [
        "",
        f"Sketch of {audit['dimensions']:,} dimensions: rms error {audit['rms_error']:.5f}, maximum {audit['maximum_error']:.4f} on {audit['pairs']:,} pairs,",
        f"{audit['recall_at10']:.3f} of the 10 nearest neighbours found (theory for orthogonal gradients: rms {audit['expected_rms_error']:.5f}).",
    ]
    write("similarity.md", lines)


main()
