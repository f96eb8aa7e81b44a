"""Per-token losses of a model of pythia-70m's shape: Quanta beside PyTorch, in turns; medians and the ratio of medians.

Both are timed from start to end of the process, on all cores. usage: run.py PEERS_FOLDER [rounds]
Needs a release build of src/Quanta.Cli, and Debian's python3-torch. Writes benchmarks/results/losses.md.
"""
import os
import statistics
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../common"))
import numpy as np
import pythia70m
from side_by_side import PYTHON, QUANTA, machine, peak_memory, timed, write

PEERS, ROUNDS, DOCUMENTS, LENGTH = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5, 16, 1024


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = lambda name: os.path.join(folder, name)
        model, tokens = pythia70m.make(PEERS, folder, DOCUMENTS, LENGTH)
        commands = {
            "PyTorch": [PYTHON, os.path.join(os.path.dirname(os.path.abspath(__file__)), "peer_losses.py"), PEERS, model, tokens, path("peer.npy")],
            "Quanta": QUANTA + ["losses", "--quiet", "--model", model, "--tokens", tokens, "--out", path("quanta.npy")],
        }
        seconds = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                seconds[name].append(timed(command)[0])
            print({name: round(values[-1], 1) for name, values in seconds.items()}, flush=True)
        memory = {name: peak_memory(command) for name, command in commands.items()}
        difference = np.abs(np.load(path("peer.npy")) - np.load(path("quanta.npy"))).max()
    report(seconds, memory, difference)


def report(seconds, memory, difference):
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    lines = [
        "# Per-token losses, pythia-70m's shape",
        "",
        f"Random weights, {DOCUMENTS} documents of {LENGTH} tokens, all cores, from start to end of the process. Medians of {ROUNDS} runs in turns, by `benchmarks/losses/run.py`.",
        f"Largest difference of a loss: {difference:.1e} nats.",
        "",
        machine(),
        "",
        "| | seconds, median | minimum | maximum | tokens a second | ratio | peak memory, GB |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, values in seconds.items():
        lines.append(f"| {name} | {medians[name]:.1f} | {min(values):.1f} | {max(values):.1f} | {DOCUMENTS * LENGTH / medians[name]:.0f} "
                     f"| {medians['PyTorch'] / medians[name]:.2f} | {memory[name]:.2f} |")
    write("losses.md", lines)


main()
