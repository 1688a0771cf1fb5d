#!/bin/sh
# bare: try tools/setup where nothing is: a new Debian, as root, by chroot.
#
# usage: sh tests/bare.sh [RELEASE ...]    (or: make test-bare)
#
# The releases are Debian 12 and 13 unless others are named. Needs root,
# Debian's package lists and a network; takes some minutes for each. Not a part
# of `make test`. The package mirror is the one that this machine uses.
# The tree is copied as it would be cloned: what git knows or would add.
set -eu

cd "$(dirname "$0")/.."
passed=0
failed=0

if [ "$(id -u)" -ne 0 ]; then
    echo 'bare: only root may chroot' >&2
    exit 2
fi

scratch=$(mktemp -d)
system=$scratch/system
# A folder with a blank in its name, as people have them.
clone='/srv/a clone'

remove_system() {
    umount "$system/proc" 2>/dev/null || :
    rm -rf --one-file-system "$system"
}

clean_up() {
    remove_system
    rm -rf --one-file-system "$scratch"
}
trap clean_up EXIT
trap 'exit 130' HUP INT TERM

# The mirror of the machine's own apt that has this release, else one that has
# another of Debian's, as it has all of them; nothing where there is none, so
# that debootstrap takes its own.
find_mirror() {
    # The format has fields of apt's.
    # shellcheck disable=SC2016
    apt-get indextargets --format \
        '$(LABEL)|$(CODENAME)|$(CREATED_BY)|$(COMPONENT)|$(REPO_URI)' |
        awk -F '|' -v release="$release" '
            $1 == "Debian" && $3 == "Packages" && $4 == "main" {
                if ($2 == release && !best) best = $5
                if (!other) other = $5
            }
            END { print best ? best : other }'
}

find_debootstrap() {
    if ! command -v debootstrap >/dev/null; then
        apt-get update
        DEBIAN_FRONTEND=noninteractive apt-get install -y \
            --no-install-recommends debootstrap
    fi
}

make_system() {
    mirror=$(find_mirror)
    debootstrap --variant=minbase "$release" "$system" \
        ${mirror:+"$mirror"} &&
        cp /etc/resolv.conf /etc/hosts "$system/etc/" &&
        mount -t proc proc "$system/proc"
}

copy_tree() {
    mkdir -p "$system$clone"
    git ls-files -z --cached --others --exclude-standard |
        tar -c --null --ignore-failed-read -T - -f - |
        tar -x -C "$system$clone" --no-same-owner -f -
}

# inside WORD ...: run a command in the new system, its words on a screen and
# in a log, its exit status in $status.
inside() {
    echo "==== $*"
    # shellcheck disable=SC2016
    env -i HOME=/root TERM=dumb \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        sh -c '"$@"; echo $? >"$0"' "$scratch/status" "$@" \
        </dev/null 2>&1 | tee "$scratch/log"
    status=$(cat "$scratch/status")
}

# check NAME COMMAND ...
check() {
    name=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "---- $release: $name (exit status $status)"
    fi
}

ended_with() {
    [ "$status" -eq "$1" ]
}

says() {
    grep -qF -- "$1" "$scratch/log"
}

last_line_is_a_count() {
    tail -n 1 "$scratch/log" | grep -qE '^[1-9][0-9]* passed, 0 failed$'
}

# Any call of a package manager from now on is written down and fails.
forbid_packages() {
    for each in apt apt-get dpkg; do
        printf '#!/bin/sh\necho "%s $*" >>/package-calls\nexit 100\n' "$each" \
            >"$system/usr/local/bin/$each"
        chmod 755 "$system/usr/local/bin/$each"
    done
}

no_package_calls() {
    ! cat "$system/package-calls" 2>/dev/null
}

# run_all HOW ...: the demo and the tests, by the command HOW.
run_all() {
    inside "$@" chroot "$system" sh "$clone/tools/setup" demo
    check 'the demo' ended_with 0
    check 'the demo shows its command' says '$ rapport match datasets/demo'
    check 'the demo has results' \
        test -s "$system$clone/results/assignments.csv"
    inside "$@" chroot "$system" sh "$clone/tools/setup" test
    check 'the tests' ended_with 0
    check 'the tests end with their count' last_line_is_a_count
}

# try_release: all of it, in a system of the release $release.
try_release() {
    echo "==== $release"
    make_system || status=$?
    check 'a bare system' ended_with 0
    [ "$status" -eq 0 ] || return 0
    copy_tree

    inside chroot "$system" sh "$clone/tools/setup" --dry-run test
    check '--dry-run says that something is missing' ended_with 3
    check '--dry-run names it' says libglpk-dev

    echo "==== $release, with a network"
    run_all env
    echo "==== $release, without a network and without package managers"
    forbid_packages
    rm -rf "$system$clone/results"
    run_all unshare -n
    check 'no package manager is called' no_package_calls
}

[ "$#" -ne 0 ] || set -- bookworm trixie
find_debootstrap
for release in "$@"; do
    status=0
    try_release
    remove_system
done

echo "bare: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
