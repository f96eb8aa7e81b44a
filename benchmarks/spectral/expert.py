"""Times spectral clustering beside an expert's peer (expert_peer.py) and writes ../results/spectral-expert.md.
usage: expert.py PEERS WORK [ROUNDS]     PEERS: the folder with planted.py; WORK: where matrices and labels are kept; ROUNDS: default 3.
One thread each, processor time (user and system), ours before and after each run of the peer. Build benchmarks/spectral/SpectralTime in Release first.
With DOTNET_EnableAVX512=0, the table of AVX2."""
import os
import platform
import statistics
import subprocess
import sys
import numpy as np
import scipy
import sklearn
from sklearn.metrics import normalized_mutual_info_score as nmi

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../common"))
import processor

PROGRAM = os.path.join(HERE, "../../artifacts/bin/SpectralTime/release/SpectralTime.dll")
STARTS = "30"
# points, planted clusters, dimensions, counts
MATRICES = [(2000, 100, 384, "10,50,100,150,200"), (5000, 400, 512, "50,100,200,400,500")]
ENVIRONMENT = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1", TWICE="1")


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, env=ENVIRONMENT).stdout.split()


def measure(peers, work, rounds, points, clusters, dimensions, counts):
    matrix = f"{work}/expert-{points}.npy"
    if not os.path.exists(matrix):
        run(sys.executable, f"{peers}/planted.py", str(points), str(clusters), str(dimensions), "1.3", matrix)
    ours, compiled, decomposition, kmeans = [], [], [], []
    for _ in range(rounds):
        for side in ("ours", "peer", "ours"):
            if side == "ours":
                words = run("dotnet", PROGRAM, "spectral", matrix, counts, STARTS, "1", f"{work}/expert-{points}-ours")
                compiled.append(float(words[-3]))
                ours.append(float(words[-1]))
            else:
                words = run(sys.executable, f"{HERE}/expert_peer.py", matrix, counts, STARTS, f"{work}/expert-{points}-peer")
                decomposition.append(float(words[1]))
                kmeans.append(float(words[3]))
    truth = np.load(matrix.replace(".npy", ".labels.npy"))
    differences = [nmi(truth, np.load(f"{work}/expert-{points}-ours/{count}.npy")) - nmi(truth, np.load(f"{work}/expert-{points}-peer/{count}.npy"))
                   for count in counts.split(",")]
    peer = statistics.median(d + k for d, k in zip(decomposition, kmeans))
    first, again = statistics.median(ours), statistics.median(compiled)
    return (f"| {points:,} | {counts.replace(',', ', ')} | {first:.2f} | {again:.2f} | {statistics.median(decomposition):.2f} | {statistics.median(kmeans):.1f} "
            f"| {peer / first:.1f}x | {peer / again:.1f}x | {max(differences, key=abs):+.4f} |")


def main():
    peers, work, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 3
    os.makedirs(work, exist_ok=True)
    lines = [
        "# Spectral clustering beside an expert's peer: seconds of one processor", "",
        "Angular affinities of planted Zipf clusters, noise 1.3, 30 starts of k-means for each count. The peer decomposes once with LAPACK and runs scikit-learn's",
        "k-means on prefixes of the embedding. A process's first clustering includes the compilation of the code it uses; the peer's imports are not counted. Written by",
        "`benchmarks/spectral/expert.py`.", "",
        f"{processor.describe()}; .NET SDK {run('dotnet', '--version')[0]}, scikit-learn {sklearn.__version__}, SciPy {scipy.__version__}, NumPy {np.__version__}, "
        f"Python {platform.python_version()}. One thread each, processor time; medians of {rounds} runs of the peer and {2 * rounds} of Quanta.", "",
        "| points | counts | Quanta, a process's first | Quanta, compiled | peer, decomposition | peer, k-means | ratio | compiled | largest NMI difference |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for matrix in MATRICES:
        lines.append(measure(peers, work, rounds, *matrix))
        print(lines[-1], flush=True)
    with open(os.path.join(HERE, "../results", processor.table("spectral-expert.md")), "w") as file:
        file.write("\n".join(lines) + "\n")


main()
