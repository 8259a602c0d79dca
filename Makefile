# Loket on one machine. `make help` tells what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PORT ?= 3000
SAM_PORT ?= 3001
STATE ?= .local
CHALLENGE ?= on
STAGE ?= dev
SAMPLE ?= 400
GROUP ?=

UV := .tools/bin/uv
PYTHON := .venv/bin/python
# pip installs into a folder of its own, so this also works where the system's Python is managed by somebody else.
BASE_PYTHON ?= python3
# The processor to build for: the machine's own, unless told; production has arm64.
ARCHITECTURE ?= $(if $(filter aarch64 arm64,$(shell uname -m)),arm64,x86_64)
# What the layer installs; email-validator asks for dnspython, and needs it only to look up domains, which we do not.
REQUIREMENTS = $(UV) export --frozen --no-default-groups --no-emit-project --no-emit-package dnspython --no-annotate --no-header
# What the desk's layer installs beside that.
CARRIED = $(shell sed -n 's/^\([a-z0-9-]*\)==.*/--no-emit-package \1/p' layers/loket/requirements.txt)
DESK_REQUIREMENTS = $(UV) export --frozen --only-group desk --no-emit-project $(CARRIED) --no-annotate --no-header
export PYTHONPATH := .:layers/loket:layers/desk
export SAM_CLI_TELEMETRY := 0
export UV_PROJECT_ENVIRONMENT := .venv
# As pip does: trust whom the machine trusts, so that it also works behind a proxy with a certificate of its own.
export UV_SYSTEM_CERTS := 1
# The name of an option that older pips do not know.
export PIP_ROOT_USER_ACTION := ignore

# What a fresh machine may lack, each in one sentence: what it is, and what to do.
NO_PIP := Loket needs Python with pip, and '$(BASE_PYTHON) -m pip' does not run: install both (Debian and Ubuntu: apt install \
  python3-pip), or name another Python by BASE_PYTHON=...
NO_UV := pip could not install uv, which installs the rest: see that the package index is within reach.
NO_PYTHON := Loket needs Python 3.13: there is none on this machine, and uv could not fetch one (no network, or \
  UV_PYTHON_DOWNLOADS forbids it): install Python 3.13 from https://www.python.org/downloads/ so that python3.13 is on the PATH, \
  or let uv fetch it.
NO_DOCKER := No Docker answers, and 'make sam-local' runs functions in its containers: install Docker Engine \
  (https://docs.docker.com/engine/install/), start it, and see that 'docker info' answers.
say = { echo "$(strip $(1))" >&2; exit 1; }
# uv takes a Python 3.13 that is here, and fetches one where there is none.
FIND_PYTHON = { $(UV) python find 3.13 || $(UV) python install --no-bin 3.13; } >/dev/null 2>&1 || $(call say,$(NO_PYTHON))

.PHONY: help
help: ## Tell what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(UV):
	@$(BASE_PYTHON) -m pip --version >/dev/null 2>&1 || $(call say,$(NO_PIP))
	@echo "Installing uv with pip ..."
	@$(BASE_PYTHON) -m pip install -qq --disable-pip-version-check --target .tools uv==0.13.9 || $(call say,$(NO_UV))

.venv/.run: uv.lock pyproject.toml | $(UV)
	@echo "Installing what running needs ..."
	@$(FIND_PYTHON)
	@$(UV) sync --quiet --frozen --inexact --compile-bytecode --group local
	@touch $@

.venv/.dev: uv.lock pyproject.toml | $(UV)
	@echo "Installing what testing needs ..."
	@$(FIND_PYTHON)
	@$(UV) sync --quiet --frozen --all-groups --compile-bytecode
	@touch $@ .venv/.run

.PHONY: run
run: .venv/.run ## Start everything on this machine and print one address (PORT, STATE, CHALLENGE)
	@PORT=$(PORT) STATE=$(STATE) CHALLENGE=$(CHALLENGE) exec $(PYTHON) -m local

.PHONY: test
test: .venv/.dev ## Run every test; TESTS=tests/unit for a part
	@$(PYTHON) -m pytest -n auto $(TESTS)

.PHONY: soak
soak: .venv/.dev ## Run schedules of payments and places, and properties, with fresh seeds for an hour (MINUTES, SEED to repeat)
	@MINUTES=$(MINUTES) SEED=$(SEED) $(PYTHON) -m tests.soak

.PHONY: check
check: .venv/.dev ## Lint, types, dead code, rings, template, spelling, fresh documents
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy .
	@for function in functions/*/app.py; do $(PYTHON) -m mypy $$function || exit 1; done
	$(PYTHON) -m tools.dead_code
	.venv/bin/lint-imports
	.venv/bin/cfn-lint template.yaml dashboard.yaml
	.venv/bin/sam validate --lint --region eu-central-1
	.venv/bin/codespell
	$(PYTHON) -m tools.documents --check
	$(REQUIREMENTS) 2>/dev/null | diff - layers/loket/requirements.txt
	$(DESK_REQUIREMENTS) 2>/dev/null | diff - layers/desk/requirements.txt

.PHONY: docs
docs: .venv/.dev ## Write the generated documents anew
	$(PYTHON) -m tools.documents

.PHONY: requirements
requirements: $(UV) ## Write the layers' requirements.txt anew, from uv.lock
	@$(REQUIREMENTS) --quiet --output-file layers/loket/requirements.txt
	@$(DESK_REQUIREMENTS) --quiet --output-file layers/desk/requirements.txt

.PHONY: build
build: .venv/.dev ## Build what ships, cut down and byte-compiled (ARCHITECTURE=arm64|x86_64)
	@ARCHITECTURE=$(ARCHITECTURE) .venv/bin/sam build --parameter-overrides Architecture=$(ARCHITECTURE)

.PHONY: bench
bench: build ## Measure cold starts of the build against an empty handler and a framework's; fails past a limit
	@PATH="$(CURDIR)/.tools/bin:$$PATH" $(PYTHON) -m tools.bench

.PHONY: deploy
deploy: ARCHITECTURE := arm64
deploy: build ## Deploy what ships to AWS, and its dashboard (STAGE=dev|prod, see samconfig.toml)
	@.venv/bin/sam deploy --config-env $(STAGE)
	@.venv/bin/sam deploy --config-env $(STAGE)-dashboard

.PHONY: docker
docker:
	@docker info >/dev/null 2>&1 || $(call say,$(NO_DOCKER))

.PHONY: sam-local
sam-local: docker build ## Run the build in containers against the tables of a running `make run` (PORT, STATE, SAM_PORT; Docker)
	@PORT=$(PORT) STATE=$(STATE) exec $(PYTHON) -m local.sam start-api --host 127.0.0.1 --port $(SAM_PORT)

.PHONY: mutate
mutate: .venv/.dev ## Make small faults in the code and count how many tests/unit notices (SEED, SAMPLE, GROUP); fails below the limit
	@$(PYTHON) -m tools.mutate --seed $(or $(SEED),1) --sample $(SAMPLE) --group "$(GROUP)"
