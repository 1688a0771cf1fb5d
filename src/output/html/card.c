#include "output/html/card.h"

#include "base/shortage.h"
#include "fit/phrases.h"
#include "fit/shown.h"
#include "fit/spoken.h"
#include "input/cell/times.h"
#include "output/json.h"
#include "output/profile.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* jansson's "_new" calls take the value over and answer -1 on any NULL; what
 * was lost for want of memory shows at the end, in a key that is not there. */

json_t *rp_card_label(const rp_names *names, rp_names_id id, uint32_t tag) {
    const char *label = rp_names_label(names, id, tag);
    bool is_free = id == RP_NAMES_FREE ||
                   (id == RP_NAMES_PAYERS && tag >= names->payers.count);
    rp_buffer words = {0};
    bool begins = is_free;

    for (const char *at = label; *at; at++) {
        char c = (char)(*at == '_' ? ' ' : *at);
        if (begins && c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        begins = is_free && c == ' ';
        if (!rp_buffer_put(&words, &c, 1))
            break;
    }
    json_t *value = json_stringn(words.bytes ? words.bytes : "", words.length);
    rp_buffer_clear(&words);
    return value;
}

bool rp_card_may_show(const rp_candidate *c, rp_names_id id, uint32_t tag) {
    const rp_fit *fit = c->outcome->fit;
    const rp_client *client = &fit->roster->clients[c->client];

    return (id != RP_NAMES_CONCERNS && id != RP_NAMES_MODALITIES) ||
           rp_shown_may(fit, client,
                        id == RP_NAMES_CONCERNS ? RP_ADULT_CONCERN
                                                : RP_ADULT_MODALITY,
                        tag);
}

/* The labels that the client may read, in one text by ", "; null for none. */
static json_t *joined(const rp_candidate *c, rp_names_id id,
                      const rp_list *list) {
    const rp_names *names = &c->outcome->fit->roster->names;
    rp_buffer words = {0};
    json_t *value;

    for (uint32_t i = 0; i < list->count; i++) {
        if (!rp_card_may_show(c, id, list->items[i].tag))
            continue;
        json_t *label = rp_card_label(names, id, list->items[i].tag);
        bool put = label &&
                   (words.length == 0 || rp_buffer_puts(&words, ", ")) &&
                   rp_buffer_puts(&words, json_string_value(label));
        json_decref(label);
        if (!put) {
            rp_shortage_note();
            break;
        }
    }
    value =
        words.length ? json_stringn(words.bytes, words.length) : json_null();
    rp_buffer_clear(&words);
    return value;
}

static json_t *list_of(const rp_texts *texts) {
    json_t *list = json_array();
    const char *text = NULL;

    while ((text = rp_texts_next(texts, text)) != NULL)
        rp_json_append(list, json_string(text));
    return list;
}

/* -- when ----------------------------------------------------------------- */

/* "09:00–12:00, 15:00–18:00" of one day. */
static bool put_hours(rp_buffer *out, const rp_times *times, unsigned day) {
    unsigned from = day * RP_DAY_MINUTES, to = from + RP_DAY_MINUTES;
    char text[48];

    for (uint32_t i = 0; i < times->count; i++) {
        unsigned begin = times->windows[i].begin, end = times->windows[i].end;
        begin = begin < from ? from : begin;
        end = end > to ? to : end;
        if (begin >= end)
            continue;
        snprintf(text, sizeof text, "%s%02u:%02u–%02u:%02u",
                 out->length ? ", " : "", (begin - from) / 60,
                 (begin - from) % 60, (end - from) / 60, (end - from) % 60);
        if (!rp_buffer_puts(out, text))
            return false;
    }
    return rp_buffer_puts(out, "");
}

static void append_days(json_t *week, unsigned first, unsigned last,
                        const rp_buffer *hours) {
    static const char *const names[] = {"Mon", "Tue", "Wed", "Thu",
                                        "Fri", "Sat", "Sun"};
    char days[16];

    if (hours->length == 0)
        return;
    snprintf(days, sizeof days, "%s%s%s", names[first],
             last > first ? (last > first + 1 ? "–" : ", ") : "",
             last > first ? names[last] : "");
    rp_json_append(
        week, json_pack("{s:s, s:s}", "days", days, "hours", hours->bytes));
}

/* Days of the same hours that follow each other stand in one line. */
static json_t *week_of(const rp_times *times) {
    json_t *week = json_array();
    rp_buffer hours = {0}, next = {0};
    unsigned first = 0;
    bool whole = put_hours(&hours, times, 0);

    for (unsigned day = 1; whole && times->count > 0 && day <= RP_DAYS; day++) {
        next.length = 0;
        whole = day == RP_DAYS || put_hours(&next, times, day);
        if (!whole)
            break;
        if (day < RP_DAYS && next.length == hours.length &&
            memcmp(next.bytes, hours.bytes, hours.length) == 0)
            continue;
        append_days(week, first, day - 1, &hours);
        rp_buffer swap = hours;
        hours = next;
        next = swap;
        first = day;
    }
    if (!whole)
        rp_shortage_note();
    rp_buffer_clear(&hours);
    rp_buffer_clear(&next);
    return week;
}

/* -- cost ----------------------------------------------------------------- */

static json_t *insurer_of(const rp_candidate *c, const rp_reasons *r) {
    const rp_roster *roster = c->outcome->fit->roster;
    const rp_list *own = r->need.client->insurance;
    const rp_list *theirs = roster->therapists[c->therapist].insurance;

    if (rp_insurer_matches(c->outcome->fit, &r->need, c->therapist))
        for (uint32_t i = 0; i < own->count; i++)
            if (rp_list_has(theirs, own->items[i].tag))
                return json_string(
                    rp_spoken_insurer(c->outcome->fit, own->items[i].tag)
                        .words);
    return json_null();
}

static json_t *money(double amount) {
    char text[40];

    if (isnan(amount))
        return json_null();
    bool whole = amount >= floor(amount) && amount <= floor(amount);
    snprintf(text, sizeof text, whole ? "%.0f" : "%.2f", amount);
    return json_string(text);
}

static json_t *cost_of(const rp_candidate *c, const rp_reasons *r) {
    const rp_therapist *t = &c->outcome->fit->roster->therapists[c->therapist];
    json_t *insurer = insurer_of(c, r), *cost;
    bool is_free = t->fee <= 0.0;

    if (json_is_null(insurer) && isnan(t->fee) && isnan(t->fee_min)) {
        json_decref(insurer);
        return json_null();
    }
    cost = json_object();
    rp_json_set(cost, "insurer", insurer);
    rp_json_set(cost, "free", json_boolean(is_free));
    rp_json_set(cost, "fee", is_free ? json_null() : money(t->fee));
    rp_json_set(cost, "least", money(t->fee_min));
    return cost;
}

/* -- the card ------------------------------------------------------------- */

/* What the clinic has to ask first, in the client's words; what is called the
 * same, as the axes of style are, once. */
static json_t *unconfirmed_of(const rp_confirm *confirm) {
    const char *said[RP_CONFIRM_MOST];
    json_t *list = json_array();

    for (uint32_t i = 0; i < confirm->count; i++) {
        bool is_said = false;
        said[i] = rp_phrases_blank(rp_confirm_column(confirm, i));
        for (uint32_t k = 0; k < i && !is_said; k++)
            is_said = strcmp(said[k], said[i]) == 0;
        if (!is_said)
            rp_json_append(list, json_string(said[i]));
    }
    return list;
}

/* "a, b and c". */
static json_t *sentence(json_t *list) {
    size_t count = json_array_size(list);
    rp_buffer words = {0};
    json_t *value = NULL;

    for (size_t i = 0; i < count; i++)
        if ((i > 0 &&
             !rp_buffer_puts(&words, i + 1 < count ? ", " : " and ")) ||
            !rp_buffer_puts(&words, json_string_value(json_array_get(list, i))))
            break;
    value = count ? json_string(words.bytes) : json_null();
    rp_buffer_clear(&words);
    json_decref(list);
    return value;
}

/* So many blanks that matter, or a must among them, and no score makes a good
 * fit of it. */
static const char *band_of(const rp_candidate *c, const rp_reasons *r) {
    enum { MANY_BLANKS = 3 };

    if (c->score < RP_GOOD_FIT || r->confirm.count >= MANY_BLANKS ||
        rp_rules_must_is_unknown(r->fit, &r->need, c->therapist))
        return "possible";
    return c->score >= RP_STRONG_FIT ? "strong" : "good";
}

static void set_fit(json_t *card, const rp_candidate *c, const rp_reasons *r,
                    bool with_scores) {
    rp_seat seat = rp_candidate_seat(c);
    int tenths = rp_score_tenths(c->score);
    char points[32];

    const char *band = band_of(c, r);

    rp_json_set(card, "band", json_string(band));
    rp_json_set(card, "is_good", json_boolean(strcmp(band, "possible") != 0));
    rp_json_set(card, "is_own", json_boolean(seat == RP_SEAT_ASSIGNED));
    rp_json_set(card, "is_full", json_boolean(seat == RP_SEAT_FULL));
    snprintf(points, sizeof points, "%d.%d", tenths / 10, tenths % 10);
    rp_json_set(card, "points",
                with_scores ? json_string(points) : json_null());
}

json_t *rp_card_values(const rp_candidate *c, rp_reasons *reasons,
                       bool with_scores) {
    const rp_roster *roster = c->outcome->fit->roster;
    const rp_therapist *t = &roster->therapists[c->therapist];
    json_t *card = json_object();

    if (!rp_reasons_judge(reasons, c->therapist)) {
        json_decref(card);
        return NULL;
    }
    rp_json_set(card, "id", json_string(t->id));
    rp_json_set(card, "name", json_string(*t->name ? t->name : t->id));
    set_fit(card, c, reasons, with_scores);
    rp_json_set(card, "formats", joined(c, RP_NAMES_FORMATS, t->formats));
    rp_json_set(card, "sites", joined(c, RP_NAMES_FREE, t->sites));
    rp_json_set(card, "languages", joined(c, RP_NAMES_LANGUAGES, t->languages));
    rp_json_set(card, "gender", joined(c, RP_NAMES_GENDERS, t->gender));
    rp_json_set(card, "approaches",
                joined(c, RP_NAMES_MODALITIES, t->modalities));
    rp_json_set(card, "concerns", joined(c, RP_NAMES_CONCERNS, t->specialties));
    rp_json_set(card, "week", week_of(&t->slots));
    rp_json_set(card, "cost", cost_of(c, reasons));
    rp_json_set(card, "reasons", list_of(&reasons->because));
    rp_json_set(card, "unconfirmed",
                sentence(unconfirmed_of(&reasons->confirm)));
    return card;
}

static void set_tags(json_t *data, const char *column, const rp_candidate *c,
                     rp_names_id id, const rp_list *list) {
    const rp_names *names = &c->outcome->fit->roster->names;
    json_t *tags = list->known ? json_array() : json_null();

    for (uint32_t i = 0; i < list->count; i++)
        if (rp_card_may_show(c, id, list->items[i].tag))
            rp_json_append(tags, json_string(rp_names_name(
                                     names, id, list->items[i].tag)));
    rp_json_set(data, column, tags);
}

/* What the page sorts by, as `rapport suggest --sort` does. */
static void set_orders(json_t *data, const rp_therapist *t) {
    rp_buffer name = {0};
    bool folded = rp_text_fold(&name, rp_text_of(t->name));

    if (!folded)
        rp_shortage_note();
    rp_json_set(data, "name",
                folded && name.length ? json_stringn(name.bytes, name.length)
                                      : json_null());
    rp_json_set(data, "begin",
                t->slots.count ? json_integer(t->slots.windows[0].begin)
                               : json_null());
    rp_json_set(data, "fee", isnan(t->fee) ? json_null() : json_real(t->fee));
    rp_buffer_clear(&name);
}

static bool put_shown(rp_buffer *out, const rp_candidate *c, rp_names_id id,
                      const rp_list *list) {
    json_t *words = joined(c, id, list);
    const char *text = json_string_value(words);
    bool put = words && (!text || rp_buffer_puts(out, text)) &&
               rp_buffer_puts(out, " ");

    json_decref(words);
    return put;
}

/* What the search box looks through. */
static json_t *words_of(const rp_candidate *c) {
    static const char *const columns[] = {"name", "formats", "languages",
                                          "sites", "gender"};
    const rp_roster *roster = c->outcome->fit->roster;
    const rp_therapist *t = &roster->therapists[c->therapist];
    rp_buffer words = {0};
    json_t *value;
    bool whole = true;

    for (size_t k = 0; whole && k < sizeof columns / sizeof *columns; k++)
        whole = rp_profile_cell(&words, roster, t,
                                rp_profile_column(columns[k]), true) &&
                rp_buffer_puts(&words, " ");
    whole = whole && put_shown(&words, c, RP_NAMES_MODALITIES, t->modalities) &&
            put_shown(&words, c, RP_NAMES_CONCERNS, t->specialties);
    if (!whole)
        rp_shortage_note();
    value = json_string(words.bytes);
    rp_buffer_clear(&words);
    return value;
}

json_t *rp_card_data(const rp_candidate *c) {
    const rp_fit *fit = c->outcome->fit;
    const rp_therapist *t = &fit->roster->therapists[c->therapist];
    json_t *data = json_object();

    rp_json_set(data, "id", json_string(t->id));
    set_tags(data, "gender", c, RP_NAMES_GENDERS, t->gender);
    set_tags(data, "languages", c, RP_NAMES_LANGUAGES, t->languages);
    set_tags(data, "formats", c, RP_NAMES_FORMATS, t->formats);
    set_tags(data, "modalities", c, RP_NAMES_MODALITIES, t->modalities);
    rp_json_set(data, "week",
                t->slots.count ? json_integer(rp_week_cells(
                                     &t->slots, fit->policy->session_minutes))
                               : json_null());
    set_orders(data, t);
    rp_json_set(data, "text", words_of(c));
    return data;
}
