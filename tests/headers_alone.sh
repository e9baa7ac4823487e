#!/usr/bin/env bash
# Each header compiles alone, without a precompiled header: what it uses, it includes.
set -uo pipefail
cd "$(dirname "$0")/.."
check() {
    local output
    if output=$(g++ -std=gnu++20 -fsyntax-only -x c++ -Isrc -pthread \
        -DBOOST_ASIO_SEPARATE_COMPILATION -DBOOST_BEAST_SEPARATE_COMPILATION -DBOOST_ASIO_NO_DEPRECATED \
        -w -DPLIMSOLL_VERSION='"0"' -DPLIMSOLL_SOURCE_DIR='"x"' -DSPDLOG_COMPILED_LIB -DSPDLOG_FMT_EXTERNAL -DPROTOZERO_USE_VIEW=std::string_view "$1" 2>&1); then
        echo "ok $1"
    else
        echo "FAILED $1"
        echo "$output" | head -20
    fi
}
export -f check
log=$(git ls-files 'src/*.h' | xargs -P "$(nproc)" -I{} bash -c 'check {}')
echo "$log" | grep -v '^ok ' || true
bad=$(grep -c '^FAILED ' <<<"$log" || true)
good=$(grep -c '^ok ' <<<"$log" || true)
echo "$good passed, $bad failed"
[ "$bad" = 0 ]
