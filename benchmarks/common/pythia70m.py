"""A model of pythia-70m's shape with random weights, and documents of random tokens: what the benchmarks of language models run on."""
import os
import sys

import numpy as np


def make(peers, folder, documents, length=1024):
    """Writes FOLDER/model and FOLDER/tokens.npy, int32 [documents, length]; returns the two paths."""
    sys.path.insert(0, peers)
    import neox_ref

    model, tokens = os.path.join(folder, "model"), os.path.join(folder, "tokens.npy")
    neox_ref.save(neox_ref.build(neox_ref.config(), seed=0, std=0.02, bias_std=0.02), model)
    np.save(tokens, np.random.default_rng(0).integers(0, 50277, size=(documents, length)).astype(np.int32))
    return model, tokens
