#!/usr/bin/env bash
# Remake the lock files from pyproject.toml: every hash of every release, for Python 3.11
# and later on every system, and no address of any index.
# Versions stay as they are locked unless UPGRADE=1.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/common.sh

uv=$(command -v uv || true)
if [ -z "$uv" ]; then
  tool=$(mktemp -d)
  trap 'rm -rf "$tool"' EXIT
  "$(find_python)" -m venv "$tool"
  "$tool/bin/pip" install -q --disable-pip-version-check uv
  uv=$tool/bin/uv
fi

compile() { # compile LOCK OPTION…
  local lock=$1
  shift
  "$uv" pip compile --quiet --no-config --universal --python-version 3.11 \
    --generate-hashes --no-emit-index-url --no-emit-find-links \
    --custom-compile-command "make lock" ${UPGRADE:+--upgrade} -o "$lock" "$@"
  if grep -nE '://|file:|--(extra-)?index-url|--find-links' "$lock" >&2; then
    die "$lock 里出现了地址，请检查 pip、uv 的配置后重做。"
  fi
  say "已更新 $lock"
}

compile requirements.lock pyproject.toml --group build
compile requirements-dev.lock pyproject.toml --group dev --constraint requirements.lock
compile benchmarks/peers/requirements.lock --group bench
