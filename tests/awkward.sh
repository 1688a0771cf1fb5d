#!/bin/sh
# awkward.sh: the same clinic, saved by other programs, gives the same results.
#
# usage: sh tests/awkward.sh [BUILD]
#
# Each form in datasets/awkward is matched and compared with the clinic it was
# made from: the CSV results byte for byte, run.json but for its inputs and its
# command. A changed form must be told apart, so one is changed and compared.
set -eu

cd "$(dirname "$0")/.."
rapport=${1:-build}/rapport
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

passed=0
failed=0
result() {
    if [ "$1" -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "---- $2"
    fi
}

# match FOLDER OUT [OPTION ...]
match() {
    folder=$1 out=$2
    shift 2
    if [ -f "$folder/map.csv" ]; then
        set -- "$@" --map "$folder/map.csv"
    fi
    "$rapport" match --quiet --out "$out" "$@" --analyses none \
        "$folder/therapists.csv" "$folder/clients.csv" 2>/dev/null
}

# run.json without its inputs and command, which stand in arrays of their own.
same_run() {
    awk '/"(inputs|command)": \[/ { skip = 1 }
         !skip { print }
         /^  \]/ { skip = 0 }' "$1/run.json"
}

# equal REFERENCE OUT: are these the same results?
equal() {
    for name in assignments ranked waitlist workload; do
        cmp -s "$1/$name.csv" "$2/$name.csv" || return 1
    done
    same_run "$1" >"$scratch/one"
    same_run "$2" >"$scratch/two"
    cmp -s "$scratch/one" "$scratch/two"
}

match tests/clinics/plain "$scratch/demo" --top 0
match datasets/awkward/small/plain "$scratch/small" --top 0
for form in excel-semicolon utf16 mac-cr comma-lists aliases shuffled \
    small/windows-1252 small/yes-no; do
    reference=demo
    case $form in small/*) reference=small ;; esac
    status=0
    match "datasets/awkward/$form" "$scratch/out" --top 0 &&
        equal "$scratch/$reference" "$scratch/out" || status=1
    result $status "$form differs from $reference"
done

# A roster as a practice really keeps it: read with a map, and no errors.
status=0
match datasets/awkward/roster "$scratch/roster" || status=1
result $status 'roster is refused'

# The comparison can fail: one client wants something else.
mkdir "$scratch/changed"
cp tests/clinics/plain/therapists.csv "$scratch/changed"
sed 's/,urgent,/,routine,/' tests/clinics/plain/clients.csv >"$scratch/changed/clients.csv"
status=0
match "$scratch/changed" "$scratch/out" --top 0
equal "$scratch/demo" "$scratch/out" && status=1
result $status 'a changed clinic passes for the same'

echo "awkward: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
