# make run: the demo wall on http://localhost:8050.   make test: every check and test.   Each does its own set-up.
PYTHON ?= python3
CITY ?= yantai
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
NO_PACKAGES = "Missing: the packages above. They come from PyPI; without a way there name a mirror (PIP_INDEX_URL=https://…) or a folder of wheels (PIP_FIND_LINKS=…)"

.PHONY: run test lint types floors unit explore guards truth bench soak shots docs lock clean

run: $(VENV)/run.done
	@$(BIN)/python -m dashboard demo $(CITY) $(ARGS)

test: lint types floors unit

lint: $(VENV)/test.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/test.done
	$(BIN)/mypy

floors: $(VENV)/test.done
	$(BIN)/lint-imports

unit: $(VENV)/test.done
	@sh tools/browser.sh
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not alone" $(ARGS) || [ $$? = 5 ]
	$(BIN)/python -m pytest -m alone $(ARGS) || [ $$? = 5 ]   # 5: ARGS named none of these

explore: $(VENV)/test.done   # the property tests on examples that they have not seen
	$(BIN)/python -m pytest -m hypothesis --hypothesis-profile=new $(ARGS)

guards: $(VENV)/test.done   # each guard of tests/guards.toml taken out in turn: its tests must fail. ARGS=T4: only those of a row
	@sh tools/browser.sh
	@$(BIN)/python -m tools.guards $(ARGS)

truth: $(VENV)/test.done   # our figures beside independent ones, on recorded days
	@$(BIN)/python -m tests.truth

bench: $(VENV)/test.done
	@sh tools/browser.sh
	$(BIN)/python -m bench

bench-%: $(VENV)/test.done
	@sh tools/browser.sh
	$(BIN)/python -m bench $*

soak: $(VENV)/test.done
	@sh tools/browser.sh
	$(BIN)/python -m bench soak readers

shots: $(VENV)/test.done
	@sh tools/browser.sh
	$(BIN)/python -m tools.shots $(ARGS)

docs: $(VENV)/test.done
	$(BIN)/python -m dashboard docs

lock: $(VENV)/test.done   # after an edit of requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" requirements.txt -o requirements.lock

$(VENV)/run.done: requirements.lock
	@sh tools/python.sh $(PYTHON) $(VENV)
	@echo "Installing what the wall runs on ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock || { echo $(NO_PACKAGES) >&2; exit 1; }
	@touch $@

$(VENV)/test.done: requirements-dev.txt $(VENV)/run.done
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.txt || { echo $(NO_PACKAGES) >&2; exit 1; }
	@touch $@

clean:
	rm -rf $(VENV) var
