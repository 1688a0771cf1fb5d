/* Result directories that come back: an earlier run for `diff`, `--keep` and
 * `pages`, the parts of a split for `merge`, what a killed run left. */
#include "fuzz/clinic.h"

#include "cli/command.h"
#include "cli/option.h"
#include "output/directory/rescue.h"
#include "output/earlier_run/diff.h"
#include "output/earlier_run/kept.h"
#include "output/split/merge.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* 2026-10-12 */
enum { TODAY = 20738 };

/* -- a scratch folder ------------------------------------------------------ */

enum { RUN, PAIRS, SPLIT, PART_RUN, PART_PAIRS, FILES };

static const char *const names[FILES] = {
    "run.json", "assignments.csv", "split.json", "part-0001/results/run.json",
    "part-0001/results/assignments.csv"};
static const char *const folders[] = {"", "/part-0001", "/part-0001/results",
                                      "/clients"};
enum { FOLDERS = sizeof folders / sizeof *folders };

/* `*` stands for the hash of the pairs. */
static const char *const sound[FILES] = {
    "{\"command\":[\"match\",\"t.csv\",\"c.csv\",\"--strict\"],"
    "\"inputs\":[{\"path\":\"t.csv\",\"sha256\":\"a\",\"rows\":2},"
    "{\"path\":\"c.csv\",\"sha256\":\"b\",\"rows\":3}],"
    "\"as_of\":\"2026-10-12\",\"files\":{\"assignments.csv\":\"*\"}}",
    "client_id,status,therapist_id,tier,score\n"
    "C1,assigned,T1,soon,64.6\nC2,waitlist,,urgent,\nC3,waitlist,,routine,\n",
    "{\"command\":[\"split\",\"t.csv\",\"c.csv\",\"--strict\"],"
    "\"inputs\":[{\"path\":\"t.csv\",\"sha256\":\"a\"},"
    "{\"path\":\"c.csv\",\"sha256\":\"b\"}],\"parts\":[{\"folder\":"
    "\"part-0001\",\"files\":{\"therapists.csv\":\"x\",\"clients.csv\":\"y\"}}"
    "]}",
    "{\"inputs\":[{\"sha256\":\"x\"},{\"sha256\":\"y\"}],"
    "\"files\":{\"assignments.csv\":\"*\"}}",
    "client_id,status,therapist_id\nC1,assigned,T1\nC2,waitlist,\n"};

static char scratch[64];

static const char *path_of(const char *name) {
    static char path[256];

    snprintf(path, sizeof path, "%s/%s", scratch, name);
    return path;
}

static void write_file(const char *name, rp_text text) {
    FILE *to = fopen(path_of(name), "wb");

    FUZZ_EXPECT(to && fwrite(text.bytes, 1, text.length, to) == text.length &&
                fclose(to) == 0);
}

/* Names that a journal may speak of. */
static const char *const about[] = {
    "a.csv",      "b.csv",        "a.csv.old",     "b.csv.old",
    "a.csv.part", "b.csv.part",   "clients/c",     "clients/c.old",
    "mine.txt",   "run.json.old", "run.json.part", ".rapport.lock"};
enum { ABOUT = sizeof about / sizeof *about };

static void forget(void) {
    for (size_t k = 0; k < FILES; k++)
        unlink(path_of(names[k]));
    for (size_t k = 0; k < ABOUT; k++)
        unlink(path_of(about[k]));
    for (size_t k = FOLDERS; k-- > 0;)
        rmdir(path_of(*folders[k] ? folders[k] + 1 : ""));
}

static void make(void) {
    if (*scratch)
        return;
    snprintf(scratch, sizeof scratch, "/tmp/rapport-fuzz-XXXXXX");
    FUZZ_EXPECT(mkdtemp(scratch) != NULL);
    for (size_t k = 1; k < FOLDERS; k++)
        FUZZ_EXPECT(mkdir(path_of(folders[k] + 1), 0700) == 0);
    atexit(forget);
}

/* -- runs ------------------------------------------------------------------ */

/* A sound record tells of the pairs as they are. */
static void write_record(int which, rp_text pairs) {
    const char *mark = strchr(sound[which], '*');
    char digest[RP_DIGEST_SIZE];
    rp_buffer text = {0};

    FUZZ_EXPECT(mark != NULL);
    rp_digest(digest, pairs.bytes, pairs.length);
    FUZZ_EXPECT(
        rp_buffer_put(&text, sound[which], (size_t)(mark - sound[which])) &&
        rp_buffer_puts(&text, digest) && rp_buffer_puts(&text, mark + 1));
    write_file(names[which], (rp_text){text.bytes, text.length});
    rp_buffer_clear(&text);
}

/* One file is the input, all others are sound. */
static void write_all(int which, rp_text bytes) {
    rp_text texts[FILES];

    for (int k = 0; k < FILES; k++)
        texts[k] = k == which ? bytes : rp_text_of(sound[k]);
    for (int k = 0; k < FILES; k++)
        if (k != which && strchr(sound[k], '*'))
            write_record(k, texts[k + 1]);
        else
            write_file(names[k], texts[k]);
}

/* The command of an earlier run is read as one that is typed. */
static void parse_command(char **words, size_t count) {
    rp_options options = {0};

    if (count > 0)
        rp_options_parse(&options, (int)count, words, RP_RUN_OPTIONS,
                         fuzz_nowhere());
    rp_options_clear(&options);
}

static void keep(const fuzz_clinic *c) {
    static const rp_context context = {.threads = 1, .delimiter = ','};
    rp_kept_pairs pairs = {0};
    rp_findings findings = {0};
    rp_outcome outcome = {0};
    rp_triage triage = {0};
    rp_diff diff = {0};
    rp_kept kept;
    size_t count;

    rp_status status = rp_kept_open(&kept, scratch);
    FUZZ_EXPECT(status == RP_OK || kept.trouble.length > 0);
    if (status == RP_OK) {
        char **words = rp_kept_command(&kept, &count);
        parse_command(words, count);
        free(words);
        rp_kept_day(&kept);
        rp_kept_input(&kept, "t.csv");
        status = rp_kept_read(&pairs, &kept, false, &findings);
        if (status == RP_OK)
            status = rp_diff_make(&diff, &pairs.table, &pairs.table);
        FUZZ_EXPECT(diff.count == 0); /* a run is like itself */
        const rp_kept_list list = {pairs.items, pairs.count, false};
        if (status == RP_OK)
            status = rp_triage_make(&triage, &c->fit, TODAY, false, &list,
                                    &findings);
        if (status == RP_OK) {
            FUZZ_EXPECT(rp_outcome_rank(&outcome, &c->fit, &triage, &context) ==
                        RP_OK);
            rp_kept_adopt(&kept, &outcome);
        }
    }
    rp_outcome_clear(&outcome);
    rp_triage_clear(&triage);
    rp_diff_clear(&diff);
    rp_kept_pairs_clear(&pairs);
    rp_kept_clear(&kept);
    rp_findings_clear(&findings);
}

static void merge(const fuzz_clinic *c) {
    uint32_t therapist[8];
    rp_findings findings = {0};
    rp_merge merge;

    rp_status status = rp_merge_open(&merge, scratch, &findings);
    if (status == RP_OK) {
        parse_command(merge.words, (size_t)merge.word_count);
        status = rp_merge_collect(&merge, &c->roster, therapist, &findings);
    }
    FUZZ_EXPECT((status == RP_OK) == (findings.errors == 0));
    rp_merge_clear(&merge);
    rp_findings_clear(&findings);
}

/* The first line names the file that the rest is. */
void fuzz_results(rp_text bytes) {
    rp_findings findings = {0};
    const fuzz_clinic *c = fuzz_sound(&findings);
    rp_text name;
    int which = 0;

    make();
    fuzz_line(&bytes, &name);
    while (which < FILES && !rp_text_equals(name, names[which]))
        which++;
    write_all(which, bytes);
    if (which == RUN || which == PAIRS || which == FILES)
        keep(c);
    else
        merge(c);
    fuzz_sound_end(&findings, RP_OK);
}

/* -- a killed run ---------------------------------------------------------- */

static bool is_there(const char *name) {
    struct stat there;

    return stat(path_of(name), &there) == 0;
}

/* The first line says which of the names of `about` stand there, a letter
 * each, the rest is the journal. A file that no journal can know, by its hash,
 * is still there afterwards. */
void fuzz_rescue(rp_text bytes) {
    rp_journal journal = {0};
    rp_folder folder;
    const char *culprit = NULL;
    rp_text there;

    make();
    mkdir(path_of("clients"), 0700); /* an empty one goes */
    fuzz_line(&bytes, &there);
    for (size_t k = 0; k < ABOUT; k++)
        unlink(path_of(about[k]));
    for (size_t k = 0; k < there.length; k++)
        write_file(about[(unsigned char)there.bytes[k] % (ABOUT - 1)],
                   (rp_text){there.bytes, k});
    write_file("mine.txt", rp_text_of("nobody else's"));
    FUZZ_EXPECT(rp_folder_open(&folder, scratch));
    FUZZ_EXPECT(bytes.length == 0 ||
                rp_buffer_put(&journal.text, bytes.bytes, bytes.length));
    FUZZ_EXPECT(rp_journal_parse(&journal) == RP_OK);
    rp_status status = rp_rescue(&folder, &journal, &culprit);
    FUZZ_EXPECT(status == RP_OK || status == RP_ERR_IO);
    FUZZ_EXPECT(is_there("mine.txt"));
    rp_folder_close(&folder);
    rp_journal_clear(&journal);
}
