#!/usr/bin/env bash
# Make .venv from a lock file, or leave it alone when it is what the lock and the Python ask for.
#   venv.sh site   what gongkai runs with (requirements.lock)
#   venv.sh dev    and what testing it needs (requirements-dev.lock, which includes the former)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/common.sh

# Two makes at once take turns.
exec 9<pyproject.toml
! type -P flock >/dev/null || flock 9

stamp=.venv/gongkai.stamp # what .venv was made from; written last, so half a .venv has none
digest() { sha256sum "$1" | cut -d' ' -f1; }
version_of() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null; }
recorded() { sed -n "s|^$1=||p" "$stamp" 2>/dev/null || true; }
write_stamp() {
  printf '%s\n' "place=$PWD" "python=$(version_of .venv/bin/python)" \
    "site=$(digest requirements.lock)" "dev=$dev" "project=$(digest pyproject.toml)" >"$stamp"
}
pip() { .venv/bin/python -m pip --disable-pip-version-check --no-input "$@"; }
install_lock() {
  pip install -qq --require-hashes --no-deps -r "$1" ||
    die "Python 依赖没有装全。请检查网络；如需使用镜像，请先设置环境变量 PIP_INDEX_URL，再重新执行 make。"
}
install_project() {
  pip install -qq --no-index --no-deps --no-build-isolation -e . || die "gongkai 没有装上。"
}

mode=${1:-site}
dev=$(recorded dev)
wanted_python=
if [ -n "${PYTHON:-}" ]; then
  wanted_python=$(version_of "$PYTHON") && [ -n "$(find_python)" ] ||
    die "PYTHON=$PYTHON 不能用：须是带 venv 的 Python 3.11 或更新的版本。"
fi
have_python=$(version_of .venv/bin/python || true)

if [ -z "$have_python" ] || [ "$have_python" != "$(recorded python)" ] ||
  [ "${wanted_python:-$have_python}" != "$have_python" ] ||
  [ "$(recorded place)" != "$PWD" ] ||
  [ "$(recorded site)" != "$(digest requirements.lock)" ] ||
  { [ "$mode" = dev ] && [ -n "$dev" ] && [ "$dev" != "$(digest requirements-dev.lock)" ]; }; then
  base=$(find_python)
  [ -n "$base" ] || die "没有找到可用的 Python 3.11 或更新的版本。"
  say "正在用 $base 建立 .venv，第一次需要几分钟。"
  rm -rf .venv
  "$base" -m venv .venv
  dev=
  if [ "$mode" = dev ]; then
    install_lock requirements-dev.lock
    dev=$(digest requirements-dev.lock)
  else
    install_lock requirements.lock
  fi
  install_project
  write_stamp
elif [ "$mode" = dev ] && [ -z "$dev" ]; then
  say "正在为 .venv 补装测试所需的部分。"
  install_lock requirements-dev.lock
  dev=$(digest requirements-dev.lock)
  install_project
  write_stamp
elif [ "$(recorded project)" != "$(digest pyproject.toml)" ]; then
  install_project
  write_stamp
fi
