# make demo: set everything up and run a session with the marble jar.
# make test: set everything up, the browser included, and run all checks; prints the ten slowest.
# make unit: the tests that start no browser and no server, in less than a minute.
# make engines: sessions, pictures, keys and faults in WebKit and in Firefox; installs both where it can.
# make test-deploy: sessions behind a real nginx, Caddy and HAProxy with the files of deploy/, on two servers that
#   share a PostgreSQL, as a service of a real JupyterHub and from a real JupyterLab; installs them where it can.
# make watch: a session whose open pages show every change of the kit at once, for those who change it.
# make lint: style and types of Python and scripts, directions of imports, dependencies, spelling.
# make bench: measure speed beside stock Voila; make bench-peers: beside others as well.
# make bench-cluster: measure several servers of one PostgreSQL behind HAProxy, and what faults do to them;
#   with ARGS="kill --phones 12 --repeats 1" one part with few phones.
# make mutants: change the gate in small ways, one at a time, and count what no test notices; with
#   ARGS="rules snapshot" in these modules alone.
# make torture: try faults of every kind on real servers, for an hour or so, and count what is lost.
# make samples: make the sample sessions in data/ again.
# make words: bring the catalogues of the languages up to date with what the pages say;
#   with ARGS=it begin one for another language.
# make pictures: the pictures of the documentation; with FOLDER=... every page in every phase of
#   every exercise, at all sizes, into that folder; with ARGS="welcome check_out" of these alone.

PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
WORDS := README.md CONTRIBUTING.md CHANGELOG.md Makefile pyproject.toml hatch_build.py watch.py benchmarks data deploy docs kit tests workshops
PYTEST := python -m pytest -p tests.early
# A busy machine may keep a test waiting for too long: what has failed runs once more, with nothing beside it.
AGAIN = || { [ $$? = 1 ] && echo "What failed runs once more, alone:" && $(BIN)/$(PYTEST) --last-failed --last-failed-no-failures none; }
COMMA := ,
PEERS := otree nicegui solara profiler
OUTSIDE := attacks browser deploy engines server workshops
PACKAGES := kit/client/node_modules/.installed
FRONT := $(shell find kit/client kit/widgets kit/server/assets '(' -name node_modules -o -name static ')' -prune -o -type f ! -name '*.py*' -print 2>/dev/null)

# The kit from this folder, with extras.
define install
$(BIN)/uv pip install --quiet --python $(BIN)/python --editable "$(1)" || $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable "$(1)"
endef

# Wherever it is set, every server that a test starts would compile the kit again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-deploy unit engines watch lint types style bench bench-peers bench-cluster mutants torture samples words pictures clean

demo: .venv/kit
	$(BIN)/kit demo $(ARGS)

test: .venv/ready $(PACKAGES) lint
	$(BIN)/python tests/browser/chromium.py
	$(BIN)/$(PYTEST) --ignore tests/engines --ignore tests/deploy --numprocesses 3 --dist loadfile --no-loadscope-reorder --durations 10 $(ARGS) $(AGAIN)

test-deploy: .venv/ready $(PACKAGES)
	$(BIN)/python tests/browser/chromium.py
	$(BIN)/python -m tests.deploy.proxies
	$(BIN)/python -m tests.deploy.hubs
	$(BIN)/$(PYTEST) tests/deploy --durations 5 $(ARGS) $(AGAIN)

unit: .venv/ready $(PACKAGES)
	$(BIN)/$(PYTEST) $(or $(ARGS),tests $(OUTSIDE:%=--ignore tests/%)) --numprocesses 2 \
		--durations 10 --hypothesis-profile quick -m "not (browser or server or long)"

engines: .venv/ready $(PACKAGES)
	$(BIN)/python -m tests.engines.engines
	$(BIN)/$(PYTEST) tests/engines $(ARGS)

watch: .venv/ready $(PACKAGES)
	$(BIN)/python watch.py $(ARGS)

bench: .venv/bench
	$(BIN)/python tests/browser/chromium.py
	$(BIN)/python -m benchmarks $(ARGS)

# Each in an environment of its own, with the sampler for the profile beside them.
bench-peers: $(PEERS:%=benchmarks/environments/%/ready)

benchmarks/environments/%/ready: benchmarks/peers/%.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/$(notdir $(BIN))/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

bench-cluster: .venv/bench
	$(BIN)/python -m tests.deploy.proxies
	$(BIN)/python -m benchmarks.cluster $(ARGS)

# The table has a line for each module: a change is noticed by a test that fails or never ends.
mutants: .venv/mutants
	$(BIN)/mutmut run --max-children 2 $(ARGS:%="kit.gate.%.*")
	$(BIN)/mutmut results
	@$(BIN)/mutmut results --all true | awk -F '[.:] *' '/: not checked/ {next} \
	  {all[$$3]++; noticed[$$3] += !/: (survived|no tests|suspicious|skipped)/} \
	  END {for (name in all) print name ": " noticed[name] " of " all[name] " noticed"}' | sort

torture: .venv/bench
	$(BIN)/python -m benchmarks.torture $(ARGS)

samples: .venv/ready
	$(BIN)/python data/make_samples.py

words: .venv/ready
	$(BIN)/python -m kit.language.extraction $(ARGS)

pictures: .venv/ready
	$(BIN)/python -m tests.browser.pictures $(FOLDER) $(ARGS)

# Types take as long as all the rest.
lint: .venv/ready $(PACKAGES)
	@$(MAKE) --no-print-directory --jobs 2 types style

types:
	$(BIN)/mypy

style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/npm --prefix kit/client run --silent lint
	$(BIN)/lint-imports
	$(BIN)/deptry kit
	$(BIN)/codespell $(WORDS)

# What a session needs, and nothing else. uv fetches many packages at once; pip does without it.
.venv/kit: pyproject.toml hatch_build.py $(FRONT)
	@echo "1 of 3: a Python environment of its own, in .venv"
	@$(PYTHON) -m venv .venv
	@echo "2 of 3: uv, which fetches packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@echo "3 of 3: the kit and the packages it needs, about 500 MB"
	@$(call install,.)
	@touch $@

.venv/ready: .venv/kit
	@echo "What the tests need"
	@$(call install,.[test])
	@touch $@

.venv/mutants: .venv/ready
	@$(call install,.[test$(COMMA)mutants])
	touch $@

# Node's packages for tests and lint. No lock file: package.json pins what ends up in a page.
$(PACKAGES): kit/client/package.json .venv/ready
	$(BIN)/npm --prefix kit/client install --ignore-scripts --no-package-lock --no-audit --no-fund
	touch $@

.venv/bench: .venv/ready
	@$(call install,.[test$(COMMA)bench])
	touch $@

clean:
	rm -rf .venv build dist mutants kit/server/static kit/widgets/static kit/client/node_modules benchmarks/environments benchmarks/results
