#include "output/html/shortlist.h"

#include "base/array.h"
#include "base/shortage.h"
#include "fit/shown.h"
#include "output/csv/sheet.h"
#include "output/directory/filename.h"
#include "output/html/card.h"
#include "output/html/choices.h"
#include "output/html/page.h"
#include "output/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct desk {
    rp_commit *commit;
    const rp_outcome *outcome;
    const rp_context *context;
    const rp_shortlist_options *options;
    rp_filenames *names;
    rp_page page;
    rp_chooser chooser;
    rp_reasons reasons;
    rp_candidate *candidates; /* [count, room for top] of the client */
    size_t count, top;
} desk;

/* The assigned therapist has a place on the page whatever the rank; so a
 * place is kept until it has come. */
static void choose(desk *d, uint32_t client) {
    const rp_outcome *o = d->outcome;
    const rp_choices *choices = d->options->choices;
    uint32_t own = o->therapist[client], rank;
    size_t eligible = rp_outcome_choices(o, client, 0, 0, &d->chooser, &rank);
    size_t kept = own != RP_NONE;

    d->count = 0;
    if (own != RP_NONE && rank == 0) {
        d->candidates[d->count++] =
            (rp_candidate){o, choices, client, own, 0, o->score[client]};
        kept = 0;
    }
    for (size_t i = 0; i < eligible && d->count < d->top; i++) {
        rp_choice choice = d->chooser.choices[i];
        rp_candidate candidate = {
            o,           choices, client, choice.therapist, (uint32_t)i + 1,
            choice.score};
        rp_seat seat = rp_candidate_seat(&candidate);
        if (seat == RP_SEAT_ASSIGNED)
            kept = 0;
        else if ((seat == RP_SEAT_FULL && !d->options->with_full) ||
                 d->count + kept == d->top)
            continue;
        d->candidates[d->count++] = candidate;
    }
}

/* "16 November 2026", or null. */
static json_t *day_of(const rp_outcome *o) {
    static const char *const months[] = {
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December"};
    char day[16], words[40];

    if (o->triage->as_of == RP_NO_DAY)
        return json_null();
    rp_date_format(day, o->triage->as_of);
    long month = strtol(day + 5, NULL, 10);
    snprintf(words, sizeof words, "%ld %s %.4s", strtol(day + 8, NULL, 10),
             months[month - 1], day);
    return json_string(words);
}

static json_t *name_of(const rp_therapist *t) {
    return json_string(*t->name ? t->name : t->id);
}

/* Whom a page is for, so that it speaks to them: a minor's is for a parent or
 * guardian. */
static const char *whom(const rp_client *c) {
    if (c->client_type == RP_COUPLE)
        return "you both";
    if (c->client_type == RP_FAMILY)
        return "your family";
    return rp_shown_is_minor(c) ? "your child" : "you";
}

static bool is_on_list(const desk *d, uint32_t client, uint32_t therapist) {
    for (uint32_t i = 0; i < d->outcome->choices[client]; i++)
        if (d->chooser.row[i] == therapist)
            return true;
    return false;
}

/* Whom the client asked for by name and does not find on the page: who fits
 * and is full is said to be that, and of others no more than that it cannot
 * be. */
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
        if (is_shown || (fits && d->outcome->left[t] > 0))
            continue;
        json_t *one = json_object();
        rp_json_set(one, "name", name_of(&roster->therapists[t]));
        rp_json_set(one, "is_full", json_boolean(fits));
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
    const char *const ways[][2] = {
        {"phone ", c->phone}, {"email ", c->email}, {"", c->web}};
    json_t *values = json_object(), *list = json_array();
    char before[16];

    for (size_t k = 0; k < sizeof ways / sizeof *ways; k++) {
        if (!ways[k][1])
            continue;
        json_t *one = json_object();
        snprintf(before, sizeof before, "%s%s",
                 json_array_size(list) > 0 ? ", " : "", ways[k][0]);
        rp_json_set(one, "before", json_string(before));
        rp_json_set(one, "way", json_string(ways[k][1]));
        rp_json_append(list, one);
    }
    rp_json_set(values, "name", text_or_null(c->name));
    rp_json_set(values, "ways", list);
    return values;
}

/* Who reads the page, and what nobody is left without. */
static void set_reader(const desk *d, uint32_t client, json_t *values) {
    const rp_client *c = &d->outcome->fit->roster->clients[client];
    const rp_contact *contact = d->options->contact;
    const char *reader = whom(c);

    rp_json_set(values, "whom", json_string(reader));
    rp_json_set(values, "is_child",
                json_boolean(strcmp(reader, "your child") == 0));
    rp_json_set(values, "is_ineligible",
                json_boolean(d->outcome->choices[client] == 0));
    rp_json_set(values, "asked_for", asked_for(d, client));
    rp_json_set(values, "help_now",
                text_or_null(contact ? contact->help_now : NULL));
    rp_json_set(values, "contact", contact_of(contact));
}

static bool any_is_good(const json_t *cards) {
    bool any = false;
    json_t *card;
    size_t i;

    json_array_foreach(cards, i, card) any |=
        json_is_true(json_object_get(card, "is_good"));
    return any;
}

static json_t *values_of(desk *d, uint32_t client) {
    const rp_outcome *o = d->outcome;
    const rp_therapist *therapists = o->fit->roster->therapists;
    uint32_t own = o->therapist[client];
    json_t *values = json_object(), *cards = json_array();
    char code[10];

    if (!rp_filenames_code(o->fit->roster, client, code))
        rp_shortage_note();
    rp_json_set(values, "code", json_string(code));
    rp_json_set(values, "day", day_of(o));
    rp_json_set(values, "count", json_integer((int)d->count));
    rp_json_set(values, "is_one", json_boolean(d->count == 1));
    rp_json_set(values, "is_many", json_boolean(d->count > 1));
    rp_json_set(values, "own",
                own == RP_NONE ? json_null() : name_of(&therapists[own]));
    set_reader(d, client, values);
    rp_json_set(values, "choices", rp_choices_values(d->candidates, d->count));
    for (size_t i = 0; i < d->count; i++)
        rp_json_append(cards, rp_card_values(&d->candidates[i], &d->reasons,
                                             d->options->with_scores));
    rp_json_set(values, "fits", json_boolean(any_is_good(cards)));
    bool whole = json_array_size(cards) == d->count &&
                 json_object_set_new(values, "cards", cards) == 0;
    if (whole)
        return values;
    json_decref(values);
    return NULL;
}

static json_t *data_of(const desk *d) {
    json_t *list = json_array();

    for (size_t i = 0; i < d->count; i++)
        rp_json_append(list, rp_card_data(&d->candidates[i]));
    return json_pack("{s:o}", "therapists", list);
}

static rp_status write_page(desk *d, uint32_t client) {
    char name[RP_FILENAME_SIZE], path[RP_FILENAME_SIZE + 16];

    choose(d, client); /* the chooser's row is the client's whole list */
    if (!rp_reasons_turn(&d->reasons, d->outcome->fit, client, d->chooser.row,
                         d->outcome->choices[client]))
        return RP_ERR_MEMORY;
    d->reasons.audience.is_page = true;
    rp_filenames_page(d->names, client, name);
    snprintf(path, sizeof path, RP_COMMIT_FOLDER "/%s", name);
    rp_file *file = rp_commit_file(d->commit, path);
    if (!file)
        return RP_ERR_IO;
    json_t *values = values_of(d, client), *data = data_of(d);
    rp_pen pen = {rp_file_put, file};
    rp_status status = rp_page_write(&d->page, values, data, &pen);
    json_decref(values);
    json_decref(data);
    rp_status closed = rp_file_close(file);
    return status == RP_OK ? closed : status;
}

static rp_status write_map(desk *d) {
    const rp_roster *roster = d->outcome->fit->roster;
    char name[RP_FILENAME_SIZE], code[10];
    rp_sheet sheet;
    rp_file *file = rp_commit_file(d->commit, RP_COMMIT_FOLDER "/map.csv");

    if (!file)
        return RP_ERR_IO;
    rp_sheet_begin(&sheet, rp_file_put, file, d->context->delimiter,
                   d->context->bom);
    rp_sheet_header(&sheet, "client_id,file,reference");
    for (uint32_t c = 0; c < roster->client_count; c++) {
        if (d->outcome->status[c] == RP_STATUS_HUMAN)
            continue;
        rp_filenames_page(d->names, c, name);
        if (!rp_filenames_code(roster, c, code))
            rp_shortage_note();
        rp_sheet_text(&sheet, roster->clients[c].id);
        rp_sheet_text(&sheet, name);
        rp_sheet_text(&sheet, code);
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
        if (d->outcome->status[c] != RP_STATUS_HUMAN)
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
        status = rp_filenames_new(&d.names, roster);
    if (status == RP_OK)
        status = rp_page_open(&d.page, RP_PAGE_SHORTLIST);
    if (status == RP_OK)
        status = write_all(&d);
    rp_page_clear(&d.page);
    rp_filenames_free(d.names);
    rp_chooser_clear(&d.chooser);
    rp_reasons_clear(&d.reasons);
    free(d.candidates);
    return status;
}
