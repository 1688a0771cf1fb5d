/**
 * @file target.h
 * What is fuzzed: each reader of the program as a function of bytes.
 *
 * targets.c has the table. fuzz.c runs one of them under libFuzzer, replay.c
 * all of them on the inputs that are kept in tests/fuzz/corpus.
 */
#ifndef TESTS_FUZZ_TARGET_H
#define TESTS_FUZZ_TARGET_H

#include "base/text.h"

#include <stdio.h>

typedef struct fuzz_target {
    const char *name; /* also of its folder of inputs */
    /** Read the bytes; abort() where a promise is broken. */
    void (*run)(rp_text bytes);
} fuzz_target;

/** The target of a name; NULL for none. */
const fuzz_target *fuzz_target_find(const char *name);
/** All of them, a zeroed one at the end. */
extern const fuzz_target fuzz_targets[];

/* An input is all that a target reads, in parts where it reads several files:
 * a line that begins with `%%` stands between two of them. */

/** Cut the next part off. @return false: there is none any more, `part` is
 *  empty */
bool fuzz_part(rp_text *rest, rp_text *part);
/** Cut the next line off, without its end. @return as above */
bool fuzz_line(rp_text *rest, rp_text *line);
/** As a text of its own with a zero byte behind it, at most `room` bytes. */
const char *fuzz_copy(char *to, size_t room, rp_text text);

/** End the program, unless a promise is kept. */
#define FUZZ_EXPECT(promise)                                                   \
    fuzz_expect((promise), #promise, __FILE__, __LINE__)
void fuzz_expect(bool kept, const char *promise, const char *file, int line);

enum { FUZZ_FILES = 4 };
/** A file with these bytes, by a path that holds until the next call with the
 *  same number: 0 .. FUZZ_FILES - 1. It has no name on any disk. */
const char *fuzz_file(int number, rp_text bytes);

/** Where output goes. */
FILE *fuzz_nowhere(void);

/** @name The targets @{ */
void fuzz_rosters(rp_text bytes);
void fuzz_map(rp_text bytes);
void fuzz_form(rp_text bytes);
void fuzz_scores(rp_text bytes);
void fuzz_outcomes(rp_text bytes);
void fuzz_history(rp_text bytes);
void fuzz_limits(rp_text bytes);
void fuzz_groups(rp_text bytes);
void fuzz_answers(rp_text bytes);
void fuzz_cleared(rp_text bytes);
void fuzz_policy(rp_text bytes);
void fuzz_taxonomy(rp_text bytes);
void fuzz_contact(rp_text bytes);
void fuzz_pseudonyms(rp_text bytes);
void fuzz_workbook(rp_text bytes);
void fuzz_filters(rp_text bytes);
void fuzz_set(rp_text bytes);
void fuzz_results(rp_text bytes);
void fuzz_rescue(rp_text bytes);
/** @} */

#endif
