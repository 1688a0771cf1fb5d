#!/bin/sh
# completions: drive each shell that is here, and see what it completes.
#
# usage: sh tests/completions.sh [BUILD]
#
# A shell that is not here is skipped, which is said.
set -eu

cd "$(dirname "$0")/.."
build=$(cd "${1:-build}" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' HUP INT TERM
passed=0
failed=0
mkdir "$scratch/folder" "$scratch/home"
: >"$scratch/folder/therapists.csv"
mkdir "$scratch/folder/results"
PATH=$build:$PATH
HOME=$scratch/home
export PATH HOME
unset XDG_CONFIG_HOME XDG_DATA_HOME 2>/dev/null || :

# In bash: what Tab offers at the end of a line, a line each.
complete_bash() {
    # These are words of that shell.
    # shellcheck disable=SC2016
    bash --norc -c '
        source "$1"
        line=${2//=/ = }
        read -ra COMP_WORDS <<<"$line"
        [[ $2 != *" " && $2 != *= ]] || COMP_WORDS+=("")
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        COMPREPLY=()
        _rapport
        printf "%s\n" "${COMPREPLY[@]}"' bash "$scratch/bash" "$1"
}

complete_fish() {
    # shellcheck disable=SC2016
    fish --no-config -c 'source $argv[1]; complete -C $argv[2]' \
        "$scratch/fish" "$1" | cut -f 1
}

# In zsh: the screen of a terminal after two Tabs.
complete_zsh() {
    # shellcheck disable=SC2016
    zsh -f -c '
        zmodload zsh/zpty
        zpty shell zsh -f -i
        tell() { zpty -w shell "$1" }
        tell "PS1=; unset zle_bracketed_paste; stty cols 300 rows 400"
        tell "autoload -Uz compinit; compinit -u -d $3/dump"
        tell "source $1; compdef _rapport rapport"
        tell "zstyle \":completion:*\" list-prompt \"\"; setopt auto_list no_list_beep"
        tell "LISTMAX=0; echo re""ady"
        while zpty -r shell line; do
            [[ $line != *ready* ]] || break
        done
        zpty -w -n shell "$2"$'"'\\t\\t'"'
        sleep ${4:-2}
        zpty -w -n shell $'"'\\x15'"'"exit"$'"'\\n'"'
        while zpty -r shell line; do
            print -r -- "$line"
        done
        zpty -d shell' zsh "$scratch/zsh" "$1" "$scratch" |
        tr '\r\033' '\n\n'
}

# expect SHELL LINE WORD [NOT]: it offers the word, and not the other.
expect() {
    if ! "complete_$1" "$2" >"$scratch/offered" 2>"$scratch/errors"; then
        echo "---- $1: completing '$2' fails" >&2
        cat "$scratch/errors" >&2
        failed=$((failed + 1))
        return
    fi
    if grep -qF -e "$3" "$scratch/offered" &&
        { [ -z "${4:-}" ] || ! grep -qF -e "$4" "$scratch/offered"; }; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "---- $1: '$2' offers '$3'${4:+ and not '$4'}" >&2
        head -n 20 "$scratch/offered" >&2
    fi
}

for shell in bash zsh fish; do
    if ! command -v "$shell" >/dev/null; then
        echo "completions: no $shell here: skipped" >&2
        continue
    fi
    sh tools/completions "$shell" "$build/rapport" >"$scratch/$shell"
    cd "$scratch/folder"
    expect "$shell" 'rapport ma' match explain
    expect "$shell" 'rapport match --ob' --objective --out
    expect "$shell" 'rapport match --objective ' fair strict
    expect "$shell" 'rapport rank --format ' csv text
    expect "$shell" 'rapport check --format ' text csv
    expect "$shell" 'rapport match --fail-on ' waitlist
    expect "$shell" 'rapport match the' therapists.csv
    expect "$shell" 'rapport columns ' clients therapists.csv
    expect "$shell" 'rapport check --a' --answers --analyses
    cd "$OLDPWD"
done

echo "completions: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
