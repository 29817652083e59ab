#!/usr/bin/env bash
# Install gongkai from this folder, without network: install.sh [TARGET], by default ~/gongkai.
# System packages that are missing come from debs/, Python's from wheels/.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
target=${1:-$HOME/gongkai}

say() { printf '==> %s\n' "$*"; }
die() {
  printf '==> 出错：%s\n' "$*" >&2
  exit 1
}
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

release=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
[ "$release" = "$(cat "$here/release")" ] ||
  die "这个离线包是给 $(cat "$here/release") 的，这台机器是 ${release:-别的系统}。请在同样的系统上重新收一份。"

missing=()
for deb in "$here"/debs/*.deb; do
  { read -r name && read -r version; } < <(dpkg-deb -W --showformat '${Package}\n${Version}\n' "$deb")
  have=$(dpkg-query -W -f '${db:Status-Abbrev}${Version}' "$name" 2>/dev/null || true)
  [[ $have == ii* ]] && dpkg --compare-versions "${have#ii }" ge "$version" || missing+=("$deb")
done
if [ ${#missing[@]} -gt 0 ]; then
  say "正在安装 ${#missing[@]} 个系统软件包。"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o APT::Sandbox::User=root \
    -o Dpkg::Use-Pty=0 install --no-install-recommends "${missing[@]}" </dev/null ||
    die "系统软件包没有装上。"
fi

say "正在安装 gongkai 到 $target。"
python3 -m venv "$target"
"$target/bin/python" -m pip install -q --disable-pip-version-check --no-index \
  --find-links "$here/wheels" gongkai || die "gongkai 没有装上。"
"$target/bin/gongkai" --version
say "装好了。命令是 $target/bin/gongkai。"
