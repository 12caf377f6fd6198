#!/usr/bin/env bash
# Builds the suite, runs it and prints the table; with --check holds it against the thresholds, with
# --update writes them anew. Further arguments are regular expressions of the benchmarks to run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
action=()
if [[ ${1:-} == --check || ${1:-} == --update ]]; then
  action=("$1")
  shift
fi
results=${PWD%/*}/results/benchmarks
rm -rf "$results"
mkdir -p "$results"

# The kernels that the processor has, so that thresholds mean the same wherever they are checked.
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE OPENBLAS_NUM_THREADS

# One build for the suite, the report and the program of the whole runs.
swift build --configuration release --quiet
swift build --configuration release --product outlay --quiet
export OUTLAY_PROGRAM=$PWD/.build/release/outlay

measure() { # into a folder, of the benchmarks that match
  local folder=$1 filters=()
  shift
  for filter in "$@"; do filters+=(--filter "$filter"); done
  mkdir -p "$folder"
  OUTLAY_BENCHMARK_SAMPLES=$folder swift package benchmark --target EngineBenchmarks --no-progress --quiet \
    "${filters[@]}" > "$folder.log" 2>&1 \
    || { cat "$folder.log" >&2; exit 1; }
  # The library leaves out what could not be made ready, and ends well.
  if grep -q 'setup failed' "$folder.log"; then
    cat "$folder.log" >&2
    exit 1
  fi
}

report=.build/release/BenchmarkReport
thresholds=Thresholds/ratios.csv
measure "$results/first" "$@"
if [[ ${action[*]} != --check ]]; then
  exec $report "${action[@]}" $thresholds "$results/first"
fi
if $report --check --again "$results/again" $thresholds "$results/first"; then exit 0; fi
# What others do on the machine rarely slows the same benchmark twice.
again=$(< "$results/again")
if [[ -z $again ]]; then exit 1; fi
measure "$results/second" "$again"
exec $report --check $thresholds "$results/first" "$results/second"
