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

# install_npm FOLDER TOOLS WITHOUT: what the package-lock.json of a folder asks for, unless it
# is there already; without it the caller goes on, and the sentence WITHOUT is said.
install_npm() (
  cd "$1"
  stamp=node_modules/gongkai.stamp
  wanted=$(sha256sum package-lock.json | cut -d' ' -f1)
  [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ] || exit 0
  if ! type -P npm >/dev/null; then
    warn "没有 npm，$3"
    exit 0
  fi
  say "正在安装：$2。"
  if npm ci --no-progress --loglevel=error; then
    printf '%s\n' "$wanted" >"$stamp"
  else
    warn "$2没有装上，$3"
  fi
)
