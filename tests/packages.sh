#!/bin/sh
# packages: the archive and the .deb are the same bytes each time; lintian finds
# nothing; the .deb is installed and run in a bare system.
#
# usage: sh tests/packages.sh [BUILD]
#
# Without root or debootstrap the bare system is skipped, which is said.
set -eu

cd "$(dirname "$0")/.."
build=${1:-build}
make=${MAKE:-make}
scratch=$(mktemp -d)
system=$scratch/system
clean_up() {
    umount "$system/proc" 2>/dev/null || :
    rm -rf --one-file-system "$scratch"
}
trap clean_up EXIT
trap 'exit 130' HUP INT TERM
unset MAKEFLAGS MFLAGS MAKELEVEL 2>/dev/null || :
passed=0
failed=0

check() {
    name=$1
    shift
    if "$@" >"$scratch/out" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "---- packages: $name" >&2
        tail -n 20 "$scratch/out" >&2
    fi
}

version=$(sed -n 's/^#define RP_VERSION "\(.*\)"/\1/p' \
    include/rapport/version.h)
archive=$build/rapport-$version.tar.gz
package=$build/rapport_${version}_$(dpkg --print-architecture).deb

# twice TARGET FILE: made again, it is the same bytes.
twice() {
    check "make $1" "$make" -s "$1"
    cp "$2" "$scratch/first"
    rm "$2"
    "$make" -s "$1" >/dev/null 2>&1
    check "make $1 again makes the same bytes" cmp "$scratch/first" "$2"
}

twice dist "$archive"
tar -xzf "$archive" -C "$scratch"
check 'the archive has what git has' sh -c \
    "[ \"\$(cd '$scratch/rapport-$version' && find . -type f | wc -l)\" -eq \
       \"\$(git ls-tree -r HEAD | wc -l)\" ]"
twice deb "$package"
check 'lintian' lintian --fail-on error,warning "$package"
check 'no symbols are left' sh -c \
    "dpkg-deb --fsys-tarfile '$package' | tar -x -O ./usr/bin/rapport |
     file - | grep -q ' stripped'"

mirror() {
    # shellcheck disable=SC2016
    apt-get indextargets --format '$(LABEL)|$(CREATED_BY)|$(REPO_URI)' |
        awk -F '|' '$1 == "Debian" && $2 == "Packages" { print $3; exit }'
}

inside() {
    chroot "$system" env -i HOME=/root LC_ALL=C DEBIAN_FRONTEND=noninteractive \
        PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@" </dev/null
}

in_bare_system() {
    release=$(. /etc/os-release && echo "$VERSION_CODENAME")
    check 'a bare system' debootstrap --variant=minbase "$release" "$system" \
        "$(mirror)"
    cp /etc/resolv.conf "$system/etc/"
    cp "$package" "$system/rapport.deb"
    check 'it is installed' inside apt-get install -y --no-install-recommends \
        /rapport.deb
    check 'it runs' inside rapport match /usr/share/rapport/demo/therapists.csv \
        /usr/share/rapport/demo/clients.csv --out /results
    check 'it has results' test -s "$system/results/assignments.csv"
    check 'it is removed' inside apt-get purge -y rapport
    check 'nothing is left' sh -c \
        "! find '$system/usr' -path '*rapport*' | grep ."
}

if [ "$(id -u)" -eq 0 ] && command -v debootstrap >/dev/null; then
    in_bare_system
else
    echo 'packages: skipped: a bare system takes root and debootstrap' >&2
fi

echo "packages: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
