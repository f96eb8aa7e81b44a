"""What two busy processes beside it cost a job: parity steps, products, losses, gradients and clustering, each alone and beside, in turns.

A fair share of two processors among two busy processes and a job of two threads takes 2 times as long; 3 is the bound. usage: run.py MINIPILE_FOLDER PEERS_FOLDER
[rounds [tiny]]; "tiny" only tries that everything runs. Needs release builds of src/Quanta.Cli, benchmarks/parity/StepTime, benchmarks/products and
benchmarks/spectral/SpectralTime. Writes benchmarks/results/beside-others.md; with DOTNET_EnableAVX512=0, the table of AVX2.
"""
import contextlib
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../common"))
import numpy as np
from side_by_side import PYTHON, QUANTA, ROOT, machine, timed, write

MINIPILE, PEERS = sys.argv[1], sys.argv[2]
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 5
TINY = "tiny" in sys.argv[4:]
MODEL = os.path.join(MINIPILE, "models/nx-800k/step1500")
BUSY, LENGTH, BOUND = 2, 256, 3


def program(name):
    return ["dotnet", os.path.join(ROOT, f"artifacts/bin/{name}/release/{name}.dll")]


@contextlib.contextmanager
def busy_processes():
    """They end with the block, however it ends, and by themselves if this process is killed."""
    loops = [subprocess.Popen(["sh", "-c", "while kill -0 $PPID; do :; done"], stderr=subprocess.DEVNULL) for _ in range(BUSY)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def whole(command):
    """Seconds of a whole process."""
    return lambda: timed(command)[0]


def printed(command, pattern, seconds):
    """Seconds, from a number that the process prints."""
    return lambda: seconds(float(re.search(pattern, timed(command)[1], re.M).group(1)))


def workloads(folder):
    path = lambda name: os.path.join(folder, name)
    tokens, offsets = (np.load(os.path.join(MINIPILE, "reference", name)) for name in ("tokens.npy", "documents.npy"))
    documents = np.stack([tokens[a : a + LENGTH] for a, b in zip(offsets, offsets[1:]) if b - a >= LENGTH]).astype(np.int32)[: 20 if TINY else None]
    np.save(path("ids.npy"), documents)
    losses = QUANTA + ["losses", "--quiet", "--model", MODEL, "--tokens", path("ids.npy"), "--out", path("losses.npy")]
    timed(losses)
    low = np.flatnonzero(np.load(path("losses.npy")) < 0.1)
    np.save(path("predictions.npy"), low[:: max(1, len(low) // (20 if TINY else 1000))][:1000].astype(np.int64))
    points = 300 if TINY else 2000
    timed([PYTHON, os.path.join(PEERS, "planted.py"), str(points), "20" if TINY else "100", "384", "1.3", path("affinity.npy")])
    threads = str(os.cpu_count())
    steps = lambda width: str(5 if TINY else 100 if width == 500 else 400)
    for width in (20, 100, 500):
        yield f"parity step, width {width}", printed(program("StepTime") + ["500", "100", str(width), "20000", steps(width), threads], r"ms_per_step ([\d.]+)", lambda ms: ms / 1000)
    product = "A B, 512 x 512 x 512"
    yield f"product {product}", printed(
        program("Quanta.Products.Benchmarks") + ["5", product], rf"^\| {re.escape(product)} \| {threads} \| ([\d.]+)", lambda rate: 2 * 512**3 / (rate * 1e9))
    yield "losses, nx-800k", whole(losses)
    yield "gradient similarity, nx-800k", whole(
        QUANTA + ["similarity", "--quiet", "--model", MODEL, "--tokens", path("ids.npy"), "--predictions", path("predictions.npy"), "--out", path("similarity.npy")])
    yield f"spectral clustering, {points} points", whole(
        program("SpectralTime") + ["spectral", path("affinity.npy"), "10,20" if TINY else "10,50,100,150,200", "30", threads, path("labels")])


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory() as folder:
        jobs = dict(workloads(folder))
        alone, beside = ({name: [] for name in jobs} for _ in range(2))
        for _ in range(ROUNDS):
            for name, run in jobs.items():
                alone[name].append(run())
                with busy_processes():
                    beside[name].append(run())
                print(f"{name}: {alone[name][-1]:.4g} s alone, {beside[name][-1]:.4g} s beside", file=sys.stderr, flush=True)
    report(alone, beside)


def report(alone, beside):
    lines = [
        f"# Beside {BUSY} busy processes",
        "",
        f"Seconds alone and beside {BUSY} processes that only count; medians of {ROUNDS} rounds in turns, by `benchmarks/beside-others/run.py`. A fair share is 2, the bound {BOUND}.",
        "",
        machine(),
        "",
        "| | alone, s | beside, s | ratio of medians | least to greatest ratio of a round |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name in alone:
        ours, others = statistics.median(alone[name]), statistics.median(beside[name])
        rounds = [b / a for a, b in zip(alone[name], beside[name])]
        lines.append(f"| {name} | {ours:.4g} | {others:.4g} | {others / ours:.2f}{'' if others / ours <= BOUND else ' (above the bound)'} | {min(rounds):.2f} to {max(rounds):.2f} |")
    if TINY:
        print("\n".join(lines))
    else:
        write("beside-others.md", lines)


if __name__ == "__main__":
    main()
