#!/usr/bin/env bash
# Predictions of larger models' and later checkpoints' losses on the Gemstone models and on the ladder of small GPT-NeoX models.
# usage: [PARTS="gemstone own ladder"] run.sh DATA_FOLDER [WORK_FOLDER]   DATA_FOLDER holds gemstone/ and minipile/; results go to
# experiments/prediction/results.
# Needs a release build of src/Quanta.Cli, or one named by QUANTA.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
data=$1
work=${2:-$(mktemp -d)}
quanta=(dotnet "${QUANTA:-$here/../../artifacts/bin/Quanta.Cli/release/quanta.dll}")

gemstone() {
  local losses=()
  for task in arcc arce openbook piqa winogrande; do losses+=("$data/gemstone/losses_$task.npy"); done
  "${quanta[@]}" import --quiet --trajectories "$(IFS=,; echo "${losses[*]}")" --axes "$data/gemstone/meta.json" \
    --sizes "$here/gemstone-models.csv" --run "$work/gemstone"
  "${quanta[@]}" predict losses --quiet --run "$work/gemstone" --over models --hide 6 --out "$here/results/gemstone-models"
  "${quanta[@]}" predict losses --quiet --run "$work/gemstone" --over checkpoints --hide 10 --out "$here/results/gemstone-checkpoints"
}

# Windows of 256 tokens are what the ladder was trained on.
ladder() {
  local models=()
  for model in nx-26k nx-150k nx-800k; do models+=("$data/minipile/models/$model"); done
  "${quanta[@]}" tokenize --quiet --run "$work/ladder" --pile "$data/minipile/test.jsonl.zst" --tokenizer "${models[0]}/step0/tokenizer.json" \
    --document-tokens 256
  "${quanta[@]}" losses --quiet --run "$work/ladder" --model "${models[@]}"
  "${quanta[@]}" predict losses --quiet --run "$work/ladder" --over models --hide 1 --out "$here/results/ladder-models"
  "${quanta[@]}" predict losses --quiet --run "$work/ladder" --over checkpoints --hide 3 --sample 30000 --out "$here/results/ladder-checkpoints"
  gradients
}

# Clusters of the 150k model's gradients, which no prediction of the 800k model hides.
gradients() {
  cluster ladder nx-150k@step1500 "$data/minipile/models/nx-150k/step1500"
  "${quanta[@]}" predict losses --quiet --run "$work/ladder" --over models --hide 1 --clustering spectral-angular-k50 \
    --out "$here/results/ladder-models-gradients"
  "${quanta[@]}" predict losses --quiet --run "$work/ladder" --over checkpoints --model nx-800k --hide 3 --clustering spectral-angular-k50 \
    --out "$here/results/ladder-checkpoints-gradients"
  "${quanta[@]}" scaling clusters --quiet --run "$work/ladder" --over checkpoints --model nx-800k --clustering spectral-angular-k50 \
    --out "$here/results/ladder-clusters-gradients"
}

# Clusters of a visible model's gradients, over tokens that it predicts with less than 2 nats.
cluster() {
  "${quanta[@]}" select --quiet --run "$work/$1" --losses-of "$2" --threshold 2 --count 1500
  "${quanta[@]}" similarity --quiet --run "$work/$1" --model "$3"
  "${quanta[@]}" spectral --quiet --run "$work/$1" --counts 20,50 --stability 0
}

# The models of this repository, which have a vocabulary of their own, and the checkpoints of those that have any.
own() {
  local models=("$here"/../../models/nx-*) checkpoints=("$here"/../../models/nx-*/checkpoints)
  "${quanta[@]}" tokenize --quiet --run "$work/own" --pile "$data/minipile/test.jsonl.zst" --tokenizer "${models[0]}/tokenizer.json" --document-tokens 256
  "${quanta[@]}" losses --quiet --run "$work/own" --model "${models[@]}" "${checkpoints[@]}"
  "${quanta[@]}" predict losses --quiet --run "$work/own" --over checkpoints --hide 3 --out "$here/results/own-checkpoints"
  "${quanta[@]}" predict losses --quiet --run "$work/own" --over models --hide 1 --out "$here/results/own-models"
  cluster own nx-800k "$here/../../models/nx-800k"
  "${quanta[@]}" predict losses --quiet --run "$work/own" --over models --hide 1 --clustering spectral-angular-k50 --out "$here/results/own-models-gradients"
  "${quanta[@]}" scaling clusters --quiet --run "$work/own" --over models --clustering spectral-angular-k50 --out "$here/results/own-clusters-gradients"
}

for part in ${PARTS:-gemstone own ladder}; do "$part"; done
