#include "output/report/therapies.h"

#include "base/array.h"
#include "base/shortage.h"
#include "outcomes/review/words.h"
#include "output/json.h"
#include "output/report/people.h"
#include "output/report/terms.h"

#include <stdlib.h>

/* Who needs a person first, then by what the client's therapy is looked at
 * for; a client's rows stay together. */
static int by_need(const void *left, const void *right) {
    const rp_review_row *const *a = left, *const *b = right;
    const rp_review_client *x = (*a)->about, *y = (*b)->about;
    bool first = x->rung.step == RP_STEP_HUMAN,
         second = y->rung.step == RP_STEP_HUMAN;

    if (first != second)
        return first ? -1 : 1;
    if (x->trigger != y->trigger)
        return x->trigger < y->trigger ? -1 : 1;
    return (*a > *b) - (*a < *b); /* rows of one array, clients by id */
}

static const rp_review_row **rows_of(const rp_review *review, size_t *count) {
    const rp_review_row **rows = rp_new_array(review->count, sizeof *rows);

    *count = 0;
    if (!rows)
        rp_shortage_note();
    for (size_t k = 0; rows && k < review->count; k++)
        if (review->rows[k].trigger != RP_TRIGGER_NONE)
            rows[(*count)++] = &review->rows[k];
    if (*count > 1)
        qsort((void *)rows, *count, sizeof *rows, by_need);
    return rows;
}

static json_t *new_cell(json_t *who, json_t *text, bool is_wide) {
    return json_pack("{s:b, s:b, s:o, s:o}", "is_number", 0, "is_wide",
                     is_wide ? 1 : 0, "who", who, "text", text);
}

static json_t *in_words(const char *column, const char *value) {
    const char *words = rp_terms_value(column, rp_text_of(value));

    return json_string(words ? words : value);
}

static json_t *sentence_of(const rp_fit *fit, const rp_review_row *row) {
    rp_buffer words = {0};
    json_t *sentence = NULL;

    if (rp_review_put_words(&words, fit, row))
        sentence = rp_people_sentence(fit->roster, row->about->client,
                                      (rp_text){words.bytes, words.length});
    else
        rp_shortage_note();
    rp_buffer_clear(&words);
    return sentence;
}

static json_t *line_of(const rp_fit *fit, const rp_review_row *row) {
    const rp_client *client = &fit->roster->clients[row->about->client];
    json_t *cells = json_array();

    rp_json_append(cells, new_cell(rp_people_of_cell(
                                       fit->roster, rp_text_of(row->therapist)),
                                   json_null(), false));
    rp_json_append(
        cells, new_cell(json_null(),
                        in_words("trigger", rp_triggers[row->trigger]), false));
    rp_json_append(cells,
                   new_cell(json_null(),
                            in_words("action", rp_steps[row->about->rung.step]),
                            false));
    rp_json_append(cells, new_cell(json_null(), sentence_of(fit, row), true));
    return json_pack(
        "{s:o, s:o}", "head",
        new_cell(rp_people_tag(client->id, client->name), json_null(), false),
        "cells", cells);
}

json_t *rp_therapies_values(const rp_material *m) {
    const char *const heads[] = {"Client", "Therapist", "Why", "What next",
                                 "In words"};
    json_t *columns, *lines;
    size_t count;

    if (!m->review)
        return NULL;
    const rp_review_row **rows = rows_of(m->review, &count);
    if (count == 0) {
        free((void *)rows);
        return NULL;
    }
    columns = json_array();
    lines = json_array();
    for (size_t k = 0; k < sizeof heads / sizeof *heads; k++)
        rp_json_append(columns, json_pack("{s:s, s:b}", "label", heads[k],
                                          "is_number", 0));
    for (size_t k = 0; k < count; k++)
        rp_json_append(lines, line_of(m->outcome->fit, rows[k]));
    free((void *)rows);
    return json_pack("{s:o, s:o}", "columns", columns, "rows", lines);
}
