#!/bin/sh
# Makes .venv and installs exactly what requirements-dev.lock pins by hash; uv is used where it is at hand.
set -eu
cd "$(dirname "$0")/.."

fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

python=""
for candidate in "${PYTHON:-python3}" python3.11 python3.12 python3.13; do
    if fits "$candidate"; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "setup: Python 3.11, 3.12 or 3.13 is needed; name one with: make setup PYTHON=/path/to/python3.11" >&2
    exit 1
fi

if [ ! -x .venv/bin/python ] || ! fits .venv/bin/python; then
    rm -rf .venv
    "$python" -m venv .venv || {
        echo "setup: $python cannot make a virtual environment; on Debian: apt-get install python3-venv" >&2
        exit 1
    }
fi

echo "setup: installing what requirements-dev.lock pins …" >&2
if command -v uv >/dev/null 2>&1; then
    uv pip install --quiet --require-hashes --python .venv/bin/python -r requirements-dev.lock
else
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
fi
touch .venv/set-up
