#!/bin/sh
# extend: a newcomer stands in one place, and everything knows it.
#
# usage: sh tests/extend.sh [BUILD]
#
# tests/extend holds for each kind of newcomer
#
#   NAME.patch    what somebody would write to add one, as small as it can be
#   NAME.check    run by sh in a tree that has it: sh NAME.check BUILD
#
# All patches are applied to one scratch copy of the tree, where make builds
# again what they touch, on top of the objects in BUILD. Ends with "N passed, N
# failed".
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
build=${1:-build}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' HUP INT TERM
tree=$scratch/tree
LC_ALL=C
export LC_ALL
unset MAKEFLAGS MFLAGS MAKELEVEL 2>/dev/null || :

passed=0
failed=0
finish() {
    echo "extend: $passed passed, $failed failed"
    [ "$failed" -eq 0 ]
    exit
}

# try NAME COMMAND ...
try() {
    name=$1
    shift
    if (cd "$tree" && "$@") >"$scratch/said" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "---- $name"
        cat "$scratch/said"
    fi
}

# Times are kept, so that make builds again only what a patch touches.
mkdir -p "$tree/build/tests"
cp -Rp src include datasets tools Makefile README.md "$tree"
mkdir "$tree/tests"
cp -Rp tests/unit tests/extend "$tree/tests"
for part in src gen tools tests/unit; do
    [ ! -d "$build/$part" ] || cp -Rp "$build/$part" "$tree/build/$part"
done

# A patch that does not apply any more is to be made again.
for change in "$root"/tests/extend/*.patch; do
    try "${change##*/}" patch -s -p1 -i "$change"
done
[ "$failed" -eq 0 ] || finish
try 'the build' make -s CFLAGS=-O0 WERROR=1 build/rapport build/generate \
    build/tests/test_reads build/tests/test_policy build/tests/test_cell \
    build/tests/test_library
[ "$failed" -eq 0 ] || finish

for check in "$root"/tests/extend/*.check; do
    try "${check##*/}" sh "$check" build
done
# The newcomers, too, read what they name; and no test counts their elders.
try 'what is read' build/tests/test_reads
for counted in policy cell library; do
    try "test_$counted" "build/tests/test_$counted"
done
finish
