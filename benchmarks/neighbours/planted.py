"""Writes made-up vectors: planted clusters of sizes proportional to 1 / rank, and a part of the vectors anywhere.
usage: planted.py POINTS DIMENSIONS CLUSTERS NOISE ANYWHERE OUT.npy     ANYWHERE: the share of vectors that belong to no cluster. Vectors are float32 of unit length and in random order;
their clusters go to OUT.labels.npy, -1 for none. Two vectors of a cluster have a cosine of about 1 / (1 + NOISE^2)."""
import sys
import numpy as np

points, dimensions, clusters, noise, anywhere, out = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), float(sys.argv[5]), sys.argv[6]
random = np.random.Generator(np.random.SFC64(1))
share = 1 / np.arange(1, clusters + 1)
labels = random.choice(clusters, points, p=share / share.sum())
labels[random.random(points) < anywhere] = -1


def directions(count):
    drawn = random.standard_normal((count, dimensions), np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


centres = directions(clusters)
vectors = np.lib.format.open_memmap(out, "w+", np.float32, (points, dimensions))
for start in range(0, points, 5000):
    part = labels[start:start + 5000]
    block = directions(len(part))
    block[part >= 0] = noise * block[part >= 0] + centres[part[part >= 0]]
    vectors[start:start + 5000] = block / np.linalg.norm(block, axis=1, keepdims=True)
vectors.flush()
np.save(out.replace(".npy", ".labels.npy"), labels.astype(np.int32))
