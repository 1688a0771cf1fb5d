#!/bin/sh
# split: parts solved one by one and merged are the results of a single run.
#
# usage: sh tests/split.sh [BUILD [COUNT [SEED]]]
#
# COUNT random clinics of a few regions besides the fixed cases. Results are
# compared byte for byte, but for inputs, command and solver of run.json. Ends
# with "N passed, N failed".
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
build=${1:-build}
count=${2:-6}
seed=${3:-1}
cd "$root"
case $build in
/*) ;;
*) build=$root/$build ;;
esac
PATH=$build:$PATH
LC_ALL=C
export PATH LC_ALL
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' HUP INT TERM
passed=0
failed=0
write= # options of match and merge that say what is written

good() {
    passed=$((passed + 1))
}

bad() {
    failed=$((failed + 1))
    echo "split: $*"
}

# Without what a merge may tell differently.
common() {
    awk '
    /^  "(command|inputs)": \[/ { skip = 1 }
    /^  "solver": \{/ { skip = 1 }
    !skip { print }
    /^  []}]/ { skip = 0 }' "$1/run.json"
}

# same ONE OTHER: two result folders hold the same.
same() {
    [ "$(cd "$1" && find . -type f | sort)" = \
        "$(cd "$2" && find . -type f | sort)" ] || return 1
    for file in "$1"/*; do
        [ "${file##*/}" = run.json ] && continue
        cmp "$file" "$2/${file##*/}" || return 1
    done
    common "$1" >"$scratch/one.json"
    common "$2" >"$scratch/two.json"
    cmp "$scratch/one.json" "$scratch/two.json"
}

# trial NAME RUNNER OPTION ...: split and merge the clinic in $scratch/NAME.
trial() {
    name=$1
    runner=$2
    shift 2
    cd "$scratch/$name"
    # The options of writing are words.
    # shellcheck disable=SC2086
    if ! (rapport match --quiet $write --out whole "$@" therapists.csv clients.csv &&
        rapport split --quiet --out parts "$@" therapists.csv clients.csv &&
        $runner parts/jobs.txt && rapport merge --quiet $write --out merged parts
    ) >out.txt 2>err.txt; then
        bad "$name: a command failed"
        grep -v -e ' in crisis' -e ' look at first' err.txt | head -n 5
    elif ! same whole merged; then
        bad "$name: the merge differs from a single run"
    else
        good
    fi
    cd "$root"
}

# clinic NAME OPTION-OF-GENERATE ...
clinic() {
    name=$1
    shift
    generate --out "$scratch/$name" "$@" >"$scratch/log" 2>&1
}

# refused NAME STATUS WORDS COMMAND ...: how a command fails and what it says.
refused() {
    name=$1
    expected=$2
    words=$3
    shift 3
    status=0
    "$@" >"$scratch/log" 2>&1 </dev/null || status=$?
    if [ "$status" -ne "$expected" ]; then
        bad "$name: status $status, expected $expected"
    elif ! grep -q -e "$words" "$scratch/log"; then
        bad "$name: nothing about '$words'"
        head -n 5 "$scratch/log"
    else
        good
    fi
}

# ---- The demo, which hardly splits, and awkward files -----------------------

mkdir "$scratch/demo" "$scratch/names"
cp tests/clinics/plain/therapists.csv tests/clinics/plain/clients.csv "$scratch/demo"
trial demo sh
for folder in datasets/awkward/*/ datasets/awkward/small/*/; do
    [ -f "$folder/clients.csv" ] || continue
    name=$(basename "$folder")
    mkdir "$scratch/$name"
    cp "$folder"/*.csv "$scratch/$name"
    if [ -f "$folder/map.csv" ]; then
        trial "$name" sh --map map.csv
    else
        trial "$name" sh
    fi
done

# Two regions, and all that must not depend on the part a row stands in: a
# request and a past therapist in the other region, ids that look like
# formulas, pins (also of a client who needs a person), full therapists, a client
# whom nobody may see, cells with delimiters, quotes and line breaks.
cat >"$scratch/names/therapists.csv" <<'END'
therapist_id,name,openings,licensed_in,gender,specialties,declines
=t1,"Ann ""A"", West",2,ny,female,"ptsd:20; anxiety",
t2,Ben,1,ny,male,"anxiety,
ocd",c3
-t3,Cem,2,ca,male,ptsd:3,
t4,Dan,1,ca,female,depression,c1
t5,Eva,0,ny,female,"ptsd;ocd",
t6,Fay,1,ca,,"ptsd",
END
cat >"$scratch/names/clients.csv" <<'END'
client_id,referred_on,urgency,lives_in,concerns,want_gender,requested_therapist,past_therapists,pin
c1,2026-01-05,,ny,ptsd,female,-t3,,
c2,2026-03-02,soon,ny,anxiety,,t5,,
c3,,urgent,ny,ocd,male!,,-t3,
+c4,2026-02-01,,ny,"ptsd; anxiety",male,t2,,
c5,2026-03-01,,ca,depression,,=t1,t4:did not fit,
c6,2026-03-05,crisis,ca,ptsd,,,,t6
c7,2026-03-04,,ca,ptsd,female,,,-t3
c8,2026-01-01,,tx,ptsd,,,,
c9,2026-03-09,,ca,depression,,t4,,
END
trial names sh
trial names sh --unknown forbid --today 2026-02-02
[ "$(wc -l <"$scratch/names/parts/jobs.txt")" -eq 2 ] ||
    bad 'names: not two parts'

# ---- Random clinics of some regions -----------------------------------------

n=0
while [ "$n" -lt "$count" ]; do
    at=$((seed * 1000 + n))
    case $((n % 3)) in
    0) clinic "r$n" --clients $((40 + n)) --therapists $((20 + n % 7)) \
        --regions $((3 + n % 5)) --density 0.3 --pins $((n % 9)) \
        --supply 0.8 --blank 0.2 --seed "$at" && trial "r$n" sh ;;
    1) clinic "r$n" --clients 90 --therapists 30 --regions 10 --density 0.4 \
        --supply 1.4 --pins 10 --seed "$at" && trial "r$n" sh ;;
    2) clinic "r$n" --clients 60 --therapists 24 --regions 4 --density 0.5 \
        --shape coarse --tiers --seed "$at" &&
        trial "r$n" sh --scores scores.csv ;;
    esac
    rm -rf "${scratch:?}/r$n"
    n=$((n + 1))
done

# Another plan than the best total's.
write='--top 3 --analyses none --no-bom'
clinic fair --clients 120 --therapists 30 --regions 5 --density 0.5 \
    --supply 0.8 --seed "$seed"
printf 'setting,value\nfair_floor,70\n' >"$scratch/fair/policy.csv"
trial fair sh --objective fair --policy policy.csv
cd "$scratch/fair"
rapport match --quiet --analyses none --policy policy.csv --out total \
    therapists.csv clients.csv 2>err.txt
if cmp -s total/assignments.csv whole/assignments.csv; then
    bad 'fair: the plan is that of the best total'
fi
cd "$root"
write=

# ---- In order of referral, by another lottery -------------------------------

clinic queue --clients 120 --therapists 30 --regions 5 --density 0.5 \
    --supply 0.5 --seed "$seed"
printf 'setting,value\nfair_floor,70\nlottery,77\n' >"$scratch/queue/policy.csv"
trial queue sh --queue strict --policy policy.csv
cd "$scratch/queue"
rapport match --quiet --analyses none --policy policy.csv --out points \
    therapists.csv clients.csv 2>err.txt
if cmp -s points/waitlist.csv whole/waitlist.csv; then
    bad 'queue: those wait who wait by points'
fi
cd "$root"
trial queue sh --queue strict --objective fair --policy policy.csv

# ---- What stood before stays, or is frozen ----------------------------------

# earlier FOLDER: results of the clinic in FOLDER when its openings were others,
# and two clients were not there, for its later self to keep.
earlier() {
    awk -F, -v OFS=, 'NR == 1 { for (k = 1; k <= NF; k++) if ($k == "openings")
        at = k } NR > 1 { $at = ($at + NR) % 4 } { print }' \
        "$1/therapists.csv" >"$1/then.csv"
    sed 3,4d "$1/clients.csv" >"$1/those.csv"
    rapport match --quiet --analyses none --out "$1/before" \
        "$1/then.csv" "$1/those.csv" 2>"$scratch/log" || bad 'no earlier run'
    rm "$1/then.csv" "$1/those.csv"
}

for at in 1 2; do
    clinic "kept$at" --clients 100 --therapists 30 --regions 6 --density 0.5 \
        --supply 0.9 --seed $((seed + at))
    earlier "$scratch/kept$at"
    trial "kept$at" sh --keep before
    trial "kept$at" sh --keep before --frozen
    grep -q ',pinned,' "$scratch/kept$at/merged/assignments.csv" ||
        bad "kept$at: nobody is frozen"
done

# ---- On two jobs at once ----------------------------------------------------

clinic two --clients 200 --therapists 60 --regions 6 --density 0.4 --seed "$seed"
if command -v parallel >/dev/null &&
    parallel --version 2>/dev/null | grep -q '^GNU parallel'; then
    trial two 'parallel --will-cite -j 2 -a'
else
    echo 'split: no GNU parallel here: two jobs at once are not tried'
    trial two sh
fi

# ---- What a merge refuses ---------------------------------------------------

# A result whose hash was made right again after it was changed.
forge() {
    old=$(sha256sum "$1/assignments.csv" | cut -d ' ' -f 1)
    sed "$2" "$1/assignments.csv" >"$1/forged"
    mv "$1/forged" "$1/assignments.csv"
    new=$(sha256sum "$1/assignments.csv" | cut -d ' ' -f 1)
    [ "$old" != "$new" ] || bad 'forge: nothing changed'
    sed "s/$old/$new/" "$1/run.json" >"$1/forged"
    mv "$1/forged" "$1/run.json"
}

cd "$scratch/two"
part=parts/part-0001/results
cp -R parts kept
again() {
    rm -rf parts
    cp -R kept parts
}
refused nothing 4 'this is not a split' rapport merge --out x whole
refused no-out 2 'needs --out' rapport split therapists.csv clients.csv
refused stdin 2 'needs files' rapport split --out x - clients.csv
refused no-utf-8 2 'is not UTF-8' \
    rapport split --out x "$(printf 'th\351rapeutes.csv')" clients.csv
refused no-utf-8-option 2 'is not UTF-8' \
    rapport split --out x --map "$(printf '\351.csv')" therapists.csv clients.csv
refused over-a-run 4 'belongs to a run' \
    rapport split --out whole therapists.csv clients.csv
rm "$part/run.json"
refused no-results 4 'run this part' rapport merge --out x parts
again
echo >>"$part/assignments.csv"
refused touched 1 'is not the file' rapport merge --out x parts
again
cp parts/part-0002/results/* "$part"
refused mixed-up 1 'does not belong to this split' rapport merge --out x parts
again
if command -v sha256sum >/dev/null; then
    forge "$part" '2s/,assigned,/,waitlist,/'
    refused worse 4 'not optimal as a whole' rapport merge --out x parts
    again
fi
sed '$d' clients.csv >fewer.csv
cp clients.csv all.csv
cp fewer.csv clients.csv
refused changed 1 'has changed' rapport merge --out x parts
cp all.csv clients.csv
[ ! -e x ] || bad 'a refused merge wrote something'
cd "$root"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
