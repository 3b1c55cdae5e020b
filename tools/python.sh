#!/bin/sh
# Makes the virtual environment $2 with the Python $1, or says what is missing and how to get it.
set -eu
python=$1
venv=$2
command -v "$python" >/dev/null 2>&1 || { echo "Missing: $python. On Debian or Ubuntu: apt-get install python3 python3-venv" >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Missing: Python 3.11 or newer ($python is $("$python" -V 2>&1)). Another one: make run PYTHON=python3.12" >&2; exit 1; }
if [ ! -x "$venv/bin/python" ]; then
  "$python" -m venv "$venv" || { rm -rf "$venv"; echo "Missing: the venv module. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
fi
