"""Makes training.json: losses and final parameters of a small parity network trained by PyTorch's AdamW.
Bits and initial parameters follow formulas that the test repeats. Run with /usr/bin/python3; versions are written into the file."""
import json, math, os, sys
import torch, torch.nn as nn

subsets, bits, width, steps, counts = [(0, 2, 5), (1, 3, 6), (2, 3, 4)], 7, 5, 12, [9, 6, 5]


def bit(step, row, i):
    return (((step * 7919 + row * 104729 + i * 1299709 + step * row * i * 31) * 2654435761) % 2**32) >> 31


def train(activation, depth, decay):
    layers = [nn.Linear(len(subsets) + bits, width), activation()]
    for _ in range(depth - 2):
        layers += [nn.Linear(width, width), activation()]
    net = nn.Sequential(*layers, nn.Linear(width, 2))
    n = 0
    with torch.no_grad():
        for p in net.parameters():
            for value in p.view(-1):
                value.fill_(0.3 * math.sin(1.7 * n + 0.5)); n += 1
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-2, weight_decay=decay)
    losses = []
    for step in range(steps):
        x, y, row = [], [], 0
        for task, count in enumerate(counts):
            for _ in range(count):
                b = [bit(step, row, i) for i in range(bits)]
                x.append([float(task == t) for t in range(len(subsets))] + [float(v) for v in b])
                y.append(sum(b[i] for i in subsets[task]) % 2)
                row += 1
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(net(torch.tensor(x)), torch.tensor(y))
        loss.backward(); optimizer.step(); losses.append(loss.item())
    return {"losses": losses, "parameters": [v for p in net.parameters() for v in p.detach().view(-1).tolist()]}


cases = {"ReLU-2": train(nn.ReLU, 2, 0.1), "Tanh-3": train(nn.Tanh, 3, 0.0), "Sigmoid-2": train(nn.Sigmoid, 2, 0.01)}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "training.json")
json.dump({"versions": {"python": sys.version.split()[0], "torch": torch.__version__}, "cases": cases}, open(path, "w"), indent=1)
