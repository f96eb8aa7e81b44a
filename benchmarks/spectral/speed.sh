#!/bin/sh
# Times spectral clustering at the published counts beside scikit-learn in the same minutes, and writes ../results/spectral.md.
# usage: speed.sh PEERS WORK [MATRIX...]   PEERS: the folder with planted.py and spectral_peer.py; WORK: where matrices, labels and times are kept;
# MATRIX: small, medium, large (default: all). Times are added to those in WORK of earlier calls. PYTHON names the interpreter.
# One thread each, processor time, so that a shared machine does not blur the ratio. The large matrix takes the peer hours: it is asked once.
set -eu
peers=$1 work=$2
shift 2
python=${PYTHON:-/usr/bin/python3}
here=$(cd "$(dirname "$0")" && pwd)
program="$here/../../artifacts/bin/SpectralTime/release/SpectralTime.dll"
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1
mkdir -p "$work"
dotnet build -c Release -v q --nologo "$here/SpectralTime" >/dev/null
load() { cut -d' ' -f1 /proc/loadavg; }
ours() { echo "$1 quanta $(dotnet "$program" spectral "$work/$1.npy" "$2" 30 1 "$work/$1-threads1" | tail -1) $(load)" >>"$work/times"; }

measure() { # NAME POINTS CLUSTERS DIMENSIONS NOISE COUNTS ROUNDS BEFORE AFTER: each round runs ours BEFORE times, the peer, and ours AFTER times
  [ -f "$work/$1.npy" ] || "$python" "$peers/planted.py" "$2" "$3" "$4" "$5" "$work/$1.npy"
  echo "$2 $3 $4 $5 $6" >"$work/$1.matrix"
  for round in $(seq "$7"); do
    for i in $(seq "$8"); do ours "$1" "$6"; done
    "$python" "$here/processor_time.py" "$peers/spectral_peer.py" "$work/$1.npy" "$6" 30 >"$work/$1.peer"
    echo "$1 sklearn $(tail -1 "$work/$1.peer") $(load)" >>"$work/times"
    for i in $(seq "$9"); do ours "$1" "$6"; done
  done
  dotnet "$program" spectral "$work/$1.npy" "$6" 30 2 "$work/$1-threads2" >/dev/null
}

hundred=10,20,30,40,50,60,70,80,90,100
for matrix in ${*:-small medium large}; do
  case $matrix in
  small) measure small 1000 60 256 1.3 $hundred 5 1 0 ;;
  medium) measure medium 2000 100 384 1.3 $hundred,125,150,175,200 5 1 0 ;;
  large) measure large 5000 400 512 1.3 $hundred,125,150,175,200,225,250,275,300,350,400,500,600,700,800,900,1000 1 3 2 ;;
  esac
done
"$python" "$here/summarise.py" "$work" "$(dotnet --version)" >"$here/../results/spectral.md"
cat "$here/../results/spectral.md"
