#!/usr/bin/env bash
# Install what only `make audit` uses, from tests/audit/package-lock.json: the Nu HTML checker,
# Lighthouse, eslint, stylelint, prettier. Leaves them alone when they are what the lock asks for.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/common.sh

install_npm tests/audit 网页检查工具 '有关的检查将跳过。'
