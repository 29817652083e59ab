#!/usr/bin/env bash
# Prove that the two README commands do everything: a bare Debian in a temporary folder, the
# repository cloned into it, the real disclosures beside the clone, then `make site` and
# `make test` in there. Needs root and debootstrap; takes its package sources, and the way to
# Python's packages, from this machine's own settings.
#   fresh-root.sh              a clone of what is committed
#   fresh-root.sh --worktree   the working tree as it stands
#   fresh-root.sh … --shell    a shell in there afterwards
# SUITE=bookworm names another Debian; GONGKAI_REAL another folder of real disclosures.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/common.sh

[ "$(id -u)" = 0 ] || die "fresh-root.sh 需要 root。"
type -P debootstrap >/dev/null || die "请先安装 debootstrap。"
# Mounts live in a namespace of this script: they end with it, whatever happens.
[ -n "${IN_NAMESPACE:-}" ] || IN_NAMESPACE=1 exec unshare --mount --propagation private -- bash "$0" "$@"

suite=${SUITE:-bookworm}
worktree='' shell=''
for option in "$@"; do
  case $option in
    --worktree) worktree=yes ;;
    --shell) shell=yes ;;
    *) die "不认识的选项：$option" ;;
  esac
done
real=${GONGKAI_REAL:-../shared/real}

# The mirror this machine itself uses for the suite.
# shellcheck disable=SC2016
mirror=$(apt-get indextargets --format '$(REPO_URI)' "Codename: $suite" 'Component: main' \
  'Created-By: Packages' | head -n 1)
[ -n "$mirror" ] || die "本机的软件源里没有 $suite。"

root=$(mktemp -d)
trap 'umount -R "$root"/{proc,sys,dev} 2>/dev/null || true; rm -rf --one-file-system "$root"' EXIT

say "正在建立空白的 $suite。"
debootstrap --variant=minbase --include=make,git,ca-certificates "$suite" "$root" "$mirror" \
  >"$root.log" 2>&1 || { tail -n 20 "$root.log"; die "debootstrap 没有成功。"; }
rm -f "$root.log"

say "照搬本机的软件源、证书和网络设置。"
copy() { # copy FILE…: to the same place in the root, where it is here
  local file
  for file in "$@"; do
    [ ! -e "$file" ] || { mkdir -p "$root$(dirname "$file")" && cp -rL "$file" "$root$(dirname "$file")/"; }
  done
}
rm -rf "$root"/etc/apt/sources.list "$root"/etc/apt/sources.list.d
copy /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/apt.conf.d /etc/apt/auth.conf.d \
  /etc/apt/preferences.d /etc/apt/keyrings /etc/resolv.conf /etc/hosts /etc/pip.conf \
  /etc/ssl/certs/ca-certificates.crt
mapfile -t settings < <(env | grep -E '^(PIP_|SSL_CERT_|REQUESTS_CA_|CURL_CA_|[a-z]+_proxy=|[A-Z]+_PROXY=)' |
  grep -v '^PIP_FIND_LINKS=')
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"

mkdir -p "$root/srv/shared"
if [ -n "$worktree" ]; then
  mkdir "$root/srv/gongkai"
  git ls-files -z --cached --others --exclude-standard |
    while IFS= read -r -d '' file; do [ ! -e "$file" ] || printf '%s\0' "$file"; done |
    tar -c --null --files-from - | tar -x -C "$root/srv/gongkai"
  git -C "$root/srv/gongkai" init -q
else
  git clone -q --no-hardlinks . "$root/srv/gongkai"
fi
[ ! -d "$real" ] || cp -r "$real" "$root/srv/shared/real"

inside() {
  env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin CI=true \
    "${settings[@]}" chroot "$root" "$@"
}
status=0
for target in site test; do
  say "make $target"
  SECONDS=0
  inside make -C /srv/gongkai "$target" </dev/null || status=1
  say "make $target 用时 ${SECONDS} 秒。"
  [ "$status" = 0 ] || break
done
[ -z "$shell" ] || inside bash -c 'cd /srv/gongkai && exec bash' || true
[ "$status" = 0 ] || die "空白系统上没有通过。"
say "空白系统上全部通过。"
