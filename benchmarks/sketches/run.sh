#!/bin/sh
# Measures TensorSketch against forming weight gradients and sketching them; writes benchmarks/results/sketches.md.
# Usage: run.sh [MODEL TOKENS.npy DOCUMENTS.npy PREDICTIONS.npy], a checkpoint's folder, tokens [T] and offsets [documents + 1] of a corpus, and indices of
# predictions, for the table of errors on a trained model's gradients.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$here/../results"
dotnet build -c Release --nologo -v quiet "$here/Quanta.Sketches.Benchmarks.csproj"
dotnet run -c Release --no-build --project "$here/Quanta.Sketches.Benchmarks.csproj" -- "$@" > "$here/../results/sketches.md.part"
mv "$here/../results/sketches.md.part" "$here/../results/sketches.md"
