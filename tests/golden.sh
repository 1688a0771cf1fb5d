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

# Short and without blanks, as it may show up in a message.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' HUP INT TERM

limit=
if command -v timeout >/dev/null 2>&1; then
    limit="timeout -k 10 ${RAPPORT_CASE_LIMIT:-300}"
fi

# Take away from work/ what the command found there and left as it was.
keep_new_files() {
    (cd "$scratch/work" && find . -type f) | while IFS= read -r file; do
        if [ -f "$scratch/before/$file" ] &&
            cmp -s "$scratch/before/$file" "$scratch/work/$file"; then
            rm -f "$scratch/work/$file"
        fi
    done
    find "$scratch/work" -depth -type d -empty -exec rmdir {} \;
}

run_case() {
    rm -rf "$scratch/before" "$scratch/work" "$scratch/got"
    mkdir "$scratch/got"
    cp -R "$1" "$scratch/before"
    rm -rf "$scratch/before/expect"
    cp -R "$scratch/before" "$scratch/work"
    status=0
    # shellcheck disable=SC2086
    (cd "$scratch/work" && exec $limit sh ./command) </dev/null \
        >"$scratch/got/stdout" 2>"$scratch/got/stderr" || status=$?
    echo "$status" >"$scratch/got/status"
    if [ -d "$1/expect/files" ] || [ "${UPDATE:-}" = files ]; then
        chmod -R u+rwX "$scratch/work"
        keep_new_files
        if [ -d "$scratch/work" ]; then
            mv "$scratch/work" "$scratch/got/files"
        else
            # An empty folder is not kept by git, so a file says it.
            mkdir "$scratch/got/files"
            echo 'no file is made' >"$scratch/got/files/.none"
        fi
    fi
}

passed=0
failed=0
check_case() {
    run_case "$1"
    if [ -n "${UPDATE:-}" ]; then
        rm -rf "$1/expect"
        cp -R "$scratch/got" "$1/expect"
        # Results are private; what git keeps is not.
        chmod -R u+rwX,go+rX "$1/expect"
    fi
    if diff -ru "$1/expect" "$scratch/got" >"$scratch/diff" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "---- $1"
        cat "$scratch/diff"
    fi
}

if [ "$#" -eq 0 ]; then
    set -- tests/golden/*/
else
    # A case may be given by its bare name.
    first=$#
    for each in "$@"; do
        [ -d "$each" ] || each=tests/golden/$each
        set -- "$@" "$each"
    done
    shift "$first"
fi
for each in "$@"; do
    each=${each%/}
    if [ -f "$each/command" ]; then
        check_case "$each"
    else
        echo "---- $each: no case, a file 'command' is missing"
        failed=$((failed + 1))
    fi
done
echo "golden: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
