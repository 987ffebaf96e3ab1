# Two commands: `make desk` opens the desk, `make test` runs the suite. Both begin with `make setup`.
#   make desk PORT=8001      another port than 8000
#   make desk PRACTICE=1     a practice town of its own, whose clock one drives
#   make test ARGS="-k plan" a part of the suite
#   DATABASE_URL and REDIS_URL name another database and broker than the embedded ones, for both.

PORT ?= 8000
PRACTICE ?=
ARGS ?=
PYTHON ?= python3
BIN := .venv/bin
SET_UP := .venv/set-up

.PHONY: setup desk test lint

setup: $(SET_UP)

# The stamp is younger than the lock file once everything in it is installed: a second call does nothing.
$(SET_UP): requirements-dev.lock
	@PYTHON="$(PYTHON)" sh scripts/setup.sh

desk: setup
	@PORT="$(PORT)" DESK_PRACTICE="$(PRACTICE)" exec $(BIN)/python manage.py desk

test: setup
	@$(BIN)/python -m pytest -n 2 $(ARGS)

lint: setup
	@sh scripts/lint.sh
