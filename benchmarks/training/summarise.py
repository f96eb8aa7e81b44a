"""Medians of the lines that run.sh collects, as Markdown. usage: summarise.py SPEEDS ROUNDS DOTNET"""
import os
import platform
import statistics
import sys
import torch
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../common"))
import processor

speeds, rounds, dotnet = sys.argv[1:]
samples, loads = {}, []
for line in open(speeds):
    hidden, layers, heads, threads, who, _, tokens, load = line.split()
    samples.setdefault((int(hidden), int(layers), int(heads), int(threads)), {}).setdefault(who, []).append(float(tokens))
    loads.append(float(load))
print("# Training GPT-NeoX: tokens a second\n")
print("Vocabulary 4,096, context 512, 8,192 tokens a step; forward, backward, clipping and AdamW. The peer is the same network in PyTorch, whole sequences batched,")
print("with the number of sequences a backward pass that is fastest for it. Written by `benchmarks/training/run.sh`.\n")
print(f"{processor.describe()}, {os.cpu_count()} processors, {platform.system()}; .NET SDK {dotnet}, PyTorch {torch.__version__}, Python {platform.python_version()}.")
print(f"Medians of {rounds} interleaved rounds; load average {min(loads):.1f} to {max(loads):.1f}.\n")
print("| hidden | layers | heads | threads | Quanta | PyTorch | Quanta / PyTorch |\n| --- | --- | --- | --- | --- | --- | --- |")
for size, both in sorted(samples.items()):
    ours, theirs = (statistics.median(both[who]) for who in ("quanta", "pytorch"))
    print(f"| {' | '.join(map(str, size))} | {ours:,.0f} | {theirs:,.0f} | {ours / theirs:.2f} |")
print("\nEvery measurement, in order:\n\n| hidden | layers | heads | threads | who | tokens a second |\n| --- | --- | --- | --- | --- | --- |")
for size, both in sorted(samples.items()):
    for who, values in sorted(both.items()):
        print(f"| {' | '.join(map(str, size))} | {who} | {', '.join(f'{value:.0f}' for value in values)} |")
