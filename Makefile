# The house's commands. Each sets up what it needs first; a second run is quick because every step leaves a stamp.

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
PYTHON = $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)

CATALOGUES := $(wildcard helhet/locale/*/LC_MESSAGES/django.po)
STYLES := helhet/web/static/vendor/icons.json
PEER := .build/peers/polars

# What is used is compiled when it is used, and kept: to compile all that is installed takes longer than to install it.
# The lock is whole, and its versions were found to fit when it was made: they are fetched two at a time, and nothing is looked up.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test check fix bench soak setup lock

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: setup ## build synthetic Setesdal, serve it, print the address and the cast
	@$(PY) scripts/pango.py || true # without it everything but the printed plan works, and the line says so
	@$(VENV)/bin/helhet demo

test: setup ## everything that CI checks: check, both databases, a real browser
	@$(PY) scripts/suite.py

check: setup ## format, lint, types, imports, migrations, catalogues, reference pages; changes nothing
	@$(PY) scripts/check.py

fix: setup ## mend what can be mended without thinking
	@$(PY) scripts/check.py --fix

bench: setup $(PEER) ## measure the judging of synthetic Norway beside polars and cql-execution, a city's national report, what-if beside SimPy and Ciw, then the pages on SQLite and on PostgreSQL with durable writes
	@PYTHONPATH=.build/peers $(PY) scripts/bench_criteria.py
	@$(PY) scripts/bench_one.py
	@$(PY) scripts/postgres.py run -- $(PY) scripts/bench_one.py
	@$(PY) scripts/bench_report.py
	@$(PY) scripts/bench_capacity.py
	@$(PY) scripts/bench.py
	@$(PY) scripts/postgres.py run --fsync -- $(PY) scripts/bench.py

soak: setup ## what make test does once of each kind, done to the end: every page by axe, every situation and link, PostgreSQL; Spark
	@$(PY) scripts/chromium.py && HELHET_SOAK=1 $(PY) -m pytest -n 2 tests/browser/test_pages_are_clean.py
	@HELHET_SOAK=1 $(PY) -m pytest -n 2 --dist loadgroup tests/app tests/guards tests/oracle tests/rules tests/pages/test_links.py tests/pages/test_bad_input.py tests/pages/test_each_fault_at_once.py
	@HELHET_SOAK=1 $(PY) scripts/postgres.py run -- $(PY) -m pytest -n 2 --dist loadgroup --other-database tests/app tests/guards
	@$(PIP) install --target .build/spark pyspark && PYTHONPATH=.build/spark $(PY) -m pytest tests/app/test_spark.py

setup: $(VENV)/package.stamp $(STYLES) $(CATALOGUES:.po=.mo) ## environment, style sheets, compiled catalogues

lock: ## pin today's newest versions in requirements.lock
	@rm -rf .build/lock && $(PYTHON) -m venv .build/lock
	@.build/lock/bin/pip install --quiet --upgrade setuptools '.[dev]'
	@(head -n 1 requirements.lock; .build/lock/bin/pip freeze --all --exclude pip --exclude helhet) > .build/requirements.lock
	@mv .build/requirements.lock requirements.lock && rm -rf .build/lock

$(VENV)/lock.stamp: requirements.lock
	@test -n "$(PYTHON)" || { echo "setup: no Python 3.11 or later on PATH. Install one, then run make again." >&2; exit 1; }
	@echo "Setting up the environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@grep -v '^#' requirements.lock | xargs -P 2 -n 24 $(PIP) install --no-deps --no-compile
	@touch $@

$(VENV)/package.stamp: $(VENV)/lock.stamp pyproject.toml
	@PYTHONWARNINGS=ignore $(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(STYLES): scripts/styles.py $(wildcard scripts/styles/*) | $(VENV)/lock.stamp
	@echo "Fetching style sheets, fonts and icons …"
	@$(PY) scripts/styles.py

$(PEER): | $(VENV)/lock.stamp # for the bench alone, so it is in nobody's environment
	@$(PIP) install --target .build/peers polars==2.1.0

%.mo: %.po | $(VENV)/lock.stamp
	@$(PY) scripts/messages.py compile
