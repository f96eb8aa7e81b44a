"""Medians of the lines that run.sh collects, as Markdown. usage: summarise.py TIMES ROUNDS DOTNET"""
import os
import platform
import statistics
import sys
import torch
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../common"))
import processor

times, rounds, dotnet = sys.argv[1:]
samples, loads, trained_by = {}, [], ""
for line in open(times):
    width, who, _, milliseconds, *implementation, load = line.split()
    if who == "quanta": trained_by = " ".join(implementation)
    samples.setdefault((int(width), who), []).append(float(milliseconds))
    loads.append(float(load))
print("# Multitask sparse parity: milliseconds a training step\n")
print("500 subtasks, 100 bits, k = 3, batch 20,000, AdamW. `script` is the published way in PyTorch (dense one-hot input, batch assembled subtask by")
print("subtask); `fast` is the same network in PyTorch written for speed (an embedding for the control bits). Written by `benchmarks/parity/run.sh`.\n")
print(f"{processor.describe()}, {os.cpu_count()} processors, {platform.system()}; .NET SDK {dotnet}, PyTorch {torch.__version__}, Python {platform.python_version()}.")
print(f"Quanta trained by: {trained_by}. Medians of {rounds} interleaved rounds; all use every processor. The machine was shared: load average {min(loads):.1f} to {max(loads):.1f}; read the ratios.\n")
print("A ratio is that of the medians; in brackets the median of the rounds' own ratios, which a change of load between rounds disturbs less.\n")
print("| width | Quanta | script | fast | script / Quanta | fast / Quanta |\n| --- | --- | --- | --- | --- | --- |")
for width in sorted({width for width, _ in samples}):
    ours, script, fast = (statistics.median(samples[width, who]) for who in ("quanta", "script", "fast"))
    in_rounds = {who: statistics.median(theirs / ours for theirs, ours in zip(samples[width, who], samples[width, "quanta"])) for who in ("script", "fast")}
    ratios = f"{script / ours:.0f}x ({in_rounds['script']:.0f}x) | {fast / ours:.1f}x ({in_rounds['fast']:.1f}x)"
    print(f"| {width} | {ours:.2f} | {script:.1f} | {fast:.1f} | {ratios} |")
print("\nEvery measurement, in order:\n\n| width | who | ms a step |\n| --- | --- | --- |")
for (width, who), values in sorted(samples.items()):
    print(f"| {width} | {who} | {', '.join(f'{value:.2f}' for value in values)} |")
