#!/bin/sh
# Times training steps of Quanta beside a PyTorch peer in the same minutes, interleaved, and writes ../results/training.md.
# usage: run.sh [ROUNDS [SECONDS [PYTHON]]]   The peer is peer.py. With DOTNET_EnableAVX512=0 in the environment it measures AVX2 and writes training-avx2.md.
set -eu
rounds=${1:-3} seconds=${2:-8} python=${3:-/usr/bin/python3}
here=$(cd "$(dirname "$0")" && pwd)
dotnet build -c Release -v q --nologo "$here/TrainingSpeed" >/dev/null
program="$here/../../artifacts/bin/TrainingSpeed/release/TrainingSpeed.dll"
speeds=$(mktemp)
trap 'rm -f "$speeds"' EXIT
for round in $(seq "$rounds"); do
  for size in "64 5 4" "128 6 4" "192 6 6"; do
    for threads in 1 2; do
      load=$(cut -d' ' -f1 /proc/loadavg)
      echo "$size $threads quanta $(dotnet "$program" $size $threads 8192 512 "$seconds") $load" >>"$speeds"
      echo "$size $threads pytorch $("$python" "$here/peer.py" $size $threads 8192 512 "$seconds") $load" >>"$speeds"
    done
  done
done
table="$here/../results/$("$python" "$here/../common/processor.py" training.md)"
"$python" "$here/summarise.py" "$speeds" "$rounds" "$(dotnet --version)" >"$table"
cat "$table"
