#!/bin/sh
# windows: build-windows/rapport.exe under wine says and writes what the program
# built here does.
#
# usage: sh tests/windows.sh [BUILD [CASE ...]]
#
# Result files of the demo and of golden cases byte for byte, paths that are
# awkward, files that another program holds, exit statuses. Without wine it
# stops with status 2.
set -eu

cd "$(dirname "$0")/.."
root=$PWD
build=${1:-build}
[ $# -eq 0 ] || shift
exe=$root/build-windows/rapport.exe
scratch=$(mktemp -d)
wine=$(command -v wine64 || command -v /usr/lib/wine/wine64 ||
    command -v wine) || {
    echo 'windows: no wine here (sh tools/setup release)' >&2
    exit 2
}
WINEDEBUG=-all
WINEPREFIX=$scratch/wine
export WINEDEBUG WINEPREFIX
# What still runs there writes into the folder: it is ended and waited for.
clean_up() {
    for server in wineserver /usr/lib/wine/wineserver; do
        if command -v "$server" >/dev/null; then
            "$server" -k || :
            "$server" -w || :
            break
        fi
    done
    rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' HUP INT TERM
passed=0
failed=0

# Goldens that read in many ways and write every file.
[ $# -gt 0 ] || set -- match match-scores answers find-encodings form-utf16 \
    form-windows-1252 options pages-hostile quoted-ids xlsx-clinic

check() {
    name=$1
    shift
    if "$@" >"$scratch/out" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "---- windows: $name" >&2
        head -n 20 "$scratch/out" >&2
    fi
}

# there WORD ...: run the .exe; its status in $status, its words in files.
there() {
    status=0
    "$wine" "$exe" "$@" >"$scratch/stdout" 2>"$scratch/stderr" </dev/null ||
        status=$?
}

ended_with() {
    echo "status $status, expected $1"
    cat "$scratch/stderr"
    [ "$status" -eq "$1" ]
}

says() {
    cat "$scratch/stderr"
    grep -qF -e "$1" "$scratch/stderr"
}

therapists=$root/datasets/demo/therapists.csv
clients=$root/datasets/demo/clients.csv
"$wine" wineboot -i >/dev/null 2>&1 || :

there match datasets/demo/therapists.csv datasets/demo/clients.csv \
    --out "$scratch/exe" --pages
check 'the demo' ended_with 0
"$build/rapport" match datasets/demo/therapists.csv datasets/demo/clients.csv \
    --out "$scratch/here" --pages 2>"$scratch/here.stderr"
check 'the demo writes the same bytes' diff -r "$scratch/here" "$scratch/exe"

# Goldens, by the runner that also runs the program itself. There nobody else
# can read a folder, and so no warning says so.
mkdir "$scratch/bin"
printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$wine" "$exe" >"$scratch/bin/rapport"
chmod +x "$scratch/bin/rapport"
for case in "$@"; do
    check "golden $case" sh tests/golden.sh "$scratch/bin" "$case"
done

# Paths as people have them, and longer than Windows' own 260 characters.
long=$(printf '%0120d' 0)
for folder in 'my clinic' 'Praxis Müller & Söhne' '诊所' "$long/$long/$long"; do
    mkdir -p "$scratch/$folder"
    cp "$therapists" "$clients" "$scratch/$folder"
    (cd "$scratch/$folder" && "$root/$build/rapport" match therapists.csv \
        clients.csv --quiet --out here 2>/dev/null) || :
    there match "$scratch/$folder/therapists.csv" \
        "$scratch/$folder/clients.csv" --quiet --out "$scratch/$folder/exe/new"
    check "in '$folder'" ended_with 0
    check "in '$folder' the same rows" cmp \
        "$scratch/$folder/here/assignments.csv" \
        "$scratch/$folder/exe/new/assignments.csv"
done
cd "$scratch/my clinic"
there match .\\therapists.csv .\\clients.csv --quiet --out deep\\er
check 'backslashes' ended_with 0
check 'backslashes make folders' test -s deep/er/run.json

# What another program has open, as spreadsheet programs do.
there match therapists.csv clients.csv --quiet --out exe
check 'over an earlier run' ended_with 0
cat >"$scratch/hold.c" <<'END'
#include <windows.h>
int main(int count, char **words) {
    HANDLE file = CreateFileA(words[1], GENERIC_READ, count > 2 ? 1 : 0, NULL,
                              OPEN_EXISTING, 0, NULL);
    HANDLE mark = CreateFileA("held", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0,
                              NULL);
    CloseHandle(mark);
    Sleep(file == INVALID_HANDLE_VALUE ? 0 : 600000);
    return 0;
}
END
x86_64-w64-mingw32-gcc -o "$scratch/hold.exe" "$scratch/hold.c"
# hold FILE [SHARED]: open it in another program, from here on
hold() {
    rm -f held
    "$wine" "$scratch/hold.exe" "$@" </dev/null >/dev/null 2>&1 &
    holder=$!
    waited=0
    while [ ! -e held ] && [ "$waited" -lt 600 ]; do
        sleep 0.1
        waited=$((waited + 1))
    done
}
hold clients.csv
there match therapists.csv clients.csv --quiet --out other
check 'an input that is locked' ended_with 4
check 'an input that is locked is named' says 'another program has it open'
kill "$holder" 2>/dev/null || :
cp exe/assignments.csv before.csv
hold exe/assignments.csv shared
there match therapists.csv clients.csv --quiet --top 3 --out exe
check 'a result that is open' ended_with 4
check 'a result that is open is named' says 'another program has it open'
check 'the earlier run stays' cmp before.csv exe/assignments.csv
kill "$holder" 2>/dev/null || :
check 'nothing half-written stays' sh -c \
    '! find exe -name "*.part" -o -name "*.old" | grep .'

there match therapists.csv nowhere.csv
check 'a file that is missing' ended_with 4
check 'a file that is missing is named' says 'No such file or directory'
there match therapists.csv therapists.csv
check 'errors in the input' ended_with 1
there match therapists.csv clients.csv --top x
check 'wrong usage' ended_with 2
there match therapists.csv clients.csv --quiet --out five --fail-on human
check '--fail-on' ended_with 5
there rank therapists.csv clients.csv --quiet
"$root/$build/rapport" rank therapists.csv clients.csv --quiet 2>/dev/null |
    cmp - "$scratch/stdout" && passed=$((passed + 1)) || {
    failed=$((failed + 1))
    echo '---- windows: rank prints other bytes' >&2
}

echo "windows: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
