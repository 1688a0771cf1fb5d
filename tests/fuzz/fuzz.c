/* One target under libFuzzer: RAPPORT_FUZZ says which.
 *
 *     RAPPORT_FUZZ=rosters build-fuzz/tests/fuzz CORPUS */
#include "fuzz/target.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t room);
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room,
                               unsigned seed);

/* What matters to readers of CSV, of JSON, of XML in workbooks. */
static const char *const tokens[] = {
    "\r\n", ";;", ",,", "\t;", "\n;", "\"", "\"\"", ",\"", "\",", "|", ":9",
    ":99999999999", "!", "?", "'=", "sep=;\n", "none", "yes", "no", "1,200",
    "75,00", "1e400", "nan", "-0", "\xEF\xBB\xBF", "\xFF\xFE", "\xC3", "\x80",
    "\xC2\xA0", "\xE2\x88\x92", "mon-fri ", "24:00", "18:00-02:00",
    "2026-02-30", "2026-10-05", "10/5/2026", "audit_",
    "insurance:", "formats:hybrid", "therapist_id", "client_id", "openings",
    "telehealth", "F32.1", "in_person", "urgent", "crisis", "every", "biweekly",
    "tier=urgent", "accepted", "phq9", "%%\n", "%%strict\n", "%%dmy\n",
    "weight.", "T1.", "T1", "C1", "+=", "-=", "!=", ">=", "remove ", "copy ",
    "{", "}", "[", "]", "\":", "null", "\"sha256\":", "\\u0000", "../", "part ",
    "new ", "old ", "exchange\n", ".part", ".old",
    /* of workbooks */
    "<c r=\"XFD1048576\"><v>1</v></c>", "<row r=\"1048576\">", "</row>",
    "<c t=\"s\"><v>", "</v></c>", "<f>", "</f>", "hidden=\"1\"", "s=\"1\"",
    "t=\"str\"", "t=\"e\"", "<mergeCell ref=\"A1:XFD1048576\"/>",
    "A1:", "1e308", "2958465.9999999", "<!DOCTYPE x [<!ENTITY a \"aa\">]>",
    "&a;", "&#0;", "&#x1F600;", "_x", "_x0000_", "_x000D_", "_xD800_", "<rPh>",
    "<si>", "<t>", "<is>", "[h]", "yyyy", "\\", "/xl/", "Id=\"r1\"",
    "PK\x03\x04", "PK\x05\x06", "<!--", "<![CDATA[", "]]>",
    "<?xml encoding=\"UTF-16\"?>"};

static const fuzz_target *target;

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    const char *name = getenv("RAPPORT_FUZZ");

    (void)argc;
    (void)argv;
    target = fuzz_target_find(name ? name : "");
    if (!target) {
        fputs("RAPPORT_FUZZ is one of", stderr);
        for (target = fuzz_targets; target->name; target++)
            fprintf(stderr, " %s", target->name);
        fputc('\n', stderr);
        exit(2);
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    target->run((rp_text){(const char *)data, size});
    return 0;
}

/* Put a token somewhere, or let libFuzzer do what it likes. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room,
                               unsigned seed) {
    unsigned state = seed * 2654435761u + 12345u;
    unsigned pick = state >> 8;

    if (pick % 3 != 0)
        return LLVMFuzzerMutate(data, size, room);
    const char *token = tokens[pick / 3 % (sizeof tokens / sizeof *tokens)];
    size_t length = strlen(token), at = state % (size + 1);
    if (size + length > room)
        return size;
    memmove(data + at + length, data + at, size - at);
    memcpy(data + at, token, length);
    return size + length;
}
