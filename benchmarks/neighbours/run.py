"""Times nearest neighbours and the clusterers that need no matrix, on planted vectors, and writes ../results/neighbours.md.
usage: run.py WORK [SHAPE[:PART]...]     WORK: where vectors and results are kept (8 GB); SHAPE: small, large or both (the default); PART: k-means, neighbours or clusters alone.
Build src/Quanta.Cli in Release first. Needs NumPy, scikit-learn (agreement, and k-means on the small shape) and, for the peers, faiss and leidenalg with igraph; a peer that is not
installed is left out. What has run is kept in WORK/*.json and not run again. Seconds are those of the processors (user and system, all threads), so that other work on the machine counts for little; elapsed seconds stand beside them."""
import json
import os
import platform
import subprocess
import sys
import time
import numpy as np
import sklearn
from sklearn.metrics import adjusted_rand_score as ari

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../common"))
import processor

QUANTA = ["dotnet", os.environ.get("QUANTA", os.path.join(HERE, "../../artifacts/bin/Quanta.Cli/release/quanta.dll"))]
# name: points, dimensions, planted clusters, clusters of k-means
SHAPES = {"small": (20000, 1000, 1600, 2000), "large": (100000, 5000, 8000, 10000)}
NEIGHBOURS, NOISE, ANYWHERE, THREADS = 50, 1.3, 0.2, 2


def timed(kept, *command):
    """Seconds of the processors, elapsed seconds, gigabytes at most, and what was written; from the file of an earlier run where there is one."""
    if os.path.exists(kept):
        return json.load(open(kept))
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise RuntimeError(text)
    clock = usage.ru_utime + usage.ru_stime, time.monotonic() - begin, usage.ru_maxrss / 1e6, text
    json.dump(clock, open(kept, "w"))
    return clock


def row(what, clock, *figures):
    line = f"| {what} | {clock[0]:,.0f} | {clock[1]:,.0f} | {clock[2]:.1f} | " + " | ".join(figures) + " |"
    print(line, flush=True)
    return line


def inertia(vectors, labels):
    """The sum of squared distances of unit vectors to their clusters' directions, 2 (n - sum of the lengths of the clusters' sums), and the number of clusters."""
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[order], prepend=labels[order][0] - 1))
    lengths = 0.0
    for start, end in zip(starts, np.append(starts[1:], len(order))):
        lengths += np.linalg.norm(vectors[np.sort(order[start:end])].sum(0, dtype=np.float64))
    return 2 * (len(labels) - lengths), len(starts)


def clustered(truth, labels):
    """Agreement on the points that belong to a planted cluster, and the share of the others that stand alone."""
    known = truth >= 0
    alone = np.bincount(labels)[labels] == 1
    return f"{ari(truth[known], labels[known]):.3f}", f"{alone[~known].mean():.0%}"


def peer(kept, code, *arguments):
    """Runs a peer in a process of its own; None where its package is not installed."""
    path = kept.replace(".json", ".py")
    with open(path, "w") as file:
        file.write(code)
    try:
        return timed(kept, sys.executable, path, *arguments)
    except RuntimeError as error:
        if "ModuleNotFoundError" in str(error):
            return None
        raise


FAISS = """
import sys, faiss, numpy as np
path, count, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
x = np.load(path)
faiss.omp_set_num_threads(2)
means = faiss.Kmeans(x.shape[1], count, niter=25, spherical=True, max_points_per_centroid=1000000, min_points_per_centroid=1, seed=1)
means.train(x)
np.save(out, means.index.search(x, 1)[1][:, 0].astype(np.int32))
print("version", faiss.__version__)
"""

SKLEARN = """
import os, sys
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "2"
import numpy as np
from sklearn.cluster import KMeans
x = np.load(sys.argv[1])
found = KMeans(int(sys.argv[2]), n_init=1, max_iter=100, algorithm="lloyd", random_state=0, init="random").fit(x)
np.save(sys.argv[3], found.labels_.astype(np.int32))
"""

LEIDEN = """
import sys, igraph, leidenalg, numpy as np
indices, cosines, out = np.load(sys.argv[1]), np.load(sys.argv[2]), sys.argv[3]
n, k = indices.shape
rows = np.repeat(np.arange(n), k)
ends, weights = np.stack([np.minimum(rows, indices.ravel()), np.maximum(rows, indices.ravel())], 1), cosines.ravel()
ends, first = np.unique(ends[weights > 0], axis=0, return_index=True)
weights = weights[weights > 0][first]
graph = igraph.Graph(n, ends.tolist())
found = leidenalg.find_partition(graph, leidenalg.ModularityVertexPartition, weights=weights.tolist(), n_iterations=-1, seed=1)
np.save(out, np.array(found.membership, np.int32))
print("quality", found.quality(), "version", leidenalg.version)
"""


def kmeans(work, shape, vectors, count, versions):
    lines, path, x = [], f"{work}/{shape}.npy", np.load(f"{work}/{shape}.npy", mmap_mode="r")
    clock = timed(f"{work}/{shape}-ours.json", *QUANTA, "spectral", "--vectors", path, "--clusterer", "k-means", "--counts", str(count), "--threads", str(THREADS), "--memory", "8", "--out-dir", f"{work}/{shape}-ours")
    rounds = [line for line in clock[3].splitlines() if ": round " in line]
    products = sum(int(line.split(" labels changed, ")[1].split()[0].replace(",", "")) for line in rounds)
    value, found = inertia(x, np.load(f"{work}/{shape}-ours/k-means-neighbours-k{count}.npy"))
    lines.append(row("Quanta", clock, f"{len(rounds)}", f"{value:,.0f}", f"{found:,}", f"{products / (len(x) * count):.2f}"))
    peers = [("faiss, spherical, 25 rounds", FAISS, ()), ("scikit-learn, random start", SKLEARN, ())]
    for number, (name, code, more) in enumerate(peers if shape == "small" else []):
        out = f"{work}/{shape}-peer{number}.npy"
        if (clock := peer(f"{work}/{shape}-peer{number}.json", code, path, str(count), out, *more)) is None:
            continue
        versions.update({"faiss": clock[3].split("version")[1].strip()} if "version" in clock[3] else {})
        value, found = inertia(x, np.load(out))
        lines.append(row(name, clock, "", f"{value:,.0f}", f"{found:,}", ""))
    return ["| k-means | processor s | elapsed s | GB | rounds | inertia | clusters | products, of n k |", "| --- | --- | --- | --- | --- | --- | --- | --- |", *lines]


def neighbours(work, shape):
    lines = []
    for search, more in (("exact", ()), ("cells", ("--partitions", "4")), ("cells", ("--partitions", "12"))):
        name = search + "".join(more[1:])
        clock = timed(f"{work}/{shape}-{name}.json", *QUANTA, "neighbours", "--vectors", f"{work}/{shape}.npy", "--neighbours", str(NEIGHBOURS), "--search", search, *more, "--threads", str(THREADS), "--memory", "8",
                      "--out", f"{work}/{shape}-{name}.npy", "--cosines-out", f"{work}/{shape}-{name}-cosines.npy", "--json", "--quiet")
        told = json.loads(clock[3][clock[3].index("{"):])
        figures = ["1", "1", "1"] if search == "exact" else [f"{told[key]:.3f}" for key in ("recall_of_those_nearer_than_chance", "recall_of_the_ten_nearest", "recall")]
        lines.append(row(f"{search}{f', {more[1]} partitions' if more else ''}", clock, *figures))
    return ["| neighbours | processor s | elapsed s | GB | recall, nearer than chance | recall, ten nearest | recall, all 50 |", "| --- | --- | --- | --- | --- | --- | --- |", *lines]


def graphs(work, shape, versions):
    lines, truth = [], np.load(f"{work}/{shape}.labels.npy")
    for graph in ("exact", "cells4"):
        files = [f"{work}/{shape}-{graph}.npy", f"{work}/{shape}-{graph}-cosines.npy"]
        for clusterer, more in (("hdbscan", ()), ("leiden", ("--seed", "1")), ("leiden", ("--seed", "1", "--communities", "ConstantPotts", "--resolution", "0.1"))):
            out = f"{work}/{shape}-{graph}-{clusterer}{''.join(more)}"
            clock = timed(f"{out}.json", *QUANTA, "spectral", "--neighbours", files[0], "--cosines", files[1], "--clusterer", clusterer, *more, "--memory", "8", "--out-dir", out)
            labels = np.load(f"{out}/{clusterer}-neighbours-chosen.npy")
            quality = [word for line in clock[3].splitlines() for word in line.split(";")[1:] if "odularity" in word or "Potts" in word]
            figure = quality[0].split(" after ")[0].split()[-1] if quality else ""
            lines.append(row(f"{clusterer}{', constant Potts 0.1' if '0.1' in more else ''} on {graph}", clock, f"{labels.max() + 1:,}", *clustered(truth, labels), figure))
    if (clock := peer(f"{work}/{shape}-leidenalg.json", LEIDEN, f"{work}/{shape}-exact.npy", f"{work}/{shape}-exact-cosines.npy", f"{work}/{shape}-leidenalg.npy")) is not None:
        labels = np.load(f"{work}/{shape}-leidenalg.npy")
        versions["leidenalg"] = clock[3].split("version")[1].strip()
        lines.append(row("leidenalg on exact", clock, f"{labels.max() + 1:,}", *clustered(truth, labels), f"{float(clock[3].split()[1]):.4f}"))
    return ["| clusters of neighbours | processor s | elapsed s | GB | clusters | ARI of clustered points | others alone | quality |", "| --- | --- | --- | --- | --- | --- | --- | --- |", *lines]


def main():
    work, shapes, versions, sections = sys.argv[1], sys.argv[2:] or list(SHAPES), {}, []
    os.makedirs(work, exist_ok=True)
    for shape, _, part in (shape.partition(":") for shape in shapes):
        points, dimensions, clusters, count = SHAPES[shape]
        if not os.path.exists(f"{work}/{shape}.labels.npy"):
            subprocess.run([sys.executable, f"{HERE}/planted.py", *map(str, (points, dimensions, clusters, NOISE, ANYWHERE)), f"{work}/{shape}.npy"], check=True)
        sections += ["", f"## {points:,} vectors of {dimensions:,}: {clusters:,} planted clusters"]
        parts = {"k-means": lambda: kmeans(work, shape, points, count, versions), "neighbours": lambda: neighbours(work, shape), "clusters": lambda: graphs(work, shape, versions)}
        for lines in (parts[name]() for name in ([part] if part else parts)):
            sections += ["", *lines]
    sdk = subprocess.run(["dotnet", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    named = "".join(f", {name} {version}" for name, version in versions.items())
    lines = [
        "# Nearest neighbours, and clusters without a matrix", "",
        f"Planted clusters of sizes proportional to 1 / rank, noise {NOISE} (cosine {1 / (1 + NOISE ** 2):.2f} within a cluster), and {ANYWHERE:.0%} of the vectors anywhere. k-means into",
        "2,000 and 10,000 clusters; inertia is the sum of squared distances to the directions of the clusters, by NumPy for all. Peers are given unit vectors; reading is counted for all; elapsed seconds are longer where the machine has other work. All",
        "products of the large shape would take the peers of k-means an hour or more, so that they run on the small one only.",
        "A neighbour is nearer than chance if its cosine lies five standard deviations above its vector's mean. Written by `benchmarks/neighbours/run.py`.", "",
        f"{processor.describe()}; .NET SDK {sdk}, scikit-learn {sklearn.__version__}, NumPy {np.__version__}{named}, Python {platform.python_version()}. {THREADS} threads where a program takes them.",
        *sections,
    ]
    with open(os.path.join(HERE, "../results", processor.table("neighbours.md")), "w") as file:
        file.write("\n".join(lines) + "\n")


main()
