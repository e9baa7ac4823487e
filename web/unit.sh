#!/bin/sh
# The tests beside the web sources. Ends with "N passed, N failed".
cd "$(dirname "$0")" || exit 1
report=../build/vitest.json
mkdir -p ../build
rm -f "$report"
npx --no-install vitest run --reporter=default --reporter=json --outputFile="$report"
# A file that cannot be loaded has no tests to fail; it fails as one.
exec node -p "const r = require('$report'); \`\${r.numPassedTests} passed, \${Math.max(r.numFailedTests, r.success ? 0 : 1)} failed\`"
