#!/bin/sh
# Makes a token that may push and read, unless the file holds one that the server takes: SERVER ADMIN_TOKEN_FILE FILE.
set -eu
server=$1
admin=$2
file=$3
if [ -s "$file" ] && plimsoll slo list --server "$server" --token-file "$file" >/dev/null 2>&1; then
    exit 0
fi
# Names are unique; a token whose secret was lost keeps its own until somebody revokes it.
made=$(plimsoll token create "prometheus-$(date -u +%Y%m%dT%H%M%SZ)" --right ingest --right view --server "$server" --token-file "$admin" --json)
umask 022
printf '%s' "$made" | sed -n 's/.*"secret": *"\([^"]*\)".*/\1/p' >"$file.new"
[ -s "$file.new" ]
mv "$file.new" "$file"
