# `make site` builds the digest, `make test` runs all tests, on as many cores as there are (JOBS=1 for one); both set up .venv from the
# locked dependencies first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: site test check format bench lighthouse screenshots soak fuzz release clean

site: $(VENV)/.site
	$(BIN)/python build.py

test: $(VENV)/.dev
	$(BIN)/python build.py
	$(BIN)/python tests/setup_browser.py
	$(BIN)/python -m pytest -q -rs -n $(or $(JOBS),auto) --dist worksteal

check: $(VENV)/.dev ## lint, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev ## quality of the analysis with floors, then speed beside Hugo and Pelican (half an hour; SIZES="100 1000" ROUNDS=1 for a quick look)
	$(BIN)/python bench/quality.py
	$(BIN)/python bench/speed.py $(if $(SIZES),--sizes $(SIZES),--docs) $(if $(ROUNDS),--rounds $(ROUNDS))

lighthouse: $(VENV)/.dev ## scores of one page of every kind, on a phone and at a desk
	$(BIN)/python build.py
	npm install --no-save --ignore-scripts --no-audit --no-fund lighthouse@12.8.2
	$(BIN)/python tools/lighthouse.py

screenshots: $(VENV)/.dev ## docs/images/ from the bundled digest
	$(BIN)/python build.py
	$(BIN)/python tools/screenshots.py

lock: ## pins what pyproject.toml asks for, with hashes (needs pip-tools in .venv; run by name: `python -m` would take build.py for the package build)
	$(BIN)/pip-compile -q --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-annotate -o requirements.lock pyproject.toml
	$(BIN)/pip-compile -q --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-annotate --allow-unsafe --extra dev -o requirements-dev.lock pyproject.toml

soak: $(VENV)/.dev ## the long runs: 500 killed builds, 30 sets of circumstances, 2,000 cycles in one process, 2,000 lives of an editor
	BEATBOOK_KILLS=500 BEATBOOK_BUILDS=30 BEATBOOK_CYCLES=2000 $(BIN)/python -m pytest -q tests/reliability
	BEATBOOK_EXAMPLES=2000 $(BIN)/python -m pytest -q tests/editing/test_life.py

fuzz: $(VENV)/.dev ## an hour each for reader, dates and names, briefs, merge, Markdown (SECONDS=...); guided by coverage where atheris is installed
	$(BIN)/python bench/fuzz.py $(or $(SECONDS),21600)

release: $(VENV)/.dev ## the wheel with its bill of materials in dist/, installed and run in a clean environment
	$(BIN)/python tools/release.py $(if $(CANDIDATE),--candidate)

clean:
	rm -rf public content/.cache

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# The stamps hold the version of the lock that is installed: a new lock installs again, an old one costs nothing.
$(VENV)/.site: requirements.lock $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m compileall -q beatbook # also where PYTHONDONTWRITEBYTECODE keeps builds from doing it once for all: it is half a second of each
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@
