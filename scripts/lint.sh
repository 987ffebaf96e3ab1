#!/bin/sh
# Everything that is checked without running the product; each part runs even where another failed.
set -u
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=""

part() {
    name=$1
    shift
    echo "== $name" >&2
    "$@" || failed="$failed $name,"
}

messages_up_to_date() {
    $bin/python manage.py check_messages
}

deploy_check() {
    DJANGO_SETTINGS_MODULE=config.settings.production DESK_SECRET_KEY=$(printf '%064d' 0 | tr 0 k)Aa1-_x9 \
        DESK_HOSTS=desk.example DESK_ADDRESS=https://desk.example \
        DATABASE_URL=${DATABASE_URL:-sqlite:///:memory:} REDIS_URL=${REDIS_URL:-redis://127.0.0.1:6379/0} \
        $bin/python manage.py check --deploy --fail-level WARNING
}

part "ruff check" $bin/ruff check .
part "ruff format" $bin/ruff format --check .
part "mypy" $bin/mypy .
part "import contracts" $bin/lint-imports
part "migrations" env DJANGO_SETTINGS_MODULE=config.settings.test $bin/python manage.py makemigrations --check --dry-run
part "check --deploy" deploy_check
part "messages" messages_up_to_date
part "templates" $bin/djlint templates --lint --quiet

if [ -n "$failed" ]; then
    echo "lint: failed:${failed%,}" >&2
    exit 1
fi
echo "lint: all good" >&2
