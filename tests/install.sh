#!/bin/sh
# install: install into a scratch folder, build a program against what is
# there, uninstall, and see that no file is left.
#
# usage: sh tests/install.sh
set -eu

cd "$(dirname "$0")/.."
# A folder with a blank in its name: DESTDIR may be anywhere.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' HUP INT TERM
destination="$scratch/a root"
mkdir "$destination"
# What these hold is meant for the make that called us.
unset MAKEFLAGS MFLAGS MAKELEVEL 2>/dev/null || :

passed=0
failed=0
# check NAME COMMAND ...
check() {
    name=$1
    shift
    if "$@" >"$scratch/out" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "---- $name"
        cat "$scratch/out"
    fi
}

prefix=$destination/usr
version=$(sed -n 's/^#define RP_VERSION "\(.*\)"/\1/p' \
    include/rapport/version.h)

no_file_left() {
    left=$(find "$destination" ! -type d)
    echo "$left"
    [ -z "$left" ]
}

# The libraries that stand behind librapport.a, as its .pc file says.
libraries() {
    sed -n 's/^Libs.private://p' "$prefix/lib/pkgconfig/rapport.pc"
}

# Is a shared library installed? Not on every system.
has_shared() {
    [ -e "$prefix/lib/librapport.so" ]
}

# Ten lines that use every public header and one call.
write_program() {
    for header in include/rapport/*.h; do
        echo "#include <rapport/${header##*/}>"
    done
    cat <<'END'
#include <stdio.h>

int main(void) {
    puts(rp_status_words(RP_OK));
    return 0;
}
END
}

build_program() {
    write_program >"$scratch/ten.c"
    # shellcheck disable=SC2046,SC2086
    ${CC:-cc} -std=c99 -Wall -Wextra -Wpedantic -Werror ${CPPFLAGS:-} \
        -I"$prefix/include" "$scratch/ten.c" -o "$scratch/ten" \
        ${LDFLAGS:-} "$prefix/lib/librapport.a" $(libraries)
}

run_program() {
    [ "$("$scratch/ten")" = 'no error' ]
}

# The example of src/docs/library.md, by the shared library where there is one.
build_example() {
    # shellcheck disable=SC2046,SC2086
    if has_shared; then
        set -- -L"$prefix/lib" -lrapport
    else
        set -- "$prefix/lib/librapport.a" $(libraries)
    fi
    # shellcheck disable=SC2086
    ${CC:-cc} -std=c11 -Wall -Wextra -Wpedantic -Werror ${CPPFLAGS:-} \
        -I"$prefix/include" tools/example.c -o "$scratch/example" \
        ${LDFLAGS:-} "$@"
}

# It tells of every client of the demo once, with reasons, and who needs a
# person.
run_example() {
    LD_LIBRARY_PATH="$prefix/lib" "$scratch/example" \
        "$prefix/share/rapport/demo/therapists.csv" \
        "$prefix/share/rapport/demo/clients.csv" >"$scratch/said" \
        2>"$scratch/talk" || return 1
    cat "$scratch/talk" "$scratch/said"
    sed -n '2,$s/^\([^,]*\),.*/\1/p' datasets/demo/clients.csv |
        sort >"$scratch/clients"
    sed -n 's/^place *\([^:]*\):.*/\1/p' "$scratch/said" | sort |
        diff "$scratch/clients" - &&
        grep -q '^criterion .*points' "$scratch/said" &&
        grep -q 'C05: a person has to act' "$scratch/talk"
}

# The name that programs are bound to leads to the library itself.
right_soname() {
    readelf -d "$prefix/lib/librapport.so" | tee "$scratch/dynamic" |
        grep 'SONAME' &&
        grep -q "SONAME.*\[librapport.so.${version%%.*}\]" \
            "$scratch/dynamic" &&
        [ -f "$prefix/lib/librapport.so.${version%%.*}" ] &&
        [ -f "$prefix/lib/librapport.so.$version" ]
}

run_rapport() {
    said=$("$prefix/bin/rapport" --version)
    echo "$said"
    case $said in
    *"$version"*) ;;
    *) return 1 ;;
    esac
}

# The .pc file names the places of the system, not those of the scratch folder.
right_places() {
    cat "$prefix/lib/pkgconfig/rapport.pc"
    grep -q '^prefix=/usr$' "$prefix/lib/pkgconfig/rapport.pc" &&
        grep -q "^Version: $version\$" "$prefix/lib/pkgconfig/rapport.pc" &&
        ! grep -qF "$scratch" "$prefix/lib/pkgconfig/rapport.pc"
}

ask_pkg_config() {
    command -v pkg-config || return 0
    export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
    pkg-config --libs rapport | tee "$scratch/shared" | grep -e '-lrapport' &&
        ! grep -e '-lglpk' "$scratch/shared" &&
        pkg-config --static --libs rapport | grep -e '-lrapport.*-lglpk'
}

# What the person who installs as root must be able to give to everybody.
readable() {
    unreadable=$(find "$destination" ! -type d ! -perm -444)
    echo "$unreadable"
    [ -z "$unreadable" ]
}

check 'make install' make install DESTDIR="$destination" PREFIX=/usr
for each in bin/rapport lib/librapport.a lib/pkgconfig/rapport.pc \
    include/rapport/status.h share/man/man1/rapport.1 \
    share/rapport/demo/clients.csv share/rapport/demo/therapists.csv \
    share/rapport/taxonomy/concerns.csv share/rapport/policies/default.csv; do
    check "$each is missing" test -s "$prefix/$each"
done
check 'a file that not everybody may read' readable
check 'rapport --version' run_rapport
check 'rapport.pc' right_places
check 'pkg-config' ask_pkg_config
check 'compiling a program' build_program
check 'running the program' run_program
check 'compiling the example' build_example
check 'running the example' run_example
if has_shared; then
    check 'the name of the shared library' right_soname
fi
check 'make uninstall' make uninstall DESTDIR="$destination" PREFIX=/usr
check 'a file is left' no_file_left

echo "install: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
