"""Spectral clustering as an expert would write it with SciPy and scikit-learn: one LAPACK decomposition for all counts, k-means on prefixes of the embedding.
usage: expert_peer.py AFFINITY.npy "10,50,100" STARTS OUT_DIR     Labels go to OUT_DIR/COUNT.npy; prints processor seconds (reading and imports not counted).
"""
import os
import sys
import time
import warnings
import numpy as np
import scipy.linalg
from sklearn.cluster import KMeans

warnings.filterwarnings("ignore")
path, counts, starts, out = sys.argv[1], [int(k) for k in sys.argv[2].split(",")], int(sys.argv[3]), sys.argv[4]
affinity = np.load(path).astype(np.float64)
os.makedirs(out, exist_ok=True)

begin = time.process_time()
np.fill_diagonal(affinity, 0)
root = 1 / np.sqrt(affinity.sum(0))
n, most = len(affinity), max(counts)
_, vectors = scipy.linalg.eigh(affinity * root * root[:, None], subset_by_index=[n - most, n - 1], overwrite_a=True, check_finite=False)
embedding = np.ascontiguousarray(vectors[:, ::-1] * root[:, None])
decomposed = time.process_time()
for count in counts:
    labels = KMeans(count, n_init=starts, random_state=0, algorithm="lloyd").fit(embedding[:, :count]).labels_
    np.save(f"{out}/{count}.npy", labels.astype(np.int32))
end = time.process_time()
print(f"decomposition_s {decomposed - begin:.2f} kmeans_s {end - decomposed:.2f} total_s {end - begin:.2f}")
