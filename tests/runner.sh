#!/bin/sh
# runner: the tests' own runner must not take a failure for a success.
#
# usage: sh tests/runner.sh
set -eu

cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
passed=0
failed=0

# expect NAME STATUS LAST-LINE COMMAND ...
expect() {
    name=$1
    status=$2
    line=$3
    shift 3
    got=0
    sh tests/run "$@" >"$scratch/out" 2>&1 || got=$?
    last=$(tail -n 1 "$scratch/out")
    if [ "$got" -eq "$status" ] && [ "$last" = "$line" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "---- $name: expected status $status and '$line'," \
            "got $got and '$last'"
    fi
}

cat >"$scratch/cmocka_good" <<'END'
[==========] Running 2 test(s).
[ RUN      ] one
[       OK ] one
[ RUN      ] two
[       OK ] two
[==========] 2 test(s) run.
[  PASSED  ] 2 test(s).
END
cat >"$scratch/cmocka_bad" <<'END'
[==========] numbers: Running 3 test(s).
[ RUN      ] two
[  FAILED  ] two
[==========] numbers: 3 test(s) run.
[  PASSED  ] 2 test(s).
[  FAILED  ] numbers: 1 test(s), listed below:
[  FAILED  ] two

 1 FAILED TEST(S)
END
good="cat '$scratch/cmocka_good'"
bad="cat '$scratch/cmocka_bad'"

expect 'cmocka, all well' 0 '2 passed, 0 failed' "$good"
expect 'cmocka, one failed' 1 '2 passed, 1 failed' "$bad; exit 1"
expect 'cmocka, failed but status 0' 1 '2 passed, 1 failed' "$bad"
expect 'cmocka, then a crash' 1 '2 passed, 1 failed' "$good; kill -KILL \$\$"
expect 'two groups add up' 0 '4 passed, 0 failed' "$good; $good"
expect 'a named line' 0 '7 passed, 0 failed' 'echo oracle: 7 passed, 0 failed'
expect 'the last line counts' 1 '5 passed, 2 failed' \
    'echo 1 passed, 0 failed; echo x: 5 passed, 2 failed; exit 1'
expect 'silence' 1 '0 passed, 1 failed' true
expect 'no test ran' 1 '0 passed, 1 failed' 'echo 0 passed, 0 failed'
expect 'a failing status' 1 '3 passed, 1 failed' \
    'echo 3 passed, 0 failed; exit 1'
expect 'no such program' 1 '0 passed, 1 failed' "'$scratch/nowhere'"
expect 'nothing to run' 1 '0 passed, 1 failed'
expect 'sums of several, two at a time' 1 '10 passed, 3 failed' -j 2 \
    "$good" "$good" "$bad" 'echo 4 passed, 0 failed' true 'exit 3'
expect 'the sum is kept' 0 '2 passed, 0 failed' -o "$scratch/sum" "$good"
expect 'a wrong option' 2 \
    'usage: sh tests/run [-j JOBS] [-o FILE] COMMAND ...' -x

# Tests of signals need programs that can be interrupted, even where the runner
# itself was started in the background.
if env --default-signal=INT true 2>/dev/null; then
    interrupted="kill -INT \$\$; echo 1 passed, 0 failed"
    expect 'an interrupt arrives' 1 '0 passed, 1 failed' "$interrupted"
    (
        trap '' INT
        exec sh tests/run "$interrupted" >"$scratch/out"
    ) || :
    if [ "$(tail -n 1 "$scratch/out")" = '0 passed, 1 failed' ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo '---- an interrupt arrives where the caller ignores it'
    fi
fi

if [ "$(cat "$scratch/sum")" = '2 passed, 0 failed' ]; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo '---- -o FILE does not hold the last line'
fi

# What a failing program said is shown, what a good one said is not.
sh tests/run 'echo loud; exit 1' 'echo quiet; echo 1 passed, 0 failed' \
    >"$scratch/out" 2>&1 || :
if grep -q '^loud$' "$scratch/out" && ! grep -q '^quiet$' "$scratch/out"; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo '---- the output of a failing program is shown, and no other'
fi

echo "runner: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
