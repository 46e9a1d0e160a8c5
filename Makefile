# For people who work on dpia itself. To use dpia, "pip install" is all it takes (see README).
# Needs GNU make, a POSIX shell and Python 3.11 or newer; everything else goes into .venv.

VENV := .venv
BIN := $(VENV)/bin
# One more than there are cores, as some tests wait.
WORKERS ?= $(shell echo $$(( $$(nproc 2>/dev/null || echo 2) + 1 )))
# Tests wait for the disk most of all: each file and each entry is brought there for good. In memory, where there is room.
SCRATCH ?= $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 3000000 {print "/dev/shm"}')
HOURS ?= 2
SIZES ?= 1000 10000 100000
# Of the largest batch that is measured: 1000, as in docs/performance.md, takes ten minutes more.
DOCUMENTS ?= 100
MEASURED := .build/bench.json
COVER_ALL ?= 95
COVER_CORE ?= 100
# What an answer becomes a finding by: no line of it stays unproven.
CORE := dpia/assess/*,dpia/definitions/*,dpia/answers.py,dpia/answers/*,dpia/conditions.py
DEMO ?= examples/baustoffhandel/answers.xlsx
DEMO_OUT := demo-out

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input
# German texts are no English misspelt: code and English pages are spell-checked, tests and examples are not.
PROSE = $(shell find dpia docs benchmarks -name '*.py' -o -name '*.md') $(wildcard *.md)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help demo test lint types rules unit examples templates pictures catalogue bench bench-register performance hostile reliability fuzz weights terms-eval wheel hooks clean distclean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

# One stamp for what a user gets, one for the tools on top; both are renewed only when pyproject.toml changes.
$(VENV)/.installed: pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer was not found. Install it, or say: make PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	@touch $@

$(VENV)/.developed: $(VENV)/.installed
	$(PIP) --editable '.[dev]'
	@touch $@

demo: $(VENV)/.installed ## set up and assess an example; prints what to open
	@rm -rf $(DEMO_OUT) && mkdir $(DEMO_OUT)
	$(BIN)/dpia assess $(DEMO) --output $(DEMO_OUT) --register $(DEMO_OUT)/register.db
	@printf '\nThe questionnaire, as a data protection officer filled it in:\n  %s\n' '$(DEMO)'
	@printf 'What came out of it. Open these in Word and Excel, or in LibreOffice:\n'
	@printf '  %s\n' $(DEMO_OUT)/*.docx $(DEMO_OUT)/*.xlsx

test: lint types rules unit ## set up and run everything that CI runs

lint: $(VENV)/.developed ## style, spelling, layers of imports, YAML
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/codespell $(filter-out %.de.md,$(PROSE))
	$(BIN)/lint-imports
	$(BIN)/yamllint --strict questionnaires .pre-commit-config.yaml .yamllint.yaml

types: $(VENV)/.developed ## mypy, strict
	$(BIN)/mypy

rules: $(VENV)/.developed ## load every questionnaire, run its cases
	$(BIN)/dpia rules check

unit: $(VENV)/.developed ## all tests, with the coverage that CI demands
	@scratch=$$(mktemp -d $(if $(SCRATCH),-p $(SCRATCH),-t) dpia-tests-XXXXXX) && chmod 1777 "$$scratch" && trap 'rm -rf "$$scratch"' EXIT && set -x \
		&& TMPDIR="$$scratch" $(BIN)/pytest -n $(WORKERS) --dist loadgroup --cov --cov-report=term --cov-fail-under=$(COVER_ALL)
	@total=$$($(BIN)/coverage report --include='$(CORE)' --fail-under=$(COVER_CORE) --format=total) \
		&& echo "Coverage of the rule core: $$total % (at least $(COVER_CORE) % demanded)" \
		|| { $(BIN)/coverage report --include='$(CORE)' --fail-under=$(COVER_CORE); exit 1; }

examples: $(VENV)/.developed ## write examples/ anew
	$(BIN)/python examples/regenerate.py

templates: $(VENV)/.developed ## write the Word templates of all languages and the list of their names anew
	$(BIN)/python -m docs.tools.make_templates
	$(BIN)/python -m docs.tools.template_names

catalogue: $(VENV)/.developed ## write the rules for reading, docs/catalogue/, anew
	$(BIN)/python -m docs.tools.make_catalogue

pictures: $(VENV)/.developed ## draw the pictures of the README anew (needs LibreOffice and poppler)
	$(BIN)/python -m docs.tools.make_pictures

bench: $(VENV)/.developed ## measure against the plain script, side by side
	$(BIN)/python -m benchmarks.bench --documents $(DOCUMENTS) --json $(MEASURED)

performance: $(VENV)/.installed ## write docs/performance.md from what "make bench" measured last
	$(BIN)/python -m docs.tools.make_performance $(MEASURED)

bench-register: $(VENV)/.developed ## what grows with the register, at SIZES versions; takes minutes and 5 GB
	$(BIN)/python -m benchmarks.register_size $(SIZES) --json docs/register-size.json

hostile: $(VENV)/.developed ## hostile files: what happens, time and memory beside a good file
	$(BIN)/python -m benchmarks.hostile

reliability: $(VENV)/.developed ## run hostile files, faults, mutated files and validators; write docs/reliability.md
	$(BIN)/python -m docs.tools.make_reliability

fuzz: $(VENV)/.developed ## mutated files against every entry point, for HOURS (default 2); findings in fuzz-findings/
	$(BIN)/python -m benchmarks.fuzzing.run --hours $(HOURS) --seed $$(date +%s)

weights: $(VENV)/.developed ## count the weights of words from the labelled clauses anew
	$(PIP) --editable '.[weights]'
	$(BIN)/python -m docs.tools.make_weights

terms-eval: $(VENV)/.developed ## how well terms are read: counts, precision, recall on the held-back corpus
	$(BIN)/python -m benchmarks.terms_eval
	$(BIN)/python -m benchmarks.terms_documents
	$(BIN)/python -m benchmarks.terms_speed

wheel: $(VENV)/.developed ## build what is published, into dist/
	$(BIN)/python -m build --no-isolation --outdir dist

hooks: $(VENV)/.developed ## check each commit before it is made
	$(BIN)/pre-commit install

clean: ## remove what was made, keep the set-up
	rm -rf $(DEMO_OUT) build dist .build .coverage .coverage.* coverage.xml
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find dpia tests benchmarks docs examples -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## remove the set-up too
	rm -rf $(VENV) .tools
