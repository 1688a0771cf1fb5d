#!/bin/sh
# json: all that the program writes as JSON is read by jq, and says what CSV says.
#
# usage: sh tests/json.sh [BUILD]
set -eu

cd "$(dirname "$0")/.."
rapport=${1:-build}/rapport
therapists=tests/clinics/plain/therapists.csv
clients=tests/clinics/plain/clients.csv
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' HUP INT TERM
passed=0
failed=0

# ask NAME FILTER FILE: is the answer of jq true, for each value in the file?
ask() {
    if jq -e -s "length > 0 and all(.[]; $2)" "$3" >/dev/null; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "---- $1: not so: $2" >&2
    fi
}

# say FILE COMMAND ...: keep what a command prints as JSON.
say() {
    file=$scratch/$1.json
    shift
    "$rapport" "$@" --format json >"$file" 2>"$scratch/stderr" || :
}

# count FILE: rows of a CSV file below its header, whose cells hold no line ends
count() {
    echo $(($(wc -l <"$1") - 1))
}

say match match "$therapists" "$clients" --out "$scratch/run" --pages
ask 'match' '.exit == 0 and .counts.clients == (.assignments | length)' \
    "$file"
ask 'match counts' \
    '.counts.waitlist == ([.assignments[] | select(.status == "waitlist")] |
     length)' "$file"
"$rapport" match "$therapists" "$clients" --out "$scratch/plain" --pages \
    2>/dev/null
if ! cmp "$scratch/run/run.json" "$scratch/plain/run.json"; then
    failed=$((failed + 1))
    echo '---- --format json changes run.json' >&2
fi
ask 'run.json' '.proof.optimal' "$scratch/run/run.json"
say check check "$therapists" "$clients"
ask 'check' '.warnings == (.findings | length)' "$file"
say clash check "$clients" "$clients"
ask 'check with errors' '.exit == 1 and .errors > 0' "$file"
say rank rank "$therapists" "$clients" --top 0
"$rapport" rank "$therapists" "$clients" --top 0 2>/dev/null \
    >"$scratch/rank.csv"
ask 'rank' '(.score | type) == "number" and .rank > 0 and .status == null' \
    "$file"
ask 'rank counts' "$(jq -s length "$file") == $(count "$scratch/rank.csv")" \
    "$file"
for sheet in therapists clients answers outcomes history; do
    say columns columns "$sheet"
    ask "columns $sheet" '.column and .meaning' "$file"
done
say rules columns rules
ask 'columns rules' '.rule and .meaning' "$file"
say whatif whatif "$therapists" "$clients" --set T05.openings=0
ask 'whatif' '.edits[0].to == "0" and (.moves | length) > 0' "$file"
"$rapport" whatif "$therapists" "$clients" --set T05.openings=0 \
    --write "$scratch/edited" >/dev/null 2>&1
"$rapport" match "$scratch/edited/therapists.csv" "$clients" \
    --out "$scratch/now" 2>/dev/null
say diff diff "$scratch/run" "$scratch/now"
ask 'diff' '(.changes | length) == ([.change_counts[]] | add) -
    .change_counts.unchanged' "$file"
say explain explain "$therapists" "$clients" --client C07
ask 'explain' 'type == "object"' "$file"
say suggest suggest "$therapists" "$clients" --client C07
ask 'suggest' 'type == "object"' "$file"

echo "json: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
