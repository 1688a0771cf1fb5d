#include "input/workbook/choice.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

enum { NONE = -1, NEEDED_NAMES = 2 };

typedef struct work {
    rp_workbook book;
    const rp_known_names *known;
    const char *taken;
    uint32_t source;
    rp_findings *findings;
} work;

/* An error of the workbook: words, a name of a sheet in quotes, words. */
static rp_status refuse(const work *w, const char *before, const char *name,
                        const char *behind) {
    rp_findings_add(w->findings, RP_ERROR,
                    (rp_place){w->source, RP_NO_RECORD, 0},
                    "workbook: %s '%s' %s", before,
                    rp_quote(rp_text_of(name)).bytes, behind);
    return RP_ERR_DATA;
}

static rp_status tell(const work *w, rp_status status) {
    if (status == RP_ERR_DATA)
        rp_findings_add(w->findings, RP_ERROR,
                        (rp_place){w->source, RP_NO_RECORD, 0}, "text: %s",
                        w->book.trouble);
    return status;
}

/* ---- by name ------------------------------------------------------------ */

/* A sheet by its name, as spreadsheets compare names.
 * @return NONE where there is none */
static int find_name(const work *w, rp_text name, bool *out_of_memory) {
    rp_buffer wanted = {0}, key = {0};
    int found = NONE;
    bool folded = rp_text_fold(&wanted, rp_text_trim(name));

    for (size_t k = 0; folded && k < w->book.count && found == NONE; k++) {
        folded = rp_text_fold(&key,
                              rp_text_trim(rp_text_of(w->book.sheets[k].name)));
        if (folded &&
            rp_text_compare((rp_text){key.bytes, key.length},
                            (rp_text){wanted.bytes, wanted.length}) == 0)
            found = (int)k;
    }
    *out_of_memory |= !folded;
    rp_buffer_clear(&wanted);
    rp_buffer_clear(&key);
    return found;
}

/* `'A', 'B', …`: at most five names of sheets. */
static bool list_names(const work *w, rp_buffer *out) {
    enum { MOST = 5 };
    bool put = rp_buffer_put(out, "", 0);

    for (size_t k = 0; put && k < w->book.count && k < MOST; k++)
        put = rp_buffer_puts(out, k ? ", '" : "'") &&
              rp_buffer_puts(
                  out, rp_quote(rp_text_of(w->book.sheets[k].name)).bytes) &&
              rp_buffer_puts(out, "'");
    return put && (w->book.count <= MOST || rp_buffer_puts(out, ", …"));
}

static rp_status tell_no_name(const work *w, rp_text name) {
    rp_buffer names = {0};
    bool put = list_names(w, &names);

    if (put)
        rp_findings_add(w->findings, RP_ERROR,
                        (rp_place){w->source, RP_NO_RECORD, 0},
                        "workbook: no sheet is called '%s'; there are %s",
                        rp_quote(name).bytes, names.bytes);
    rp_buffer_clear(&names);
    return put ? RP_ERR_DATA : RP_ERR_MEMORY;
}

/* NAME, or one of FIRST,SECOND. */
static rp_status by_name(const work *w, int *which) {
    rp_text name = rp_text_of(w->known->sheet);
    bool out_of_memory = false;
    const char *comma = strchr(name.bytes, ',');

    *which = find_name(w, name, &out_of_memory);
    if (*which == NONE && comma && !out_of_memory) {
        size_t first = (size_t)(comma - name.bytes);
        name = w->known->is_second
                   ? (rp_text){comma + 1, name.length - first - 1}
                   : (rp_text){name.bytes, first};
        *which = find_name(w, name, &out_of_memory);
    }
    if (out_of_memory)
        return RP_ERR_MEMORY;
    if (*which == NONE)
        return tell_no_name(w, name);
    if (w->taken && strcmp(w->taken, w->book.sheets[*which].name) == 0)
        return refuse(w, "the sheet", w->taken,
                      "is the therapists' already; expected --sheet "
                      "THERAPISTS,CLIENTS");
    return RP_OK;
}

/* ---- by header ---------------------------------------------------------- */

/* What is known of a sheet before it is chosen. */
typedef struct candidate {
    int which;
    uint32_t names; /* known ones in its header; 0: too few */
    bool is_hidden;
} candidate;

/* The names in the header of a sheet; UINT32_MAX: it is empty. */
static rp_status judge(work *w, size_t which, uint32_t *names) {
    rp_worksheet sheet;
    rp_heading heading = {0};
    rp_status status = tell(w, rp_workbook_read(&w->book, which, &sheet));
    rp_text text = {sheet.text.bytes, sheet.text.length};

    *names = UINT32_MAX;
    if (status == RP_OK && rp_text_trim(text).length > 0) {
        if (!rp_heading_find(&heading, text, ',', w->known))
            status = RP_ERR_MEMORY;
        *names = heading.names < NEEDED_NAMES ? 0 : heading.names;
    }
    rp_worksheet_clear(&sheet);
    return status;
}

/* More known names, then one that is shown. */
static int order(candidate a, candidate b) {
    if (a.names != b.names)
        return a.names > b.names ? 1 : -1;
    return (int)b.is_hidden - (int)a.is_hidden;
}

static rp_status tell_doubt(const work *w, candidate first, candidate second) {
    const rp_workbook_sheet *sheets = w->book.sheets;

    rp_findings_add(
        w->findings, RP_ERROR, (rp_place){w->source, RP_NO_RECORD, 0},
        first.names
            ? "workbook: the headers of '%s' and '%s' fit equally; say "
              "which is meant: --sheet NAME"
            : "workbook: no sheet has a header that is known, neither '%s' "
              "nor '%s'; say which is meant: --sheet NAME",
        rp_quote(rp_text_of(sheets[first.which].name)).bytes,
        rp_quote(rp_text_of(sheets[second.which].name)).bytes);
    return RP_ERR_DATA;
}

static rp_status by_header(work *w, int *which) {
    candidate best = {.which = NONE}, equal = {.which = NONE};
    bool met_taken = false;

    for (size_t k = 0; k < w->book.count; k++) {
        candidate c = {(int)k, 0, w->book.sheets[k].is_hidden};
        if (w->taken && strcmp(w->taken, w->book.sheets[k].name) == 0) {
            met_taken = true;
            continue;
        }
        rp_status status = judge(w, k, &c.names);
        if (status != RP_OK)
            return status;
        if (c.names == UINT32_MAX)
            continue;
        if (best.which != NONE && order(c, best) == 0 && equal.which == NONE)
            equal = c;
        if (best.which == NONE || order(c, best) > 0) {
            best = c;
            equal.which = NONE;
        }
    }
    *which = best.which;
    if (best.which == NONE && met_taken)
        return refuse(w, "only the sheet", w->taken,
                      "is filled, expected one of therapists and one of "
                      "clients");
    if (best.which == NONE) {
        rp_findings_add(w->findings, RP_ERROR,
                        (rp_place){w->source, RP_NO_RECORD, 0},
                        "file: empty, expected a header and rows");
        return RP_ERR_DATA;
    }
    return equal.which != NONE && w->known && w->known->is_roster
               ? tell_doubt(w, best, equal)
               : RP_OK;
}

/* The first that is shown, where nothing else is known. */
static int first_shown(const work *w) {
    for (size_t k = 0; k < w->book.count; k++)
        if (!w->book.sheets[k].is_hidden)
            return (int)k;
    return 0;
}

static rp_status choose(work *w, int *which) {
    if (w->known && w->known->sheet)
        return by_name(w, which);
    *which = first_shown(w);
    return w->known && (w->book.count > 1 || w->taken) ? by_header(w, which)
                                                       : RP_OK;
}

rp_status rp_chosen_sheet_open(rp_chosen_sheet *out, rp_text bytes,
                               const rp_known_names *known, const char *taken,
                               uint32_t source, rp_findings *findings) {
    work w = {
        .known = known, .taken = taken, .source = source, .findings = findings};
    int which = 0;

    *out = (rp_chosen_sheet){0};
    rp_status status =
        tell(&w, rp_workbook_open(&w.book, bytes.bytes, bytes.length));
    if (status == RP_OK)
        status = choose(&w, &which);
    if (status == RP_OK)
        status =
            tell(&w, rp_workbook_read(&w.book, (size_t)which, &out->sheet));
    if (status == RP_OK) {
        const rp_workbook_sheet *sheet = &w.book.sheets[which];
        size_t length = strlen(sheet->name);
        out->is_hidden = sheet->is_hidden;
        out->name = rp_new_array(length + 1, 1);
        if (out->name)
            memcpy(out->name, sheet->name, length + 1);
        else
            status = RP_ERR_MEMORY;
    }
    rp_workbook_clear(&w.book);
    return status;
}

void rp_chosen_sheet_tell(const rp_chosen_sheet *chosen, uint32_t source,
                          uint32_t header, rp_findings *findings) {
    static const struct {
        rp_severity severity;
        const char *words;
    } says[] = {
        [RP_REMARK_FORMULA] = {RP_ERROR,
                               "cell: a formula without a value; open the "
                               "workbook in a spreadsheet program and save it, "
                               "or put the value there"},
        [RP_REMARK_ERROR] = {RP_CAUTION, "cell: an error of the spreadsheet, "
                                         "such as #N/A, is read as blank"},
        [RP_REMARK_HIDDEN] = {RP_WARNING, "row: hidden in the spreadsheet, and "
                                          "read all the same"},
        [RP_REMARK_MERGED] = {RP_CAUTION, "cell: merged with others, which are "
                                          "read as blank"}};
    const rp_worksheet *sheet = &chosen->sheet;

    if (chosen->is_hidden)
        rp_findings_add(findings, RP_WARNING,
                        (rp_place){source, RP_NO_RECORD, 0},
                        "sheet: hidden in the workbook, and read all the same");
    for (size_t k = 0; k < sheet->remark_count; k++) {
        const rp_remark *remark = &sheet->remarks[k];
        if (remark->record >= header)
            rp_findings_add(findings, says[remark->kind].severity,
                            (rp_place){source, remark->record, remark->cell},
                            "%s", says[remark->kind].words);
    }
}

void rp_chosen_sheet_clear(rp_chosen_sheet *chosen) {
    rp_worksheet_clear(&chosen->sheet);
    free(chosen->name);
    *chosen = (rp_chosen_sheet){0};
}
