# The verbs of the README. Everything runs in the project's own virtual environment, .venv.
PYTHON ?= python3
PORT ?= 8765
DAYS ?= 21
SITE ?= cangnan
BIN := .venv/bin

.PHONY: demo crawl test faults quality bench bench-stories test-lowest lint lock clean

demo: .venv/installed  ## serve the sample county on loopback, crawl it into var/demo.db, show what came
	@$(BIN)/python -m tests.demo --port $(PORT) --days $(DAYS)

crawl: .venv/installed  ## crawl a real county's news site into var/news.db (SITE=cangnan)
	$(BIN)/scrapy migrate
	$(BIN)/scrapy crawl news -a site=$(SITE) -s PROGRESS_INTERVAL=5

test: .venv/installed lint  ## everything that must hold; each file of tests by one process, as many as there are cores
	$(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder

faults: .venv/installed  ## the tests of kills, faulty servers, random input and years of issues in their long form; takes hours
	FAULTS=1 $(BIN)/python -m pytest -q -n auto --dist loadfile -m faults

quality: .venv/installed  ## how well print is read: labelled text and pages against floors; some minutes
	@$(BIN)/python -m tests.quality

bench: .venv/installed  ## our pipeline against Scrapy alone: pages a second, CPU, memory; five minutes, quiet machine
	@$(BIN)/python -m benchmarks

lint: .venv/installed  ## style, types, and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench-stories: .venv/bench  ## how well and how fast stories are linked, beside datasketch and simhash; an hour, quiet machine
	@$(BIN)/python -m benchmarks.stories --peers 20000

test-lowest: requirements.lowest.txt  ## the tests with the oldest dependencies that pyproject.toml allows
	$(PYTHON) -m venv .venv-lowest
	.venv-lowest/bin/pip install --quiet --disable-pip-version-check -r requirements.lowest.txt
	.venv-lowest/bin/pip install -qq --no-deps -e .
	.venv-lowest/bin/python -m pytest

lock: .venv/installed requirements.constraints.txt  ## pin the newest versions that pyproject.toml allows
	$(BIN)/pip-compile --quiet --strip-extras --extra dev --generate-hashes --allow-unsafe --no-emit-index-url \
		--no-emit-find-links --no-emit-trusted-host --constraint requirements.constraints.txt --upgrade \
		--output-file requirements.lock pyproject.toml

clean:  ## remove what the verbs made, but not var/
	rm -rf .venv .venv-lowest *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/bench: .venv/installed requirements.bench.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.bench.txt
	@touch $@

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	$(BIN)/pip install -qq --disable-pip-version-check --no-deps -e .
	@touch $@
