#!/bin/sh
# Times spectral clustering at the published counts beside scikit-learn, and writes ../results/spectral.md.
# usage: speed.sh PEERS WORK [MATRIX...]   PEERS: the folder with planted.py and spectral_peer.py; WORK: where matrices, labels and times are kept;
# MATRIX: small, medium, large (default: all). PYTHON names the interpreter, ROUNDS the number of runs of the peer.
# One thread each, processor time, so that a shared machine does not blur the ratio. Ours runs before and after each round of the peer. The peer decomposes
# the matrix anew for each count, so its counts are asked one at a time and kept in WORK: a call that was stopped goes on where it was.
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
ours() { echo "$1 quanta all $(dotnet "$program" spectral "$work/$1.npy" "$2" 30 1 "$work/$1-threads1" | tail -1 | cut -d' ' -f2) $(load)" >>"$work/times"; }

peer() { # NAME COUNT ROUND
  folder="$work/$1-peer/$2"
  grep -qs "^$1 sklearn $2 round$3 " "$work/times" && return
  mkdir -p "$folder"
  ln -sf "$work/$1.npy" "$folder/affinity.npy"
  "$python" "$here/processor_time.py" "$peers/spectral_peer.py" "$folder/affinity.npy" "$2" 30 >"$folder/printed"
  echo "$1 sklearn $2 round$3 $(tail -1 "$folder/printed" | cut -d' ' -f2) $(load)" >>"$work/times"
}

measure() { # NAME POINTS CLUSTERS DIMENSIONS NOISE COUNTS ROUNDS
  [ -f "$work/$1.npy" ] || "$python" "$peers/planted.py" "$2" "$3" "$4" "$5" "$work/$1.npy"
  echo "$2 $3 $4 $5 $6" >"$work/$1.matrix"
  for round in $(seq "$7"); do
    ours "$1" "$6"
    for count in $(echo "$6" | tr , ' '); do peer "$1" "$count" "$round"; done
    ours "$1" "$6"
  done
  dotnet "$program" spectral "$work/$1.npy" "$6" 30 2 "$work/$1-threads2" >/dev/null
}

hundred=10,20,30,40,50,60,70,80,90,100
work=$(cd "$work" && pwd)
for matrix in ${*:-small medium large}; do
  case $matrix in
  small) measure small 1000 60 256 1.3 $hundred "${ROUNDS:-5}" ;;
  medium) measure medium 2000 100 384 1.3 $hundred,125,150,175,200 "${ROUNDS:-5}" ;;
  large) measure large 5000 400 512 1.3 $hundred,125,150,175,200,225,250,275,300,350,400,500,600,700,800,900,1000 "${ROUNDS:-1}" ;;
  esac
done
table="$here/../results/$("$python" "$here/../common/processor.py" spectral.md)"
"$python" "$here/summarise.py" "$work" "$(dotnet --version)" >"$table"
cat "$table"
