#!/bin/sh
# Times a training step of Quanta beside the PyTorch peers in the same minutes, interleaved, and writes ../results/parity.md.
# usage: run.sh PEERS [ROUNDS [PYTHON]]   PEERS: the folder with parity_peer.py and parity_peer_fast.py; at least 5 rounds.
# With DOTNET_EnableAVX512=0 in the environment it measures AVX2 and writes parity-avx2.md. A round takes about half a minute.
set -eu
peers=$1 rounds=${2:-5} python=${3:-/usr/bin/python3}
here=$(cd "$(dirname "$0")" && pwd)
dotnet build -c Release -v q --nologo "$here/StepTime" >/dev/null
program="$here/../../artifacts/bin/StepTime/release/StepTime.dll"
times=$(mktemp)
trap 'rm -f "$times"' EXIT
for round in $(seq "$rounds"); do
  for width in 20 100 500; do
    case $width in 500) ours=60 theirs=6 ;; *) ours=200 theirs=15 ;; esac
    load=$(cut -d' ' -f1 /proc/loadavg)
    echo "$width quanta $(dotnet "$program" 500 100 $width 20000 $ours) $load" >>"$times"
    echo "$width script $("$python" "$peers/parity_peer.py" 500 100 $width 20000 $theirs) $load" >>"$times"
    echo "$width fast $("$python" "$peers/parity_peer_fast.py" 500 100 $width 20000 $theirs) $load" >>"$times"
  done
done
table="$here/../results/$("$python" "$here/../common/processor.py" parity.md)"
"$python" "$here/summarise.py" "$times" "$rounds" "$(dotnet --version)" >"$table"
cat "$table"
