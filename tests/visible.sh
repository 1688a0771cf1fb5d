#!/bin/sh
# visible: a shared library shows the functions that the public headers name,
# and nothing else.
#
# usage: sh tests/visible.sh LIBRARY
set -eu

library=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Each declaration of a function, by its name: comments and preprocessor lines
# dropped, then one statement at a time.
cat include/rapport/*.h | LC_ALL=C awk '
    /^[ \t]*#/ { continues = /\\$/; next }
    continues { continues = /\\$/; next }
    { text = text " " $0 }
    END {
        while ((from = index(text, "/*")) > 0) {
            rest = substr(text, from + 2)
            text = substr(text, 1, from - 1) " " \
                   substr(rest, index(rest, "*/") + 2)
        }
        n = split(text, statements, ";")
        for (i = 1; i <= n; i++)
            if (statements[i] !~ /typedef/ &&
                match(statements[i], /rp_[a-z0-9_]+ *\(/)) {
                name = substr(statements[i], RSTART, RLENGTH)
                sub(/ *\($/, "", name)
                print name
            }
    }' | LC_ALL=C sort >"$scratch/named"
nm -D --defined-only "$library" |
    awk '$NF !~ /^(__bss_start|_edata|_end)$/ { print $NF }' |
    LC_ALL=C sort >"$scratch/shown"

if [ -s "$scratch/named" ] && diff "$scratch/named" "$scratch/shown"; then
    echo "visible: $(grep -c . "$scratch/named") passed, 0 failed"
else
    echo 'visible: 0 passed, 1 failed'
    exit 1
fi
