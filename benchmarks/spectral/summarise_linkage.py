"""What linkage.sh collects, as Markdown. usage: summarise_linkage.py WORK DOTNET"""
import os
import platform
import sys
import numpy as np
import sklearn
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../common"))
import processor

work, dotnet = sys.argv[1:]
clusterers = ["spectral", "spectral-normalized", "cluster-qr", "average-linkage", "complete-linkage", "conductance"]


def slope(labels):
    """Least squares of ln size on ln rank, ranks 1 to 100."""
    sizes = np.sort(np.bincount(labels))[::-1][:100]
    return np.polyfit(np.log(np.arange(1, 101)), np.log(sizes), 1)[0]


print("# Clusterers on planted Zipf clusters\n")
print("4,000 points, 200 clusters of sizes proportional to 1 / rank, 512 dimensions; angular affinity. At each noise every clusterer is asked for the planted 200")
print("clusters, and for 300 to see what a wrong count does. Written by `benchmarks/spectral/linkage.sh`.\n")
print(f"{processor.describe()}, {os.cpu_count()} processors, {platform.system()}; .NET SDK {dotnet}; agreement by scikit-learn {sklearn.__version__}.")
print("Seconds are those of the processor for both counts together. The slope is that of ln size on ln rank over ranks 1 to 100.")
for noise in ["1.3", "1.9", "2.4"]:
    truth = np.load(os.path.join(work, noise + ".labels.npy"))
    print(f"\n## Noise {noise}: cosine {1 / (1 + float(noise) ** 2):.2f} within a cluster, planted slope {slope(truth):.2f}\n")
    print("| clusterer | ARI, 200 | NMI, 200 | slope, 200 | ARI, 300 | NMI, 300 | slope, 300 | seconds |\n| --- | --- | --- | --- | --- | --- | --- | --- |")
    for clusterer in clusterers:
        cells = []
        for count in (200, 300):
            labels = np.load(os.path.join(work, f"{noise}-{clusterer}", f"{count}.npy"))
            cells += [f"{adjusted_rand_score(truth, labels):.3f}", f"{normalized_mutual_info_score(truth, labels):.3f}", f"{slope(labels):.2f}"]
        seconds = float(open(os.path.join(work, f"{noise}-{clusterer}.time")).read().split()[1])
        print(f"| {clusterer} | " + " | ".join(cells) + f" | {seconds:.1f} |")
