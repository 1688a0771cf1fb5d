#include "input/safety/adult.h"

#include "base/embedded.h"
#include "input/words/wordfile.h"

#include <stdlib.h>
#include <string.h>

enum { KIND, NAME, ALIASES, SHOW, WHY, SOURCE, STATUS };
static const char *const columns[] = {"kind", "name",   "aliases", "show",
                                      "why",  "source", "status",  NULL};
static const char *const kind_names[] = {"concern", "population", "modality",
                                         NULL};
static const char *const show_names[] = {"no", "own", "adult", NULL};

enum { MOST_WORDS = 4 }; /* of a name or alias that is looked for in a text */

typedef struct reading {
    rp_adult *adult;
    const rp_vocabulary *concerns;
} reading;

/* Let a text be of a kind; one that was so before keeps its first reading. */
static bool put(rp_adult *adult, int kind, rp_text text, uint8_t show) {
    rp_buffer key = {0};
    bool done = rp_text_fold(&key, text);

    if (done) {
        uint32_t before = rp_tags_count(adult->keys[kind]);
        uint32_t tag =
            rp_tags_intern(adult->keys[kind], (rp_text){key.bytes, key.length});
        done = tag != RP_NONE;
        if (done && tag == before) {
            uint8_t *grown = rp_grow_array(adult->show[kind], tag,
                                           &adult->room[kind], sizeof *grown);
            done = grown != NULL;
            if (grown) {
                adult->show[kind] = grown;
                grown[tag] = show;
            }
        }
    }
    rp_buffer_clear(&key);
    return done;
}

static bool take_rows(rp_sheetfile *sheet, void *into) {
    const reading *r = into;

    for (uint32_t row = 1; row <= sheet->rows; row++) {
        rp_text kind = rp_sheetfile_cell(sheet, row, KIND);
        rp_text name = rp_sheetfile_cell(sheet, row, NAME);
        rp_text list = rp_sheetfile_cell(sheet, row, ALIASES), piece;
        rp_text show = rp_sheetfile_cell(sheet, row, SHOW);
        int k = rp_wordfile_choice(kind_names, kind);
        int s = rp_wordfile_choice(show_names, show);
        if (k < 0)
            rp_sheetfile_error(sheet, row, KIND,
                               "'%s', expected concern, population or modality",
                               rp_quote(kind).bytes);
        if (name.length == 0)
            rp_sheetfile_error(sheet, row, NAME, "missing, expected a name");
        if (s < 0)
            rp_sheetfile_error(sheet, row, SHOW,
                               "'%s', expected adult, own or "
                               "no",
                               rp_quote(show).bytes);
        if (k == RP_ADULT_CONCERN && name.length > 0)
            rp_wordfile_entry(sheet, row, NAME, r->concerns, name);
        if (k < 0 || s < 0 || name.length == 0)
            continue;
        if (!put(r->adult, k, name, (uint8_t)s))
            return false;
        while (rp_wordfile_piece(&list, &piece))
            if (!put(r->adult, k, piece, (uint8_t)s))
                return false;
    }
    return true;
}

rp_status rp_adult_load(rp_adult *out, const char *folder,
                        const rp_vocabulary *concerns, rp_findings *findings) {
    const rp_wordfile file = {
        {"adult.csv", rp_embedded_adult, &rp_embedded_adult_size, 1},
        columns,
        take_rows};
    reading r = {out, concerns};

    *out = (rp_adult){0};
    for (int k = 0; k < RP_ADULT_KINDS; k++) {
        out->keys[k] = rp_tags_new();
        if (!out->keys[k])
            return RP_ERR_MEMORY;
    }
    return rp_wordfile_load(&file, folder, NULL, &r, findings);
}

void rp_adult_clear(rp_adult *adult) {
    for (int k = 0; k < RP_ADULT_KINDS; k++) {
        rp_tags_free(adult->keys[k]);
        free(adult->show[k]);
    }
    *adult = (rp_adult){0};
}

/* The end of the word that begins at `at`. */
static size_t word_end(rp_text text, size_t at) {
    const char *end = memchr(text.bytes + at, '_', text.length - at);

    return end ? (size_t)(end - text.bytes) : text.length;
}

rp_show rp_adult_show(const rp_adult *adult, rp_adult_kind kind,
                      rp_text folded) {
    uint32_t tag = rp_tags_find(adult->keys[kind], folded);
    rp_show closed = RP_SHOW_ALWAYS;

    if (tag != RP_NONE)
        return (rp_show)adult->show[kind][tag];
    if (kind == RP_ADULT_CONCERN)
        return closed;
    for (size_t from = 0; from < folded.length;
         from = word_end(folded, from) + 1) {
        size_t to = from;
        for (int words = 0; words < MOST_WORDS && to < folded.length; words++) {
            to = word_end(folded, words ? to + 1 : from);
            tag = rp_tags_find(adult->keys[kind],
                               (rp_text){folded.bytes + from, to - from});
            if (tag != RP_NONE && adult->show[kind][tag] > closed)
                closed = (rp_show)adult->show[kind][tag];
        }
    }
    return closed;
}

bool rp_adult_may_show(rp_show show, bool is_minor, bool is_own) {
    return !is_minor || show == RP_SHOW_ALWAYS ||
           (show == RP_SHOW_OWN && is_own);
}
