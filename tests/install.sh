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
    sed -n 's/^Libs:.* -lrapport//p' "$prefix/lib/pkgconfig/rapport.pc"
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
        -L"$prefix/lib" ${LDFLAGS:-} -lrapport $(libraries)
}

run_program() {
    [ "$("$scratch/ten")" = 'no error' ]
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
    ! command -v pkg-config ||
        PKG_CONFIG_PATH="$prefix/lib/pkgconfig" pkg-config --libs rapport |
        grep -e '-lrapport'
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
check 'make uninstall' make uninstall DESTDIR="$destination" PREFIX=/usr
check 'a file is left' no_file_left

echo "install: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
