# The whole of Homeward on one machine. `make` alone says what can be asked for.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# More than cores: most tests wait for a process, a broker or a database.
WORKERS ?= 4
SOURCES := services gateway partner_kit infra benchmarks tests

# Hundreds of processes read the same code: it is compiled once, whatever the caller's shell says.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup up down status demo chaos chaos-tour bench test docs fmt \
	check check-form check-types check-unit check-intake check-contract

help: ## say what can be asked for
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install everything that is missing; quick when nothing is
	@test -n "$(PYTHON)" || { echo "setup: install Python 3.11 or newer (python3)" >&2; exit 1; }
	@$(PYTHON) infra/local/bootstrap.py

up: setup ## start the system in the background; returns when everything is ready
	@$(BIN)/homeward up

down: ## stop the system; no process stays
	@test ! -x $(BIN)/homeward || $(BIN)/homeward down

status: ## what runs; fails when something does not
	@$(BIN)/homeward status

demo: up ## a day of real cases through the running system
	@$(BIN)/python -m infra.demo

chaos: setup ## shake the whole system: make chaos SEED=7 MINUTES=3
	@$(BIN)/python -m infra.chaos $(if $(SEED),--seed $(SEED)) --minutes $(or $(MINUTES),3)

chaos-tour: setup ## seeds one after another, then docs/chaos.md: make chaos-tour SEEDS=1-10 MINUTES=3
	@$(BIN)/python -m infra.chaos.tour --seeds $(or $(SEEDS),1-10) --minutes $(or $(MINUTES),3)

bench: setup ## beside the peers: make bench SCALE=0.1 PARTS=hop,relay
	@$(PYTHON) benchmarks/peers.py && SCALE=$(SCALE) PARTS=$(PARTS) $(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.page

test: setup ## every test
	@$(BIN)/pytest -n $(WORKERS) --dist loadgroup

check: setup ## format, lint, types, imports, unit and contract tests; under a minute
	@$(MAKE) --no-print-directory --jobs=3 --output-sync=target \
		check-form check-unit check-intake check-types check-contract

check-form:
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/lint-imports

check-types:
	$(BIN)/mypy

# Programs with a share each: the workers of one would all collect everything.
SOME := HOMEWARD_TEST_EXAMPLES=few $(BIN)/pytest -q -m "not thorough"

check-unit:
	$(SOME) tests/unit --ignore tests/unit/intake

check-intake:
	$(SOME) tests/unit/intake

check-contract:
	$(SOME) tests/contract

docs: setup ## write the documents that are made from the code
	@$(BIN)/python -m gateway.document
	@$(BIN)/python -m infra.documents

fmt: ## put the code in the house's form
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)
