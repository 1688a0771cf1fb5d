#!/bin/sh
# golden: run the program on kept cases and compare all that it says and writes.
#
# usage: sh tests/golden.sh [BUILD [CASE ...]]
#
# A case is a folder of tests/golden with
#
#   command          run by sh in a copy of the folder, with `rapport` of the
#                    build folder and `columns` of tests/helpers on the PATH, and
#                    DATASETS naming datasets/, CLINICS tests/clinics/
#   expect/stdout    what it printed, byte for byte
#   expect/stderr
#   expect/status    its exit status
#   expect/files/    where it is there: exactly the files that the command
#                    made or changed, byte for byte
#
# Everything else in the folder is the case's own input. UPDATE=1 rewrites
# expect/ (UPDATE=files makes expect/files as well where there is none); read
# the difference before committing it.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
build=${1:-build}
[ "$#" -eq 0 ] || shift
case $build in
/*) ;;
*) build=$root/$build ;;
esac
if [ ! -x "$build/rapport" ]; then
    echo "golden: $build/rapport is not built" >&2
    exit 2
fi

PATH=$build:$root/tests/helpers:$PATH
DATASETS=$root/datasets
CLINICS=$root/tests/clinics
LC_ALL=C
export PATH DATASETS CLINICS LC_ALL
unset RAPPORT_NO_INSTALL NO_COLOR 2>/dev/null || :
# A folder that others can read gets a warning.
umask 022

# In Python, as a case then costs one process besides those of its command.
exec "${PYTHON:-python3}" tests/helpers/golden_cases.py "$@"
