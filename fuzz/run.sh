#!/usr/bin/env bash
# Runs each fuzzer of build/fuzz for the given seconds, from its checked-in seeds; new inputs stay in build/fuzz/corpus.
set -uo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
good=0
bad=0
for source in fuzz/*_fuzz.cc; do
    name=$(basename "$source" .cc)
    seeds=fuzz/seeds/${name%_fuzz}
    corpus=build/fuzz/corpus/$name
    mkdir -p "$corpus" build/logs
    echo "== $name for $seconds s" >&2
    if build/fuzz/bin/"$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$corpus/" "$corpus" "$seeds" >"build/logs/$name.log" 2>&1; then
        good=$((good + 1))
        grep -E 'number_of_executed_units' "build/logs/$name.log" >&2
    else
        bad=$((bad + 1))
        tail -30 "build/logs/$name.log"
    fi
done
echo "$good passed, $bad failed"
[ "$bad" = 0 ]
