#!/usr/bin/env bash
# Install the system packages that are missing, and only those: a look at the machine first,
# so that nothing is asked of apt, of root or of the network when everything is there.
#   system.sh site   what building the site needs
#   system.sh test   and what only the tests use; they skip what cannot be had
#   system.sh audit  and what looks at every page
#   system.sh bench  and what the benchmarks use
#   system.sh offline  and what tries the offline bundles
#   system.sh names  print the packages for building the site, and install nothing
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/common.sh

# --- the parts: is it there, which packages bring it, what it is for ---------------------------

# The interpreter of .venv answers too and spares the search.
python() {
  if [ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null; then
    printf '.venv/bin/python'
  else
    find_python
  fi
}
loads() { # loads LIBRARY…
  [ -n "$python" ] &&
    "$python" -c 'import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]' "$@" 2>/dev/null
}
has_font() { [ -n "$(fc-list ":family=$1" family 2>/dev/null)" ]; }
has_command() { # any of them
  local name
  for name in "$@"; do
    ! type -P "$name" >/dev/null || return 0
  done
  return 1
}

has_python() { [ -n "$python" ]; }
has_pango() {
  loads libgobject-2.0.so.0 libpango-1.0.so.0 libharfbuzz.so.0 libfontconfig.so.1 libpangoft2-1.0.so.0
}
has_subset() { loads libharfbuzz-subset.so.0; }
has_noto() { has_font 'Noto Sans CJK SC' && has_font 'Noto Serif CJK SC'; }
has_wenkai() { has_font 'LXGW WenKai'; }
# The newer packages write the name of the face of signs with a space.
has_scripts() {
  { has_font 'Noto Sans Symbols2' || has_font 'Noto Sans Symbols 2'; } &&
    has_font 'Noto Sans Mongolian' && has_font 'Noto Naskh Arabic' && has_font 'Noto Serif Tibetan'
}
has_symbola() { has_font 'Symbola'; }
has_chromium() { has_command chromium chromium-browser google-chrome google-chrome-stable; }
has_atomic() { loads libatomic.so.1; }
has_java() {
  local version
  version=$(java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p') && [ "${version:-0}" -ge 17 ]
}
has_jaxb() { [[ $(dpkg-query -W -f '${Status}' libjaxb-java 2>/dev/null) == *'ok installed' ]]; }
has_poppler() { has_command pdftoppm; }
has_debootstrap() { has_command debootstrap; }
has_npm() { has_command npm; }
has_office() { has_command soffice libreoffice; }
has_nginx() { has_command nginx || [ -x /usr/sbin/nginx ]; }

known() { [[ $(LC_ALL=C apt-cache policy "$1" 2>/dev/null) =~ Candidate:\ [^\(] ]]; }
first_known() { # the first of the names that apt has, else the first
  local name
  for name in "$@"; do
    if known "$name"; then
      printf '%s' "$name"
      return
    fi
  done
  printf '%s' "$1"
}
python_packages() { # the distribution's own Python where it is new enough
  local name version
  version=$(LC_ALL=C apt-cache policy python3 2>/dev/null | sed -n 's/.*Candidate: 3\.\([0-9]*\).*/\1/p')
  if [ "${version:-11}" -ge 11 ]; then
    printf 'python3 python3-venv'
  else
    name=$(first_known python3.11 python3.12 python3.13)
    printf '%s %s-venv' "$name" "$name"
  fi
}
packages() { # packages PART
  case $1 in
    python) python_packages ;;
    pango) printf 'libpango-1.0-0 libpangoft2-1.0-0' ;;
    subset) printf 'libharfbuzz-subset0' ;;
    noto) printf 'fonts-noto-cjk' ;;
    wenkai) printf 'fonts-lxgw-wenkai' ;;
    scripts) printf 'fonts-noto-core' ;;
    symbola) printf 'fonts-symbola' ;;
    chromium) printf 'chromium' ;;
    atomic) printf 'libatomic1' ;;
    java) first_known openjdk-17-jre-headless openjdk-21-jre-headless default-jre-headless ;;
    jaxb) printf 'libjaxb-java' ;;
    poppler) printf 'poppler-utils' ;;
    debootstrap) printf 'debootstrap' ;;
    npm) printf 'npm nodejs' ;;
    nginx) printf 'nginx' ;;
    office) printf 'libreoffice-writer-nogui libreoffice-calc-nogui' ;;
  esac
}
purpose() { # purpose PART: said when it cannot be had
  case $1 in
    python) printf 'Python 3.11 或更新的版本，连同 venv' ;;
    pango) printf 'Pango（排版 PDF 用）' ;;
    subset) printf 'HarfBuzz 子集库（没有它，PDF 生成较慢）' ;;
    noto) printf '思源字体 Noto CJK（PDF 的宋体、黑体）' ;;
    wenkai) printf '霞鹜文楷（PDF 的楷体）' ;;
    scripts) printf 'Noto 各文种字体（PDF 里的 ☑ ₂ 等符号，蒙古文、维吾尔文、藏文、彝文等）' ;;
    symbola) printf 'Symbola（PDF 里少见的符号）' ;;
    chromium) printf 'Chromium（网页测试用）' ;;
    atomic) printf 'libatomic（驱动 Chromium 的 Playwright 用）' ;;
    java) printf 'Java 17 或更新的运行环境（PDF 合规测试用）' ;;
    jaxb) printf 'JAXB（PDF 合规测试用）' ;;
    poppler) printf 'Poppler 工具（PDF 测试用）' ;;
    debootstrap) printf 'debootstrap（在空白系统里试离线包用）' ;;
    npm) printf 'Node.js 和 npm（逐页检查网站、与 Eleventy 比较用）' ;;
    nginx) printf 'nginx（测试服务器配置用）' ;;
    office) printf 'LibreOffice（读 .doc、.wps 等旧格式的测试用）' ;;
  esac
}

required=(python pango)
optional=(subset noto wenkai scripts symbola)
case ${1:-site} in
  test) optional+=(chromium atomic java jaxb poppler nginx office) ;;
  audit) optional+=(chromium atomic java npm) ;;
  bench) optional+=(chromium atomic npm) ;;
  offline) optional+=(debootstrap) ;;
esac

look() { # sets `missing`
  local part
  python=$(python)
  missing=()
  for part in "${required[@]}" "${optional[@]}"; do
    "has_$part" || missing+=("$part")
  done
}

# --- installing --------------------------------------------------------------------------------

wanted() { # the packages of the missing parts
  local part
  for part in "${missing[@]}"; do
    packages "$part"
    printf ' '
  done
}
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
    -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" </dev/null
}
install() {
  local part these names=() reached=yes
  say "缺少系统软件包，正在安装：$(wanted)"
  apt -o APT::Update::Error-Mode=any update || {
    reached=
    warn "软件源没有全部更新成功，先用已有的清单试装。"
  }
  for part in "${missing[@]}"; do
    read -ra these <<<"$(packages "$part")"
    ! known "${these[0]}" || names+=("${these[@]}")
  done
  [ ${#names[@]} -gt 0 ] || return 0
  apt install --no-install-recommends "${names[@]}" && return
  [ -n "$reached" ] || return 0
  # One package that cannot be had must not keep the others away.
  for part in "${missing[@]}"; do
    read -ra these <<<"$(packages "$part")"
    apt install --no-install-recommends "${these[@]}" || true
  done
}

# The tests start nginx by themselves: installing it must not open a web server on port 80.
hold_service() { # hold_service mask|unmask
  [ -d /run/systemd/system ] || return 0
  case " ${missing[*]} " in
    *' nginx '*) as_root systemctl --runtime --quiet "$1" nginx.service 2>/dev/null || true ;;
  esac
}

if [ "${1:-}" = names ]; then
  missing=("${required[@]}" "${optional[@]}")
  wanted
  printf '\n'
  exit 0
fi

look
[ ${#missing[@]} -gt 0 ] || exit 0

line="sudo apt-get update && sudo apt-get install -y --no-install-recommends $(wanted)"
if ! type -P apt-get >/dev/null; then
  line="（这台机器没有 apt，请用系统自己的办法安装）"
elif [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; then
  hold_service mask
  install
  hold_service unmask
  look
fi

blocked=
for part in "${missing[@]}"; do
  case " ${required[*]} " in
    *" $part "*) blocked=yes ;;
  esac
  warn "缺少 $(purpose "$part")。"
done
[ ${#missing[@]} -eq 0 ] || printf '    请执行：%s\n' "$line" >&2
[ -z "$blocked" ] || die "缺少必需的系统软件，装好以后再重新执行 make。"
