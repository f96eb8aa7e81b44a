#!/bin/sh
# Compares every clusterer on planted Zipf clusters at three noise levels and writes ../results/linkage.md.
# usage: linkage.sh PEERS [WORK]   PEERS: the folder with planted.py. PYTHON names the interpreter.
set -eu
peers=$1 work=${2:-$(mktemp -d)}
python=${PYTHON:-/usr/bin/python3}
here=$(cd "$(dirname "$0")" && pwd)
program="$here/../../artifacts/bin/SpectralTime/release/SpectralTime.dll"
mkdir -p "$work"
dotnet build -c Release -v q --nologo "$here/SpectralTime" >/dev/null
for noise in 1.3 1.9 2.4; do
  "$python" "$peers/planted.py" 4000 200 512 $noise "$work/$noise.npy"
  for clusterer in spectral spectral-normalized cluster-qr average-linkage complete-linkage conductance; do
    dotnet "$program" $clusterer "$work/$noise.npy" 200,300 30 "$(nproc)" "$work/$noise-$clusterer" | tail -1 >"$work/$noise-$clusterer.time"
  done
done
table="$here/../results/$("$python" "$here/../common/processor.py" linkage.md)"
"$python" "$here/summarise_linkage.py" "$work" "$(dotnet --version)" >"$table"
cat "$table"
