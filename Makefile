# `make run` and `make test` install what they need; a second run finds it all in place.

PYTHON  ?= python3
NETWORK ?= photos
OPTIONS ?=

VENV         := .venv
VENV_READY   := $(VENV)/.ready
NODE_READY   := node_modules/.ready
FRONTEND     := static/dist/manifest.json
# The types of the wire as app/ declares them, which those of static/src/ are held against.
WIRE_SCHEMA  := static/src/wire/schema.ts
FRONTEND_SRC := $(shell find static/src -type f 2>/dev/null) vite.config.ts

# A process for every core; whoever is done first takes over what is left.
IN_PARALLEL  := --numprocesses auto --dist worksteal

# Every recipe finds the project's own python, node and npm first.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
# npm trusts whom the machine trusts, also behind a company's proxy.
export NODE_USE_SYSTEM_CA := 1
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

.PHONY: run build test lint types test-python test-typescript test-browser baselines chromium \
        bench train evaluate format lock clean help

run: build  ## serve at http://localhost:8000 (OPTIONS="--port 9000")
	python -m app $(OPTIONS)

build: $(VENV_READY) $(FRONTEND)  ## install everything and build the frontend

test: lint types test-python test-typescript test-browser  ## every check there is

lint: $(VENV_READY) $(NODE_READY)  ## ruff and Biome
	ruff check
	ruff format --check
	npm run --silent lint

types: $(VENV_READY) $(WIRE_SCHEMA)  ## mypy and tsc
	mypy
	npm run --silent typecheck

test-python: $(VENV_READY)  ## engine, server, contract
	pytest $(IN_PARALLEL) --ignore tests/browser

test-typescript: $(NODE_READY)  ## the browser's modules, in Node
	npm run --silent test

test-browser: build chromium  ## the pages, in a real Chromium; screenshots in tests/artifacts
	pytest $(IN_PARALLEL) tests/browser

baselines: build chromium  ## keep how every view looks now, for the tests of how they look
	KEEP_BASELINES=1 pytest tests/browser/test_gallery.py

chromium: $(VENV_READY)
	python -m tests.browser.chromium

bench: build chromium  ## times of the engine, against PyTorch where installed, and of the page
	python -m tests.benchmarks
	python -m tests.benchmarks.stream
	python -m tests.benchmarks.page
	python -m tests.benchmarks.panning

train: $(VENV_READY)  ## train again from nothing (NETWORK=photos)
	python -m core.zoo.train $(NETWORK)

evaluate: $(VENV_READY)  ## accuracy on the whole test set (NETWORK=photos)
	python -m core.zoo.evaluate $(NETWORK)

format: $(VENV_READY) $(NODE_READY)  ## format, and fix what can be fixed
	ruff check --fix
	ruff format
	npm run --silent format

lock: $(VENV_READY)  ## renew the lock files
	export CUSTOM_COMPILE_COMMAND="make lock"; \
	compile="pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options"; \
	$$compile --extra onnx --output-file requirements.lock pyproject.toml; \
	$$compile --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	@# In an empty folder: beside an installed node_modules, npm leaves out other platforms' packages.
	folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	cp package.json .npmrc "$$folder"; \
	npm install --prefix "$$folder" --package-lock-only --ignore-scripts; \
	cp "$$folder/package-lock.json" .

clean:  ## remove everything that was installed or built
	rm -rf $(VENV) node_modules static/dist dist build tests/artifacts \
	  .mypy_cache .pytest_cache .ruff_cache .hypothesis .schemathesis
	find app core tests -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## */\1\t/' | expand -t 18

$(VENV_READY): requirements-dev.lock tools/link-node
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("convscope needs Python 3.11 or newer; choose one with: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	tools/link-node $(VENV)
	@touch $@

$(NODE_READY): package-lock.json .npmrc | $(VENV_READY)
	npm ci --no-progress
	@touch $@

$(WIRE_SCHEMA): $(wildcard app/*.py) $(NODE_READY)
	python -m app.schema | node_modules/.bin/openapi-typescript --array-length --output $@

$(FRONTEND): $(FRONTEND_SRC) $(NODE_READY)
	npm run --silent build
	@touch $@
