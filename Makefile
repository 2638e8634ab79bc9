# Needs Python 3.11 or newer and make; everything else is installed into .venv from requirements.lock.
#
#   make run PORT=9000              serve on another port
#   make test ARGS="-k sign_in"     run some of the tests
#   make test PYTHON=python3.12     choose the interpreter

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:

PYTHON ?=
VENV ?= .venv
WORKERS ?= 2
ARGS ?=

BIN := $(VENV)/bin
LOCKED := $(VENV)/.locked
READY := $(VENV)/.ready
UV := $(BIN)/uv

# The wheels that requirements.lock must offer. manylinux_2_28: Debian 10, Ubuntu 20.04, RHEL 8 and later.
PLATFORMS := x86_64-manylinux_2_28 aarch64-manylinux_2_28 aarch64-apple-darwin x86_64-apple-darwin
PYTHONS := 3.11 3.12 3.13 3.14

# An environment whose interpreter is gone, or is not the one asked for, is built again.
VERSION := -c 'import sys; print(sys.version)'
ifeq ($(wildcard $(BIN)/python),)
STALE := yes
else ifneq ($(strip $(PYTHON)),)
ifneq ($(shell $(PYTHON) $(VERSION) 2>&1),$(shell $(BIN)/python $(VERSION) 2>&1))
STALE := yes
endif
endif

.PHONY: help run demo test screens sweep check bench bench-large bench-load words policy lock check-lock clean install python stale

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

run: install ## serve at http://localhost:8501 (PORT, HOST, TRACKER_DATABASE_URL, TRACKER_DATA_DIR, TRACKER_PUBLIC_URL)
	@$(BIN)/amps-tracker migrate
	@exec $(BIN)/amps-tracker serve

demo: install ## serve a clinic of invented people, from a data folder of its own (PORT, HOST, TRACKER_DATA_DIR)
	@exec $(BIN)/amps-tracker demo

test: install ## run the tests, with the great journeys in a real browser; each skip is named
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

screens: install ## run the tests of each screen in a real browser: on a phone, at a desk, by keyboard, with axe-core
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "browser and not journey and not sweep" $(ARGS)

sweep: install ## run the tests that look everywhere: harmful texts in each field, each screen in the dark
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m sweep $(ARGS)

check: install ## format, lint, types, import contracts, and the migrations against the tables
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/amps-tracker migrate --check

bench: install ## measure speed: one table, one JSON file
	@$(BIN)/python -m bench $(ARGS)

bench-large: install ## measure figures among 9 million completions (builds a file of 2.2 GB once)
	@$(BIN)/python -m bench.large

bench-load: install ## twenty clinicians and a hundred families at once, for three minutes
	@$(BIN)/python -m bench.load

words: install ## renew tracker/locale/tracker.pot, the template for translations
	@$(BIN)/pybabel --quiet extract --mapping babel.cfg --keyword N_ --no-location --omit-header --sort-output \
		--output-file tracker/locale/tracker.pot tracker pages

policy: install ## renew docs/policy.md, who may do what, from the tables in the code
	@$(BIN)/python -m tracker.access.policy_page > docs/policy.md

lock: $(LOCKED) ## write requirements.lock anew from pyproject.toml (ARGS=--upgrade for newer indirect packages)
	$(call compile,requirements.lock) $(ARGS)

check-lock: $(LOCKED) ## requirements.lock is current, and has wheels for each platform and Python
	@set -e; scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; \
	cp requirements.lock "$$scratch/requirements.lock"; \
	$(call compile,"$$scratch/requirements.lock"); \
	cmp -s requirements.lock "$$scratch/requirements.lock" || \
		{ echo "requirements.lock does not match pyproject.toml: run 'make lock'." >&2; exit 1; }; \
	for platform in $(PLATFORMS); do for python in $(PYTHONS); do \
		$(abspath $(UV)) pip install --quiet --directory "$$scratch" --dry-run --require-hashes --only-binary :all: \
			--python-platform $$platform --python-version $$python --target "$$scratch/target" \
			--requirements requirements.lock; \
		echo "wheels for all: $$platform, Python $$python"; \
	done; done

clean: ## remove the environment and everything built
	rm -rf $(VENV) build dist *.egg-info test-results .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

install: $(READY)

python: # print the interpreter that would be used, or say what to install
	@$(call find_python); echo "$$python"

$(LOCKED): requirements.lock $(if $(STALE),stale)
	@set -e; $(call find_python); \
	echo "Installing into $(VENV) with $$("$$python" -V) ..."; \
	"$$python" -m venv --clear $(VENV); \
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes --requirement requirements.lock
	@touch $@

$(READY): $(LOCKED) pyproject.toml
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	@touch $@

define compile
$(UV) pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	--output-file $(1) pyproject.toml
endef

# Debian splits ensurepip from python3: such a Python runs, but cannot make an environment with pip in it.
define find_python
python=; without=; for candidate in $(or $(strip $(PYTHON)),python3.14 python3.13 python3.12 python3.11 python3 python); do \
	"$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	if "$$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1; then python=$$candidate; break; fi; \
	without=$${without:-$$candidate}; \
done; \
if [ -z "$$python" ] && [ -n "$$without" ]; then \
	echo "$$("$$without" -V) cannot make a virtual environment: install python3-venv (Debian, Ubuntu: apt-get install python3-venv), then run make again." >&2; exit 1; \
elif [ -z "$$python" ]; then \
	echo "Python 3.11 or newer is needed$(if $(strip $(PYTHON)), and $(PYTHON) is not that: found $$($(PYTHON) -V 2>&1 | head -n 1)): install it, or name it with 'make PYTHON=/path/to/python3'." >&2; exit 1; \
fi
endef
