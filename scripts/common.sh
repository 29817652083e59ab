# Sourced by the other scripts: messages, and the search for a Python.
# shellcheck shell=bash

say() { printf '==> %s\n' "$*"; }
warn() { printf '==> 注意：%s\n' "$*" >&2; }
die() {
  printf '==> 出错：%s\n' "$*" >&2
  exit 1
}

# The newest Python on PATH that gongkai runs on and that can make a virtual environment;
# PYTHON=… asks for a certain one. Prints its path, or nothing.
find_python() {
  local python version best='' newest=0
  local names=("${PYTHON:-python3}")
  [ -n "${PYTHON:-}" ] || names+=(python3.14 python3.13 python3.12 python3.11)
  while read -r python; do
    case $python in "$PWD"/.venv/*) continue ;; esac
    version=$("$python" -c 'import sys, ensurepip, venv; print("%d%02d" % sys.version_info[:2])' \
      2>/dev/null) || continue
    if [ "$version" -ge 311 ] && [ "$version" -gt "$newest" ]; then
      best=$python newest=$version
    fi
  done < <(type -aP "${names[@]}")
  printf '%s' "$best"
}
