# Each target works alone on a fresh clone: it makes .venv, installs by hash and goes.
PORT ?= 8000
# The engine without a window: it opens a page in a third of the time.
CHROMIUM ?= /usr/bin/chromium-headless-shell
export CHROMIUM

PY := .venv/bin/python
INSTALL := $(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r
COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make requirements" pyproject.toml

.PHONY: demo test bench drill lint format secrets requirements chromium
.DELETE_ON_ERROR:

demo: .venv/base.stamp .demo/env
	@ENV_FILE=.demo/env SITE_URL="$${SITE_URL:-http://127.0.0.1:$(PORT)}" $(PY) manage.py demo --port $(PORT)

test: .venv/dev.stamp chromium
	@$(PY) -m tests

bench: .venv/dev.stamp
	@$(PY) -m tests.bench $(PART)

# Lighthouse for minutes, every page in every way for an hour, then for hours what `make test` does for minutes.
drill: .venv/dev.stamp .venv/lighthouse.stamp chromium
	@$(PY) -m tests.drill

lint: .venv/dev.stamp
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djlint templates --lint --quiet

format: .venv/dev.stamp
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

secrets: .venv/base.stamp
	@$(PY) -m npm_site.secrets

requirements: .venv/dev.stamp
	$(COMPILE) --output-file requirements/base.txt
	$(COMPILE) --group dev --constraint requirements/base.txt --output-file requirements/dev.txt

# Each candidate is run rather than looked for: a version manager's shim may exist and still not start.
.venv/bin/python:
	@for python in $$(which -a python3.13 python3.12 python3.14 python3 2>/dev/null); do \
		"$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' 2>/dev/null || continue; \
		echo "Making .venv with $$python"; \
		"$$python" -m venv .venv && exit 0; \
		rm -rf .venv; \
	done; \
	echo "This needs Python 3.12 or later with its venv module, and found none (on Debian: apt install python3-venv)." >&2; \
	exit 1

.venv/base.stamp: requirements/base.txt | .venv/bin/python
	@echo "Installing what the site needs"
	@$(INSTALL) $<
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/base.stamp
	@echo "Installing what the tests need"
	@$(INSTALL) $<
	@touch $@

.venv/lighthouse.stamp: tests/drill/package-lock.json | .venv/bin/python
	@command -v npm > /dev/null || { echo "Lighthouse needs Node 18 or later with npm (on Debian: apt install npm)." >&2; exit 1; }
	@echo "Installing Lighthouse"
	@mkdir -p .venv/lighthouse && cp tests/drill/package.json $< .venv/lighthouse/
	@npm ci --prefix .venv/lighthouse --ignore-scripts --no-audit --no-fund --loglevel=error > /dev/null
	@touch $@

# Made once: the demo's health answers are sealed with these keys. What is exported wins over this file,
# so the demo sees settings that are not its own, and refuses.
.demo/env: | .venv/base.stamp
	@mkdir -p .demo
	@umask 077 && { $(PY) -m npm_site.secrets demo && printf '%s\n' DEMO=true \
		DATABASE_URL=sqlite:///.demo/diary.sqlite3 MAIL_FOLDER=.demo/mail STATIC_ROOT=.demo/static; } > $@

chromium:
	@[ -x "$(CHROMIUM)" ] && exit 0; \
	if [ "$(CHROMIUM)" = /usr/bin/chromium-headless-shell ] && [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
		echo "Installing Chromium for the browser tests"; \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium-headless-shell > /dev/null; \
	fi; \
	[ -x "$(CHROMIUM)" ] && exit 0; \
	echo "The browser tests need Chromium, and $(CHROMIUM) is not there. Install it (on Debian: apt install" \
		"chromium-headless-shell) or name yours: make test CHROMIUM=/path/to/chromium" >&2; \
	exit 1
