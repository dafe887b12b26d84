.DEFAULT_GOAL := help
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
PYTHONS := $(PYTHON) python3.13 python3.12 python3.11 python3.14 python3
SAMPLES := tests/gazettes/pinggu-2022-4.txt tests/gazettes/pinggu-2021-2.txt
COMPILE := pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header --quiet

.PHONY: help setup run test check bench fidelity fuzz-full fidelity-full metrics-page servers servers-stop servers-status run-servers env compose-test requirements clean

help: ## Show this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 24

setup: $(VENV)/.installed ## Make a virtual environment (.venv) and install Gazette into it

run: $(VENV)/.installed ## Start everything in one process; PORT=8000 and DATA=folder change where
	@exec env $(if $(PORT),GAZETTE_PORT='$(PORT)') $(if $(DATA),GAZETTE_DATA='$(DATA)') \
		$(BIN)/gazette serve $(SAMPLES:%=--samples %)

test: $(VENV)/.installed-dev ## Run all tests, JOBS= at a time; ARGS= goes to pytest
	@$(BIN)/python -m pytest -n $(or $(JOBS),auto) --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(VENV)/.installed-dev ## Lint, format, types, doors between modules, pinned requirements
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(PIP) check
	@$(BIN)/python -m pytest -q tests/test_architecture.py

bench: $(VENV)/.installed-dev ## Measure; prints a table of ratios
	@$(BIN)/python -m benchmarks $(ARGS)

fidelity: $(VENV)/.installed-dev ## Measure what extraction says; prints tables (LONE=folder DOCNO=table)
	@$(BIN)/python -m tests.fidelity $(if $(LONE),--lone '$(LONE)') $(if $(DOCNO),--docno '$(DOCNO)') $(ARGS)

fidelity-full: fidelity ## The same, and annotated gazettes in every format, printed, scanned and read by OCR: hours
	@status=0; $(BIN)/python -m tests.fidelity.carriers || status=1; $(BIN)/python -m tests.fidelity.scanned || status=1; exit $$status

fuzz-full: $(VENV)/.installed-dev ## Read 200 hostile files of each format; prints a table (ARGS='pdf ofd --mutants 50')
	@$(BIN)/python -m tests.formats.fuzz $(ARGS)

metrics-page: $(VENV)/.installed ## Make docs/metrics.md anew from what is declared in code
	@$(BIN)/python -m gazette.metrics > docs/metrics.md

servers: ## Start Kafka, OpenSearch, MinIO and PostgreSQL here, without containers (docs/native-servers.md)
	@infra/native/servers start

run-servers: $(VENV)/.installed-servers ## Start the product on them, each role its own process; PORT=8000 and DATA=folder as above
	@exec env $(if $(PORT),PORT='$(PORT)') $(if $(DATA),GAZETTE_DATA='$(DATA)') GAZETTE='$(BIN)/gazette' infra/native/run

servers-stop: ## Stop them; what they hold stays
	@infra/native/servers stop

servers-status: ## Say which of them answer, and where
	@infra/native/servers status

env: ## Make .env, the passwords of docker-compose.yml, once
	@infra/compose/secrets

compose-test: $(VENV)/.installed-dev ## Run docker-compose.yml in a Docker engine of its own, as root; a quarter of an hour
	@GAZETTE_TEST_COMPOSE=1 $(BIN)/python -m pytest tests/system/compose $(ARGS)

requirements: ## Pin requirements*.txt anew; UPGRADE=1 takes the newest versions
	@set -e; tools=$$(mktemp -d); trap 'rm -rf "$$tools"' EXIT; \
	$(call venv,$$tools); \
	"$$tools/bin/python" -m pip --disable-pip-version-check install --quiet uv; \
	"$$tools/bin/uv" $(COMPILE) $(if $(UPGRADE),--upgrade) --output-file requirements.txt; \
	"$$tools/bin/uv" $(COMPILE) $(if $(UPGRADE),--upgrade) --output-file requirements-servers.txt \
		--extra otel --extra servers --constraint requirements.txt; \
	"$$tools/bin/uv" $(COMPILE) $(if $(UPGRADE),--upgrade) --output-file requirements-dev.txt \
		--extra dev --extra ocr --extra otel --extra servers --constraint requirements-servers.txt

clean: ## Remove the virtual environment, caches and build output; data stays
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find gazette services tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# Setuptools is pinned among the requirements, so that building needs nothing that has no hash.
$(VENV)/.installed: requirements.txt pyproject.toml | $(BIN)/python
	@echo 'Installing Gazette into $(VENV) (once; about a minute) ...'
	@$(PIP) install --quiet --require-hashes -r requirements.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-servers: requirements-servers.txt $(VENV)/.installed
	@echo 'Installing the clients of the servers into $(VENV) (once) ...'
	@$(PIP) install --quiet --require-hashes -r requirements-servers.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo 'Installing the development tools into $(VENV) (once) ...'
	@$(PIP) install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

$(BIN)/python:
	@$(call venv,$(VENV))

define venv
for python in $(PYTHONS); do \
	if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then break; fi; \
	python=; \
done; \
if [ -z "$$python" ]; then \
	echo 'Gazette needs Python 3.11 or newer with its venv module, and found none.'; \
	echo 'Install it (Debian, Ubuntu: apt install python3-venv) or name one: make PYTHON=/path/to/python3'; \
	exit 1; \
fi; \
"$$python" -m venv "$(1)"
endef
