/* What a run that was cut short has left, and what becomes of it. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "output/directory/rescue.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A journal as a file; the caller closes it. */
static int open_journal(const char *folder, const char *text) {
    const char *path = scratch_path(folder, RP_JOURNAL_NAME);

    scratch_write(path, text, strlen(text));
    int file = open(path, O_RDWR);
    assert_true(file >= 0);
    return file;
}

#define HEAD "rapport: a run is writing here\n"
#define NONE "0000000000000000000000000000000000000000000000000000000000000000"

typedef struct journal_row {
    const char *name, *text;
    size_t lines;
    bool has_begun, is_foreign;
} journal_row;

static const journal_row journals[] = {
    {"journal/empty", "", 0, false, false},
    {"journal/heading", HEAD, 0, false, false},
    {"journal/torn_heading", "rapport: a r", 0, false, false},
    {"journal/foreign", "my notes\n", 0, false, true},
    {"journal/parts", HEAD "part a.csv\npart b/c.html\n", 2, false, false},
    {"journal/torn_line", HEAD "part a.csv\npart b.c", 1, false, false},
    {"journal/exchange", HEAD "new " NONE " a.csv\nold a.csv\nexchange\n", 2,
     true, false},
    {"journal/torn_exchange", HEAD "old a.csv\nexchange", 1, false, false},
    {"journal/short_digest", HEAD "new 00 a.csv\n", 0, false, false},
    {"journal/unknown_word", HEAD "rest a.csv\n", 0, false, false},
    {"journal/ways_out",
     HEAD
     "part ../a\npart /a\npart a/b/c\npart ..\npart \npart a/\npart a/..\n",
     0, false, false},
};

static void test_journal(void **state) {
    const journal_row *row = *state;
    char *folder = scratch_new();
    int file = open_journal(folder, row->text);
    rp_journal journal;

    assert_int_equal(rp_journal_read(&journal, file), RP_OK);
    assert_int_equal(journal.count, row->lines);
    assert_int_equal(journal.has_begun, row->has_begun);
    assert_int_equal(journal.is_foreign, row->is_foreign);
    rp_journal_clear(&journal);
    close(file);
    scratch_remove(folder);
}

/* What is written is what is read. */
static void test_written(void **state) {
    char *folder = scratch_new();
    int file = open_journal(folder, "");
    rp_buffer text = {0};
    rp_journal journal;

    (void)state;
    assert_true(rp_journal_put(&text, RP_JOURNAL_PART, NULL, "a.csv"));
    assert_true(rp_journal_write(file, &text));
    text.length = 0;
    assert_true(rp_journal_put(&text, RP_JOURNAL_NEW, NONE, "a.csv") &&
                rp_journal_put(&text, RP_JOURNAL_OLD, NULL, "b/c.html") &&
                rp_journal_put(&text, RP_JOURNAL_KINDS, NULL, NULL));
    assert_true(rp_journal_write(file, &text));
    assert_int_equal(rp_journal_read(&journal, file), RP_OK);
    assert_int_equal(journal.count, 3);
    assert_true(journal.has_begun);
    assert_int_equal(journal.lines[1].kind, RP_JOURNAL_NEW);
    assert_string_equal(journal.lines[1].digest, NONE);
    assert_string_equal(journal.lines[1].name, "a.csv");
    assert_int_equal(journal.lines[2].kind, RP_JOURNAL_OLD);
    assert_string_equal(journal.lines[2].name, "b/c.html");
    rp_journal_clear(&journal);
    rp_buffer_clear(&text);
    close(file);
    scratch_remove(folder);
}

/* An exchange of the files old1, old2 and the record (r) for new ones (n, of
 * the name a, and the record). `before` and `after` are NAME=TEXT by blanks. */
typedef struct rescue_row {
    const char *name, *before, *after;
    const char *culprit; /* NULL: it goes well */
} rescue_row;

static const rescue_row rescues[] = {
    {"rescue/not_begun", "r=old a=old a.part=new n.part=new r.part=new",
     "r=old a=old", NULL},
    {"rescue/record_aside", "r.old=old a=old a.part=new n.part=new r.part=new",
     "r=old a=old", NULL},
    {"rescue/all_aside", "r.old=old a.old=old a.part=new n.part=new r.part=new",
     "r=old a=old", NULL},
    {"rescue/some_new", "r.old=old a.old=old a=new n.part=new r.part=new",
     "r=old a=old", NULL},
    {"rescue/all_but_record", "r.old=old a.old=old a=new n=new r.part=new",
     "r=old a=old", NULL},
    {"rescue/whole", "r.old=old a.old=old a=new n=new r=new",
     "a=new n=new r=new", NULL},
    {"rescue/half_removed", "r.old=old a=new n=new r=new", "a=new n=new r=new",
     NULL},
    {"rescue/all_removed", "a=new n=new r=new", "a=new n=new r=new", NULL},
    {"rescue/half_put_back", "r.old=old a=old r.part=new", "r=old a=old", NULL},
    {"rescue/edited_since", "r.old=old a.old=old a=mine n=new r=new",
     "a=mine n=new r=new", NULL},
    {"rescue/mine_in_the_way",
     "r.old=old a.old=old a=mine n.part=new r.part=new",
     "r.old=old a.old=old a=mine n.part=new r.part=new", "a"},
    {"rescue/mine_is_new_here", "r.old=old a.old=old n=mine r.part=new",
     "r=old a=old n=mine", NULL},
    {"rescue/back_failed", "r.old=old a=new a.old=old n=new", "r=old a=old",
     NULL},
};

static const char *const names[] = {
    "r", "a", "n", "r.old", "a.old", "r.part", "a.part", "n.part", "n.old"};

/* The text of NAME in NAME=TEXT ..., or "" for none. */
static void text_of(char out[8], const char *files, const char *name) {
    size_t length = strlen(name);

    *out = '\0';
    while (*files) {
        size_t size = strcspn(files, " ");
        if (strncmp(files, name, length) == 0 && files[length] == '=') {
            memcpy(out, files + length + 1, size - length - 1);
            out[size - length - 1] = '\0';
        }
        files += size + (files[size] == ' ');
    }
}

static void check_files(const char *folder, const char *files) {
    char expected[8];

    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        text_of(expected, files, names[k]);
        char *found = scratch_read(scratch_path(folder, names[k]), NULL);
        assert_string_equal(found ? found : "", expected);
        free(found);
    }
}

static void make_exchange(rp_journal *out, const char *folder,
                          const char *files) {
    static const char *const added[] = {"a", "n", "r"};
    char text[8], digest[RP_DIGEST_SIZE];

    *out = (rp_journal){0};
    rp_digest(digest, "new", 3);
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        text_of(text, files, names[k]);
        if (*text)
            scratch_write(scratch_path(folder, names[k]), text, strlen(text));
    }
    for (size_t k = 0; k < 3; k++)
        assert_true(
            rp_journal_put(&out->text, RP_JOURNAL_PART, NULL, added[k]));
    for (size_t k = 0; k < 3; k++)
        assert_true(
            rp_journal_put(&out->text, RP_JOURNAL_NEW, digest, added[k]));
    assert_true(rp_journal_put(&out->text, RP_JOURNAL_OLD, NULL, "r") &&
                rp_journal_put(&out->text, RP_JOURNAL_OLD, NULL, "a") &&
                rp_journal_put(&out->text, RP_JOURNAL_KINDS, NULL, NULL));
    assert_int_equal(rp_journal_parse(out), RP_OK);
}

static void test_rescue(void **state) {
    const rescue_row *row = *state;
    char *path = scratch_new();
    rp_journal journal;
    rp_folder folder;
    const char *culprit;

    make_exchange(&journal, path, row->before);
    assert_true(rp_folder_open(&folder, path));
    rp_status status = rp_rescue(&folder, &journal, &culprit);
    int reason = errno;
    assert_int_equal(status, row->culprit ? RP_ERR_IO : RP_OK);
    if (row->culprit) {
        assert_int_equal(reason, EEXIST);
        assert_string_equal(culprit, row->culprit);
    }
    check_files(path, row->after);
    rp_folder_close(&folder);
    rp_journal_clear(&journal);
    scratch_remove(path);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, journals, test_journal);
    suite_add(&s, "journal/written", test_written, NULL);
    SUITE_TABLE(&s, rescues, test_rescue);
    return suite_run(&s, "rescue");
}
