#!/usr/bin/env bash
# The workbench in a real Chromium: tests/workbench/*.test.mjs against the server of this build.
# Skipped, with a word why, where there is no Chromium or the page was built without npm.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
export CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
export ENTENTE_NODE_MODULES=${ENTENTE_NODE_MODULES:-$ENTENTE_BINARY_DIR/web/workbench/node_modules}
if [[ ! -x $CHROMIUM ]]; then
  echo "skipped: no Chromium at $CHROMIUM (the Debian package chromium, or set CHROMIUM)"
  echo "0 passed, 0 failed"
  exit 0
fi
if [[ ! -d $ENTENTE_NODE_MODULES/playwright-core ]]; then
  echo "skipped: the packages of the page are not there (npm could not fetch them)"
  echo "0 passed, 0 failed"
  exit 0
fi
# One after the other: each starts a server that uses every core. The last line is the sum.
passed=0 failed=0
for test in "${here}"/*.test.mjs; do
  out=$(node --test --test-reporter=tap "$test") || true
  printf '%s\n' "$out"
  good=$(sed -n 's/^# pass //p' <<<"$out") bad=$(sed -n 's/^# fail //p' <<<"$out")
  passed=$((passed + ${good:-0}))
  failed=$((failed + ${bad:-1}))
done
echo "$passed passed, $failed failed"
[[ $failed == 0 ]]
