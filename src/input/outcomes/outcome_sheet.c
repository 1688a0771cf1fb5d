#include "input/outcomes/outcome_sheet.h"

#include "base/array.h"
#include "input/cell/list.h"
#include "input/sheet/locate.h"
#include "input/side_sheet.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Comparisons with the bounds of a scale have this to spare. */
static const double spare = 1e-9;

typedef struct work {
    rp_outcome_sheet *sheet;
    const rp_outcome_options *options;
    rp_side_sheet side;
    rp_tags *spellings;   /* of measures, as typed */
    uint32_t *measure_of; /* [spellings] */
    size_t measure_of_room;
    uint32_t date, measure, score, pre; /* columns of the file, or RP_NONE */
    uint32_t without_pre;               /* rows left out, */
    uint32_t first_without;             /* and the first of them */
} work;

/* -- the form -------------------------------------------------------------- */

/* Columns that only one form has, and the one by which it is known first. */
static const char *const of_sessions[] = {
    "score", "date", "session", "attended", "homework_done", "risk", NULL};
static const char *const of_courses[] = {"post", "pre", "sessions", "ended",
                                         NULL};

static bool has(const work *w, const char *column) {
    return rp_row_has(&w->side.rows, column);
}

/* Columns of the other form say nothing in this one. */
static void warn_of_other(work *w, const char *const *names) {
    for (size_t k = 1; names[k]; k++)
        if (has(w, names[k]))
            rp_findings_add(
                w->side.reader.findings, RP_WARNING,
                rp_row_place(&w->side.rows, 0, names[k]),
                "%s: ignored: a sheet with a row for every %s has no such "
                "column",
                names[k], names == of_sessions ? "course" : "questionnaire");
}

static void require(work *w, const char *column) {
    if (!has(w, column))
        rp_findings_add(w->side.reader.findings, RP_ERROR,
                        (rp_place){w->sheet->table.source, RP_NO_RECORD, 0},
                        "%s: missing column", column);
}

static uint32_t column_of(const work *w, const char *name) {
    const rp_column *column = rp_schema_find(RP_OUTCOMES, rp_text_of(name));

    return w->side.layout.own[column - rp_schemas[RP_OUTCOMES].columns];
}

static void find_form(work *w) {
    bool sessions = has(w, of_sessions[0]), courses = has(w, of_courses[0]);

    if (sessions == courses) {
        rp_findings_add(w->side.reader.findings, RP_ERROR,
                        (rp_place){w->sheet->table.source, RP_NO_RECORD, 0},
                        sessions ? "header: both score and post, expected "
                                   "score (a row for every questionnaire) or "
                                   "post (a row for every course)"
                                 : "header: neither score nor post, expected "
                                   "score (a row for every questionnaire) or "
                                   "post (a row for every course)");
        return;
    }
    w->date = column_of(w, "date");
    w->measure = column_of(w, "measure");
    w->score = column_of(w, "score");
    w->pre = column_of(w, "pre");
    w->sheet->form = sessions ? RP_FORM_SESSIONS : RP_FORM_COURSES;
    require(w, sessions ? "date" : "pre");
    warn_of_other(w, sessions ? of_courses : of_sessions);
}

/* -- cells ----------------------------------------------------------------- */

static bool is_blank(const rp_text *cells, uint32_t column) {
    return column == RP_NONE || rp_cell_plain(cells[column]).length == 0;
}

/* A measure of a name that was not met before. */
static uint32_t new_measure(work *w, rp_text folded, const rp_measure *known,
                            const char *name) {
    rp_outcome_sheet *s = w->sheet;
    uint32_t before = rp_tags_count(s->measures);
    uint32_t tag =
        rp_tags_intern(s->measures, known ? rp_text_of(name) : folded);

    if (tag == RP_NONE || tag < before)
        return tag;
    rp_outcome_measure *grown =
        rp_grow_array(s->measure, before, &s->measure_room, sizeof *grown);
    char *kept =
        rp_arena_text(w->side.reader.arena, known ? name : folded.bytes,
                      known ? strlen(name) : folded.length);
    if (grown)
        s->measure = grown;
    if (!grown || !kept)
        return RP_NONE;
    grown[tag] = (rp_outcome_measure){kept, known};
    return tag;
}

/* One warning a name that the taxonomy does not know. */
static uint32_t look_up(work *w, uint32_t row, rp_text typed) {
    const rp_measures *all = &w->options->taxonomy->measures;

    if (!rp_text_fold(&w->side.reader.key, typed))
        return RP_NONE;
    rp_text folded = {w->side.reader.key.bytes, w->side.reader.key.length};
    uint32_t entry = rp_vocabulary_find(&all->names, folded);
    if (entry != RP_NONE)
        return new_measure(w, folded, &all->measures[entry],
                           all->names.entries[entry].name);
    uint32_t before = rp_tags_count(w->sheet->measures);
    uint32_t tag = new_measure(w, folded, NULL, NULL);
    if (tag == before && !all->names.is_cut) {
        const char *near = rp_vocabulary_nearest(&all->names, folded);
        rp_findings_add(w->side.reader.findings, RP_WARNING,
                        rp_row_place(&w->side.rows, row, "measure"),
                        "measure: '%s' is not in the taxonomy%s%s; it is read "
                        "as symptoms where higher is worse, without bands",
                        rp_quote(typed).bytes, near ? ", nearest: " : "",
                        near ? near : "");
    }
    return tag;
}

static uint32_t measure_of(work *w, uint32_t row, const char *typed) {
    rp_text text = rp_text_trim(rp_text_of(typed));
    uint32_t before = rp_tags_count(w->spellings);
    uint32_t tag = rp_tags_intern(w->spellings, text);

    if (tag < before)
        return w->measure_of[tag];
    uint32_t *grown = rp_grow_array(w->measure_of, before, &w->measure_of_room,
                                    sizeof *grown);
    if (grown)
        w->measure_of = grown;
    uint32_t measure =
        tag == RP_NONE || !grown ? RP_NONE : look_up(w, row, text);
    w->side.reader.out_of_memory |= measure == RP_NONE;
    if (grown && tag != RP_NONE)
        grown[tag] = measure;
    return measure;
}

/* A score that its scale does not have. */
static void check_score(work *w, uint32_t row, const char *column,
                        uint32_t measure, double score) {
    const rp_outcome_measure *m = &w->sheet->measure[measure];
    bool least = m->known && score < m->known->least - spare;
    bool most = m->known && score > m->known->most + spare;

    if (least || most)
        rp_findings_add(
            w->side.reader.findings, RP_ERROR,
            rp_row_place(&w->side.rows, row, column),
            "%s: expected at %s %g, the %s of %s, got '%g'", column,
            least ? "least" : "most", least ? m->known->least : m->known->most,
            least ? "lowest score" : "highest score", m->name, score);
}

/* -- rows ------------------------------------------------------------------ */

/* Without the column the header was told of already. */
static void tell_no_measure(work *w, uint32_t row) {
    if (w->measure != RP_NONE)
        rp_findings_add(w->side.reader.findings, RP_ERROR,
                        rp_row_place(&w->side.rows, row, "measure"),
                        "measure: missing, expected the name of a "
                        "questionnaire");
}

/* What must hold in a row with a questionnaire, or a session without one. */
static void check_session(work *w, const rp_text *cells,
                          const rp_outcome_row *r) {
    bool no_measure = is_blank(cells, w->measure);

    if (is_blank(cells, w->date) && w->date != RP_NONE)
        rp_row_missing(&w->side.rows, r->row, "date");
    if (no_measure && !is_blank(cells, w->score))
        tell_no_measure(w, r->row);
    else if (!no_measure && is_blank(cells, w->score))
        rp_row_missing(&w->side.rows, r->row, "score");
}

static void check_course(work *w, const rp_text *cells,
                         const rp_outcome_row *r) {
    if (is_blank(cells, w->measure))
        tell_no_measure(w, r->row);
    if (w->pre == RP_NONE || !is_blank(cells, w->pre))
        return;
    if (w->without_pre++ == 0)
        w->first_without = r->row;
}

/* The row as a line. One with errors ends the run, but who is at risk is named
 * all the same: it is a session alone, on the newest day where it has none. */
static bool keep_line(work *w, const rp_outcome_row *r, bool is_sound) {
    rp_outcome_sheet *s = w->sheet;
    bool is_course = s->form == RP_FORM_COURSES;
    rp_outcome_line *line = &s->lines[s->count];
    const char *therapist = r->therapist ? r->therapist : "";

    *line = (rp_outcome_line){
        .client = rp_tags_intern(s->clients, rp_text_of(r->client)),
        .therapist = rp_tags_intern(s->therapists, rp_text_of(therapist)),
        .measure = is_sound && *r->measure ? measure_of(w, r->row, r->measure)
                                           : RP_NONE,
        .concern = r->concern->count > 0 ? r->concern->items[0].tag : RP_NONE,
        .row = r->row,
        .date =
            is_course || is_sound || r->date != RP_NO_DAY ? r->date : INT32_MAX,
        .session = r->session,
        .score = is_course ? r->pre : r->score,
        .post = is_course ? r->post : NAN,
        .attended = r->attended,
        .homework_done = r->homework_done,
        .risk = RP_UNKNOWN,
        .ended = RP_BLANK};
    if (is_course)
        line->ended = r->ended;
    else
        line->risk = r->risk;
    if (line->client == RP_NONE || line->therapist == RP_NONE ||
        w->side.reader.out_of_memory)
        return false;
    if (line->measure != RP_NONE) {
        check_score(w, r->row, is_course ? "pre" : "score", line->measure,
                    line->score);
        check_score(w, r->row, "post", line->measure, line->post);
    }
    s->count++;
    return true;
}

static bool read_row(work *w, uint32_t row) {
    rp_findings *findings = w->side.reader.findings;
    size_t errors = findings->errors;
    rp_text cells[RP_MAX_COLUMNS];
    rp_outcome_row r;

    rp_table_row(w->side.rows.table, row, cells);
    rp_row_start(RP_OUTCOMES, row, &r);
    for (uint32_t i = 0; i < rp_schemas[RP_OUTCOMES].count; i++)
        rp_row_read(&w->side.rows, row, cells, i, &r);
    if (w->sheet->form == RP_FORM_SESSIONS)
        check_session(w, cells, &r);
    else
        check_course(w, cells, &r);
    if (w->side.reader.out_of_memory || findings->out_of_memory)
        return false;
    return !r.client || keep_line(w, &r, findings->errors == errors);
}

static rp_status read_rows(work *w) {
    uint32_t rows = w->sheet->table.rows;
    rp_memo *memo = rp_memo_new(rp_schemas[RP_OUTCOMES].count, rows);
    rp_status status = RP_ERR_MEMORY;

    w->sheet->lines = rp_new_array(rows, sizeof *w->sheet->lines);
    w->side.rows.memo = memo;
    if (memo && w->sheet->lines && rp_tags_reserve(w->sheet->clients, rows))
        status = RP_OK;
    for (uint32_t row = 1; row <= rows && status == RP_OK; row++)
        if (!read_row(w, row))
            status = RP_ERR_MEMORY;
    if (w->without_pre > 0)
        rp_findings_add(w->side.reader.findings, RP_WARNING,
                        rp_row_place(&w->side.rows, w->first_without, "pre"),
                        "pre: blank in %u row%s, %s left out: nobody "
                        "knows where the course began",
                        (unsigned)w->without_pre,
                        w->without_pre == 1 ? "" : "s",
                        w->without_pre == 1 ? "which is" : "which are");
    w->side.rows.memo = NULL;
    rp_memo_free(memo);
    return status;
}

/* -- the file -------------------------------------------------------------- */

rp_status rp_outcome_sheet_read(rp_outcome_sheet *out, const char *path,
                                const rp_outcome_options *options,
                                rp_names *names, rp_arena *arena,
                                rp_findings *findings) {
    work w = {.sheet = out,
              .options = options,
              .spellings = rp_tags_new(),
              .side = {.side = RP_OUTCOMES,
                       .map = options->map,
                       .table = &out->table,
                       .reader = {.findings = findings,
                                  .arena = arena,
                                  .names = names,
                                  .strict = options->strict,
                                  .latest = RP_NO_DAY,
                                  .dates = options->dates}}};
    rp_status status = RP_ERR_MEMORY;

    *out = (rp_outcome_sheet){.clients = rp_tags_new(),
                              .therapists = rp_tags_new(),
                              .measures = rp_tags_new()};
    if (w.spellings && out->clients && out->therapists && out->measures &&
        rp_side_sheet_open(&w.side, path, &status)) {
        find_form(&w);
        if (out->form != RP_FORM_NONE)
            status = rp_status_graver(status, read_rows(&w));
    }
    int reason = errno;
    status = rp_side_sheet_close(&w.side, status);
    rp_tags_free(w.spellings);
    free(w.measure_of);
    errno = reason;
    return status;
}

void rp_outcome_sheet_tell_twice(const rp_outcome_sheet *sheet, uint32_t row,
                                 uint32_t first_row, rp_findings *findings) {
    bool is_course = sheet->form == RP_FORM_COURSES;

    rp_findings_add(findings, RP_ERROR, rp_table_place(&sheet->table, row, 0),
                    is_course
                        ? "client_id: the same client, therapist and "
                          "measure twice, expected a row for every course"
                        : "client_id: the same client, therapist, measure "
                          "and date twice, expected one score a day");
    rp_findings_relate(findings, rp_table_place(&sheet->table, first_row, 0));
}

void rp_outcome_sheet_close(rp_outcome_sheet *sheet, rp_findings *findings) {
    int reason = errno;

    rp_table_locate(&sheet->table, findings);
    rp_table_clear(&sheet->table);
    rp_tags_free(sheet->clients);
    rp_tags_free(sheet->therapists);
    rp_tags_free(sheet->measures);
    free(sheet->measure);
    free(sheet->lines);
    *sheet = (rp_outcome_sheet){0};
    errno = reason;
}
