"""Losses and sketched gradients of this version beside another's, in turns: a model of pythia-70m's shape, and the embedded one on small documents.

A gradient's time is the difference of two runs with many and few tokens, each in a document of its own, so that start-up and audit, which compares up to 100 tokens, cancel.
usage: versions.py PEERS_FOLDER OTHER_QUANTA_DLL NAME [rounds]      OTHER_QUANTA_DLL: a release build of another commit's src/Quanta.Cli; NAME: what it is called
Needs a release build of src/Quanta.Cli, and Debian's python3-torch. Writes benchmarks/results/versions.md.
"""
import os
import statistics
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../common"))
import numpy as np
import pythia70m
from side_by_side import QUANTA, ROOT, machine, timed, write

PEERS, OTHER, NAME = sys.argv[1:4]
ROUNDS = int(sys.argv[4]) if len(sys.argv) > 4 else 3
FEW, MANY = 100, 240
SIDES = {NAME: ["dotnet", OTHER], "this version": QUANTA}


def predictions(path, count, length, last=None):
    positions = np.random.default_rng(0).integers(10, length - 1, size=count) if last is None else np.full(count, last)
    np.save(path, (np.arange(count) * (length - 1) + positions).astype(np.int64))


def sketch(quanta, model, tokens, chosen, out):
    return timed(quanta + ["similarity", "--quiet", "--model", model, "--tokens", tokens, "--predictions", chosen, "--out", out, "--method", "sketch", "--audited", "1"])[0]


def main():
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = lambda name: os.path.join(folder, name)
        big, big_tokens = pythia70m.make(PEERS, folder, MANY, 1024)
        small, small_tokens = os.path.join(ROOT, "models/nx-800k"), path("small.npy")
        np.save(small_tokens, np.random.default_rng(1).integers(5, 1000, size=(1600, 96)).astype(np.int32))
        np.save(path("losses.npy"), np.load(big_tokens)[:40])
        predictions(path("few.npy"), FEW, 1024), predictions(path("many.npy"), MANY, 1024)
        predictions(path("small-few.npy"), 100, 96, 90), predictions(path("small-many.npy"), 1600, 96, 90)
        for _ in range(ROUNDS):
            for side, quanta in SIDES.items():
                loss = timed(quanta + ["losses", "--quiet", "--model", big, "--tokens", path("losses.npy"), "--out", path("out.npy")])[0]
                few, many = (sketch(quanta, big, big_tokens, path(name), path("c.npy")) for name in ("few.npy", "many.npy"))
                small_few, small_many = (sketch(quanta, small, small_tokens, path(name), path("c.npy")) for name in ("small-few.npy", "small-many.npy"))
                rows.append((side, 40 * 1023 / loss, (many - few) / (MANY - FEW), 1000 * (small_many - small_few) / 1500))
                print(rows[-1], flush=True)
    median = lambda side, column: statistics.median(row[column] for row in rows if row[0] == side)
    lines = [
        "# Losses and gradients beside another version", "",
        f"Medians of {ROUNDS} rounds in turns by `benchmarks/similarity/versions.py`; losses with start-up, gradients sketched to 65,536 dimensions, by the difference of two runs.", "",
        machine(), "",
        "| | losses, pythia-70m's shape, tokens a second | a gradient there, up to 1,024 tokens | a gradient of nx-800k, 91 tokens |", "| --- | ---: | ---: | ---: |",
        *[f"| {side} | {median(side, 1):,.0f} | {median(side, 2):.3f} s | {median(side, 3):.2f} ms |" for side in SIDES],
    ]
    write("versions.md", lines)


main()
