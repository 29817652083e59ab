#!/usr/bin/env bash
# Install what only `make audit` uses, from tests/audit/package-lock.json: the Nu HTML checker,
# Lighthouse, eslint, stylelint, prettier. Leaves them alone when they are what the lock asks for.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/common.sh

cd tests/audit
stamp=node_modules/gongkai.stamp
wanted=$(sha256sum package-lock.json | cut -d' ' -f1)
[ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ] || exit 0
if ! type -P npm >/dev/null; then
  warn "没有 npm，网页标记和 Lighthouse 的检查将跳过。"
  exit 0
fi
say "正在安装网页检查工具。"
if npm ci --no-progress --loglevel=error; then
  printf '%s\n' "$wanted" >"$stamp"
else
  warn "网页检查工具没有装上，有关的检查将跳过。"
fi
