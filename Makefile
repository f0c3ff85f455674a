# Each target does its own set-up; the second run starts at once. Arguments go in ARGS:
#   make demo ARGS=--no-window        make test ARGS="tests/domain -k limits"
# SPOC_PYTHON=3.11 (or a path) chooses the Python, in an environment of its own.
PYTHON ?= python3
ARGS ?=

.PHONY: demo run test lint bench prepare lock

demo run test lint bench prepare lock:
	@$(PYTHON) -m installer $@ $(ARGS)
