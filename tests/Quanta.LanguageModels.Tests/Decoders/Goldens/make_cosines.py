"""Makes minipile-cosines.npy: cosines of the exact gradients of the first 40 selected predictions of minipile under nx-800k, float64 [40, 40].

Run from the repository's root with ../shared beside it: python3 tests/Quanta.LanguageModels.Tests/GptNeoX/Goldens/make_cosines.py
Made with Python 3.11, PyTorch 1.13.0a0, NumPy 1.24. Everything is float64 from the float16 weights on; contexts end with the predicted token.
"""
import os
import sys

import numpy as np
import torch

SHARED = os.path.join("..", "shared")
sys.path.insert(0, os.path.join(SHARED, "peers"))
import neox_ref

COUNT = 40
minipile = os.path.join(SHARED, "data", "minipile")
reference = os.path.join(minipile, "reference")
model = neox_ref.load(os.path.join(minipile, "models", "nx-800k", "step1500")).double()
tokens = np.load(os.path.join(reference, "tokens.npy")).astype(np.int64)
documents = np.load(os.path.join(reference, "documents.npy"))
first_predictions = np.concatenate([[0], np.cumsum(np.maximum(np.diff(documents) - 1, 0))])
names = neox_ref.gradient_names(model)

gradients = []
for prediction in np.load(os.path.join(reference, "selection.npy"))[:COUNT]:
    document = np.searchsorted(first_predictions, prediction, "right") - 1
    position = int(prediction - first_predictions[document])
    start = documents[document]
    context = torch.from_numpy(tokens[start : start + position + 2])
    gradients.append(neox_ref.token_gradient(model, context, position, names))
unit = torch.nn.functional.normalize(torch.stack(gradients), dim=1)
np.save(os.path.join(os.path.dirname(__file__), "minipile-cosines.npy"), (unit @ unit.T).numpy())
