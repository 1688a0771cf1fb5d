/* Files about no person: settings, words, how to reach the clinic; and a text
 * in which people have pseudonyms. */
#include "fuzz/clinic.h"

#include "input/safety/contact.h"
#include "input/safety/pseudonyms.h"
#include "output/csv/policy_sheet.h"
#include "output/unmasking.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void put(void *payload, const void *bytes, size_t length) {
    FUZZ_EXPECT(rp_buffer_put(payload, bytes, length));
}

/* A policy that is written reads as the same numbers. */
static void write_and_read(const rp_policy *policy, const char *path) {
    rp_findings findings = {0};
    rp_buffer out = {0};
    rp_policy again;
    char was[RP_POLICY_TEXT], is[RP_POLICY_TEXT];

    FUZZ_EXPECT(rp_policy_sheet_write(path, NULL, ',', put, &out) == RP_OK);
    FUZZ_EXPECT(rp_policy_load(&again,
                               fuzz_file(3, (rp_text){out.bytes, out.length}),
                               NULL, NULL, &findings) == RP_OK);
    for (size_t k = 0; k < rp_policy_count(); k++) {
        double a = rp_policy_value(policy, k), b = rp_policy_value(&again, k);
        FUZZ_EXPECT(memcmp(&a, &b, sizeof a) == 0);
        bool is_text = rp_policy_text(was, policy, k);
        FUZZ_EXPECT(is_text == rp_policy_text(is, &again, k));
        FUZZ_EXPECT(!is_text || strcmp(was, is) == 0);
    }
    rp_findings_clear(&findings);
    rp_buffer_clear(&out);
}

void fuzz_policy(rp_text bytes) {
    const char *path = fuzz_file(2, bytes);
    rp_findings findings = {0};
    char sha256[RP_DIGEST_SIZE];
    rp_policy policy;
    uint32_t rows;

    rp_status status = rp_policy_load(&policy, path, sha256, &rows, &findings);
    if (status == RP_OK)
        write_and_read(&policy, path);
    fuzz_findings_end(&findings, status);
}

void fuzz_contact(rp_text bytes) {
    rp_findings findings = {0};
    char sha256[RP_DIGEST_SIZE];
    rp_contact contact;
    rp_arena arena = {0};
    uint32_t rows;

    rp_status status = rp_contact_read(&contact, fuzz_file(2, bytes), &arena,
                                       sha256, &rows, &findings);
    if (status == RP_OK)
        rp_contact_is_reachable(&contact);
    rp_arena_clear(&arena);
    fuzz_findings_end(&findings, status);
}

/* -- taxonomy -------------------------------------------------------------- */

/* A clinic's own words, few of them, so that they are quickly read. */
static const struct {
    const char *name, *sound;
} tables[] = {
    {"concerns.csv", "concern,label,parent,aliases,icd10\n"
                     "mood,Mood,,mood swings,F3\n"
                     "depression,Depression,mood,sad;low,F32;F33\n"
                     "ptsd,PTSD,,trauma,F43.1\nsuicidal_ideation,S,,,\n"
                     "kink,K,,,\ndomestic_violence,D,,,\n"},
    {"modalities.csv", "modality,label,parent,aliases,protocol_for\n"
                       "cbt,CBT,,cognitive,\nemdr,EMDR,,,ptsd\n"},
    {"evidence.csv", "concern,modality,rating,source,note,status\n"
                     "ptsd,emdr,strong,A,,seen\n"},
    {"languages.csv", "code,name,aliases\nen,English,eng\nes,Spanish,\n"},
    {"sources.csv", "key,citation,address,verified\nA,B,c,yes\n"},
    {"danger.csv", "phrase,kind,concern,language,match,not_before_after,"
                   "source,status\nsuicid,person,suicidal_ideation,en,stem,,"
                   "A,seen\n"},
    {"couple_safety.csv", "concern,flag,when,why,source,status\n"
                          "domestic_violence,flag_human,always,a,A,seen\n"},
    {"adult.csv", "kind,name,aliases,show,why,source,status\n"
                  "concern,kink,,adult,sexual,A,judgement\n"},
    {"payers.csv", "payer,label,aliases,kind,source,status\n"
                   "aetna,Aetna,a b,commercial,A,seen\nuhc,U,,,A,seen\n"},
    {"payer_pairs.csv", "payer,other,reading,why,source,status\n"
                        "aetna,uhc,warn,a,A,seen\n"},
    {"compacts.csv", "compact,aliases,profession,state,membership,since,as_of,"
                     "counts_for,source,status,note\npsypact,psy pact,a,,rules,"
                     ",2025-11-19,video;phone,A,seen,\n"},
    {"measures.csv", "measure,label,concern,higher_is_worse,min,max,"
                     "reliable_change,caseness,severe,kind,aliases,source,"
                     "status\nphq9,P,depression,yes,0,27,6,10,20,symptom,,A,"
                     "seen\n"},
};
enum { TABLES = sizeof tables / sizeof *tables };

static char folder[64];

static void path_to(char path[128], size_t table) {
    snprintf(path, 128, "%s/%s", folder, tables[table].name);
}

static void save(size_t table, rp_text text) {
    char path[128];

    path_to(path, table);
    FILE *to = fopen(path, "wb");
    FUZZ_EXPECT(to && fwrite(text.bytes, 1, text.length, to) == text.length &&
                fclose(to) == 0);
}

static void forget(void) {
    char path[128];

    for (size_t k = 0; k < TABLES; k++) {
        path_to(path, k);
        unlink(path);
    }
    rmdir(folder);
}

static void make(void) {
    snprintf(folder, sizeof folder, "/tmp/rapport-fuzz-XXXXXX");
    FUZZ_EXPECT(mkdtemp(folder) != NULL);
    atexit(forget);
}

/* The first line of the input names the table that the rest is. */
void fuzz_taxonomy(rp_text bytes) {
    rp_findings findings = {0};
    rp_taxonomy taxonomy;
    rp_text name;
    char path[128];

    if (!*folder)
        make();
    fuzz_line(&bytes, &name);
    for (size_t k = 0; k < TABLES; k++) {
        path_to(path, k);
        if (rp_text_equals(name, tables[k].name))
            save(k, bytes);
        else if (*tables[k].sound)
            save(k, rp_text_of(tables[k].sound));
        else
            unlink(path);
    }
    rp_status status = rp_taxonomy_load(&taxonomy, folder, &findings);
    rp_taxonomy_clear(&taxonomy);
    fuzz_findings_end(&findings, status);
}

/* -- pseudonyms ------------------------------------------------------------ */

/* The first line is the end of the file's name. Only what may be no pseudonym
 * is left; a text that has none comes out as it went in. */
void fuzz_pseudonyms(rp_text bytes) {
    static const char key[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    static rp_pseudonyms *pseudonyms;
    rp_unmasking found = {0};
    rp_buffer out = {0};
    char name[32];
    rp_text line;

    if (!pseudonyms) {
        rp_findings findings = {0};
        FUZZ_EXPECT(rp_pseudonyms_read(&pseudonyms,
                                       fuzz_file(2, rp_text_of(key)),
                                       &findings) == RP_OK);
        FUZZ_EXPECT(
            rp_pseudonyms_note(pseudonyms, RP_CLIENTS, "C,\"1\"<", "Ann"));
        rp_findings_clear(&findings);
    }
    fuzz_line(&bytes, &line);
    rp_unmasking_kind kind =
        rp_unmasking_kind_of(fuzz_copy(name, sizeof name, line));
    FUZZ_EXPECT(rp_unmasking_put(&out, &found, pseudonyms, bytes, kind));
    if (found.named == 0 && kind != RP_UNMASK_ICS)
        FUZZ_EXPECT(out.length == bytes.length &&
                    (out.length == 0 ||
                     memcmp(out.bytes, bytes.bytes, out.length) == 0));
    out.length = 0;
    FUZZ_EXPECT(rp_pseudonyms_put_hidden(&out, pseudonyms, bytes));
    rp_buffer_clear(&out);
}
