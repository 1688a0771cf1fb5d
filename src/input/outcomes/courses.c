#include "input/outcomes/courses.h"

#include "base/array.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* -- ranks ------------------------------------------------------------------
 */

/* A name and the number it had in the file. */
typedef struct named {
    const char *name;
    uint32_t tag;
} named;

static int by_name(const void *left, const void *right) {
    const named *a = left, *b = right;

    return strcmp(a->name, b->name);
}

/* The texts of a dictionary in bytewise order, and the rank of each number. */
static bool rank(const rp_tags *tags, rp_arena *arena, named **order,
                 uint32_t **ranks) {
    uint32_t count = rp_tags_count(tags);

    *order = rp_new_array(count, sizeof **order);
    *ranks = rp_new_array(count, sizeof **ranks);
    if (!*order || !*ranks)
        return false;
    for (uint32_t k = 0; k < count; k++) {
        const char *name = rp_tags_name(tags, k);
        (*order)[k] = (named){rp_arena_text(arena, name, strlen(name)), k};
        if (!(*order)[k].name)
            return false;
    }
    if (count > 1)
        qsort(*order, count, sizeof **order, by_name);
    for (uint32_t k = 0; k < count; k++)
        (*ranks)[(*order)[k].tag] = k;
    return true;
}

/* Ids of people by rank; *ranks is to be freed. */
static bool rank_people(const rp_tags *tags, rp_arena *arena,
                        const char ***names, uint32_t *count,
                        uint32_t **ranks) {
    named *order;
    bool whole = rank(tags, arena, &order, ranks);

    *count = rp_tags_count(tags);
    *names = whole ? rp_new_array(*count, sizeof **names) : NULL;
    for (uint32_t k = 0; *names && k < *count; k++)
        (*names)[k] = order[k].name;
    free(order);
    return *names != NULL;
}

static bool rank_measures(rp_courses *c, const rp_outcome_sheet *sheet,
                          uint32_t **ranks) {
    named *order;
    bool whole = rank(sheet->measures, &c->arena, &order, ranks);

    c->measure_count = rp_tags_count(sheet->measures);
    c->measures =
        whole ? rp_new_array(c->measure_count, sizeof *c->measures) : NULL;
    for (uint32_t k = 0; c->measures && k < c->measure_count; k++)
        c->measures[k] = sheet->measure[order[k].tag];
    free(order);
    return c->measures != NULL;
}

static int compare(uint32_t a, uint32_t b) { return (a > b) - (a < b); }

static int by_people(const void *left, const void *right) {
    const rp_outcome_line *a = left, *b = right;
    int order = compare(a->client, b->client);

    if (order == 0)
        order = compare(a->therapist, b->therapist);
    if (order == 0)
        order = compare(a->measure, b->measure);
    if (order == 0)
        order = (a->date > b->date) - (a->date < b->date);
    return order ? order : compare(a->row, b->row);
}

static bool is_in_order(const rp_outcome_line *lines, size_t count) {
    for (size_t i = 1; i < count; i++)
        if (by_people(&lines[i - 1], &lines[i]) > 0)
            return false;
    return true;
}

/* Numbers become ranks, and lines stand in their order. */
static bool sort_lines(rp_courses *c, rp_outcome_sheet *sheet) {
    uint32_t *clients = NULL, *therapists = NULL, *measures = NULL;
    bool whole = rank_people(sheet->clients, &c->arena, &c->clients,
                             &c->client_count, &clients) &&
                 rank_people(sheet->therapists, &c->arena, &c->therapists,
                             &c->therapist_count, &therapists) &&
                 rank_measures(c, sheet, &measures);

    for (size_t i = 0; whole && i < sheet->count; i++) {
        rp_outcome_line *line = &sheet->lines[i];
        line->client = clients[line->client];
        line->therapist = therapists[line->therapist];
        if (line->measure != RP_NONE)
            line->measure = measures[line->measure];
    }
    if (whole && !is_in_order(sheet->lines, sheet->count))
        qsort(sheet->lines, sheet->count, sizeof *sheet->lines, by_people);
    free(clients);
    free(therapists);
    free(measures);
    return whole;
}

/* -- courses ----------------------------------------------------------------
 */

static bool is_same_course(const rp_outcome_line *a, const rp_outcome_line *b) {
    return a->client == b->client && a->therapist == b->therapist &&
           a->measure == b->measure;
}

static void refuse_repeats(const rp_outcome_sheet *sheet,
                           rp_findings *findings) {
    const rp_outcome_line *lines = sheet->lines;

    for (size_t i = 1; i < sheet->count; i++)
        if (lines[i].measure != RP_NONE &&
            is_same_course(&lines[i - 1], &lines[i]) &&
            lines[i - 1].date == lines[i].date)
            rp_outcome_sheet_tell_twice(sheet, lines[i].row, lines[i - 1].row,
                                        findings);
}

static rp_session session_of(const rp_outcome_line *line) {
    return (rp_session){.client = line->client,
                        .therapist = line->therapist,
                        .measure = line->measure,
                        .row = line->row,
                        .date = line->date,
                        .session = line->session,
                        .score = line->score,
                        .attended = line->attended,
                        .homework_done = line->homework_done,
                        .risk = line->risk};
}

/* The name of the first concern that a line names, else the measure's. */
static const char *concern_of(const rp_courses *c, const rp_outcome_line *lines,
                              size_t count) {
    const rp_measure *known = c->measures[lines->measure].known;
    size_t i = 0;

    while (i < count && lines[i].concern == RP_NONE)
        i++;
    if (i < count)
        return rp_names_name(&c->names, RP_NAMES_CONCERNS, lines[i].concern);
    return known && known->concern != RP_NONE
               ? rp_names_name(&c->names, RP_NAMES_CONCERNS, known->concern)
               : NULL;
}

/* A course of questionnaires: is the only one too old to be followed by
 * another? */
static rp_course_state
state_of_dates(const rp_courses *c, const rp_course *course, double open_days) {
    if (course->questionnaires > 1)
        return RP_COURSE_COMPLETE;
    return (double)c->newest - (double)course->first_on <= open_days
               ? RP_COURSE_OPEN
               : RP_COURSE_WITHOUT_POST;
}

static rp_course_state state_of_row(const rp_outcome_line *line) {
    if (!isnan(line->post))
        return RP_COURSE_COMPLETE;
    return line->ended == RP_ONGOING ? RP_COURSE_OPEN : RP_COURSE_WITHOUT_POST;
}

/* One course of the lines of one client, therapist and measure. */
static rp_course course_of(const rp_courses *c, const rp_outcome_line *lines,
                           size_t at, size_t count, double open_days) {
    const rp_outcome_line *first = &lines[at], *last = &lines[at + count - 1];
    bool is_row = c->form == RP_FORM_COURSES;
    rp_course course = {.client = first->client,
                        .therapist = first->therapist,
                        .measure = first->measure,
                        .concern = concern_of(c, first, count),
                        .first = first->score,
                        .last = is_row ? first->post : last->score,
                        .first_on = first->date,
                        .last_on = last->date,
                        .questionnaires = is_row ? 0 : (uint32_t)count,
                        .session = is_row ? 0 : at,
                        .ended = first->ended};

    course.state =
        is_row ? state_of_row(first) : state_of_dates(c, &course, open_days);
    return course;
}

static bool make_sessions(rp_courses *c, const rp_outcome_sheet *sheet) {
    c->session_count = sheet->form == RP_FORM_SESSIONS ? sheet->count : 0;
    c->sessions = rp_new_array(c->session_count, sizeof *c->sessions);
    for (size_t i = 0; c->sessions && i < c->session_count; i++) {
        c->sessions[i] = session_of(&sheet->lines[i]);
        if (sheet->lines[i].date > c->newest)
            c->newest = sheet->lines[i].date;
    }
    return c->sessions != NULL;
}

/* Courses of sorted lines, none of which stands twice. */
static bool make_courses(rp_courses *c, const rp_outcome_sheet *sheet,
                         double open_days) {
    const rp_outcome_line *lines = sheet->lines;
    size_t after;

    c->courses = rp_new_array(sheet->count, sizeof *c->courses);
    for (size_t i = 0; c->courses && i < sheet->count; i = after) {
        for (after = i + 1;
             after < sheet->count && is_same_course(&lines[i], &lines[after]);)
            after++;
        if (lines[i].measure == RP_NONE || isnan(lines[i].score))
            continue; /* sessions alone; nobody knows where it began */
        c->courses[c->count++] = course_of(c, lines, i, after - i, open_days);
    }
    return c->courses != NULL;
}

/* -- the sheet --------------------------------------------------------------
 */

/* @param status  of its rows: of a sheet with errors no courses are made */
static rp_status take_sheet(rp_courses *out, rp_outcome_sheet *sheet,
                            double open_days, rp_status status,
                            rp_findings *findings) {
    size_t errors = findings->errors;

    if (!sort_lines(out, sheet) || !make_sessions(out, sheet))
        return RP_ERR_MEMORY;
    refuse_repeats(sheet, findings);
    if (findings->errors > errors)
        status = rp_status_graver(status, RP_ERR_DATA);
    if (status != RP_OK)
        return status;
    out->form = sheet->form;
    return make_courses(out, sheet, open_days) ? RP_OK : RP_ERR_MEMORY;
}

rp_status rp_courses_read(rp_courses *out, const char *path,
                          const rp_outcome_options *options, rp_input *input,
                          rp_findings *findings) {
    rp_outcome_sheet sheet = {0};

    *out = (rp_courses){.newest = RP_NO_DAY};
    rp_status status = rp_names_init(&out->names, options->taxonomy);
    if (status != RP_OK)
        return status;
    status = rp_outcome_sheet_read(&sheet, path, options, &out->names,
                                   &out->arena, findings);
    *input = (rp_input){path, {0}, sheet.table.rows};
    memcpy(input->sha256, sheet.table.sha256, RP_DIGEST_SIZE);
    if (status != RP_ERR_MEMORY)
        status = take_sheet(out, &sheet, options->open_days, status, findings);
    rp_outcome_sheet_close(&sheet, findings);
    return findings->out_of_memory ? RP_ERR_MEMORY : status;
}

void rp_courses_clear(rp_courses *courses) {
    free(courses->clients);
    free(courses->therapists);
    free(courses->measures);
    free(courses->courses);
    free(courses->sessions);
    rp_names_clear(&courses->names);
    rp_arena_clear(&courses->arena);
    *courses = (rp_courses){0};
}

/* -- questions --------------------------------------------------------------
 */

bool rp_courses_counts(const rp_courses *courses, const rp_course *course) {
    const rp_measure *known = courses->measures[course->measure].known;

    return course->state != RP_COURSE_OPEN && !(known && known->is_alliance);
}

const char *rp_courses_concern(const rp_courses *courses,
                               const rp_course *course,
                               const rp_roster *roster) {
    uint32_t client = RP_NONE;

    if (course->concern)
        return course->concern;
    if (roster)
        client = rp_roster_find(roster, RP_CLIENTS,
                                rp_text_of(courses->clients[course->client]));
    if (client == RP_NONE || roster->clients[client].concerns->count == 0)
        return "";
    return rp_names_name(&roster->names, RP_NAMES_CONCERNS,
                         roster->clients[client].concerns->items[0].tag);
}

double rp_courses_turned(const rp_courses *courses, const rp_course *course,
                         double score) {
    const rp_measure *known = courses->measures[course->measure].known;

    return known && !known->higher_is_worse ? -score : score;
}

/* Where a client's sessions begin. */
static size_t first_session(const rp_courses *courses, uint32_t client) {
    size_t low = 0, high = courses->session_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (courses->sessions[middle].client < client)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t rp_courses_sessions(const rp_courses *courses, uint32_t client,
                           size_t *count) {
    size_t first = first_session(courses, client);

    *count = first_session(courses, client + 1) - first;
    return first;
}

bool rp_courses_at_risk(const rp_courses *courses, uint32_t client) {
    int32_t newest = RP_NO_DAY;
    bool at_risk = false;

    for (size_t i = first_session(courses, client);
         i < courses->session_count && courses->sessions[i].client == client;
         i++) {
        const rp_session *s = &courses->sessions[i];
        if (s->risk == RP_UNKNOWN || s->date < newest)
            continue;
        at_risk = (s->date == newest && at_risk) || s->risk == RP_YES;
        newest = s->date;
    }
    return at_risk;
}

uint32_t rp_courses_client(const rp_courses *courses, const char *id) {
    uint32_t low = 0, high = courses->client_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(courses->clients[middle], id);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return RP_NONE;
}

void rp_courses_mark_risk(const rp_courses *courses, rp_roster *roster) {
    for (uint32_t c = 0; c < roster->client_count; c++) {
        rp_client *client = &roster->clients[c];
        const char *id = rp_roster_filed_id(roster, RP_CLIENTS, c);
        uint32_t there = id ? rp_courses_client(courses, id) : RP_NONE;
        if (there == RP_NONE || !rp_courses_at_risk(courses, there))
            continue;
        client->risk = RP_YES;
        client->is_at_risk = true;
        client->urgency = RP_CRISIS;
    }
}
