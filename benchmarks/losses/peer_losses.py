"""Per-token losses by PyTorch, a document at a time. usage: peer_losses.py PEERS MODEL TOKENS.npy OUT.npy"""
import os
import sys

sys.path.insert(0, sys.argv[1])
import numpy as np
import torch
import neox_ref

torch.set_num_threads(os.cpu_count())
model, documents = neox_ref.load(sys.argv[2]), np.load(sys.argv[3]).astype(np.int64)
with torch.no_grad():
    np.save(sys.argv[4], torch.cat([model.losses(torch.from_numpy(d)) for d in documents]).numpy())
