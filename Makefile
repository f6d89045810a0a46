# Guatu: every task of a developer or operator. `make demo` and `make test` set up all they need.
PYTHON ?= python3
BIN := .venv/bin
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

RUNTIME := .venv/.runtime
DEV := .venv/.dev
ORACLE := .venv/.oracle
DIST := guatu/web/static/dist/.vite/manifest.json
FRONTEND_FILES := $(shell find frontend -path frontend/node_modules -prune -o -type f -print)
MESSAGES := $(wildcard guatu/locale/*/LC_MESSAGES/*.po)
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help setup demo demo-reset test check bench oracle screenshots lock messages clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(RUNTIME) $(DIST) ## the environment only: .venv from the hashed lock, front end built

demo: setup ## the demonstration city on http://127.0.0.1:8000 (what you change is kept)
	@$(BIN)/guatu demo

demo-reset: setup ## the demonstration city from the beginning
	@$(BIN)/guatu demo --reset

test: $(DEV) $(DIST) ## all tests, on SQLite and again on PostgreSQL
	$(BIN)/python -m pytest -rs -n auto --dist loadgroup
	$(BIN)/python -m pytest -p tests.postgres -n auto --dist loadgroup -m "not browser" --ignore tests/domain --ignore tests/oracle

check: $(DEV) $(DIST) ## what blocks a change: style, types, contracts, migrations, house rules, all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m pytest tests/conventions
	$(MAKE) test

bench: $(DEV) $(DIST) ## speed, as ratios against named baselines in the same run
	$(BIN)/python -m bench

oracle: $(DEV) $(if $(shell command -v java),$(ORACLE)) ## our schedules against MPXJ's, 1,000 random projects per feature (needs Java)
	$(BIN)/python -m tests.oracle

screenshots: $(DEV) $(DIST) ## the demo city's pages at 1920, 1280 and 390 px, into screenshots/
	$(BIN)/python -m tools.screenshots

lock: ## renew the hashed locks
	uv pip compile pyproject.toml --group dev --extra cluster --extra fast --extra levelling --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" -q -o requirements-dev.lock
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" -q -c requirements-dev.lock -o requirements.lock
	uv pip compile --group oracle --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" -q -c requirements-dev.lock -o requirements-oracle.lock
	uv pip compile --group node --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" -q -o requirements-node.lock

messages: $(DEV) ## bring the English catalogue up to the sentences in the source
	$(BIN)/python -m tools.messages

clean: ## everything that was built; your data under var/ stay
	rm -rf .venv frontend/node_modules guatu/web/static/dist

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Guatu needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv

$(RUNTIME): requirements.lock pyproject.toml hatch_build.py | .venv/bin/python $(DIST)
	$(BIN)/pip install -q --require-hashes -r requirements.lock
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	$(BIN)/pip install -q --require-hashes -r requirements-dev.lock
	@touch $@

$(ORACLE): requirements-oracle.lock $(DEV)
	$(BIN)/pip install -q --require-hashes -r requirements-oracle.lock
	@touch $@

# The build needs only node: from PATH, or from the wheel that the lock pins.
$(DIST): $(FRONTEND_FILES) $(MESSAGES) hatch_build.py | .venv/bin/python
	@command -v npm >/dev/null || $(BIN)/pip install -q --require-hashes -r requirements-node.lock
	$(BIN)/pip install -q --require-hashes -r requirements.lock
	$(BIN)/python hatch_build.py --force
	@touch $@
