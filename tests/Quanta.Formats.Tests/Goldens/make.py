"""Writes the files of this folder with NumPy, PyTorch and Python's own modules.

Made with Python 3.11.2, numpy 1.24.2, torch 1.13.0a0 and zstd 1.5.4; run it in this folder: python3 make.py
"""
import collections
import gzip
import io
import pickle
import subprocess

import numpy as np
import torch
from numpy.lib import format as npy

TYPES = ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"]


def npy_files():
    for name in TYPES:
        np.save(f"{name}.npy", np.arange(6).reshape(2, 3).astype(name))
    cube = np.arange(24, dtype="f4").reshape(2, 3, 4)
    np.save("fortran.npy", np.asfortranarray(cube))
    np.save("scalar.npy", np.array(2.5, dtype="f8"))
    np.save("empty.npy", np.zeros((0, 3), dtype="f4"))
    np.save("vector.npy", np.arange(5, dtype="i8"))
    np.save("long-axis.npy", np.zeros((1234567890, 0), dtype="u1"))
    np.save("bigendian.npy", np.arange(3, dtype=">f4"))
    np.save("structured.npy", np.zeros(2, dtype=[("a", "f4"), ("b", "i4")]))
    np.save("object.npy", np.array([{}, None], dtype=object))
    for version in [2, 3]:
        with open(f"version{version}.npy", "wb") as file:
            npy.write_array(file, cube, version=(version, 0))
    np.savez("stored.npz", a=cube, b=np.arange(3))
    np.savez_compressed("deflated.npz", a=cube, b=np.arange(3))


def pickles():
    shared = [1, 2, 3]
    value = {
        "none": None, "true": True, "false": False,
        "integers": [0, 1, -1, 255, 256, 65535, 65536, -(2**31), 2**31, 2**63 - 1, -(2**63)],
        "large": [2**63, -(2**63) - 1, 2**2000 + 1],
        "floats": [0.0, -1.5, 1e300, float("inf")],
        "text": ["", "plain", "quote ' \" \\ \n", "\u00e9\u20ac\U0001f600"],
        "bytes": b"\x00\xff\x80 bytes",
        "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)],
        "mixed": [1, 2.0, "three"],
        "shared": [shared, shared],
        "set": {7},
        "ordered": collections.OrderedDict([("b", 1), ("a", 2)]),
        3: "integer key", (1, "a"): "tuple key",
        "array": np.arange(6, dtype="i4").reshape(2, 3),
        "fortran": np.asfortranarray(np.arange(24, dtype="f4").reshape(2, 3, 4)),
        "same dtype": np.arange(3, dtype="i4"),
        "bool array": np.array([True, False]),
        "scalars": [np.float64(0.5), np.int64(-7), np.bool_(True)],
        "bytearray": bytearray(b"abc"),
    }
    value["many"] = list(range(2500))
    for protocol in range(6):
        with open(f"protocol{protocol}.pkl", "wb") as file:
            pickle.dump(value, file, protocol=protocol)
    # The names of NumPy 2, which this NumPy cannot write itself: a protocol 0 pickle names modules in lines.
    text = pickle.dumps(np.arange(3, dtype="f8"), protocol=2).replace(b"cnumpy.core.multiarray\n", b"cnumpy._core.multiarray\n")
    open("numpy2.pkl", "wb").write(text)
    # Python 2's strings, and numbers as lines of text.
    open("python2.pkl", "wb").write(b"(lp0\nS'it\\'s \\x41\\n'\np1\naI01\naI-5\naL12L\naF1.5\na(dp2\ng1\nI2\nsa.")


class Runs:
    def __reduce__(self):
        import os
        return os.system, ("echo this must never run",)


def refused():
    open("system.pkl", "wb").write(pickle.dumps(Runs(), protocol=4))
    torch.save({"weight": Runs()}, "system.pt")


def torch_files():
    base = torch.arange(24, dtype=torch.float32)
    state = collections.OrderedDict()
    state["plain"] = base.reshape(2, 3, 4)
    state["transposed"] = base.reshape(6, 4).t()
    state["slice"] = base.reshape(6, 4)[1:3, 1:]
    state["parameter"] = torch.nn.Parameter(torch.tensor([1.0, 2.0]))
    state["scalar"] = torch.tensor(5.0)
    state["empty"] = torch.zeros(0, 3)
    state["expanded"] = torch.tensor([7.0]).expand(3)
    for name, dtype in [("half", torch.float16), ("bfloat16", torch.bfloat16), ("double", torch.float64), ("long", torch.int64), ("int", torch.int32),
                        ("short", torch.int16), ("char", torch.int8), ("byte", torch.uint8), ("bool", torch.bool)]:
        state[name] = torch.tensor([0, 1, 2, 3]).to(dtype)
    state["step"] = 17
    torch.save(state, "state.pt")
    torch.save(state, "legacy.pt", _use_new_zipfile_serialization=False)
    torch.save(([3, 1, 2], torch.eye(3), np.eye(3, dtype="f4"), {"names": [[("a", 0.5)]]}), "tuple.pt")
    torch.save(torch.nn.Linear(2, 1), "module.pt")
    # As a training program saves a compiled model that was spread over devices.
    torch.save({"epoch": 3, "state_dict": {"module._orig_mod.a": torch.tensor([1.0, 2.0]), "module._orig_mod.b": torch.tensor([3.0])}}, "wrapped.pt")


def text():
    lines = [f'{{"text": "line {number}"}}\n'.encode() for number in range(1, 5)]
    with open("two-members.jsonl.gz", "wb") as file:
        for part in [lines[:2], lines[2:]]:
            buffer = io.BytesIO()
            with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as member:
                member.write(b"".join(part))
            file.write(buffer.getvalue())
    frames = [subprocess.run(["zstd", "-q", "-c"], input=b"".join(part), stdout=subprocess.PIPE, check=True).stdout for part in [lines[:2], lines[2:]]]
    skippable = b"\x53\x2a\x4d\x18" + (5).to_bytes(4, "little") + b"aside"
    open("frames.jsonl.zst", "wb").write(skippable + frames[0] + skippable + frames[1])


torch.manual_seed(0)
npy_files()
pickles()
refused()
torch_files()
text()
