"""Writes references.json: what scikit-learn and SciPy give for the inputs of the clustering and agreement tests.
usage: python3 references.py   (needs numpy, scipy and scikit-learn; the versions are recorded in the file)
Random inputs come from Philox4x32-10, as in Quanta.Numerics.Random, so that the tests make the same ones."""
import json, os, warnings
import numpy as np, scipy, sklearn
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn import metrics
from sklearn.cluster import SpectralClustering
from sklearn.manifold import spectral_embedding

warnings.filterwarnings("ignore")


def words(seed, stream, count):
    """The first words of a Philox4x32-10 sequence."""
    blocks = np.arange((count + 3) // 4, dtype=np.uint64)
    low32 = np.uint64(0xFFFFFFFF)
    c = [blocks & low32, blocks >> np.uint64(32), np.full_like(blocks, stream & 0xFFFFFFFF), np.full_like(blocks, stream >> 32)]
    key = [seed & 0xFFFFFFFF, seed >> 32]
    for _ in range(10):
        p0, p1 = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
        c = [(p1 >> np.uint64(32)) ^ c[1] ^ np.uint64(key[0]), p1 & low32, (p0 >> np.uint64(32)) ^ c[3] ^ np.uint64(key[1]), p0 & low32]
        key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return np.stack(c, 1).ravel()[:count]


def uniform(seed, stream, count):
    w = words(seed, stream, 2 * count).reshape(-1, 2)
    return ((w[:, 0] | (w[:, 1] << np.uint64(32))) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def gaussian(seed, stream, count):
    u = uniform(seed, stream, 2 * ((count + 1) // 2)).reshape(-1, 2)
    radius, angle = np.sqrt(-2 * np.log(1 - u[:, 0])), 2 * np.pi * u[:, 1]
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1).ravel()[:count]


def planted(n, clusters, dimensions, noise, seed):
    """Zipf-sized clusters of unit vectors: angular similarities and labels."""
    p = np.arange(1, clusters + 1) ** -1.0
    labels = np.searchsorted(np.cumsum(p / p.sum()), uniform(seed, 0, n), side="right").clip(max=clusters - 1)
    m = gaussian(seed, 1, clusters * dimensions).reshape(clusters, dimensions)
    m /= np.linalg.norm(m, axis=1, keepdims=True)
    x = m[labels] + noise * gaussian(seed, 2, n * dimensions).reshape(n, dimensions) / dimensions**0.5
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    return (1 - np.arccos(np.clip(x @ x.T, -1, 1)) / np.pi).astype(np.float32), labels


def agreement():
    cases = [([0, 0, 1, 1], [1, 1, 0, 0]), ([0, 0, 0, 0], [0, 1, 2, 3]), ([0, 0, 0, 0], [5, 5, 5, 5]), ([0, 1, 2, 3], [3, 2, 1, 0]), ([0], [7]),
             ([0, 0, 1, 1, 2, 2], [0, 1, 0, 1, 0, 1]), ([0, 0, 0, 1, 1, 1, 2, 2, 2], [0, 0, 1, 1, 1, 1, 2, 0, 2])]
    cases += [((uniform(40 + i, 0, n) * a).astype(int).tolist(), (uniform(40 + i, 1, n) * b).astype(int).tolist()) for i, (n, a, b) in enumerate([(50, 3, 4), (200, 12, 5), (300, 60, 50)])]
    return [dict(first=a, second=b, ari=metrics.adjusted_rand_score(a, b), nmi=metrics.normalized_mutual_info_score(a, b), ami=metrics.adjusted_mutual_info_score(a, b)) for a, b in cases]


def spectral():
    """Eigenvalues and embedding of small planted matrices; ARI and NMI of the whole method on larger ones, the mean over five seeds of k-means."""
    out = []
    for n, clusters, dimensions, noise, seed, count in [(60, 4, 16, 0.8, 1, 4), (400, 12, 64, 1.0, 2, 12), (500, 20, 48, 1.5, 3, 20), (500, 30, 100, 1.2, 4, 15), (600, 40, 64, 2.0, 5, 30)]:
        a, labels = planted(n, clusters, dimensions, noise, seed)
        found = [SpectralClustering(n_clusters=count, affinity="precomputed", n_init=30, random_state=s).fit_predict(a) for s in range(5)]
        case = dict(n=n, clusters=clusters, dimensions=dimensions, noise=noise, seed=seed, count=count,
                    ari=float(np.mean([metrics.adjusted_rand_score(labels, f) for f in found])), nmi=float(np.mean([metrics.normalized_mutual_info_score(labels, f) for f in found])))
        if n == 60:
            case["embedding"] = spectral_embedding(a.astype(np.float64), n_components=count, drop_first=False, random_state=0).T.tolist()
            case["labels"] = labels.tolist()
        out.append(case)
    return out


def silhouettes():
    out = []
    for n, clusters, dimensions, noise, seed in [(40, 4, 8, 0.5, 6), (90, 9, 16, 1.5, 7)]:
        a, labels = planted(n, clusters, dimensions, noise, seed)
        distance = (1 - np.cos(np.pi * (1 - a.astype(np.float64)))).clip(0)
        np.fill_diagonal(distance, 0)
        out.append(dict(n=n, clusters=clusters, dimensions=dimensions, noise=noise, seed=seed, silhouette=metrics.silhouette_score(distance, labels, metric="precomputed")))
    return out


def linkages():
    out = []
    for n, clusters, dimensions, noise, seed in [(30, 4, 8, 0.8, 8), (120, 10, 16, 1.2, 9)]:
        a, _ = planted(n, clusters, dimensions, noise, seed)
        distance = squareform(1 - a.astype(np.float64), checks=False)
        for method in ["average", "complete"]:
            tree = linkage(distance, method)
            out.append(dict(n=n, clusters=clusters, dimensions=dimensions, noise=noise, seed=seed, method=method, heights=tree[:, 2].tolist(),
                            cuts={str(c): fcluster(tree, c, "maxclust").tolist() for c in [1, 2, 5, 10, 20]}))
    return out


if __name__ == "__main__":
    data = dict(generator="references.py", numpy=np.__version__, scipy=scipy.__version__, sklearn=sklearn.__version__,
                agreement=agreement(), spectral=spectral(), silhouettes=silhouettes(), linkages=linkages())
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "references.json"), "w", encoding="utf-8") as f:
        f.write("{\n" + ",\n".join(f'"{k}": {json.dumps(v)}' for k, v in data.items()) + "\n}\n")
