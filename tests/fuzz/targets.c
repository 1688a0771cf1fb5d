#include "fuzz/target.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const fuzz_target fuzz_targets[] = {
    {"rosters", fuzz_rosters},       /* therapists %% clients */
    {"map", fuzz_map},               /* a map of either form */
    {"form", fuzz_form},             /* two sheets as people keep them */
    {"scores", fuzz_scores},         /* --scores */
    {"outcomes", fuzz_outcomes},     /* --outcomes of either form */
    {"history", fuzz_history},       /* --history of calibrate */
    {"limits", fuzz_limits},         /* --limits */
    {"groups", fuzz_groups},         /* --groups */
    {"answers", fuzz_answers},       /* --answers */
    {"cleared", fuzz_cleared},       /* --cleared */
    {"policy", fuzz_policy},         /* --policy */
    {"taxonomy", fuzz_taxonomy},     /* a table of --taxonomy, by its name */
    {"contact", fuzz_contact},       /* --clinic */
    {"pseudonyms", fuzz_pseudonyms}, /* what reidentify reads */
    {"workbook", fuzz_workbook},     /* .xlsx, or one part of it */
    {"filters", fuzz_filters},       /* --where, one a line */
    {"set", fuzz_set},               /* --set, --copy, --remove, one a line */
    {"results", fuzz_results},       /* a file of a result directory, or of a
                                        split: diff, --keep, pages, merge */
    {"rescue", fuzz_rescue},         /* the journal of a killed run */
    {NULL, NULL}};

const fuzz_target *fuzz_target_find(const char *name) {
    const fuzz_target *target = fuzz_targets;

    while (target->name && strcmp(target->name, name) != 0)
        target++;
    return target->name ? target : NULL;
}

/* -- what they share ------------------------------------------------------- */

bool fuzz_line(rp_text *rest, rp_text *line) {
    const char *end =
        rest->length > 0 ? memchr(rest->bytes, '\n', rest->length) : NULL;
    size_t length = end ? (size_t)(end - rest->bytes) : rest->length;
    size_t taken = end ? length + 1 : length;

    *line = (rp_text){rest->bytes, length};
    *rest = (rp_text){rest->bytes + taken, rest->length - taken};
    return taken > 0;
}

bool fuzz_part(rp_text *rest, rp_text *part) {
    const char *begin = rest->bytes;
    bool is_there = rest->length > 0;
    size_t length = 0;
    rp_text line;

    while (fuzz_line(rest, &line) &&
           !(line.length >= 2 && memcmp(line.bytes, "%%", 2) == 0))
        length = (size_t)(rest->bytes - begin);
    *part = (rp_text){begin, length};
    return is_there;
}

const char *fuzz_copy(char *to, size_t room, rp_text text) {
    size_t length = text.length < room - 1 ? text.length : room - 1;

    if (length > 0)
        memcpy(to, text.bytes, length);
    to[length] = '\0';
    return to;
}

void fuzz_expect(bool kept, const char *promise, const char *file, int line) {
    if (kept)
        return;
    fprintf(stderr, "%s:%d: not so: %s\n", file, line, promise);
    abort();
}

const char *fuzz_file(int number, rp_text bytes) {
    static FILE *files[FUZZ_FILES];
    static char paths[FUZZ_FILES][32];

    if (!files[number]) {
        files[number] = tmpfile();
        FUZZ_EXPECT(files[number] != NULL);
        snprintf(paths[number], sizeof paths[0], "/dev/fd/%d",
                 fileno(files[number]));
    }
    int descriptor = fileno(files[number]);
    FUZZ_EXPECT(ftruncate(descriptor, 0) == 0);
    FUZZ_EXPECT(pwrite(descriptor, bytes.bytes, bytes.length, 0) ==
                (ssize_t)bytes.length);
    return paths[number];
}

FILE *fuzz_nowhere(void) {
    static FILE *nowhere;

    if (!nowhere)
        nowhere = fopen("/dev/null", "wb");
    FUZZ_EXPECT(nowhere != NULL);
    return nowhere;
}
