#!/usr/bin/env bash
# Gather into one folder all that a machine without network needs to run gongkai.
#   offline.sh windows FOLDER   wheels for 64-bit Windows, start files, instructions
#   offline.sh debian FOLDER    wheels and .deb packages for the Debian or Ubuntu of this
#                               machine, an installer, a Dockerfile, instructions
# Wheels come from where pip is set up to look, held to the hashes of requirements.lock;
# packages from this machine's own sources. PYTHONS="3.12 3.13" names the versions of Python
# that the wheels for Windows are for.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/common.sh

system=${1:-} folder=${2:-}
[ -n "$folder" ] || die "用法：offline.sh windows|debian 文件夹"
[ ! -e "$folder" ] || die "$folder 已经存在。"
bash scripts/venv.sh site
pip() { .venv/bin/python -m pip --disable-pip-version-check --no-input "$@"; }

wheels() { # wheels PYTHON PLATFORM…: all of the lock for one version of Python
  local version=$1 platform platforms=()
  shift
  for platform in "$@"; do platforms+=(--platform "$platform"); done
  say "正在取 Python $version 的各个包（$1）。"
  pip download -qq --no-deps --require-hashes --only-binary=:all: --implementation cp \
    --python-version "$version" "${platforms[@]}" -d "$folder/wheels" -r requirements.lock ||
    die "有的包没有取到。请检查网络和 pip 的设置后重做。"
}
own_wheel() {
  pip wheel -qq --no-index --no-deps --no-build-isolation -w "$folder/wheels" .
}
for_windows() { # for_windows CODE FILE…: text as Windows keeps it, in this encoding
  local code=$1 file
  shift
  for file in "$@"; do
    sed 's/$/\r/' "$file" | iconv -f UTF-8 -t "$code" >"$folder/$(basename "$file")"
  done
}

gather_windows() {
  local version
  for version in ${PYTHONS:-3.11 3.12 3.13 3.14}; do
    wheels "$version" win_amd64
  done
  # cmd reads its files in the code page of the system, which in China is GBK.
  for_windows GBK scripts/offline/windows/*.cmd
  for_windows UTF-8 scripts/offline/windows/安装说明.txt
}

closure() { # name=version of all that the system packages need, beyond what every system has
  local names package
  read -ra names < <(bash scripts/system.sh names)
  apt-get -s -o Dir::State::status=/dev/null install --no-install-recommends "${names[@]}" |
    sed -n 's/^Inst \([^ ]*\) (\([^ ]*\) .*/\1=\2/p' | while read -r package; do
    grep -qE '^(Priority: required|Essential: yes)' <<<"$(apt-cache show "$package")" ||
      printf '%s\n' "$package"
  done
}
gather_debian() {
  local machine release image version font packages=()
  machine=$(uname -m)
  release=$(. /etc/os-release && printf '%s' "$VERSION_CODENAME")
  image=$(. /etc/os-release && printf '%s:%s' "$ID" "$VERSION_CODENAME")
  version=$(LC_ALL=C apt-cache policy python3 | sed -n 's/.*Candidate: \(3\.[0-9]*\).*/\1/p')
  wheels "$version" "manylinux_2_28_$machine" "manylinux_2_17_$machine" "manylinux2014_$machine"
  say "正在取系统软件包。"
  mapfile -t packages < <(closure)
  [ ${#packages[@]} -gt 0 ] || die "没有得出要哪些系统软件包。请先执行 apt-get update。"
  mkdir "$folder/debs" "$folder/licences"
  (cd "$folder/debs" && apt-get -q -q -o Acquire::Retries=3 -o APT::Sandbox::User=root \
    download "${packages[@]}") || die "有的系统软件包没有取到。"
  for font in "$folder"/debs/fonts-*.deb; do
    font=$(basename "$font")
    dpkg-deb --fsys-tarfile "$folder/debs/$font" |
      tar -xO --wildcards './usr/share/doc/*/copyright' >"$folder/licences/${font%%_*}.txt"
  done
  printf '%s\n' "$release" >"$folder/release"
  cp scripts/offline/debian/{install.sh,安装说明.txt} "$folder/"
  sed "s/^FROM .*/FROM $image/" scripts/offline/debian/Dockerfile >"$folder/Dockerfile"
}

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
case $system in
  windows) gather_windows ;;
  debian) gather_debian ;;
  *) die "用法：offline.sh windows|debian 文件夹" ;;
esac
own_wheel
mkdir -p "$folder/licences"
cp LICENSE "$folder/licences/gongkai.txt"
cp docs/images/start.png "$folder/网页.png"
say "离线包在 $folder。"
