#!/bin/sh
# valgrind: memcheck sees nothing wrong with the demo, all of its results, analyses
# and pages, nor with the other commands on it.
#
# usage: sh tests/valgrind.sh [BUILD]
#
# Wrong is what reads or writes beside, or what was never set, and memory that
# nothing points to at the end. Some minutes.
set -eu

cd "$(dirname "$0")/.."
root=$PWD
case ${1:-build} in
/*) program=$1/rapport ;;
*) program=$root/${1:-build}/rapport ;;
esac
command -v valgrind >/dev/null || {
    echo 'valgrind: valgrind is not here' >&2
    exit 2
}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' HUP INT TERM
umask 022
therapists=$root/datasets/demo/therapists.csv
clients=$root/datasets/demo/clients.csv
passed=0
failed=0
cd "$scratch"

# clean STATUS WORD ...: the program ends with that status, and 99 is memcheck's.
clean() {
    expected=$1
    shift
    status=0
    valgrind --quiet --error-exitcode=99 --leak-check=full \
        --show-leak-kinds=definite,indirect \
        --errors-for-leak-kinds=definite,indirect \
        "$program" "$@" >out 2>err </dev/null || status=$?
    if [ "$status" -eq "$expected" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "---- rapport $*: status $status, expected $expected"
        grep '^==' err | head -n 60 || tail -n 20 err
    fi
}

clean 0 match "$therapists" "$clients" --out all --pages --ics --xlsx \
    --analyses all
clean 0 match "$therapists" "$clients" --out fair --objective fair --keep all
clean 0 pages "$therapists" "$clients" --results all
clean 0 diff all fair
clean 0 rank "$therapists" "$clients" --top 5
clean 0 suggest "$therapists" "$clients" --client C01
clean 0 explain "$therapists" "$clients" --client C01
clean 0 whatif "$therapists" "$clients" --set T05.openings=3
clean 0 map "$therapists" "$clients"
clean 1 check "$clients" "$therapists"
echo "valgrind: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
