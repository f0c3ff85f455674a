# Each target does its own set-up; the second run starts at once. Arguments go in ARGS:
#   make demo ARGS=--no-window        make test ARGS="tests/domain -k limits"
#   make soak ARGS="-k migrate"       SPOC_SOAK=20 make soak: a fifth of its turns
# SPOC_PYTHON=3.11 (or a path) chooses the Python, in an environment of its own.
PYTHON ?= python3
ARGS ?=

.PHONY: demo run test soak lint bench prepare lock

demo run test soak lint bench prepare lock:
	@$(PYTHON) -m installer $@ $(ARGS)
