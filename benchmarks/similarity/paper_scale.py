"""The paper's scale on one machine: 10,000 tokens, exact cosines, 30 cluster counts up to 1,500, as a user runs it.

The corpus is minipile's text cut into pieces of some 120 tokens, so that the selected tokens come from thousands of documents. The floor of the similarity is n^2 p / 2
fused multiply-adds (each pair once) at the speed at which NumPy's BLAS multiplies matrices of the same shapes in the same minutes.

usage: paper_scale.py MINIPILE_FOLDER [MEMORY_GB]
Needs a release build of src/Quanta.Cli, and Debian's python3-numpy, zstd and time. Writes benchmarks/results/paper-scale.md; with
DOTNET_EnableAVX512=0, the table of AVX2.
Takes 20 to 30 minutes; the run folder is a temporary one.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../common"))
import numpy as np
from side_by_side import QUANTA, machine, write

MINIPILE = sys.argv[1]
MEMORY = sys.argv[2] if len(sys.argv) > 2 else "8"
MODEL = os.path.join(MINIPILE, "models/nx-800k/step1500")
COUNT, PIECE = 10_000, 420
COUNTS = sorted({int(round(10 * 150 ** (i / 29))) for i in range(30)} | {1500})


def make_corpus(path):
    """Pieces end at white space; each is a document of its own."""
    lines = subprocess.run(["zstd", "-dcq", os.path.join(MINIPILE, "test.jsonl.zst")], capture_output=True, check=True).stdout.decode().splitlines()
    with open(path, "w") as out:
        for line in lines:
            text = json.loads(line)["text"]
            while text:
                end = len(text) if len(text) <= PIECE else text.rfind(" ", 0, PIECE) + 1 or PIECE
                out.write(json.dumps({"text": text[:end]}) + "\n")
                text = text[end:]


def multiply_adds_a_second():
    a, b = np.random.rand(512, 16384).astype(np.float32), np.random.rand(16384, 512).astype(np.float32)
    a @ b
    rounds, start = 60, time.time()
    for _ in range(rounds):
        a @ b
    return rounds * 512 * 512 * 16384 / (time.time() - start)


def main():
    with tempfile.TemporaryDirectory() as folder:
        pile, run = os.path.join(folder, "corpus.jsonl"), os.path.join(folder, "run")
        make_corpus(pile)
        speed = [multiply_adds_a_second()]
        command = QUANTA + ["cluster", "--pile", pile, "--model", MODEL, "--run", run, "--count", str(COUNT), "--memory", MEMORY, "--stability", "0",
                            "--counts", ",".join(map(str, COUNTS))]
        begun = time.time()
        done = subprocess.run(["/usr/bin/time", "-f", "%M", *command], capture_output=True, text=True)
        seconds = time.time() - begun
        print(done.stderr[-3000:], done.stdout[-3000:], flush=True)
        done.check_returncode()
        speed.append(multiply_adds_a_second())
        peak = int(re.findall(r"^(\d+)$", done.stderr, re.M)[-1]) / 1e6
        stages = json.load(open(os.path.join(run, "run.json")))["stages"]
        report = json.load(open(os.path.join(run, "selection/report.json")))
    entries = 791_296
    floor = COUNT * (COUNT + 1) / 2 * entries / np.mean(speed)
    similarity = next(stage for stage in stages if stage["stage"] == "similarity")
    lines = [
        "# The paper's scale: 10,000 tokens, exact, 30 cluster counts to 1,500",
        "",
        f"nx-800k ({entries:,} gradient entries), {report['selected']:,} predictions below 0.1 nats of {report['documents']:,} documents, `--memory {MEMORY}`, one run of",
        "`benchmarks/similarity/paper_scale.py`, timed whole.",
        "",
        machine(),
        "",
        "| stage | seconds |",
        "| --- | ---: |",
        *[f"| {stage['stage']} | {stage['seconds']:.1f} |" for stage in stages],
        f"| the whole command | {seconds:.0f} |",
        "",
        f"Peak memory {peak:.1f} GB. The similarity's floor, n^2 p / 2 multiply-adds at NumPy's speed ({np.mean(speed) / 1e9:.0f} billion a second), is {floor:.0f} s; it took "
        f"{similarity['seconds'] / floor:.2f} times that.",
    ]
    write("paper-scale.md", lines)


main()
