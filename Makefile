# make: build the page and show it. make test: every test. Each target sets up what it needs and says so.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
COMPARE := .cache/compare
# Wheels alone, whose sha256 stand in requirements/: what is installed runs nobody's setup.py, and is what was tested.
INSTALL := -m pip install --quiet --require-hashes --only-binary=:all: -r

.PHONY: serve build test train evaluate bench bench-trainer lint browser clean
.DEFAULT_GOAL := serve

serve: $(VENV)/.site
	$(BIN)/python -m app serve

build: $(VENV)/.site
	$(BIN)/python -m app build

# Two at a time, each with browsers of its own, which it starts once: the tests that are left go to whoever is done first.
# The site is built before, so that what it is made of is fetched once and every test has it.
TWO := -n 2 --dist worksteal
test: $(VENV)/.dev browser build
	$(BIN)/python -m pytest --ignore=tests/e2e $(TWO)
	$(BIN)/python -m pytest tests/e2e $(TWO)

train: $(VENV)/.dev
	$(BIN)/python -m trainer

evaluate: $(VENV)/.dev
	$(BIN)/python -m trainer evaluate

bench: build $(VENV)/.dev browser
	$(BIN)/python -m tests.bench

bench-trainer: $(VENV)/.dev $(COMPARE)/.made
	$(BIN)/python -m tests.bench.trainer --torch $(COMPARE)/bin/python

lint: $(VENV)/.dev
	$(BIN)/ruff check .

# The system's Chromium if there is one, or else Playwright's own. Firefox and WebKit are tested where they are installed.
browser: $(VENV)/.dev
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
		|| { echo "No Chromium found: Playwright fetches its own"; $(BIN)/playwright install chromium; }

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Inkling needs Python 3.11 or newer; this is `$(PYTHON) --version`."; exit 1; }
	@echo "Making a Python environment in $(VENV)/"
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.site: requirements/predict.txt $(VENV)/.made
	@echo "Installing what the build needs into $(VENV)/"
	$(BIN)/python $(INSTALL) requirements/predict.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.made
	@echo "Installing what training and tests need into $(VENV)/"
	$(BIN)/python $(INSTALL) requirements/dev.txt
	@touch $@ $(VENV)/.site

$(COMPARE)/.made: requirements/compare.txt
	@echo "Installing PyTorch, to compare with, into $(COMPARE)/"
	$(PYTHON) -m venv $(COMPARE)
	$(COMPARE)/bin/python $(INSTALL) requirements/compare.txt
	@touch $@

clean:
	rm -rf $(VENV) .cache site
