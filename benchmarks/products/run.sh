#!/bin/sh
# Measures the managed matrix product against the BLAS libraries of this machine; writes benchmarks/results/products.md.
# Usage: run.sh [rounds], at least 5. On a machine that does other work, take more.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$here/../results"
dotnet build -c Release --nologo -v quiet "$here/Quanta.Products.Benchmarks.csproj"
dotnet run -c Release --no-build --project "$here/Quanta.Products.Benchmarks.csproj" -- "${1:-7}" > "$here/../results/products.md.part"
mv "$here/../results/products.md.part" "$here/../results/products.md"
