# One word for each act, the same on a laptop and in CI.
#
#   make run      set up, build the sample database and serve the dashboard on http://localhost:8501
#   make test     set up what the tests need, then check, then every test
#   make check    the rules: ruff, mypy, the arrows between the rooms
#   make fix      mend what ruff can mend by itself
#   make sample   write the invented sample files again
#   make bench    try thousands of damaged files and killed loads, then measure, and print one table
#   make lock     pin the dependencies again (needs uv); LOCK_FLAGS=--upgrade brings the newest of each
#
# make run PORT=8600 serves on another port.

PORT ?= 8501
WORKERS ?= auto
LOCK_FLAGS ?=
BIN := .venv/bin
COMPILE := uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header pyproject.toml \
	--extra postgresql --group build

export UV_COMPILE_BYTECODE := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check fix sample bench lock
.DELETE_ON_ERROR:

run: .venv/run.stamp
	$(BIN)/streamlit run app.py --server.port=$(PORT)

# Each worker has a core; threads of small sums would only wait for one another.
test: export OPENBLAS_NUM_THREADS := 1
test: .venv/test.stamp check
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup

check: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -q tests/test_house.py

fix: .venv/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

sample: .venv/run.stamp
	$(BIN)/python -m rorf_data sample --out sample_data

bench: .venv/test.stamp
	$(BIN)/pytest -n $(WORKERS) -m many
	$(BIN)/python -m benchmarks

lock:
	$(COMPILE) $(LOCK_FLAGS) --output-file .requirements/run.txt
	$(COMPILE) $(LOCK_FLAGS) --group dev --constraint .requirements/run.txt --output-file .requirements/dev.txt

# A stamp is newer than what it was made from, so a second run has nothing to do.
.venv/run.stamp: .requirements/run.txt pyproject.toml
	bash .ci/install .requirements/run.txt
	touch $@

.venv/dev.stamp: .requirements/dev.txt pyproject.toml
	bash .ci/install .requirements/dev.txt
	touch .venv/run.stamp $@

.venv/test.stamp: .venv/dev.stamp .ci/prepare
	bash .ci/prepare
	touch $@
