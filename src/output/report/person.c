#include "output/report/person.h"

#include "base/shortage.h"
#include "match/absence.h"
#include "match/second/words.h"
#include "output/json.h"
#include "output/report/change.h"
#include "output/report/needs.h"
#include "output/report/people.h"
#include "output/report/terms.h"
#include "why/holders.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of the therapists of a client's own list who can be had, as on the client's
 * page, and of the others. */
enum { MOST_CHOICES = 12, MOST_FULL = 3 };

/* One client in the making. */
typedef struct desk {
    const rp_material *m;
    uint32_t client;
    rp_leaf place, wait; /* the rows of assignments.csv and waitlist.csv */
    json_t *blocks;
} desk;

static json_t *text_of(rp_text text) {
    return json_stringn(text.bytes, text.length);
}

static rp_text cell(rp_leaf leaf, size_t i, const char *column) {
    return leaf.count > i ? rp_binder_cell(leaf.grid, leaf.rows[i], column)
                          : (rp_text){"", 0};
}

/* What a sheet says, to somebody who sees whom it is about. */
static json_t *sentence(const desk *d, rp_text words) {
    return rp_people_sentence(d->m->outcome->fit->roster, d->client, words);
}

/* -- words ---------------------------------------------------------------- */

/* "score 92.2" and the like, of at most 200 bytes. */
static json_t *say(const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 1, 2)))
#endif
    ;

static json_t *say(const char *format, ...) {
    char words[240];
    va_list more;

    va_start(more, format);
    vsnprintf(words, sizeof words, format, more);
    va_end(more);
    rp_text whole = rp_text_mend(words);
    return json_stringn(whole.bytes, whole.length);
}

/* A block of the client's, of lines or of therapists (NULL: none); nothing
 * where it is empty. */
static void add_block(desk *d, const char *title, json_t *items,
                      json_t *therapists) {
    json_t *block = json_object();
    bool is_any = json_array_size(items) + json_array_size(therapists) > 0;

    rp_json_set(block, "title", json_string(title));
    rp_json_set(block, "items", items ? items : json_null());
    rp_json_set(block, "therapists", therapists ? therapists : json_null());
    if (is_any)
        rp_json_append(d->blocks, block);
    else
        json_decref(block);
}

/* The parts of a cell, by what stands between them. */
static json_t *parts_of(const desk *d, rp_text words, const char *between) {
    json_t *list = json_array();
    size_t width = strlen(between);

    while (words.length > 0) {
        size_t end = 0;
        while (end + width <= words.length &&
               memcmp(words.bytes + end, between, width) != 0)
            end++;
        if (end + width > words.length)
            end = words.length;
        rp_json_append(list, sentence(d, (rp_text){words.bytes, end}));
        end = end + width < words.length ? end + width : words.length;
        words.bytes += end;
        words.length -= end;
    }
    return list;
}

static json_t *reasons_of(const desk *d, rp_leaf leaf, size_t i,
                          const char *column) {
    return parts_of(d, cell(leaf, i, column), "; ");
}

/* `insurance;fee_min` as what to ask about, each once. */
static json_t *confirms_of(rp_text names) {
    json_t *list = json_array();

    while (names.length > 0) {
        const char *end = memchr(names.bytes, ';', names.length);
        size_t length = end ? (size_t)(end - names.bytes) : names.length;
        rp_text name = {names.bytes, length};
        const char *words = rp_terms_blank(name);
        json_t *one = words ? json_string(words) : text_of(name);
        bool is_there = false;
        for (size_t i = 0; i < json_array_size(list); i++)
            is_there |= json_equal(json_array_get(list, i), one);
        if (is_there)
            json_decref(one);
        else
            rp_json_append(list, one);
        length += end != NULL;
        names.bytes += length;
        names.length -= length;
    }
    return list;
}

/* -- blocks --------------------------------------------------------------- */

/* How the pair stands: on the client's own list, and in the plan. */
static void add_standing(desk *d) {
    json_t *items = json_array();
    rp_text rank = cell(d->place, 0, "rank");

    if (rank.length > 0)
        rp_json_append(items, say("Number %.*s on the client’s own list.",
                                  (int)rank.length, rank.bytes));
    const char *firm =
        rp_terms_value("firmness", cell(d->place, 0, "firmness"));
    if (firm)
        rp_json_append(items, json_string(firm));
    rp_text margin = cell(d->place, 0, "margin");
    if (!firm && margin.length > 0)
        rp_json_append(items, say("Without this pair the plan is %.*s points "
                                  "worse.",
                                  (int)margin.length, margin.bytes));
    add_block(d, "How it stands", items, NULL);
}

/* "nobody loses a place; 3.10 points fewer in all", of who can be had. */
static json_t *price_of(rp_seat seat, int64_t price) {
    const char *more = price < 0 ? "more" : "fewer";
    long long cents = price < 0 ? -price : price;

    if (seat == RP_SEAT_OPEN)
        return json_string("has an opening left");
    if (price == 0)
        return json_string("nobody loses a place, and no points are lost");
    return say("nobody loses a place; %lld.%02lld points %s in all",
               cents / 100, cents % 100, more);
}

static json_t *joined(const desk *d, const rp_texts *texts) {
    rp_buffer words = {0};
    bool whole =
        rp_buffer_puts(&words, "") && rp_texts_join(&words, texts, "; ");
    json_t *value =
        whole ? sentence(d, (rp_text){words.bytes, words.length}) : NULL;

    if (!whole)
        rp_shortage_note();
    rp_buffer_clear(&words);
    return value;
}

/* "their fee, their free hours" */
static json_t *asked_of(const rp_reasons *reasons) {
    json_t *list =
        confirms_of((rp_text){reasons->columns.bytes, reasons->columns.length});
    rp_buffer words = {0};
    bool whole = rp_buffer_puts(&words, "");

    for (size_t i = 0; whole && i < json_array_size(list); i++)
        whole =
            rp_buffer_puts(&words, i > 0 ? ", " : "") &&
            rp_buffer_puts(&words, json_string_value(json_array_get(list, i)));
    json_t *value = whole ? json_stringn(words.bytes, words.length) : NULL;
    if (!whole)
        rp_shortage_note();
    rp_buffer_clear(&words);
    json_decref(list);
    return value;
}

/* Why a therapist without a seat for the client has none: full is who has no
 * opening left. */
static bool put_full(const desk *d, uint32_t therapist, rp_buffer *out) {
    const rp_outcome *o = d->m->outcome;
    rp_buffer barrier = {0};
    bool put = rp_absence_put(out, o->fit, therapist, o->triage->as_of);
    bool is_absent = out->length > 0;

    put = put && rp_holders_put_barrier(&barrier, o, d->client, therapist, 0) &&
          (is_absent ||
           rp_buffer_puts(out, barrier.length > 0 ? "an opening is left, but "
                                                  : "full"));
    if (!is_absent && barrier.length > 0)
        put = put && rp_buffer_puts(out, barrier.bytes);
    rp_buffer_clear(&barrier);
    return put;
}

static json_t *full_words(const desk *d, uint32_t therapist) {
    rp_buffer words = {0};
    bool whole = put_full(d, therapist, &words);
    json_t *value =
        whole ? rp_people_clause(d->m->outcome->fit->roster, d->client,
                                 (rp_text){words.bytes, words.length})
              : NULL;

    if (!whole)
        rp_shortage_note();
    rp_buffer_clear(&words);
    return value;
}

static json_t *choice_of(const desk *d, rp_choice choice, rp_seat seat) {
    const rp_material *m = d->m;
    const rp_therapist *t =
        &m->outcome->fit->roster->therapists[choice.therapist];
    int tenths = rp_score_tenths(choice.score);
    json_t *one = json_object();

    if (!rp_reasons_judge(m->reasons, choice.therapist))
        rp_shortage_note();
    rp_json_set(one, "who", rp_people_tag(t->id, t->name));
    rp_json_set(one, "points", say("%d.%d", tenths / 10, tenths % 10));
    rp_json_set(one, "price",
                seat == RP_SEAT_FULL
                    ? full_words(d, choice.therapist)
                    : price_of(seat, rp_choices_price(m->choices, d->client,
                                                      choice.therapist)));
    rp_json_set(one, "because", joined(d, &m->reasons->because));
    rp_json_set(one, "but", joined(d, &m->reasons->but));
    rp_json_set(one, "confirm", asked_of(m->reasons));
    return one;
}

/* The client's own list: what can be had, and who else would fit, best first;
 * how many can be had. */
static size_t add_choices(desk *d, bool is_placed) {
    const rp_material *m = d->m;
    json_t *had = json_array(), *others = json_array();
    size_t count =
        rp_outcome_choices(m->outcome, d->client, 0, 0, m->chooser, NULL);

    if (!rp_reasons_turn(m->reasons, m->outcome->fit, d->client,
                         m->chooser->row, m->outcome->choices[d->client])) {
        rp_shortage_note();
        count = 0; /* nobody can be judged */
    }
    for (size_t i = 0; i < count; i++) {
        rp_choice choice = m->chooser->choices[i];
        rp_seat seat = rp_choices_seat(m->choices, m->outcome, d->client,
                                       choice.therapist, 0);
        bool can_be = seat == RP_SEAT_OPEN || seat == RP_SEAT_CHOICE;
        if (seat != RP_SEAT_ASSIGNED &&
            (can_be ? json_array_size(had) < MOST_CHOICES
                    : json_array_size(others) < MOST_FULL))
            rp_json_append(can_be ? had : others, choice_of(d, choice, seat));
    }
    count = json_array_size(had);
    add_block(d, "The client may choose", NULL, had);
    add_block(d,
              is_placed ? "Would fit too, but cannot take this client now"
                        : "Who fits, best first",
              NULL, others);
    return count;
}

/* "Lacking for 3 therapists, and nothing else: they have a language in
 * common" */
static void add_obstacles(desk *d) {
    rp_text rest = cell(d->wait, 0, "only_obstacle");
    json_t *items = json_array();

    for (rp_rule rule = 0; rule < rp_rule_count() && rest.length > 0; rule++) {
        const char *name = rp_rule_name(rule);
        size_t length = strlen(name);
        if (rest.length <= length || rest.bytes[length] != ':' ||
            memcmp(rest.bytes, name, length) != 0)
            continue;
        long count = strtol(rest.bytes + length + 1, NULL, 10);
        rp_json_append(items,
                       say("%ld therapist%s would fit if this held: %s.", count,
                           count == 1 ? "" : "s", rp_rule_at(rule)->words));
        const char *end = memchr(rest.bytes, ';', rest.length);
        length = end ? (size_t)(end - rest.bytes) + 1 : rest.length;
        rest.bytes += length;
        rest.length -= length;
    }
    add_block(d, "What alone stands in the way", items, NULL);
}

static void add_moves(desk *d) {
    rp_leaf leaf = rp_binder_leaf(d->m->binder, "moved.csv", d->client);
    json_t *items = json_array();

    for (size_t i = 0; i < leaf.count; i++)
        rp_json_append(items, sentence(d, cell(leaf, i, "words")));
    add_block(d, "Since last time", items, NULL);
}

/* The options of a client, each by its first row, which names all of its edits;
 * how many there are. A row without a number says that nothing was found. */
static size_t add_options(desk *d) {
    rp_leaf leaf = rp_binder_leaf(d->m->binder, "options.csv", d->client);
    json_t *items = json_array();
    rp_text before = {"", 0};
    size_t count = 0;

    for (size_t i = 0; i < leaf.count; i++) {
        rp_text number = cell(leaf, i, "option");
        if (i > 0 && number.length == before.length &&
            memcmp(number.bytes, before.bytes, before.length) == 0)
            continue;
        count += number.length > 0;
        before = number;
        rp_json_append(items,
                       rp_change_sentence(d->m->outcome->fit->roster, d->client,
                                          leaf.grid, leaf.rows[i]));
    }
    add_block(d, "What would give them a place", items, NULL);
    return count;
}

static void add_envy(desk *d) {
    const rp_roster *roster = d->m->outcome->fit->roster;
    rp_leaf leaf = rp_binder_leaf(d->m->binder, "envy.csv", d->client);
    json_t *therapists = json_array();
    char words[160];

    for (size_t i = 0; i < leaf.count; i++) {
        json_t *one = json_object();
        const char *why = rp_terms_value("reason", cell(leaf, i, "reason"));
        int length = snprintf(words, sizeof words, "%s", why ? why : "");
        rp_text price = cell(leaf, i, "price");
        if (price.length > 0 && length < 100)
            snprintf(words + length, sizeof words - (size_t)length,
                     "; giving them that place costs %.*s points in all",
                     (int)price.length, price.bytes);
        rp_json_set(one, "who",
                    rp_people_of_cell(roster, cell(leaf, i, "therapist_id")));
        rp_json_set(one, "points", text_of(cell(leaf, i, "score")));
        rp_json_set(one, "price", json_string(words));
        rp_json_set(one, "because", json_null());
        rp_json_set(one, "but", json_null());
        rp_json_set(one, "confirm", json_null());
        rp_json_append(therapists, one);
    }
    add_block(d, "Would rather have", NULL, therapists);
}

/* A seat in a group, and who prescribes. */
static void add_second(desk *d) {
    static const struct {
        const char *title;
        bool (*put)(rp_buffer *out, const rp_outcome *outcome, uint32_t client);
    } plans[] = {{"Group", rp_second_put_seat},
                 {"Prescriber", rp_second_put_prescriber}};
    rp_buffer words = {0};

    for (size_t k = 0; k < sizeof plans / sizeof *plans; k++) {
        json_t *items = json_array();
        words.length = 0;
        if (!plans[k].put(&words, d->m->outcome, d->client))
            rp_shortage_note();
        else if (words.length > 0)
            rp_json_append(items,
                           sentence(d, (rp_text){words.bytes, words.length}));
        add_block(d, plans[k].title, items, NULL);
    }
    rp_buffer_clear(&words);
}

/* What a line counts. */
typedef struct tally {
    size_t choices, options;
} tally;

static tally add_blocks(desk *d, bool is_placed) {
    tally found = {0};

    if (is_placed) {
        add_block(d, "Why", reasons_of(d, d->place, 0, "because"), NULL);
        add_block(d, "What speaks against it",
                  reasons_of(d, d->place, 0, "but"), NULL);
        add_block(d, "Ask the therapist first",
                  confirms_of(cell(d->place, 0, "confirm")), NULL);
    } else if (d->wait.count > 0) {
        json_t *why = json_array();
        rp_json_append(why, sentence(d, cell(d->wait, 0, "note")));
        add_block(d, "Why", why, NULL);
        found.options = add_options(d);
        add_obstacles(d);
    }
    add_second(d);
    add_block(d, "Notes", reasons_of(d, d->place, 0, "flags"), NULL);
    if (d->m->outcome->status[d->client] != RP_STATUS_HUMAN)
        found.choices = add_choices(d, is_placed);
    if (is_placed)
        add_standing(d);
    add_envy(d);
    add_moves(d);
    return found;
}

/* -- the line ------------------------------------------------------------- */

/* "accepted", "3 to choose from", "ask first: 2", "close call", "note" */
static json_t *marks_of(const desk *d, tally found) {
    json_t *list = json_array(),
           *asks = confirms_of(cell(d->place, 0, "confirm"));
    rp_text held = cell(d->place, 0, "held");
    const char *words = rp_terms_value("held", held);

    if (!words && rp_text_equals(cell(d->place, 0, "status"), "pinned"))
        words = rp_terms_value("status", rp_text_of("pinned"));
    if (!words && d->m->outcome->status[d->client] == RP_STATUS_GROUP)
        words = rp_terms_value("status", rp_text_of("group"));
    if (held.length > 0 && !words)
        rp_json_append(list, text_of(held));
    else if (words)
        rp_json_append(list, json_string(words));
    if (found.choices > 0)
        rp_json_append(list, say("%zu to choose from", found.choices + 1));
    if (found.options > 0)
        rp_json_append(list, say("%zu way%s to a place", found.options,
                                 found.options == 1 ? "" : "s"));
    if (json_array_size(asks) > 0)
        rp_json_append(list, say("ask first: %zu", json_array_size(asks)));
    if (rp_text_equals(cell(d->place, 0, "firmness"), "toss-up"))
        rp_json_append(list, json_string("close call"));
    if (cell(d->place, 0, "flags").length > 0)
        rp_json_append(list, json_string("note"));
    json_decref(asks);
    return list;
}

/* "urgent, waits since 4 weeks" */
static json_t *urgency_of(const desk *d) {
    const rp_triage *t = d->m->outcome->triage;
    int32_t weeks = t->weeks[d->client];
    const char *tier = rp_tier_names[t->tier[d->client]];

    if (weeks == RP_NO_WEEKS)
        return t->as_of == RP_NO_DAY || !*tier
                   ? json_string(tier)
                   : say("%s, wait not known", tier);
    return say("%s%s%ld week%s", tier, *tier ? ", " : "", (long)weeks,
               weeks == 1 ? "" : "s");
}

static void set_page(const desk *d, json_t *values) {
    const char *code = rp_references_of(d->m->references, d->client);
    char path[RP_REFERENCE_SIZE + 32];

    snprintf(path, sizeof path, RP_COMMIT_FOLDER "/%s.html", code);
    bool has_page = rp_commit_path(d->m->commit, path) != NULL;
    rp_json_set(values, "page", has_page ? json_string(path) : json_null());
    rp_json_set(values, "code", has_page ? json_string(code) : json_null());
}

/* "7 therapists fit": what the sheet says of who waits, as far as the first
 * comma. */
static json_t *short_note(const desk *d) {
    rp_text note = cell(d->wait, 0, "note");
    size_t end = 0;

    while (end < note.length && !strchr(",;:", note.bytes[end]))
        end++;
    return sentence(d, (rp_text){note.bytes, end});
}

static void set_line(const desk *d, json_t *values, bool is_placed,
                     bool is_need) {
    const rp_outcome *o = d->m->outcome;
    const rp_client *c = &o->fit->roster->clients[d->client];
    rp_need_kind kind = rp_needs_of(o, d->client);

    rp_json_set(values, "who", rp_people_tag(c->id, c->name));
    rp_json_set(values, "badge", json_string(rp_needs_badge(kind)));
    rp_json_set(values, "class", json_string(rp_needs_class(kind)));
    rp_json_set(values, "place", text_of(cell(d->wait, 0, "place")));
    rp_json_set(values, "therapist",
                is_placed ? rp_people_of_cell(o->fit->roster,
                                              cell(d->place, 0, "therapist_id"))
                          : json_null());
    rp_json_set(values, "points", text_of(cell(d->place, 0, "score")));
    rp_json_set(values, "urgency", urgency_of(d));
    rp_json_set(values, "reason",
                is_need     ? rp_needs_reason(d->m, d->client)
                : is_placed ? json_null()
                            : short_note(d));
}

json_t *rp_person_values(const rp_material *m, uint32_t client,
                         const char *prefix, bool is_need) {
    desk d = {.m = m,
              .client = client,
              .place = rp_binder_leaf(m->binder, "assignments.csv", client),
              .wait = rp_binder_leaf(m->binder, "waitlist.csv", client),
              .blocks = json_array()};
    json_t *values = json_object();
    bool is_placed = cell(d.place, 0, "therapist_id").length > 0;

    rp_json_set(values, "key", say("%s%u", prefix, (unsigned)client + 1));
    set_line(&d, values, is_placed, is_need);
    set_page(&d, values);
    rp_json_set(values, "marks", marks_of(&d, add_blocks(&d, is_placed)));
    rp_json_set(values, "blocks", d.blocks);
    return values;
}
