# gongkai: `make site` builds content/ into site/, `make test` runs the whole suite.
# Both prepare the machine first: system packages that are missing, then .venv from the lock.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help site serve test fuzz bench audit offline lint types lock clean distclean

# Modules are compiled once, not anew in each of the many processes of a build or of the suite.
unexport PYTHONDONTWRITEBYTECODE

# Passed on to gongkai or pytest: make site ARGS=--strict, make test ARGS="-k 金额"
ARGS ?=
# How tests are spread over the cores; PARALLEL= runs them in one process.
PARALLEL ?= -n auto

help: ## 显示这份说明
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

site: ## 准备环境，把 content/ 生成到 site/
	@bash scripts/system.sh site
	@bash scripts/venv.sh site
	.venv/bin/gongkai schema
	.venv/bin/gongkai build $(ARGS)

serve: ## 准备环境，边写边看
	@bash scripts/system.sh site
	@bash scripts/venv.sh site
	.venv/bin/gongkai schema
	.venv/bin/gongkai serve $(ARGS)

test: ## 准备环境，运行全部测试
	@bash scripts/system.sh test
	@bash scripts/venv.sh dev
	.venv/bin/python -m pytest $(PARALLEL) --dist loadscope --durations=10 $(ARGS)

fuzz: ## 用改坏的真实文件和内容试全部入口（ARGS=--minutes=10）
	@bash scripts/venv.sh dev
	.venv/bin/python -m tests.fuzz $(ARGS)

bench: ## 与同类并排测量快慢、内存和增长，写进 docs/性能.md（约十分钟）
	@bash scripts/system.sh bench
	@bash scripts/venv.sh dev
	@bash scripts/bench.sh
	.venv/bin/python -m benchmarks $(ARGS)

audit: ## 逐页检查网站：标记、无障碍、各种显示方式；脚本和样式的写法（约十分钟）
	@bash scripts/system.sh audit
	@bash scripts/venv.sh dev
	@bash scripts/audit.sh
	.venv/bin/python -m pytest $(PARALLEL) --maxschedchunk=1 -m audit tests/audit $(ARGS)

offline: ## 收齐离线包，在没有网络的空白系统里试装（要 root，约十分钟）
	@bash scripts/system.sh offline
	@bash scripts/venv.sh dev
	.venv/bin/python -m pytest -m offline tests/offline $(ARGS)

lint: ## 检查代码写法
	@bash scripts/venv.sh dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types: ## 检查类型
	@bash scripts/venv.sh dev
	.venv/bin/mypy

lock: ## 重做依赖清单（UPGRADE=1 同时升级版本）
	@bash scripts/lock.sh

clean: ## 清空 site/ 和各种缓存，保留 .venv
	find site -mindepth 1 -not -path site/.gitignore -delete
	find generator tests -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf benchmarks/__pycache__ build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache

distclean: clean ## 连同 .venv 一并清除
	rm -rf .venv benchmarks/peers/.venv benchmarks/peers/node_modules
