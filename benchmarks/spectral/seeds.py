"""How much k-means moves over its own seeds: NMI and inertia of Quanta and scikit-learn on one planted affinity, written to ../results/spectral-seeds.md.
usage: seeds.py WORK COUNTS SEEDS     WORK: the folder that speed.sh filled (large.npy, large.labels.npy); one thread each."""
import os, subprocess, sys
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")
import numpy as np, sklearn
from sklearn.cluster import k_means
from sklearn.manifold import spectral_embedding
from sklearn.metrics import normalized_mutual_info_score as nmi
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../common"))
import processor

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(HERE, "../../artifacts/bin/SpectralTime/release/SpectralTime.dll")
STARTS = 30


def inertia(points, labels):
    return sum(((points[labels == c] - points[labels == c].mean(0)) ** 2).sum() for c in np.unique(labels))


def measure(work, counts, seeds):
    affinity, truth = np.load(f"{work}/large.npy"), np.load(f"{work}/large.labels.npy")
    maps = spectral_embedding(affinity.astype(np.float64), n_components=max(counts), eigen_solver="arpack", random_state=0, drop_first=False)
    for seed in range(seeds):
        subprocess.run(["dotnet", PROGRAM, "spectral", f"{work}/large.npy", ",".join(map(str, counts)), str(STARTS), "1", f"{work}/seed{seed}", str(seed)], check=True)
    for count in counts:
        points = maps[:, :count]
        ours = [np.load(f"{work}/seed{seed}/{count}.npy") for seed in range(seeds)]
        theirs = [k_means(points, count, n_init=STARTS, random_state=seed)[1] for seed in range(seeds)]
        yield count, *((np.array([nmi(truth, l) for l in labels]), np.array([inertia(points, l) for l in labels])) for labels in (ours, theirs))


def spread(values, digits):
    return f"{values.mean():.{digits}f} ({values.min():.{digits}f} to {values.max():.{digits}f})"


def main():
    work, counts, seeds = sys.argv[1], [int(k) for k in sys.argv[2].split(",")], int(sys.argv[3])
    lines = [
        "# k-means over its seeds: 5,000 points, 400 planted clusters", "",
        f"Mean (least to greatest) over {seeds} seeds of {STARTS} starts each, on the matrix of spectral.md. Inertia is of both sides' labels in the same float64 embedding.",
        f"Written by `benchmarks/spectral/seeds.py`; {processor.describe()}, scikit-learn {sklearn.__version__}, NumPy {np.__version__}.", "",
        "| clusters | NMI, Quanta | NMI, scikit-learn | difference of means | inertia, Quanta | inertia, scikit-learn |", "| --- | --- | --- | --- | --- | --- |",
    ]
    for count, (our_nmi, our_inertia), (their_nmi, their_inertia) in measure(work, counts, seeds):
        lines.append(f"| {count} | {spread(our_nmi, 4)} | {spread(their_nmi, 4)} | {our_nmi.mean() - their_nmi.mean():+.4f} | {spread(our_inertia, 5)} | {spread(their_inertia, 5)} |")
        print(lines[-1], flush=True)
    with open(os.path.join(HERE, "../results", processor.table("spectral-seeds.md")), "w") as file: file.write("\n".join(lines) + "\n")


main()
