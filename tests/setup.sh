#!/bin/sh
# setup: tools/setup on fake machines, without a network and without a change.
#
# usage: sh tests/setup.sh
#
# A fake machine is a folder of programs that is the whole PATH. Its compiler
# compiles what only needs headers and libraries that the machine "has"; its
# package managers write down how they were called and add what they install.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' HUP INT TERM
# The clone has a blank and other traps in its name.
clone="$scratch/a clone's \$folder"
machine=$scratch/machine
bin=$machine/bin
passed=0
failed=0

# What an empty machine has: links to what POSIX has, but for compilers.
basics='awk cat chmod cp dirname env getconf grep head mkdir mktemp mv nproc rm
    sed sh tail touch tr uname'

# script NAME: make a fake program of standard input.
script() {
    { echo '#!/bin/sh'; cat; } >"$bin/$1"
    chmod +x "$bin/$1"
}

# keep KIND: the machine and the clone as they are now, for `use KIND`. A copy
# takes two processes, to make a machine takes a hundred.
keep() {
    mkdir "$scratch/$1"
    cp -RP "$machine" "$clone" "$scratch/$1"
}

use() {
    rm -rf "$machine" "$clone"
    cp -RP "$scratch/$1/." "$scratch"
}

# A fresh clone on a machine with nothing, and root at the keyboard.
bare_machine() {
    use bare
}

# A machine where everything is there already.
full_machine() {
    use full
}

make_bare_machine() {
    mkdir -p "$bin" "$machine/has/nettle" "$machine/has/minizip" \
        "$machine/has/libical" "$clone/tools"
    cp "$root/tools/setup" "$clone/tools/setup"
    : >"$machine/calls"
    for program in $basics; do
        if path=$(command -v "$program"); then
            ln -s "$path" "$bin/$program"
        fi
    done
    echo 'echo 0' | script id
    with_apt
}

# The packages of Debian, and what each brings: cc, make, HEADER and -lNAME.
with_apt() {
    script apt-get <<END
echo "apt-get \$*" >>"$machine/calls"
[ -e "$machine/apt-fails-\$1" ] && { echo "E: no \$1 today" >&2; exit 100; }
[ "\$1" = install ] || exit 0
[ "\${DEBIAN_FRONTEND:-}" = noninteractive ] || exit 9
for package in "\$@"; do
    case \$package in
    gcc) "$machine/new-compiler" cc ;;
    clang) "$machine/new-compiler" clang ;;
    make) cp "$machine/new-make" "$bin/make" ;;
    python3) cp "$machine/new-python" "$bin/python3" ;;
    patch | jq) cp "$machine/new-python" "$bin/\$package" ;;
    libglpk-dev) touch "$machine/has/glpk.h" "$machine/has/-lglpk" ;;
    libcsv-dev) touch "$machine/has/csv.h" "$machine/has/-lcsv" ;;
    libutf8proc-dev)
        touch "$machine/has/utf8proc.h" "$machine/has/-lutf8proc" ;;
    libjansson-dev) touch "$machine/has/jansson.h" "$machine/has/-ljansson" ;;
    libminizip-dev)
        touch "$machine/has/minizip/unzip.h" "$machine/has/-lminizip" ;;
    libexpat1-dev) touch "$machine/has/expat.h" "$machine/has/-lexpat" ;;
    libxlsxwriter-dev)
        touch "$machine/has/xlsxwriter.h" "$machine/has/-lxlsxwriter" ;;
    nettle-dev) touch "$machine/has/nettle/sha2.h" "$machine/has/-lnettle" ;;
    emscripten) printf '#!/bin/sh\n' >"$bin/emcc"; chmod +x "$bin/emcc" ;;
    xz-utils | bzip2)
        for each in xz bzip2; do
            printf '#!/bin/sh\n' >"$bin/\$each"; chmod +x "$bin/\$each"
        done ;;
    libcmocka-dev) touch "$machine/has/cmocka.h" "$machine/has/-lcmocka" ;;
    libical-dev) touch "$machine/has/libical/ical.h" "$machine/has/-lical" ;;
    esac
done
END
    new_compiler
    new_make
    printf '#!/bin/sh\nexit 0\n' >"$machine/new-python"
    chmod +x "$machine/new-python"
}

# A compiler that compiles and links by looking into has/.
new_compiler() {
    cat >"$machine/compiler" <<END
#!/bin/sh
echo "cc \$*" >>"$machine/compiled"
while [ "\$#" -gt 0 ]; do
    case \$1 in
    -lm) ;;
    -l*) [ -e "$machine/has/\$1" ] || exit 1 ;;
    *.c)
        while read -r line; do
            case \$line in
            '#include <std'* | '#include <setjmp'*) ;;
            '#include <'*)
                line=\${line#*<}
                [ -e "$machine/has/\${line%>*}" ] || exit 1 ;;
            esac
        done <"\$1" ;;
    esac
    shift
done
END
    # The script gets an argument of its own.
    # shellcheck disable=SC2016
    printf '#!/bin/sh\ncp "%s" "%s/$1"\n' "$machine/compiler" "$bin" \
        >"$machine/new-compiler"
    chmod +x "$machine/compiler" "$machine/new-compiler"
}

# A make whose program says how it was called, and whose tests say a count.
new_make() {
    cat >"$machine/new-make" <<END
#!/bin/sh
case \$* in
--version) echo 'GNU Make 4.3'; exit 0 ;;
esac
echo "make \$*" >>"$machine/made"
[ -e "$machine/make-fails" ] && exit 2
mkdir -p build/tests
printf '#!/bin/sh\necho "called: \$*"\n' >build/rapport
chmod +x build/rapport
case \$* in
*'-s test')
    if [ -e "$machine/test-fails" ]; then
        echo '6 passed, 1 failed' >build/tests/summary
        cat build/tests/summary
        echo 'make: *** error'
        exit 2
    fi
    echo '7 passed, 0 failed' ;;
esac
END
    chmod +x "$machine/new-make"
}

# On top of the bare one.
make_full_machine() {
    "$machine/new-compiler" cc
    "$machine/new-compiler" clang
    cp "$machine/new-make" "$bin/make"
    cp "$machine/new-python" "$bin/python3"
    echo : | script patch
    echo : | script jq
    for each in glpk csv utf8proc jansson nettle/sha2 minizip/unzip expat \
        xlsxwriter cmocka; do
        touch "$machine/has/$each.h" "$machine/has/-l${each%/*}"
    done
    touch "$machine/has/libical/ical.h" "$machine/has/-lical"
}

# Somebody who is not root; sudo writes down how it was called.
as_user() {
    echo 'echo 1000' | script id
    script sudo <<END
echo "sudo \$*" >>"$machine/calls"
[ -e "$machine/sudo-fails" ] && exit 1
[ "\$1" = -n ] && shift
exec "\$@"
END
}

# setup WORD ...: run it on the machine, from another folder.
setup() {
    status=0
    (
        cd "$scratch"
        unset CC CXX CFLAGS CPPFLAGS LDFLAGS PKG_CONFIG
        PATH=$bin
        export PATH
        exec sh "$clone/tools/setup" "$@"
    ) >"$scratch/out" 2>"$scratch/err" </dev/null || status=$?
}

# ---- What is expected -------------------------------------------------------

fail() {
    wrong="$wrong
    $*"
}

expect_status() {
    [ "$status" -eq "$1" ] || fail "status $1 expected, got $status"
}

# expect_calls LINE ...: exactly these calls of package managers and sudo.
expect_calls() {
    [ "$#" -eq 0 ] || printf '%s\n' "$@" >"$scratch/calls"
    [ "$#" -ne 0 ] || : >"$scratch/calls"
    if ! cmp -s "$scratch/calls" "$machine/calls"; then
        fail "calls: $(cat "$machine/calls")"
    fi
}

# says WORDS ...: all of them in what it said to the person.
says() {
    for words in "$@"; do
        grep -qF -- "$words" "$scratch/err" || fail "it does not say '$words'"
    done
}

says_not() {
    ! grep -qF -- "$1" "$scratch/err" || fail "it says '$1'"
}

prints() {
    grep -qxF -- "$1" "$scratch/out" || fail "it does not print '$1'"
}

makes_nothing() {
    [ ! -e "$machine/made" ] || fail "make ran: $(cat "$machine/made")"
}

# test NAME: what was expected since the last one.
finish() {
    if [ -z "$wrong" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "---- $1$wrong"
        cat "$scratch/out" "$scratch/err"
    fi
    wrong=
}
wrong=

base_packages='gcc libc6-dev make libglpk-dev libcsv-dev libutf8proc-dev'
base_packages="$base_packages libjansson-dev nettle-dev libminizip-dev"
base_packages="$base_packages libexpat1-dev libxlsxwriter-dev"
install='apt-get install -y --no-install-recommends'

# ---- The tests --------------------------------------------------------------

make_bare_machine
keep bare
make_full_machine
keep full

for each in --dry-run RAPPORT_NO_INSTALL; do
    bare_machine
    if [ "$each" = --dry-run ]; then
        setup --dry-run test
    else
        RAPPORT_NO_INSTALL=1
        export RAPPORT_NO_INSTALL
        setup test
        unset RAPPORT_NO_INSTALL
    fi
    expect_status 3
    expect_calls
    makes_nothing
    says 'a C compiler' 'GNU make' GLPK libcsv utf8proc jansson nettle \
        minizip expat libxlsxwriter cmocka libical Python 'apt-get update' \
        "$install $base_packages libcmocka-dev libical-dev python3 patch jq" 'without a compiler'
    finish "$each on a bare machine names everything and installs nothing"
done

bare_machine
setup build
expect_status 0
expect_calls 'apt-get update' "$install $base_packages"
says 'missing:' "$install $base_packages"
finish 'a bare machine: one update, one installation, no test packages'
: >"$machine/calls"
setup build
expect_status 0
expect_calls
says 'nothing is missing'
finish 'a second run calls no package manager'
setup test
expect_status 0
expect_calls 'apt-get update' "$install libcmocka-dev libical-dev python3 patch jq"
says_not GLPK
prints '7 passed, 0 failed'
[ "$(tail -n 1 "$scratch/out")" = '7 passed, 0 failed' ] ||
    fail 'the count is not the last line'
finish 'test installs only what test needs besides'

full_machine
setup demo
expect_status 0
expect_calls
arguments='match datasets/demo/therapists.csv datasets/demo/clients.csv'
arguments="$arguments --groups datasets/demo/groups.csv"
arguments="$arguments --limits datasets/demo/limits.csv --out results"
prints "\$ rapport $arguments"
prints "called: $arguments"
grep -q results/assignments.csv "$scratch/out" ||
    fail 'it does not say where to look'
finish 'the demo shows its command, runs it and says where to look'

full_machine
setup --dry-run demo
expect_status 0
expect_calls
makes_nothing
says 'nothing is missing'
finish '--dry-run with nothing missing builds nothing'

full_machine
RAPPORT_NO_INSTALL=1
export RAPPORT_NO_INSTALL
setup
unset RAPPORT_NO_INSTALL
expect_status 0
[ -e "$machine/made" ] || fail 'nothing was built'
finish 'RAPPORT_NO_INSTALL with nothing missing builds'

full_machine
rm "$machine/has/csv.h"
setup --dry-run build
expect_status 3
says "$install libcsv-dev"
says_not GLPK
finish 'a header alone missing is found'
touch "$machine/has/csv.h"
rm "$machine/has/-lcsv"
setup --dry-run build
expect_status 3
says "$install libcsv-dev"
finish 'a library that does not link is found'

full_machine
echo 'exit 1' | script python3
setup --dry-run test
expect_status 3
says "$install python3"
finish 'a Python that is too old is found'

full_machine
printf 'echo "BSD make"\n' | script make
setup --dry-run build
expect_status 3
says 'GNU make'
finish 'a make that is not GNU make is found'
cp "$machine/new-make" "$bin/gmake"
setup build
expect_status 0
finish 'gmake will do'

# The page: built with what it needs, tested in both browsers or not at all.
full_machine
RAPPORT_BROWSER=0
export RAPPORT_BROWSER
setup page
expect_status 0
expect_calls 'apt-get update' "$install emscripten xz-utils bzip2 patch"
grep -q -- '-j[0-9]* page$' "$machine/made" || fail 'the page was not built'
says 'skipped' 'open build/rapport.html'
finish 'page installs Emscripten, and builds the page'
unset RAPPORT_BROWSER
: >"$machine/calls"
rm -f "$machine/made"
setup page
expect_status 4
expect_calls 'apt-get update' "$install chromium firefox-esr nodejs npm"
! grep -q test-page "$machine/made" || fail 'tests ran without a browser'
finish 'page installs both browsers before it tests'

full_machine
for each in 'CC=nothing' 'CC=clang -O1'; do
    rm -f "$machine/compiled"
    (CDPATH='' cd "$scratch" && env "$each" PATH="$bin" sh \
        "$clone/tools/setup" --dry-run build) \
        >"$scratch/out" 2>"$scratch/err" </dev/null && status=0 || status=$?
    case $each in
    *nothing) expect_status 3 ;;
    *) expect_status 0 ;;
    esac
    finish "the compiler of the environment is tried: $each"
done

bare_machine
touch "$machine/apt-fails-install"
setup build
expect_status 4
says "failed: env DEBIAN_FRONTEND=noninteractive $install"
makes_nothing
finish 'a failing installation says what failed'

bare_machine
touch "$machine/apt-fails-update"
setup build
expect_status 0
says 'going on with the package lists'
finish 'a failing update alone does not stop it'

bare_machine
printf 'exit 0\n' | script apt-get
setup build
expect_status 4
says 'still do not work' 'a C compiler'
makes_nothing
finish 'packages that do not help are found out'

bare_machine
rm "$bin/apt-get"
setup build
expect_status 4
says 'none of apt-get, dnf and brew' GLPK
finish 'no package manager'
setup --dry-run build
expect_status 3
finish 'no package manager, --dry-run'

bare_machine
as_user
setup build
expect_status 0
expect_calls \
    'sudo -n env DEBIAN_FRONTEND=noninteractive apt-get update' \
    'apt-get update' \
    "sudo -n env DEBIAN_FRONTEND=noninteractive $install $base_packages" \
    "$install $base_packages"
finish 'without a terminal sudo may not ask'

bare_machine
as_user
touch "$machine/sudo-fails"
setup build
expect_status 4
says 'failed: sudo -n'
makes_nothing
finish 'a sudo that would have to ask is a failed installation'

bare_machine
as_user
rm "$bin/sudo"
setup build
expect_status 4
expect_calls
says 'no sudo' "$install $base_packages"
finish 'not root and no sudo: the commands are shown'

bare_machine
mv "$bin/apt-get" "$bin/dnf"
setup --dry-run test
expect_status 3
says 'dnf install -y gcc glibc-devel make glpk-devel libcsv-devel' \
    libcmocka-devel
says_not apt-get
finish 'dnf'

bare_machine
mv "$bin/apt-get" "$bin/brew"
as_user
setup --dry-run bench
expect_status 3
says '    brew install gcc make glpk libcsv utf8proc jansson nettle minizip expat '\
'libxlsxwriter python'
says_not sudo
finish 'brew never runs by sudo'

full_machine
setup dmeo
expect_status 2
says "'dmeo' is none of build, demo, test, page, bench, ci, release, help"
makes_nothing
finish 'an unknown word'
setup --fast test
expect_status 2
finish 'an unknown option'
setup test demo
expect_status 2
makes_nothing
finish 'two words'

full_machine
setup help
expect_status 0
expect_calls
makes_nothing
grep -q '^usage: ' "$scratch/out" || fail 'no usage on standard output'
finish 'help'

full_machine
touch "$machine/make-fails"
setup demo
expect_status 1
says 'the build failed'
finish 'a failing build'
setup test
expect_status 1
[ "$(tail -n 1 "$scratch/out")" = '0 passed, 1 failed' ] ||
    fail 'the count is not the last line'
finish 'a failing build of the tests'

full_machine
touch "$machine/test-fails"
setup test
expect_status 1
[ "$(tail -n 1 "$scratch/out")" = '6 passed, 1 failed' ] ||
    fail 'the count is not the last line'
finish 'a failing test'

echo "setup: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
