# `make run` and `make test` do all of their own set-up: a virtual environment in .venv, with the
# exact versions of the lock files. PYTHON chooses the interpreter, 3.11 or newer.

PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
Q ?= How many countries signed the declaration?
# Question-answering data in SQuAD's format: to train on, and to measure retrieval and reading with.
DATA ?= ../shared/qa
SQUAD ?= $(wildcard $(DATA)/squad2-part-a.json)

# The briefing that restates the article: the questions on it alone are asked of it alone.
RESTATED := index/corpus/techcrunch-2025-02-11.md
# That article, where it is at hand.
ARTICLE ?= $(wildcard ../shared/article/techcrunch-2025-02-11.txt)

.PHONY: run test check format ask chat eval guard screenshots train bench lock clean

run: .venv/.run
	$(BIN)/summit-bot run

ask: .venv/.run
	@$(BIN)/summit-bot ask "$(Q)"

chat: .venv/.run
	@$(BIN)/summit-bot chat

test: .venv/.dev
	$(BIN)/python -m pytest

check: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: .venv/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# How often it answers rightly and refuses rightly: a table, and a page in var/eval.html. Then the
# same on the article alone, on a text that is new to it, and on conversations.
eval: .venv/.dev
	$(BIN)/summit-bot eval
	$(BIN)/summit-bot eval --questions tests/data/questions-report.jsonl --source $(RESTATED) \
	  --page var/eval-article.html $(if $(SQUAD),--squad $(SQUAD))
	$(BIN)/summit-bot eval --questions tests/data/questions-unseen.jsonl \
	  --source tests/data/unseen.md --page var/eval-unseen.html
	$(BIN)/summit-bot eval --questions tests/data/conversations-report.jsonl \
	  --source $(RESTATED) --page var/eval-conversations.html

# The same without the long part, held against the stored figures; fails where one has fallen.
guard: .venv/.dev
	$(BIN)/summit-bot eval --baseline tests/data/baseline-summit.json
	$(BIN)/summit-bot eval --questions tests/data/questions-report.jsonl --source $(RESTATED) \
	  --page var/eval-article.html --baseline tests/data/baseline.json
	$(BIN)/summit-bot eval --questions tests/data/conversations-report.jsonl \
	  --source $(RESTATED) --page var/eval-conversations.html \
	  --baseline tests/data/baseline-conversations.json

# The pictures of the README, drawn by Chromium (Debian's package: chromium).
screenshots: .venv/.dev
	$(BIN)/python -m tests.screenshots

# Hours on a processor. The allocator keeps its memory, which takes a quarter off the time.
train: .venv/.dev
	MALLOC_TRIM_THRESHOLD_=8000000000 MALLOC_MMAP_THRESHOLD_=4000000000 \
	  $(BIN)/python -m index.training $(DATA) $(addprefix --text ,$(ARTICLE))

# What the retrieval is measured against is installed for this alone.
bench: .venv/.peers
	$(BIN)/python -m tests.bench

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 …"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.run: .venv/bin/python requirements.lock pyproject.toml
	$(INSTALL) -r requirements.lock
	$(INSTALL) --no-deps --editable .
	@touch $@

.venv/.dev: .venv/.run requirements-dev.lock
	$(INSTALL) -r requirements-dev.lock
	@touch $@

.venv/.peers: .venv/.dev requirements-peers.lock
	$(INSTALL) -r requirements-peers.lock
	@touch $@

# The whole tree, pinned for Python 3.11, the oldest that is supported.
lock: .venv/bin/python
	$(INSTALL) pip-tools
	for extra in "" dev peers; do \
	  $(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links \
	    --no-emit-trusted-host --no-emit-options --no-header --allow-unsafe \
	    $${extra:+--extra dev} $${extra:+--constraint requirements.lock} \
	    $$([ "$$extra" = peers ] && echo "--extra peers") \
	    --output-file requirements$${extra:+-$$extra}.lock pyproject.toml || exit 1; \
	done
	# A build of torch for one kind of machine must not keep the others out.
	sed -i 's/^torch==\([0-9.]*\)+.*/torch==\1/' requirements*.lock

clean:
	rm -rf .venv var build *.egg-info
