# The two commands of this project are `make demo` and `make test`; both share `make setup`.
PYTHON ?= python3
BIN := .venv/bin
PORT := 8000

.PHONY: setup demo test check quick quick-answers quick-rest pins

setup: .venv/ready

.venv/ready: requirements/dev.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: setup
	$(BIN)/relais demo --port $(PORT)

test: check
	$(BIN)/python -m pytest

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m requirements.pins

# The loop while working, a minute of two cores: no test that needs a server, training or simulation.
QUICK := $(BIN)/python -m pytest -q -p no:cacheprovider -m "not (server or training or simulation)"
ANSWERS = $(shell find tests/service/planning tests/service/page tests/service/api -name "test_*.py")

quick: setup
	$(MAKE) --no-print-directory -j3 check quick-answers quick-rest

quick-answers:
	$(QUICK) $(ANSWERS)

quick-rest:
	$(QUICK) $(filter-out $(ANSWERS), $(shell find tests -name "test_*.py"))

# After a change of dependencies in pyproject.toml; needs uv. Pins carry hashes and no addresses.
pins:
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
		pyproject.toml -o requirements/runtime.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
		pyproject.toml --group dev -o requirements/dev.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
		--group build -o requirements/build.txt
