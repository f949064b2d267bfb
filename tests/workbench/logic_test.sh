#!/usr/bin/env bash
# The logic of the workbench's page without a browser, and its types: web/workbench/tests.
set -euo pipefail
work=$ENTENTE_BINARY_DIR/web/workbench
if [[ ! -d $work/node_modules/vitest ]]; then
  echo "skipped: the packages of the page are not there (npm could not fetch them)"
  echo "0 passed, 0 failed"
  exit 0
fi
cd "$work"
npm run --silent test
npm run --silent check
