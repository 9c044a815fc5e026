# The commands of the house. Each sets up what it needs first; `make demo` and `make test` work on a bare Debian 12.
VENV := .venv
BIN := $(VENV)/bin
export PYTHONUNBUFFERED := 1

.PHONY: help setup demo serve test check format bench clean

help:
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

setup: $(VENV)/.ready ## virtual environment, pinned packages, fonts and browser

$(VENV)/.ready: requirements.lock pyproject.toml bin/setup
	bin/setup $(VENV)

demo: setup ## the demo county: ledgers from Excel, issue 39 signed and printed, then the site on 127.0.0.1:8000
	$(BIN)/taizhang demo

serve: setup ## the site on 127.0.0.1:8000
	$(BIN)/taizhang serve

test: setup ## every test, on up to four cores; then the journeys, one browser at a time
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --ignore tests/journeys
	$(BIN)/python -m pytest tests/journeys

check: setup ## format, lint, types, contracts, migrations, limits
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/taizhang makemigrations --check --dry-run
	$(BIN)/taizhang check --fail-level WARNING
	$(BIN)/python -m pytest tests/architecture

format: setup ## rewrites the code in the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup ## benchmarks: ours, a peer and a floor in one run, as ratios
	$(BIN)/python -m bench

clean: ## stops the embedded database and removes var/
	-$(BIN)/taizhang stop
	rm -rf var
