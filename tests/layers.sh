#!/bin/sh
# layers: tools/layers accepts a good tree and refuses each kind of bad one.
#
# usage: sh tests/layers.sh
set -eu

cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
tree=$scratch/tree
passed=0
failed=0

# put FILE LINE ...: write a file of the fake tree.
put() {
    file=$tree/$1
    shift
    [ -d "${file%/*}" ] || mkdir -p "${file%/*}"
    printf '%s\n' "$@" >"$file"
}

# A tree with nothing wrong, one module a stage and the libraries at home.
write_good_tree() {
    put include/rapport/status.h '#include <stddef.h>'
    put include/rapport/policy.h '#include "rapport/status.h"'
    put src/base/text.h '#include "rapport/status.h"'
    put src/base/text.c '#include "base/text.h"' '#include <utf8proc.h>'
    put src/base/arena.h '#include <stddef.h>'
    put src/base/arena.c '#include "base/arena.h"'
    put src/base/digest.h '#include <stddef.h>'
    put src/base/digest.c '#include "base/digest.h"' \
        '#include <nettle/sha2.h>'
    put src/base/status.c '#include "rapport/status.h"'
    put src/input/policy.h '#include "rapport/policy.h"'
    put src/input/sheet/table.h '#include "input/policy.h"' \
        '#include "base/arena.h"'
    put src/input/sheet/table.c '#include "input/sheet/table.h"' '#include <csv.h>' \
        '#include "base/text.h"'
    put src/fit/rules.h '#include "input/sheet/table.h"'
    put src/fit/rules.c '#include "fit/rules.h"' '#include <string.h>'
    put src/fit/score.h '#include "fit/rules.h"'
    put src/fit/score.c '  #  include   "fit/score.h"  /* own */'
    put src/solve/glpk.h '#include <stdint.h>'
    put src/solve/glpk.c '#include "solve/glpk.h"' '#include <glpk.h>'
    put src/why/options.h '#include "solve/glpk.h"'
    put src/why/options.c '#include "why/options.h"' '#include "fit/score.h"'
    put src/output/csv/sheet.h '#include <stdio.h>'
    put src/output/csv/sheet.c '#include "output/csv/sheet.h"' '#include <csv.h>'
    put src/cli/main.c '#include "why/options.h"' '#include "output/csv/sheet.h"'
}

# It is written once and copied from then on: a test needs few processes.
good_tree() {
    rm -rf "$tree"
    cp -R "$scratch/good" "$tree"
}

# accept NAME
accept() {
    if sh tools/layers "$tree" >"$scratch/out" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "---- $1: refused"
        cat "$scratch/out"
    fi
}

# refuse NAME WORDS: it fails with status 1, and says WORDS in one line only.
refuse() {
    status=0
    sh tools/layers "$tree" >"$scratch/out" 2>&1 || status=$?
    if [ "$status" -eq 1 ] && grep -qF -- "$2" "$scratch/out" &&
        [ "$(grep -c ' error: ' "$scratch/out")" -eq 1 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "---- $1: expected only '$2', got status $status and"
        cat "$scratch/out"
    fi
    good_tree
}

write_good_tree
cp -R "$tree" "$scratch/good"
accept 'a good tree'

put src/base/arena.c '#include "base/arena.h"' '#include "input/sheet/table.h"'
refuse 'an arrow to the left' \
    'src/base/arena.c:2: error: base may not use input'
put src/solve/glpk.h '#include "why/options.h"'
refuse 'an arrow to the left in a header' 'solve may not use why'
put src/base/arena.h '#include "rapport/policy.h"'
refuse 'to the left by a public header' 'base may not use input'
put src/output/csv/sheet.c '#include "output/csv/sheet.h"' '#include "cli/main.h"'
put src/cli/main.h ''
put src/cli/main.c '#include "cli/main.h"'
refuse 'output uses cli' 'output may not use cli'
put src/output/csv/sheet.c '#include "output/csv/sheet.h"' \
    '#include "library/clinic.h"'
put src/library/clinic.h ''
refuse 'output uses the library' 'output may not use library'
put src/cli/command/status.c '#include "base/arena.h"'
accept 'a file named as a public header of another stage'

put src/why/options.c '#include "why/options.h"' '#include <glpk.h>'
refuse 'GLPK elsewhere' '<glpk.h> belongs in src/solve/glpk.c'
put src/fit/rules.c '#include "fit/rules.h"' '#include <csv.h>'
refuse 'libcsv elsewhere' '<csv.h> belongs in src/input/sheet/table.c'
put src/input/sheet/table.c '#include "input/sheet/table.h"' '#include <utf8proc.h>'
refuse 'utf8proc elsewhere' '<utf8proc.h> belongs in src/base/text.c'
put src/solve/glpk.c '#include "solve/glpk.h"' '#include <jansson.h>'
refuse 'jansson elsewhere' '<jansson.h> belongs in'
put src/fit/rules.c '#include "fit/rules.h"' '#include <nettle/sha2.h>'
refuse 'nettle elsewhere' '<nettle/sha2.h> belongs in'
put src/fit/rules.c '#include "fit/rules.h"' '#include <iconv.h>'
refuse 'iconv elsewhere' '<iconv.h> belongs in'
put src/fit/rules.c '#include "fit/rules.h"' '#include <windows.h>'
refuse 'a header from nowhere' '<windows.h> is no header of C11 or POSIX'
put src/solve/glpk.h '#include <glpk.h>'
refuse 'GLPK in the header' '<glpk.h> belongs in'

put src/base/arena.c '#include <stdlib.h>' '#include "base/arena.h"'
refuse 'own header second' 'includes its own header "base/arena.h" first'
put src/base/status.c '#include <stdlib.h>' '#include "rapport/status.h"'
refuse 'own public header second' 'own header "rapport/status.h" first'
put src/fit/rules.c 'int nothing;'
refuse 'own header not at all' 'includes its own header "fit/rules.h" first'
put src/fit/alone.c '#include <stdio.h>'
refuse 'no own header' 'src/fit/alone.c: error: a module has a header'

put src/fit/rules/record.h '#include <stdint.h>'
put src/fit/rules/musts.c '#include "fit/rules/record.h"'
accept 'rows of a table'
good_tree
put src/fit/rules/record.h '#include <stdint.h>'
put src/fit/rules/musts.c '#include <math.h>' '#include "fit/rules/record.h"'
refuse 'rows that include their record second' \
    'includes its own header "fit/rules/record.h" first'

put src/fit/rules.h '#include "fit/score.h"'
refuse 'a circle of two' \
    'src/fit/rules.h:1: error: a circle: src/fit/score -> src/fit/rules'
put src/fit/rules.c '#include "fit/rules.h"' '#include "fit/score.h"'
refuse 'a circle by way of a source' 'a circle: '
put src/fit/first.h '#include "fit/score.h"'
put src/fit/rules.h '#include "fit/first.h"'
refuse 'a circle of three' 'a circle: '

put src/fit/rules.c '#include "fit/rules.h"' '#include "fit/nowhere.h"'
refuse 'a header that is not there' '"fit/nowhere.h": no such header'
put src/fit/rules.c '#include "fit/rules.h"' '#include "rules.h"'
refuse 'a header without its stage' '"rules.h": no such header'
put src/fit/rules.c '#include "fit/rules.h"' '#include "fit/score.c"'
refuse 'a source included' 'only headers are included'
put src/fit/rules.c '#include "fit/rules.h"' '#include RULES'
refuse 'a header by a macro' 'names a header in quotes or brackets'
put include/rapport/status.h '#include "base/arena.h"'
refuse 'a private header in a public one' 'uses public headers only'

put src/fit/error.h ''
refuse 'a name of the system' 'of the system or of a library has this name'
put src/input/csv.h ''
refuse 'a name of a library' 'of the system or of a library has this name'
put src/extra/thing.h ''
refuse 'an unknown stage' 'not in src/STAGE/ or src/STAGE/ROOM/ of a known'
put src/fit/deep/thing.h ''
refuse 'an unknown room' 'not in src/STAGE/ or src/STAGE/ROOM/ of a known'
put src/why/edit/deep/thing.h ''
refuse 'a room in a room' 'not in src/STAGE/ or src/STAGE/ROOM/ of a known'
put src/solve/market.c '#include "solve/market.h"' '#include "fit/rules.h"'
put src/solve/market.h ''
refuse 'the solver knows of therapy' 'solve may not use fit'
put src/fit/rules.c '#include "fit/rules.h"' '#include "solve/glpk.h"'
refuse 'fit uses the solver' 'fit may not use solve'
put include/other.h ''
refuse 'a header beside the public ones' 'not in include/rapport/'

rm -rf "$tree"
mkdir -p "$tree/src" "$tree/include"
refuse 'an empty tree' 'no file to check'

echo "layers: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
