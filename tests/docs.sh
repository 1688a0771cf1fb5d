#!/bin/sh
# docs: tools/docs accepts the documents as they are and refuses each kind of
# bad one.
#
# usage: sh tests/docs.sh [BUILD]
set -eu

cd "$(dirname "$0")/.."
build=${1:-build}
case $build in
/*) ;;
*) build=$PWD/$build ;;
esac
python=${PYTHON:-python3}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' HUP INT TERM
passed=0
failed=0
tab=$(printf '\t')

# A copy of all that the check reads, but for the data: no document changes what
# the program says of these, so that one set of runs serves all.
tree=$scratch/tree
mkdir "$scratch/runs"
good_tree() {
    mkdir "$tree"
    find . \( -name build\* -o -name .git -o -name node_modules -o \
        -path ./datasets -o -path ./tests/golden \) -prune -o \
        -type f -print >"$scratch/files"
    tar cf - -T "$scratch/files" | (cd "$tree" && tar xf -)
    mkdir -p "$tree/tests/golden"
    ln -s "$PWD/datasets" "$tree/datasets"
}

# check ROOT: what it says, into $scratch/out; its exit status.
check() {
    "$python" tools/docs --root "$1" --runs "$scratch/runs" \
        "$build/rapport" >"$scratch/out" 2>&1
}

result() {
    if [ "$1" -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "---- $2"
        tail -n 20 "$scratch/out"
    fi
}

# refuse NAME FILE SED WORDS: spoil a document; the next check must name what is
# wrong. One check serves many faults, as long as each has words of its own.
refuse() {
    cp "$tree/$2" "$scratch/kept"
    sed "$3" "$scratch/kept" >"$tree/$2"
    if cmp -s "$scratch/kept" "$tree/$2"; then
        echo "nothing was spoilt" >"$scratch/out"
        result 1 "$1"
    else
        printf '%s\t%s\t%s\n' "$1" "$2" "$4" >>"$scratch/faults"
    fi
}

# Check what was spoilt since the last time, and mend it.
refused() {
    ! check "$tree"
    accepted=$?
    while IFS='	' read -r name file words; do
        if [ "$accepted" -ne 0 ]; then
            result 1 "$name: accepted"
        elif grep -qF -e "$words" "$scratch/out"; then
            result 0 "$name"
        else
            result 1 "$name: refused without '$words'"
        fi
        cp "$file" "$tree/$file"
    done <"$scratch/faults"
    rm "$scratch/faults"
}

# The documents as they are; what is checked of them counts one by one.
check . || tail -n 40 "$scratch/out"
counts=$(sed -n 's/^docs: \([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' \
    "$scratch/out")
if [ -n "$counts" ]; then
    passed=${counts% *}
    failed=${counts#* }
else
    result 1 'the documents as they are'
fi
good_tree
check "$tree" && result 0 copy || result 1 'a copy of the documents'

matching=src/docs/matching.md
refuse 'a column' src/docs/formats.md '/^| max_fee /d' \
    'formats.md, columns clients'
refuse 'an alias' src/docs/formats.md 's/clinician_id;//' \
    'formats.md, columns therapists'
refuse 'a default' src/docs/scoring.md 's/^| `depth_half` | 10 /| `depth_half` | 9 /' \
    'scoring.md, settings'
refuse 'a criterion' src/docs/scoring.md '/^| access | cost, format/d' \
    'scoring.md, criteria'
refuse 'a weight of the README' README.md 's/^| style | 0.20 |/| style | 0.25 |/' \
    'README.md, weights'
refuse 'a rule' $matching '/^| prescriber |/d' 'matching.md, rules'
refuse 'the header of a file' $matching 's/extra_routine, extra_points/extra_points/' \
    'matching.md, files'
refuse 'a result file of the README' README.md '/^| moved.csv/d' \
    'README.md, results'
refuse 'an analysis' $matching '/^| margins | assign/d' 'analyses: not the same'
refuse 'a status' $matching '/^| pinned | placed/d' 'status: ['
refuse 'a kind of option' $matching '/^| opening | one/d' 'options.csv kind'
refuse 'a command' src/docs/cli.md '/^| `rapport diff/d' 'cli.md, commands'
refuse 'an option' src/docs/cli.md '/^| `--frozen`/d' 'cli.md, options'
refuse 'an exit status' src/docs/cli.md '/^| 3 | the pins/d' 'cli.md, exits'
refuse 'an option in the manual' tools/man/rapport.1 '/^.It Fl -frozen/d' \
    "differ from the program's: ['frozen']"
refuse 'a command in the manual' tools/man/rapport.1 '/^.It Cm diff/d' \
    "commands that are missing: ['diff']"
# The first header that cites a page.
citing() {
    grep -rl --include='*.h' "src/docs/$1" src include | LC_ALL=C sort | head -n 1
}
refuse 'a document that a header names' "$(citing scoring.md)" \
    's,src/docs/scoring.md,src/docs/scores.md,' 'src/docs/scores.md'
refuse 'a document without its folder' "$(citing matching.md)" \
    's,src/docs/matching.md,matching.md,' 'no such document: matching.md'
refuse 'a link' README.md 's,(src/docs/desk.md),(src/docs/desks.md),' \
    'leads nowhere: src/docs/desks.md'
refuse 'a path' tests/README.md 's,`tests/unit/suite.h`,`tests/unit/suites.h`,' \
    'leads nowhere: tests/unit/suites.h'
refused

# Those that hide another fault, or its words.
refuse 'the order of rules' $matching \
    's/^| age |/| licence |/;s/^| licence | none of/| age | none of/' \
    'matching.md, rules'
refuse 'a result file' $matching '/^| `envy.csv` |/d' 'matching.md, files'
refuse 'a table that nobody knows' src/docs/cli.md 's/<!-- names exits/<!-- names exites/' \
    "no document has the names 'exits'"
refuse 'a heading' README.md 's,matching.md#analyses,matching.md#analysis,' \
    'leads nowhere: src/docs/matching.md#analysis'
refused

echo "docs.sh: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
