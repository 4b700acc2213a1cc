# make demo: set everything up and run a session with the marble jar.
# make test: set everything up, the browser included, and run all checks.

PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
CLIENT := $(shell find kit/client -path '*/node_modules' -prune -o -type f -print 2>/dev/null)

.PHONY: demo test lint clean

demo: .venv/ready
	$(BIN)/kit demo $(ARGS)

test: .venv/ready lint
	$(BIN)/python tests/browser/chromium.py
	$(BIN)/python -m pytest $(ARGS)

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

.venv/ready: pyproject.toml hatch_build.py $(CLIENT)
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	touch $@

clean:
	rm -rf .venv build dist kit/server/static
