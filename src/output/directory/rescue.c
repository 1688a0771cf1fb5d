#include "output/directory/rescue.h"

#include "output/directory/manifest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

typedef struct work {
    rp_folder *folder;
    const rp_journal *journal;
    const rp_journal_line **added; /* [count] RP_JOURNAL_NEW, by name */
    const rp_journal_line **left;  /* [left_count] RP_JOURNAL_OLD, by name */
    size_t count, left_count;
    const rp_journal_line *last;  /* of the files that came; NULL: none */
    const rp_journal_line *first; /* of those that went; NULL: none */
    rp_status status;             /* once it is not RP_OK nothing is touched */
    int reason;
    const char *culprit;
} work;

static void blame(work *w, const char *name) {
    if (w->status != RP_OK)
        return;
    w->reason = errno;
    w->culprit = name;
    w->status = errno == ENOMEM ? RP_ERR_MEMORY : RP_ERR_IO;
}

static bool is_missing(int reason) {
    return reason == ENOENT || reason == ENOTDIR || reason == ELOOP;
}

static bool stands(work *w, const char *name, const char *suffix) {
    struct stat there;

    if (rp_folder_look(w->folder, name, suffix, &there))
        return true;
    if (!is_missing(errno))
        blame(w, name);
    return false;
}

/* Does the file of that run, and no other, stand under its name? */
static bool is_in_place(work *w, const rp_journal_line *line) {
    char digest[RP_DIGEST_SIZE];

    if (stands(w, line->name, RP_PART) || w->status != RP_OK)
        return false;
    if (rp_folder_digest(w->folder, line->name, "", digest))
        return strcmp(digest, line->digest) == 0;
    if (!is_missing(errno))
        blame(w, line->name);
    return false;
}

static int by_name(const void *left, const void *right) {
    const rp_journal_line *const *a = left, *const *b = right;

    return strcmp((*a)->name, (*b)->name);
}

/* The lines of a kind in order, for find(). */
static bool index_lines(const rp_journal *j, rp_journal_kind kind,
                        const rp_journal_line ***out, size_t *count) {
    *out = malloc((j->count + 1) * sizeof **out);
    *count = 0;
    if (!*out)
        return false;
    for (size_t k = 0; k < j->count; k++)
        if (j->lines[k].kind == kind)
            (*out)[(*count)++] = &j->lines[k];
    if (*count > 1)
        qsort((void *)*out, *count, sizeof **out, by_name);
    return true;
}

static const rp_journal_line *find(const rp_journal_line **lines, size_t count,
                                   const char *name) {
    const rp_journal_line wanted = {.name = name}, *key = &wanted;
    const rp_journal_line **found = bsearch(
        (const void *)&key, (const void *)lines, count, sizeof *lines, by_name);

    return found ? *found : NULL;
}

/* A file that is there goes; one that is not is no trouble. */
static void remove_file(work *w, const char *name, const char *suffix) {
    if (w->status == RP_OK && !rp_folder_unlink(w->folder, name, suffix) &&
        !is_missing(errno))
        blame(w, name);
}

/* The new run is whole: what was set aside goes, the first last. */
static void go_on(work *w) {
    for (size_t k = w->journal->count; k-- > 0;)
        if (w->journal->lines[k].kind == RP_JOURNAL_OLD)
            remove_file(w, w->journal->lines[k].name, RP_OLD);
}

/* Whatever stands where an earlier file has to go back to is of the run that
 * was cut short, or it stays, and everything as it is. */
static void look_first(work *w) {
    for (size_t k = 0; k < w->left_count && w->status == RP_OK; k++) {
        const char *name = w->left[k]->name;
        const rp_journal_line *now = find(w->added, w->count, name);
        if (stands(w, name, RP_OLD) && stands(w, name, "") &&
            !(now && is_in_place(w, now))) {
            errno = EEXIST;
            blame(w, name);
        }
    }
}

/* The earlier run comes back, its record last. */
static void go_back(work *w) {
    look_first(w);
    for (size_t k = 0; k < w->count && w->status == RP_OK; k++)
        if (!find(w->left, w->left_count, w->added[k]->name) &&
            is_in_place(w, w->added[k]))
            remove_file(w, w->added[k]->name, "");
    for (size_t k = w->journal->count; k-- > 0 && w->status == RP_OK;) {
        const rp_journal_line *line = &w->journal->lines[k];
        if (line->kind == RP_JOURNAL_OLD && stands(w, line->name, RP_OLD) &&
            !rp_folder_rename(w->folder, line->name, RP_OLD, ""))
            blame(w, line->name);
    }
    rp_folder_sync(w->folder, NULL);
}

/* Parts go, and folders that were made for them. */
static void sweep(work *w) {
    for (size_t k = 0; k < w->journal->count; k++)
        if (w->journal->lines[k].kind == RP_JOURNAL_PART)
            remove_file(w, w->journal->lines[k].name, RP_PART);
    for (size_t k = 0; k < w->journal->count && w->status == RP_OK; k++)
        rp_folder_remove(w->folder, w->journal->lines[k].name);
}

/* The file that goes first and comes back last tells whether anything has
 * happened, the one that comes last whether everything has. */
static void put_back(work *w) {
    for (size_t k = 0; k < w->journal->count; k++) {
        const rp_journal_line *line = &w->journal->lines[k];
        if (line->kind == RP_JOURNAL_NEW)
            w->last = line;
        else if (line->kind == RP_JOURNAL_OLD && !w->first)
            w->first = line;
    }
    if (w->journal->has_begun &&
        (!w->first || stands(w, w->first->name, RP_OLD))) {
        bool is_whole = w->last && !stands(w, w->last->name, RP_PART) &&
                        stands(w, w->last->name, "");
        if (w->status == RP_OK && is_whole)
            go_on(w);
        else if (w->status == RP_OK)
            go_back(w);
    }
    sweep(w);
}

static rp_status rescue(rp_folder *folder, const rp_journal *journal,
                        const char **name) {
    work w = {.folder = folder, .journal = journal, .status = RP_ERR_MEMORY};

    if (index_lines(journal, RP_JOURNAL_NEW, &w.added, &w.count) &&
        index_lines(journal, RP_JOURNAL_OLD, &w.left, &w.left_count)) {
        w.status = RP_OK;
        put_back(&w);
    }
    free((void *)w.added);
    free((void *)w.left);
    *name = w.culprit;
    errno = w.reason;
    return w.status;
}

/* -- without a journal ---------------------------------------------------- */

/* Whatever still is what the earlier record says, under NAME.old. */
static bool note_old(rp_buffer *text, rp_folder *folder,
                     const rp_manifest *earlier) {
    char digest[RP_DIGEST_SIZE];
    bool done = true;

    for (size_t k = 0; k < earlier->count && done; k++) {
        const rp_listed_file *file = &earlier->files[k];
        if (k == 0 || (rp_folder_digest(folder, file->name, RP_OLD, digest) &&
                       strcmp(digest, file->digest) == 0))
            done = rp_journal_put(text, RP_JOURNAL_OLD, NULL, file->name);
    }
    return done;
}

/* What the run that was cut short has brought; its record has not come. */
static bool note_new(rp_buffer *text, const char *record,
                     const rp_manifest *later) {
    static const char none[RP_DIGEST_SIZE] =
        "----------------------------------------------------------------";
    bool done = true;

    for (size_t k = 1; k < later->count && done; k++) {
        const rp_listed_file *file = &later->files[k];
        done = rp_journal_put(text, RP_JOURNAL_PART, NULL, file->name) &&
               (*file->digest == '\0' ||
                rp_journal_put(text, RP_JOURNAL_NEW, file->digest, file->name));
    }
    return done && rp_journal_put(text, RP_JOURNAL_NEW, none, record) &&
           (later->count == 0 ||
            rp_journal_put(text, RP_JOURNAL_PART, NULL, record)) &&
           rp_journal_put(text, RP_JOURNAL_PART, NULL, NULL);
}

/* A record that was set aside, and none in its place: a journal is made of
 * it. */
static rp_status reconstruct(rp_journal *out, rp_folder *folder,
                             const char *record) {
    rp_manifest earlier = {0}, later = {0};
    rp_status status = RP_OK;

    if (rp_folder_is_free(folder, record, "") &&
        !rp_folder_is_free(folder, record, RP_OLD))
        status = rp_manifest_read(&earlier, folder, record, RP_OLD);
    if (status == RP_OK && earlier.count > 0) {
        status = rp_manifest_read(&later, folder, record, RP_PART);
        if (status == RP_OK && (!note_old(&out->text, folder, &earlier) ||
                                !note_new(&out->text, record, &later)))
            status = RP_ERR_MEMORY;
        if (status == RP_OK)
            status = rp_journal_parse(out);
    }
    rp_manifest_clear(&earlier);
    rp_manifest_clear(&later);
    return status;
}

rp_status rp_rescue(rp_folder *folder, rp_journal *journal, const char **name) {
    static const char *const records[] = {RP_FILE_RUN, RP_FILE_SPLIT};
    rp_status status = RP_OK;

    *name = NULL;
    for (size_t k = 0; k < 2 && journal->count == 0 && status == RP_OK; k++)
        status = reconstruct(journal, folder, records[k]);
    return status == RP_OK && journal->count > 0 ? rescue(folder, journal, name)
                                                 : status;
}
