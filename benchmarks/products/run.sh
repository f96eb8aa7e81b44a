#!/bin/sh
# Measures the managed matrix product against the BLAS libraries of this machine; writes benchmarks/results/products.md.
# Usage: run.sh [rounds], at least 5. On a machine that does other work, take more. With DOTNET_EnableAVX512=0 it is AVX2's table, products-avx2.md.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
table="$here/../results/$(python3 "$here/../common/processor.py" products.md)"
dotnet build -c Release --nologo -v quiet "$here/Quanta.Products.Benchmarks.csproj"
dotnet run -c Release --no-build --project "$here/Quanta.Products.Benchmarks.csproj" -- "${1:-7}" > "$table.part"
mv "$table.part" "$table"
