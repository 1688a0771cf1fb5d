/* Any bytes as one of the files of `rapport rank`: no crash, a known status.
 *
 * The first byte of an input says which file the rest is; the others are
 * sound. Inputs start from sound files, too, and grow by tokens that matter to
 * readers of CSV. What `match` writes is the business of
 * tests/property/mutate.py, which needs no libFuzzer. */
#include "rapport/cli.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t room);
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room,
                               unsigned seed);

enum { THERAPISTS, CLIENTS, POLICY, SCORES, MAP, FILES };

static const char *const sound[FILES] = {
    "therapist_id,name,openings,specialties,modalities,formats,sites,"
    "licensed_in,age_min,languages,insurance,fee,fee_min,slots,gender,"
    "style_past,declines,insurance:cigna\n"
    "T1,Ann,2,ptsd:42; depression,emdr|cbt,video,Oak St,ny,16,en;es,aetna,"
    "120,70.5,mon 09:00-12:00;tue-thu 16:00-20:00,female,1,C2,yes\n"
    "T2,\"Lee, \"\"Jo\"\"\",1,\"OCD, grief\",erp,hybrid,,NJ,,,none,,,fri,,-2,,"
    "no\n",
    "client_id;referred_on;urgency;concerns;age;want_modalities;"
    "want_gender;languages;formats;insurance;max_fee;slots;priorities;pin;"
    "avoid_therapists;style_past\n"
    "C1;2026-10-05;soon;ptsd:3|insomnia:1;34;emdr!|cbt?;female;es|en;video;"
    "aetna;90,50;mon-fri 17:00-20:00;style|access;;T2:moved;-2\n"
    "C2;;crisis;\"OCD, grief\";;;;;;;;;;T2;;\n",
    "setting,value,source\nweight.style,0.5,x\nhuman_flag,1,\n",
    "client_id,therapist_id,score\nC1,T1,99.25\nC2,T2,0\n",
    "from,to\nnotes,\nplans,insurance:aetna\n",
};

static const char *const tokens[] = {"\r\n",
                                     ";;",
                                     ",,",
                                     "\t;",
                                     "\n;",
                                     "\"",
                                     "\"\"",
                                     ",\"",
                                     "\",",
                                     "|",
                                     ":9",
                                     ":99999999999",
                                     "!",
                                     "?",
                                     "'=",
                                     "sep=;\n",
                                     "none",
                                     "yes",
                                     "no",
                                     "1,200",
                                     "75,00",
                                     "1e400",
                                     "nan",
                                     "\xEF\xBB\xBF",
                                     "\xFF\xFE",
                                     "\xC3",
                                     "\x80",
                                     "PK\x03\x04",
                                     "\xC2\xA0",
                                     "\xE2\x88\x92",
                                     "mon-fri ",
                                     "24:00",
                                     "2026-02-30",
                                     "audit_",
                                     "insurance:",
                                     "formats:hybrid",
                                     "therapist_id",
                                     "openings",
                                     "telehealth",
                                     "F32.1",
                                     "in_person",
                                     "urgent"};

static char folder[512];
static char paths[FILES][sizeof folder + 32];
static FILE *nowhere;

static void save(int file, const void *bytes, size_t length) {
    FILE *to = fopen(paths[file], "wb");

    if (!to || fwrite(bytes, 1, length, to) != length || fclose(to) != 0)
        abort();
}

static void remove_folder(void) {
    for (int k = 0; k < FILES; k++)
        remove(paths[k]);
    rmdir(folder);
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    static const char *const names[FILES] = {"therapists", "clients", "policy",
                                             "scores", "map"};

    const char *root = getenv("TMPDIR");

    (void)argc;
    (void)argv;
    snprintf(folder, sizeof folder, "%s/fuzz_rank_XXXXXX",
             root && *root ? root : "/tmp");
    nowhere = fopen("/dev/null", "wb");
    if (!nowhere || !mkdtemp(folder))
        abort();
    for (int k = 0; k < FILES; k++) {
        snprintf(paths[k], sizeof paths[k], "%s/%s.csv", folder, names[k]);
        save(k, sound[k], strlen(sound[k]));
    }
    atexit(remove_folder);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *arguments[] = {"rapport",      "rank",        "--threads=1",
                         "--top=0",      "--quiet",     paths[THERAPISTS],
                         paths[CLIENTS], "--map",       paths[MAP],
                         "--policy",     paths[POLICY], "--scores",
                         paths[SCORES],  NULL};

    if (size == 0)
        return 0;
    int file = data[0] % FILES;
    /* scores replace what is computed, so they are given only in their turn */
    int count = file == SCORES ? 13 : 11;
    save(file, data + 1, size - 1);
    int status = rp_cli_run(count, arguments, nowhere, nowhere);
    save(file, sound[file], strlen(sound[file]));
    if (status != 0 && status != 1 && status != 3)
        abort(); /* 2 and 4 cannot come from the bytes of a file */
    return 0;
}

/* Put a token somewhere, or let libFuzzer do what it likes. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room,
                               unsigned seed) {
    unsigned state = seed * 2654435761u + 12345u;
    unsigned pick = state >> 8;

    if (size < 2) {
        unsigned file = pick % FILES;
        size = strlen(sound[file]) + 1;
        if (size > room)
            return 0;
        data[0] = (uint8_t)file;
        memcpy(data + 1, sound[file], size - 1);
        return size;
    }
    if (pick % 3 != 0)
        return 1 + LLVMFuzzerMutate(data + 1, size - 1, room - 1);
    const char *token = tokens[pick / 3 % (sizeof tokens / sizeof *tokens)];
    size_t length = strlen(token), at = 1 + state % size;
    if (size + length > room)
        return size;
    memmove(data + at + length, data + at, size - at);
    memcpy(data + at, token, length);
    return size + length;
}
