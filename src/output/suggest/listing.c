#include "output/suggest/listing.h"

#include "base/shortage.h"
#include "fit/phrases.h"
#include "fit/score.h"
#include "output/csv/reasons.h"
#include "output/csv/sheet.h"
#include "output/json.h"
#include "output/profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What of therapists.csv stands behind the columns of ranked.csv. */
static const char *const profile_names[] = {
    "modalities", "formats", "sites",   "languages", "gender",
    "insurance",  "fee",     "fee_min", "slots"};
enum { PROFILE = sizeof profile_names / sizeof *profile_names };

typedef struct desk {
    const rp_suggestion *suggestion;
    void (*put)(void *payload, const void *bytes, size_t length);
    void *payload;
    rp_reasons reasons;
    rp_texts values;
    rp_buffer words;
    bool out_of_memory;
} desk;

static const rp_therapist *therapist_of(const rp_candidate *c) {
    return &c->outcome->fit->roster->therapists[c->therapist];
}

/* A column of a candidate, in d->words. */
static const char *cell(desk *d, const rp_candidate *c, const rp_column *column,
                        bool labels) {
    d->words.length = 0;
    if (!rp_buffer_puts(&d->words, "") ||
        !rp_profile_cell(&d->words, c->outcome->fit->roster, therapist_of(c),
                         column, labels)) {
        d->out_of_memory = true;
        return "";
    }
    return d->words.bytes;
}

/* -- CSV ------------------------------------------------------------------ */

static void put_row(desk *d, rp_sheet *sheet, const rp_candidate *c) {
    const rp_therapist *t = therapist_of(c);

    if (!rp_reasons_judge(&d->reasons, c->therapist))
        d->out_of_memory = true;
    rp_sheet_text(sheet, c->outcome->fit->roster->clients[c->client].id);
    rp_sheet_whole(sheet, c->rank);
    rp_sheet_text(sheet, t->id);
    rp_sheet_text(sheet, t->name);
    rp_sheet_text(sheet, rp_seat_names[rp_candidate_seat(c)]);
    rp_reasons_price(sheet, rp_candidate_price(c));
    rp_sheet_tenths(sheet, rp_score_tenths(c->score));
    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        rp_sheet_tenths(sheet, d->reasons.tenths[k]);
    rp_reasons_put(sheet, &d->reasons);
    for (int k = 0; k < PROFILE; k++)
        rp_sheet_text(sheet,
                      cell(d, c, rp_profile_column(profile_names[k]), false));
    rp_sheet_end_row(sheet);
}

static void write_csv(desk *d, char delimiter) {
    const rp_suggestion *s = d->suggestion;
    rp_sheet sheet;

    rp_sheet_begin(&sheet, d->put, d->payload, delimiter, false);
    rp_sheet_header(&sheet, RP_RANKED_COLUMNS
                    ",modalities,formats,sites,languages,gender,insurance,fee,"
                    "fee_min,slots");
    for (size_t i = 0; i < s->count && !d->out_of_memory; i++)
        put_row(d, &sheet, &s->items[i]);
    if (s->is_out) {
        rp_sheet_text(&sheet, s->outcome->fit->roster->clients[s->client].id);
        for (int blank = 0; blank < 3; blank++)
            rp_sheet_blank(&sheet);
        rp_sheet_text(&sheet, rp_status_names[s->outcome->status[s->client]]);
        /* price, score, the criteria, three reasons and the profile */
        for (int blank = 0; blank < 5 + RP_CRITERION_COUNT + PROFILE; blank++)
            rp_sheet_blank(&sheet);
        rp_sheet_end_row(&sheet);
    }
    d->out_of_memory |= !rp_sheet_end(&sheet);
}

/* -- JSON ----------------------------------------------------------------- */

static json_t *list_of(const rp_texts *texts) {
    json_t *list = json_array();
    const char *text = NULL;

    while ((text = rp_texts_next(texts, text)) != NULL)
        rp_json_append(list, json_string(text));
    return list;
}

static json_t *confirm_of(const rp_confirm *confirm) {
    json_t *list = json_array();

    for (uint32_t i = 0; i < confirm->count; i++)
        rp_json_append(list, json_string(rp_confirm_column(confirm, i)->name));
    return list;
}

static json_t *points_of(const desk *d) {
    json_t *points = json_object();

    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        rp_json_set(points, rp_criterion_names[k],
                    d->reasons.tenths[k] < 0
                        ? json_null()
                        : json_real(d->reasons.tenths[k] / 10.0));
    return points;
}

/* What is blank is null, what is `none` an empty list. */
static json_t *profile_of(desk *d, const rp_candidate *c,
                          const rp_column *column) {
    if (*cell(d, c, column, false) == '\0')
        return json_null();
    if (column->kind == RP_KIND_NUMBER)
        return json_real(rp_profile_number(therapist_of(c), column));
    rp_texts_empty(&d->values);
    d->out_of_memory |= !rp_profile_values(&d->values, c->outcome->fit->roster,
                                           therapist_of(c), column, false);
    return list_of(&d->values);
}

static void set_profile(desk *d, json_t *object, const rp_candidate *c) {
    for (int k = 0; k < PROFILE; k++)
        rp_json_set(object, profile_names[k],
                    profile_of(d, c, rp_profile_column(profile_names[k])));
}

static json_t *candidate_of(desk *d, const rp_candidate *c) {
    const rp_therapist *t = therapist_of(c);
    json_t *object = json_object();
    int64_t price = rp_candidate_price(c);

    if (!rp_reasons_judge(&d->reasons, c->therapist))
        d->out_of_memory = true;
    rp_json_set(object, "rank", json_integer(c->rank));
    rp_json_set(object, "therapist_id", json_string(t->id));
    rp_json_set(object, "therapist_name", json_string(t->name));
    rp_json_set(object, "status",
                json_string(rp_seat_names[rp_candidate_seat(c)]));
    rp_json_set(object, "price",
                price == RP_NO_PRICE ? json_null()
                                     : json_real((double)price / 100.0));
    rp_json_set(object, "score", json_real(rp_score_tenths(c->score) / 10.0));
    rp_json_set(object, "points", points_of(d));
    rp_json_set(object, "because", list_of(&d->reasons.because));
    rp_json_set(object, "but", list_of(&d->reasons.but));
    rp_json_set(object, "confirm", confirm_of(&d->reasons.confirm));
    set_profile(d, object, c);
    return object;
}

static void write_json(desk *d) {
    const rp_suggestion *s = d->suggestion;
    const rp_outcome *o = s->outcome;
    unsigned shortages = rp_shortage_count();
    json_t *root = json_object(), *list = json_array();

    rp_json_set(root, "client_id",
                json_string(o->fit->roster->clients[s->client].id));
    rp_json_set(root, "status",
                json_string(rp_status_names[o->status[s->client]]));
    rp_json_set(root, "eligible", json_integer((int)s->eligible));
    rp_json_set(root, "passed", json_integer((int)s->passed));
    for (size_t i = 0; i < s->count; i++)
        rp_json_append(list, candidate_of(d, &s->items[i]));
    rp_json_set(root, "therapists", list);
    if (s->passed == 0 && !s->is_out) {
        json_t *without = json_array();
        for (size_t k = 0; k < s->options->filters->count; k++)
            rp_json_append(without, json_pack("{s:s, s:i}", "where",
                                              s->options->wheres[k], "passed",
                                              (int)s->without[k]));
        rp_json_set(root, "without", without);
    }
    rp_buffer bytes = {0};
    bool whole =
        rp_json_text(&bytes, root, JSON_INDENT(2) | JSON_REAL_PRECISION(12)) &&
        rp_shortage_count() == shortages;
    if (whole) {
        d->put(d->payload, bytes.bytes, bytes.length);
        d->put(d->payload, "\n", 1);
    }
    d->out_of_memory |= !whole;
    rp_buffer_clear(&bytes);
    json_decref(root);
}

/* -- table ---------------------------------------------------------------- */

/* What a terminal would take for an order is shown as '?'. */
static void put_safe(desk *d, const char *text, size_t width, bool right) {
    size_t shown = rp_text_width(rp_text_of(text));
    rp_buffer line = {0};
    bool done = true;

    for (size_t k = shown; right && k < width; k++)
        done &= rp_buffer_puts(&line, " ");
    done &= rp_buffer_puts(&line, text);
    if (done)
        rp_text_tame(line.bytes, line.length);
    for (size_t k = shown; !right && k < width; k++)
        done &= rp_buffer_puts(&line, " ");
    if (width > 0)
        done &= rp_buffer_puts(&line, "  ");
    if (done)
        d->put(d->payload, line.bytes, line.length);
    d->out_of_memory |= !done;
    rp_buffer_clear(&line);
}

enum { TABLE = 8 };

/* The words of a cell of the table, in d->words or constant. */
static const char *table_cell(desk *d, const rp_candidate *c, int column) {
    static const char *const names[] = {"therapist_id", "name", "fee",
                                        "formats", "languages"};

    d->words.length = 0;
    if (column == 0 || column == 1) {
        char text[32];
        if (column == 0)
            snprintf(text, sizeof text, "%u", (unsigned)c->rank);
        else
            snprintf(text, sizeof text, "%.1f",
                     rp_score_tenths(c->score) / 10.0);
        d->out_of_memory |= !rp_buffer_puts(&d->words, text);
        return d->words.bytes ? d->words.bytes : "";
    }
    if (column == 2)
        return rp_seat_names[rp_candidate_seat(c)];
    const char *words = cell(d, c, rp_profile_column(names[column - 3]), true);
    return *words || column == 4 ? words : "?";
}

static void put_line(desk *d, const rp_candidate *c, const size_t *widths) {
    static const char *const heads[TABLE] = {
        "rank", "score", "status", "id", "name", "fee", "formats", "languages"};

    for (int k = 0; k < TABLE; k++)
        put_safe(d, c ? table_cell(d, c, k) : heads[k],
                 k == TABLE - 1 ? 0 : widths[k], k == 0 || k == 1 || k == 5);
    d->put(d->payload, "\n", 1);
}

static void put_words(desk *d, const char *lead, const char *words) {
    if (*words == '\0')
        return;
    d->put(d->payload, lead, strlen(lead));
    put_safe(d, words, 0, false);
    d->put(d->payload, "\n", 1);
}

static void put_reasons(desk *d, const char *lead, const rp_texts *texts) {
    d->words.length = 0;
    if (rp_texts_join(&d->words, texts, "; "))
        put_words(d, lead, d->words.bytes);
    else
        d->out_of_memory = true;
}

static void write_table(desk *d) {
    size_t widths[TABLE] = {4, 5, 6, 2, 4, 3, 7, 9};
    const rp_suggestion *s = d->suggestion;
    const char *id = s->outcome->fit->roster->clients[s->client].id;
    char head[96];

    put_safe(d, id, 0, false);
    if (s->is_out)
        snprintf(head, sizeof head, "  %s: %s\n",
                 rp_status_names[s->outcome->status[s->client]],
                 s->outcome->status[s->client] == RP_STATUS_HUMAN
                     ? "a person has to act, no program suggests anybody"
                     : "the client is not matched now");
    else
        snprintf(head, sizeof head, "  %s; %zu of %zu eligible therapists\n\n",
                 rp_status_names[s->outcome->status[s->client]], s->count,
                 s->eligible);
    d->put(d->payload, head, strlen(head));
    if (s->count == 0)
        return;
    for (size_t i = 0; i < s->count; i++)
        for (int k = 0; k < TABLE; k++) {
            size_t width =
                rp_text_width(rp_text_of(table_cell(d, &s->items[i], k)));
            widths[k] = width > widths[k] ? width : widths[k];
        }
    put_line(d, NULL, widths);
    for (size_t i = 0; i < s->count && !d->out_of_memory; i++) {
        put_line(d, &s->items[i], widths);
        if (!rp_reasons_judge(&d->reasons, s->items[i].therapist)) {
            d->out_of_memory = true;
            return;
        }
        put_reasons(d, "      + ", &d->reasons.because);
        put_reasons(d, "      - ", &d->reasons.but);
        if (!rp_phrases_to_ask(&d->reasons.confirm, &d->words)) {
            d->out_of_memory = true;
            return;
        }
        put_words(d, "      ? ask first: ", d->words.bytes);
    }
}

rp_status rp_listing_write(const rp_suggestion *suggestion,
                           rp_listing_format format, char delimiter,
                           void (*put)(void *payload, const void *bytes,
                                       size_t length),
                           void *payload) {
    desk d = {.suggestion = suggestion, .put = put, .payload = payload};

    if (!suggestion->is_out &&
        !rp_reasons_turn(&d.reasons, suggestion->outcome->fit,
                         suggestion->client, suggestion->list,
                         suggestion->eligible))
        d.out_of_memory = true;
    else if (format == RP_LISTING_CSV)
        write_csv(&d, delimiter);
    else if (format == RP_LISTING_JSON)
        write_json(&d);
    else
        write_table(&d);
    rp_reasons_clear(&d.reasons);
    rp_texts_clear(&d.values);
    rp_buffer_clear(&d.words);
    return d.out_of_memory ? RP_ERR_MEMORY : RP_OK;
}
