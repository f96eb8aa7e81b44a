#!/bin/sh
# Times training steps of Quanta beside a PyTorch peer in the same minutes, interleaved, and writes ../results/training.md.
# usage: run.sh PEER.py [ROUNDS [SECONDS [PYTHON]]]   PEER.py takes HIDDEN LAYERS HEADS THREADS TOKENS_PER_STEP CONTEXT SECONDS and prints tokens_per_second N.
set -eu
peer=$1 rounds=${2:-3} seconds=${3:-8} python=${4:-/usr/bin/python3}
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
      echo "$size $threads pytorch $("$python" "$peer" $size $threads 8192 512 "$seconds") $load" >>"$speeds"
    done
  done
done
table="$here/../results/$("$python" "$here/../common/processor.py" training.md)"
"$python" "$here/summarise.py" "$speeds" "$rounds" "$(dotnet --version)" >"$table"
cat "$table"
