"""Medians and agreements of what speed.sh collects, as Markdown. usage: summarise.py WORK DOTNET"""
import os
import platform
import statistics
import sys
import warnings
import numpy as np
import scipy
import sklearn
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../common"))
import processor

warnings.filterwarnings("ignore")
work, dotnet = sys.argv[1:]
times, rounds, loads = {}, {}, []
for line in open(os.path.join(work, "times")):
    name, who, *which, seconds, load = line.split()
    if who == "sklearn":  # a count and a round: a round's counts make one run
        rounds.setdefault((name, which[1]), []).append(float(seconds))
    else:
        times.setdefault((name, who), []).append(float(seconds))
    loads.append(float(load))
for (name, _), seconds in rounds.items():
    times.setdefault((name, "sklearn"), []).append(sum(seconds))
print("# Spectral clustering at the published counts: seconds of one processor\n")
print("Angular affinities of planted Zipf clusters, 30 starts of k-means. `scikit-learn` decomposes the matrix anew for each count, as the published script does;")
print("Quanta once. A run of scikit-learn takes most of an hour and is asked once. Written by `benchmarks/spectral/speed.sh`.\n")
print(f"{processor.describe()}, {os.cpu_count()} processors, {platform.system()}; .NET SDK {dotnet}, scikit-learn {sklearn.__version__}, SciPy {scipy.__version__}, "
      f"NumPy {np.__version__}, Python {platform.python_version()}.")
print(f"One thread each, processor time (user and system). The machine was shared: load average {min(loads):.1f} to {max(loads):.1f}.\n")
print("| points | planted clusters | dimensions | noise | counts | Quanta, median (runs) | scikit-learn, median (runs) | ratio | largest NMI difference | mean NMI difference | same bits, 1 and 2 threads |")
print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
details = []
for name in ("small", "medium", "large"):
    if (name, "sklearn") not in times:
        continue
    points, clusters, dimensions, noise, counts = open(os.path.join(work, name + ".matrix")).read().split()
    counts = [int(count) for count in counts.split(",")]
    truth = np.load(os.path.join(work, name + ".labels.npy"))
    theirs = {count: np.load(os.path.join(work, f"{name}-peer", str(count), "affinity.sklearn.npz"))[str(count)] for count in counts}
    rows, same = [], True
    for count in counts:
        ours, one = (np.load(os.path.join(work, f"{name}-threads{t}", f"{count}.npy")) for t in (2, 1))
        same &= bool((ours == one).all())
        rows.append((count, *(measure(truth, labels) for measure in (normalized_mutual_info_score, adjusted_rand_score) for labels in (ours, theirs[count]))))
    differences = [ours - other for _, ours, other, _, _ in rows]
    quanta, peer = times[name, "quanta"], times[name, "sklearn"]
    ratio = statistics.median(peer) / statistics.median(quanta)
    print(f"| {points} | {clusters} | {dimensions} | {noise} | {len(counts)}, up to {counts[-1]} | {statistics.median(quanta):.1f} ({len(quanta)}) | {statistics.median(peer):.1f} ({len(peer)}) "
          f"| {ratio:.0f}x | {max(differences, key=abs):+.4f} | {statistics.mean(differences):+.4f} | {'yes' if same else 'NO'} |")
    details.append((points, rows, quanta, peer))
for points, rows, quanta, peer in details:
    print(f"\n{points} points, every run in order: Quanta {', '.join(f'{s:.1f}' for s in quanta)}; scikit-learn {', '.join(f'{s:.1f}' for s in peer)}.\n")
    print("| clusters | NMI, Quanta | NMI, scikit-learn | ARI, Quanta | ARI, scikit-learn |\n| --- | --- | --- | --- | --- |")
    for row in rows:
        print(f"| {row[0]} | " + " | ".join(f"{value:.4f}" for value in row[1:]) + " |")
