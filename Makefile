# Everything runs from .venv, which the first target that needs it sets up: make, git and a Python of 3.11 or newer are enough.
# Progress goes to stderr; stdout holds results alone.

PYTHON ?= python3
UV_VERSION = 0.13.9
BIN = .venv/bin
READY = .venv/.ready
HOME_OF_DEMO = .reelgraph/demo
QUESTION = who offers finishing to which platforms

export UV_PYTHON = .venv/bin/python
export UV_PYTHON_DOWNLOADS = never

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench soak serve clean
.DELETE_ON_ERROR:

help: ## what there is to make
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 14

setup: $(READY) ## the environment in .venv, as requirements.lock has it

demo: $(READY) ## read the articles in examples/ and ask who offers finishing to which platforms
	@$(BIN)/reelgraph ingest examples --home $(HOME_OF_DEMO) >&2
	@$(BIN)/reelgraph ask "$(QUESTION)" --home $(HOME_OF_DEMO)
	@echo
	@echo 'Try next:'
	@echo '  .venv/bin/reelgraph ask "who owns PineDrama" --home $(HOME_OF_DEMO)'
	@echo '  .venv/bin/reelgraph ask "$(QUESTION)" --explain --home $(HOME_OF_DEMO)'
	@echo '  .venv/bin/reelgraph ingest YOUR-ARTICLE.txt https://example.org/an-article'
	@echo '  make serve      then open http://127.0.0.1:8000/docs'

test: $(READY) ## the tests, on two processes; COVERAGE=1 tells what they cover
	$(BIN)/pytest -n 2 -q -m "not soak and not long" $(if $(COVERAGE),--cov --cov-report=term:skip-covered) $(TESTS)

check: $(READY) ## ruff, mypy --strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY) ## the benchmarks, each a table
	$(BIN)/python -m benchmarks $(BENCH)

soak: $(READY) ## the long tests; SOAK="-k sample" takes a sample
	$(BIN)/pytest -q -m soak --timeout 3600 $(SOAK)

serve: $(READY) ## the API on http://127.0.0.1:8000, over the demo's home if no other is named
	$(BIN)/reelgraph serve --home $${REELGRAPH_HOME:-$(HOME_OF_DEMO)}

clean: ## remove what make made: the environment, the demo's home, caches and builds
	rm -rf .venv $(HOME_OF_DEMO) build dist .coverage* htmlcov .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# uv is pip's only install; `uv pip sync` leaves pip and uv themselves in place.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "reelgraph needs Python 3.11 or newer, and $(PYTHON) is " + sys.version.split()[0] + ": name another with make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; echo 'This Python cannot make environments: install its venv module (on Debian the package python3-venv).' >&2; exit 1; }
	@$(BIN)/uv --version 2>/dev/null | grep -q '^uv $(UV_VERSION)\b' || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION) >&2
	@$(BIN)/uv pip sync --require-hashes requirements.lock >&2
	@$(BIN)/uv pip install --no-deps --no-build-isolation -e . >&2
	@touch $@
