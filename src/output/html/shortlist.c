#include "output/html/shortlist.h"

#include "base/array.h"
#include "base/shortage.h"
#include "match/second/second.h"
#include "output/csv/sheet.h"
#include "output/directory/reference.h"
#include "output/html/card.h"
#include "output/html/choices.h"
#include "output/html/page.h"
#include "output/json.h"
#include "output/words/week.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct desk {
    rp_commit *commit;
    const rp_outcome *outcome;
    const rp_context *context;
    const rp_shortlist_options *options;
    rp_references *references;
    rp_phrasebooks books;
    rp_portraits portraits;
    rp_page page;
    rp_chooser chooser;
    rp_reasons reasons;
    rp_voice voice;           /* of the client */
    rp_candidate *candidates; /* [count, room for top] of the client */
    size_t count, top;
} desk;

/* -- who stands on a page ------------------------------------------------- */

static bool is_requested(const desk *d, uint32_t client, uint32_t therapist) {
    const rp_client *c = &d->outcome->fit->roster->clients[client];

    return rp_list_has(c->requested, therapist);
}

/* In which turn a candidate comes: the own therapist; who was asked for and has
 * a place; others who have one; who is full. */
static int turn_of(const desk *d, const rp_candidate *candidate) {
    switch (rp_candidate_seat(candidate)) {
    case RP_SEAT_ASSIGNED:
        return 0;
    case RP_SEAT_OPEN:
    case RP_SEAT_CHOICE:
        return is_requested(d, candidate->client, candidate->therapist) ? 1 : 2;
    case RP_SEAT_FULL:
        break;
    }
    return 3;
}

/* The best of each turn. Who waits sees who fits and is full. */
static void choose(desk *d, uint32_t client) {
    enum { TURNS = 4 };
    const rp_outcome *o = d->outcome;
    const rp_choices *choices = d->options->choices;
    uint32_t own = o->therapist[client], rank;
    size_t eligible = rp_outcome_choices(o, client, 0, 0, &d->chooser, &rank);
    int turns = d->options->with_full || own == RP_NONE ? TURNS : TURNS - 1;

    d->count = 0;
    if (o->status[client] == RP_STATUS_GROUP)
        return;                      /* a therapist is no choice beside it */
    if (own != RP_NONE && rank == 0) /* pinned, whatever the rules say */
        d->candidates[d->count++] =
            (rp_candidate){o, choices, client, own, 0, o->score[client]};
    for (int turn = 0; turn < turns; turn++)
        for (size_t i = 0; i < eligible && d->count < d->top; i++) {
            rp_choice choice = d->chooser.choices[i];
            rp_candidate candidate = {
                o,           choices, client, choice.therapist, (uint32_t)i + 1,
                choice.score};
            if (turn_of(d, &candidate) == turn)
                d->candidates[d->count++] = candidate;
        }
}

/* -- what it says --------------------------------------------------------- */

static json_t *name_of(const rp_therapist *t) {
    return json_string(*t->name ? t->name : t->id);
}

static bool is_on_list(const desk *d, uint32_t client, uint32_t therapist) {
    for (uint32_t i = 0; i < d->outcome->choices[client]; i++)
        if (d->chooser.row[i] == therapist)
            return true;
    return false;
}

/* Whom the client asked for by name and does not find on the page: who fits
 * and has no opening left is said to be full, and of others no more than that
 * it cannot be: whoever is to be apart from the client may be there. */
static json_t *asked_for(const desk *d, uint32_t client) {
    const rp_roster *roster = d->outcome->fit->roster;
    const rp_list *requested = roster->clients[client].requested;
    json_t *list = json_array();

    for (uint32_t i = 0; i < requested->count; i++) {
        uint32_t t = requested->items[i].tag;
        bool is_shown = false;
        for (size_t k = 0; k < d->count; k++)
            is_shown |= d->candidates[k].therapist == t;
        bool fits = is_on_list(d, client, t);
        if (is_shown ||
            (fits && rp_choices_seat(d->options->choices, d->outcome, client, t,
                                     0) != RP_SEAT_FULL))
            continue;
        json_t *one = json_object();
        rp_json_set(one, "name", name_of(&roster->therapists[t]));
        rp_json_set(one, "is_full",
                    json_boolean(fits && d->outcome->left[t] == 0));
        rp_json_append(list, one);
    }
    return list;
}

static json_t *text_or_null(const char *text) {
    return text ? json_string(text) : json_null();
}

static json_t *contact_of(const rp_contact *c) {
    if (!c || !rp_contact_is_reachable(c))
        return json_null();
    json_t *values = json_object();

    rp_json_set(values, "clinic", text_or_null(c->name));
    rp_json_set(values, "phone", text_or_null(c->phone));
    rp_json_set(values, "email", text_or_null(c->email));
    rp_json_set(values, "web", text_or_null(c->web));
    return values;
}

/* Who reads the page, and what nobody is left without. */
static void set_reader(const desk *d, uint32_t client, json_t *values) {
    const rp_contact *contact = d->options->contact;

    rp_json_set(values, "language", json_string(d->voice.book->code));
    rp_json_set(values, "is_child",
                json_boolean(d->voice.reader == RP_READER_CHILD));
    rp_json_set(values, "asked_for", asked_for(d, client));
    rp_json_set(values, "help_now",
                text_or_null(contact ? contact->help_now : NULL));
    /* the clinic writes it once, in a language that the client may not read */
    rp_json_set(values, "also_emergency",
                json_boolean(contact && contact->help_now &&
                             !rp_voice_is_english(&d->voice)));
    rp_json_set(values, "contact", contact_of(contact));
}

static size_t count_true(const json_t *cards, const char *member) {
    size_t count = 0, i;
    json_t *card;

    json_array_foreach(cards, i, card) count +=
        json_is_true(json_object_get(card, member));
    return count;
}

/* The wishes that every card misses, by ", "; null for none. */
static json_t *missed_by_all(const rp_voice *voice, const json_t *cards) {
    json_t *all = json_array(), *wish, *card;
    const json_t *first = json_object_get(json_array_get(cards, 0), "wishes");
    size_t i, k;

    json_array_foreach(first, i, wish) {
        bool is_missed = true;
        json_array_foreach(cards, k, card) {
            const json_t *wishes = json_object_get(card, "wishes");
            bool has = false;
            for (size_t at = 0; at < json_array_size(wishes); at++)
                has |= json_equal(json_array_get(wishes, at), wish);
            is_missed &= has;
        }
        if (is_missed)
            rp_json_append(all, json_incref(wish));
    }
    return rp_voice_sentence(voice, all);
}

/* Has the client said yes, or asked for this therapist and got the place? */
static bool is_kept(const desk *d, uint32_t client) {
    const rp_triage *t = d->outcome->triage;

    return d->outcome->therapist[client] != RP_NONE &&
           rp_triage_is_held(t, client) &&
           (t->held[client] == RP_HELD_ACCEPTED ||
            t->held[client] == RP_HELD_CHOSEN);
}

/* The page begins with what it is about: a suggestion, a list to choose from,
 * or that the client waits. */
static void set_lead(const desk *d, uint32_t client, json_t *values,
                     const json_t *cards) {
    uint32_t own = d->outcome->therapist[client];
    size_t full = count_true(cards, "is_full");
    bool waits =
        full == d->count && d->outcome->status[client] != RP_STATUS_GROUP;
    bool fits = count_true(cards, "is_good") > 0;
    const json_t *first = json_array_get(cards, 0);

    rp_json_set(values, "waits", json_boolean(waits));
    rp_json_set(values, "is_ineligible",
                json_boolean(d->outcome->choices[client] == 0));
    rp_json_set(values, "fits", json_boolean(fits));
    rp_json_set(values, "own",
                own == RP_NONE
                    ? json_null()
                    : name_of(&d->outcome->fit->roster->therapists[own]));
    rp_json_set(values, "kept", json_boolean(is_kept(d, client)));
    rp_json_set(values, "own_is_good",
                json_boolean(json_is_true(json_object_get(first, "is_good"))));
    rp_json_set(values, "may_list", json_boolean(d->count > 1 && !waits));
    rp_json_set(values, "may_choose", json_boolean(d->count - full > 1));
    rp_json_set(values, "some_full", json_boolean(!waits && full > 0));
    rp_json_set(values, "wishes",
                waits ? missed_by_all(&d->voice, cards) : json_null());
}

/* The hour with a prescriber, in the client's time. */
static void set_visit(const desk *d, const rp_prescription *p, json_t *values) {
    const rp_outcome *o = d->outcome;
    const rp_roster *roster = o->fit->roster;
    rp_arena arena = {0};
    rp_window window;
    rp_times times = {&window, 1, NULL}, moved;
    char week;

    if (!p || p->seat == RP_NONE)
        return;
    const rp_hour *hour = rp_visits_at(&o->second->prescribers.visits,
                                       p->therapist, p->seat, &week);
    window = (rp_window){hour->begin, hour->end};
    if (!rp_meeting_moved(&moved, &arena, &times,
                          rp_meeting_shift(&roster->clients[p->client],
                                           &roster->therapists[p->therapist])))
        rp_shortage_note();
    json_t *times_of_week = rp_week_values(&d->voice, &moved);
    const json_t *only = json_array_get(times_of_week, 0);
    rp_json_copy(values, "prescriber_days", only, "days");
    rp_json_copy(values, "prescriber_hours", only, "hours");
    json_decref(times_of_week);
    rp_arena_clear(&arena);
}

/* A seat in a group, and who prescribes: each a sentence, or null. */
static void set_second(const desk *d, uint32_t client, json_t *values) {
    const rp_outcome *o = d->outcome;
    const rp_group *g = rp_second_group(o, client);
    const rp_prescription *p = rp_second_prescription(o, client);
    bool has = p && p->therapist != RP_NONE;
    json_t *week = g ? rp_week_values(&d->voice, &g->offer.slots) : NULL;
    const json_t *hour = json_array_get(week, 0);

    rp_json_set(values, "in_group_alone",
                json_boolean(o->status[client] == RP_STATUS_GROUP));
    rp_json_set(values, "group",
                !g ? json_null()
                   : json_string(*g->offer.name ? g->offer.name : g->offer.id));
    rp_json_set(values, "group_beside",
                json_boolean(g && o->status[client] != RP_STATUS_GROUP));
    rp_json_copy(values, "group_days", hour, "days");
    rp_json_copy(values, "group_hours", hour, "hours");
    rp_json_set(values, "prescriber",
                has ? name_of(&o->fit->roster->therapists[p->therapist])
                    : json_null());
    rp_json_set(values, "prescriber_is_own",
                json_boolean(has && p->therapist == o->therapist[client]));
    rp_json_set(values, "prescriber_is_open", json_boolean(has && p->is_open));
    set_visit(d, p, values);
    json_decref(week);
}

enum { FILTERED = 4, SHOWN = 3 };

static json_t *cards_of(desk *d) {
    rp_card_style style = {&d->voice, &d->reasons, &d->portraits,
                           d->options->with_scores};
    json_t *cards = json_array();

    for (size_t i = 0; i < d->count; i++)
        rp_json_append(cards, rp_card_values(&d->candidates[i], &style));
    return cards;
}

static json_t *values_of(const desk *d, uint32_t client, json_t *cards) {
    const rp_outcome *o = d->outcome;
    json_t *values = json_object();

    rp_json_set(values, "code",
                json_string(rp_references_of(d->references, client)));
    rp_json_set(values, "day", rp_voice_date(&d->voice, o->triage->as_of));
    rp_json_set(values, "count", json_integer((int)d->count));
    rp_json_set(values, "is_one", json_boolean(d->count == 1));
    rp_json_set(values, "is_many", json_boolean(d->count > 1));
    set_reader(d, client, values);
    set_lead(d, client, values, cards);
    if (d->outcome->second)
        set_second(d, client, values);
    /* few are sooner read than filtered, and who is full is no choice */
    rp_json_set(values, "choices",
                d->count < FILTERED ||
                        json_is_true(json_object_get(values, "waits"))
                    ? json_null()
                    : rp_choices_values(d->candidates, d->count, &d->voice));
    rp_json_set(values, "cards", json_incref(cards));
    bool whole = json_array_size(cards) == d->count;
    if (whole)
        return values;
    json_decref(values);
    return NULL;
}

/* What the script says, in its own words. */
static json_t *script_words(const rp_voice *voice) {
    static const char *const keys[] = {
        "filter.cost",  "filter.search",       "filter.saved",
        "filter.none",  "filter.none_several", "filter.remove",
        "filter.shown", "filter.shown_of",     "filter.show_more",
        "mine.add",     "mine.added",          "mine.copy",
        "mine.copied",  "mine.reference"};
    json_t *words = json_object();

    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        rp_json_set(words, keys[k],
                    text_or_null(rp_voice_text(voice, keys[k])));
    return words;
}

static json_t *data_of(const desk *d, uint32_t client, const json_t *cards) {
    json_t *list = json_array(), *data = json_object();

    for (size_t i = 0; i < d->count; i++)
        rp_json_append(
            list, rp_card_data(&d->candidates[i], json_array_get(cards, i)));
    rp_json_set(data, "therapists", list);
    rp_json_set(data, "reference",
                json_string(rp_references_of(d->references, client)));
    rp_json_set(data, "first", json_integer(SHOWN));
    rp_json_set(data, "words", script_words(&d->voice));
    return data;
}

static void path_of(const desk *d, uint32_t client, char *out, size_t size) {
    snprintf(out, size, "%s.html", rp_references_of(d->references, client));
}

static rp_status write_page(desk *d, uint32_t client) {
    const rp_fit *fit = d->outcome->fit;
    char name[RP_REFERENCE_SIZE + 8], path[RP_REFERENCE_SIZE + 32];

    choose(d, client); /* the chooser's row is the client's whole list */
    if (!rp_reasons_turn(&d->reasons, fit, client, d->chooser.row,
                         d->outcome->choices[client]))
        return RP_ERR_MEMORY;
    d->reasons.audience.is_page = true;
    d->voice = rp_voice_for(&d->books, fit, &fit->roster->clients[client],
                            d->options->contact);
    path_of(d, client, name, sizeof name);
    snprintf(path, sizeof path, RP_COMMIT_FOLDER "/%s", name);
    rp_file *file = rp_commit_file(d->commit, path);
    if (!file)
        return RP_ERR_IO;
    json_t *cards = cards_of(d);
    json_t *values = values_of(d, client, cards);
    json_t *data = data_of(d, client, cards);
    rp_pen pen = {rp_file_put, file};
    rp_status status = rp_page_write(&d->page, values, data, &d->voice, &pen);
    json_decref(values);
    json_decref(data);
    json_decref(cards);
    rp_status closed = rp_file_close(file);
    return status == RP_OK ? closed : status;
}

static rp_status write_map(desk *d) {
    const rp_roster *roster = d->outcome->fit->roster;
    char name[RP_REFERENCE_SIZE + 8];
    rp_sheet sheet;
    rp_file *file = rp_commit_file(d->commit, RP_COMMIT_FOLDER "/map.csv");

    if (!file)
        return RP_ERR_IO;
    rp_sheet_begin(&sheet, rp_file_put, file, d->context->delimiter,
                   d->context->bom);
    rp_sheet_header(&sheet, "client_id,file,reference");
    for (uint32_t c = 0; c < roster->client_count; c++) {
        if (!rp_status_is_matched(d->outcome->status[c]))
            continue;
        path_of(d, c, name, sizeof name);
        rp_sheet_text(&sheet, roster->clients[c].id);
        rp_sheet_text(&sheet, name);
        rp_sheet_text(&sheet, rp_references_of(d->references, c));
        rp_sheet_end_row(&sheet);
    }
    bool whole = rp_sheet_end(&sheet);
    rp_status closed = rp_file_close(file);
    return whole ? closed : RP_ERR_MEMORY;
}

static rp_status write_all(desk *d) {
    uint32_t clients = d->outcome->fit->roster->client_count;
    rp_status status = write_map(d);

    for (uint32_t c = 0; status == RP_OK && c < clients; c++) {
        if (rp_status_is_matched(d->outcome->status[c]))
            status = write_page(d, c);
        if (c % 64 == 0)
            rp_context_tell(d->context, "pages", (double)c / clients);
    }
    return status;
}

rp_status rp_shortlists_write(rp_commit *commit, const rp_outcome *outcome,
                              const rp_context *context,
                              const rp_shortlist_options *options) {
    const rp_roster *roster = outcome->fit->roster;
    desk d = {.commit = commit,
              .outcome = outcome,
              .context = context,
              .options = options};
    rp_status status = RP_ERR_MEMORY;

    d.top = options->top;
    if (d.top == 0 || d.top > roster->therapist_count)
        d.top = roster->therapist_count;
    d.candidates = rp_new_array(d.top, sizeof *d.candidates);
    if (d.candidates && rp_chooser_init(&d.chooser, roster->therapist_count))
        status =
            rp_references_new(&d.references, roster, outcome->triage->as_of);
    if (status == RP_OK)
        status = rp_phrasebooks_open(&d.books);
    if (status == RP_OK)
        status = rp_portraits_open(&d.portraits, roster);
    if (status == RP_OK)
        status = rp_page_open(&d.page, RP_PAGE_SHORTLIST);
    if (status == RP_OK)
        status = write_all(&d);
    rp_page_clear(&d.page);
    rp_phrasebooks_clear(&d.books);
    rp_portraits_clear(&d.portraits);
    rp_references_free(d.references);
    rp_chooser_clear(&d.chooser);
    rp_reasons_clear(&d.reasons);
    free(d.candidates);
    return status;
}
