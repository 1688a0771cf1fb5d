#include "input/words/measures.h"

#include "base/array.h"
#include "base/embedded.h"
#include "input/cell/number.h"
#include "input/words/wordfile.h"

#include <math.h>
#include <stdlib.h>

enum {
    MEASURE,
    LABEL,
    CONCERN,
    WORSE,
    LEAST,
    MOST,
    CHANGE,
    CASENESS,
    SEVERE,
    KIND,
    ALIASES
};
static const char *const columns[] = {
    "measure", "label", "concern",         "higher_is_worse",
    "min",     "max",   "reliable_change", "caseness",
    "severe",  "kind",  "aliases",         "source",
    "status",  NULL};
static const char *const worse_names[] = {"no", "yes", NULL};
static const char *const kind_names[] = {"symptom", "alliance", NULL};

typedef struct reading {
    rp_measures *measures;
    const rp_vocabulary *concerns;
} reading;

/* A number, NAN for a blank cell and for one that is none. */
static double take_number(rp_sheetfile *sheet, uint32_t row, uint32_t column) {
    rp_text text = rp_sheetfile_cell(sheet, row, column);
    double number = NAN;

    if (text.length > 0 && !rp_number_parse(&number, text, false)) {
        rp_sheetfile_error(sheet, row, column, "'%s', expected a number",
                           rp_quote(text).bytes);
        number = NAN;
    }
    return number;
}

/* One of two words, with a finding for anything else. */
static bool take_choice(rp_sheetfile *sheet, uint32_t row, uint32_t column,
                        const char *const *choices) {
    rp_text text = rp_sheetfile_cell(sheet, row, column);
    int which = rp_wordfile_choice(choices, text);

    if (which < 0)
        rp_sheetfile_error(sheet, row, column, "'%s', expected %s or %s",
                           rp_quote(text).bytes, choices[0], choices[1]);
    return which == 1;
}

static bool put_alias(rp_sheetfile *sheet, uint32_t row, uint32_t column,
                      rp_measures *m, rp_text text, uint32_t entry) {
    uint32_t taken;

    if (text.length == 0)
        return true;
    if (!rp_vocabulary_alias(&m->names, text, entry, &taken))
        return false;
    if (taken != RP_NONE)
        rp_sheetfile_error(sheet, row, column,
                           "'%s' already stands for %s, expected a name or "
                           "alias of its own",
                           rp_quote(text).bytes, m->names.entries[taken].name);
    return true;
}

static bool take_row(rp_sheetfile *sheet, uint32_t row, const reading *r) {
    rp_measures *m = r->measures;
    rp_text name = rp_sheetfile_cell(sheet, row, MEASURE);
    rp_text label = rp_sheetfile_cell(sheet, row, LABEL);
    rp_text concern = rp_sheetfile_cell(sheet, row, CONCERN);
    rp_text list = rp_sheetfile_cell(sheet, row, ALIASES), piece;
    rp_measure taken = {RP_NONE, false, false, NAN, NAN, NAN, NAN, NAN};

    if (concern.length > 0)
        taken.concern =
            rp_wordfile_entry(sheet, row, CONCERN, r->concerns, concern);
    taken.higher_is_worse = take_choice(sheet, row, WORSE, worse_names);
    taken.is_alliance = take_choice(sheet, row, KIND, kind_names);
    taken.least = take_number(sheet, row, LEAST);
    taken.most = take_number(sheet, row, MOST);
    taken.reliable_change = take_number(sheet, row, CHANGE);
    taken.caseness = take_number(sheet, row, CASENESS);
    taken.severe = take_number(sheet, row, SEVERE);
    if (taken.least > taken.most)
        rp_sheetfile_error(sheet, row, MOST, "smaller than min");
    if (taken.reliable_change < 0)
        rp_sheetfile_error(sheet, row, CHANGE, "negative, expected 0 or more");
    rp_measure *grown =
        rp_grow_array(m->measures, m->names.count, &m->room, sizeof *grown);
    if (!grown)
        return false;
    m->measures = grown;
    uint32_t entry =
        rp_vocabulary_add(&m->names, name, label.length ? label : name);
    if (entry == RP_NONE)
        return false;
    grown[entry] = taken;
    bool done = put_alias(sheet, row, MEASURE, m, name, entry) &&
                put_alias(sheet, row, LABEL, m, label, entry);
    while (done && rp_wordfile_piece(&list, &piece))
        done = put_alias(sheet, row, ALIASES, m, piece, entry);
    return done;
}

static bool take_rows(rp_sheetfile *sheet, void *into) {
    for (uint32_t row = 1; row <= sheet->rows; row++)
        if (rp_sheetfile_cell(sheet, row, MEASURE).length == 0)
            rp_sheetfile_error(sheet, row, MEASURE, "missing, expected a name");
        else if (!take_row(sheet, row, into))
            return false;
    return true;
}

rp_status rp_measures_load(rp_measures *out, const char *folder,
                           const rp_vocabulary *concerns,
                           rp_findings *findings) {
    const rp_wordfile file = {
        {"measures.csv", rp_embedded_measures, &rp_embedded_measures_size, 1},
        columns,
        take_rows};
    reading r = {out, concerns};

    *out = (rp_measures){0};
    return rp_vocabulary_init(&out->names)
               ? rp_wordfile_load(&file, folder, NULL, &r, findings)
               : RP_ERR_MEMORY;
}

void rp_measures_clear(rp_measures *measures) {
    rp_vocabulary_clear(&measures->names);
    free(measures->measures);
    *measures = (rp_measures){0};
}
