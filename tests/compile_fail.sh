#!/usr/bin/env bash
# What must not compile: each file in compile_fail/ compiles without MISUSE and fails with it, with the text that its
# first line expects.
set -uo pipefail
export LC_ALL=C  # messages are compared
cd "$(dirname "$0")/.."
good=0
bad=0
for file in tests/compile_fail/*.cc; do
    expected=$(sed -n '1s|^// expect: ||p' "$file")
    compile() { g++ -std=gnu++20 -fsyntax-only -Isrc -Werror=unused-result "$@" "$file" 2>&1; }
    if ! output=$(compile); then
        echo "FAILED $file: does not compile even without MISUSE"
        echo "$output" | head -20
        bad=$((bad + 1))
    elif output=$(compile -DMISUSE); then
        echo "FAILED $file: the misuse compiles"
        bad=$((bad + 1))
    elif ! grep -qF "$expected" <<<"$output"; then
        echo "FAILED $file: refused, but not with \"$expected\":"
        echo "$output" | head -20
        bad=$((bad + 1))
    else
        good=$((good + 1))
    fi
done
echo "$good passed, $bad failed"
[ "$bad" = 0 ]
