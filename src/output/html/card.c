#include "output/html/card.h"

#include "base/shortage.h"
#include "fit/meeting.h"
#include "fit/phrases.h"
#include "fit/shown.h"
#include "fit/spoken.h"
#include "output/json.h"
#include "output/words/week.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* jansson's "_new" calls take the value over and answer -1 on any NULL; what
 * was lost for want of memory shows at the end, in a key that is not there. */

bool rp_card_may_show(const rp_candidate *c, rp_names_id id, uint32_t tag) {
    const rp_fit *fit = c->outcome->fit;
    const rp_client *client = &fit->roster->clients[c->client];

    return (id != RP_NAMES_CONCERNS && id != RP_NAMES_MODALITIES) ||
           rp_shown_may(fit, client,
                        id == RP_NAMES_CONCERNS ? RP_ADULT_CONCERN
                                                : RP_ADULT_MODALITY,
                        tag);
}

static const rp_therapist *therapist_of(const rp_candidate *c) {
    return &c->outcome->fit->roster->therapists[c->therapist];
}

/* The labels that the client may read, in one text by ", "; null for none. */
static json_t *joined(const rp_candidate *c, const rp_voice *voice,
                      rp_names_id id, const rp_list *list) {
    rp_buffer words = {0};
    json_t *value;

    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t tag = list->items[i].tag;
        if (!rp_card_may_show(c, id, tag))
            continue;
        json_t *label = id == RP_NAMES_FREE ? rp_voice_name(voice, tag)
                        : id == RP_NAMES_CONCERNS
                            ? rp_voice_within(voice, id, tag)
                            : rp_voice_label(voice, id, tag);
        const char *text = json_string_value(label);
        bool put =
            label &&
            (!text || ((words.length == 0 || rp_buffer_puts(&words, ", ")) &&
                       rp_buffer_puts(&words, text)));
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

/* -- cost ----------------------------------------------------------------- */

static json_t *insurer_of(const rp_candidate *c, const rp_reasons *r) {
    const rp_list *own = r->need.client->insurance;
    const rp_list *theirs = therapist_of(c)->insurance;

    if (rp_insurer_matches(c->outcome->fit, &r->need, c->therapist))
        for (uint32_t i = 0; i < own->count; i++)
            if (rp_list_has(theirs, own->items[i].tag))
                return json_string(
                    rp_spoken_insurer(c->outcome->fit, own->items[i].tag)
                        .words);
    return json_null();
}

static json_t *cost_of(const rp_candidate *c, const rp_card_style *style) {
    const rp_therapist *t = therapist_of(c);
    json_t *insurer = insurer_of(c, style->reasons), *cost;
    bool is_free = t->fee <= 0.0;

    if (json_is_null(insurer) && isnan(t->fee) && isnan(t->fee_min)) {
        json_decref(insurer);
        return json_null();
    }
    cost = json_object();
    rp_json_set(cost, "insurer", insurer);
    rp_json_set(cost, "free", json_boolean(is_free));
    rp_json_set(cost, "fee",
                is_free ? json_null() : rp_voice_money(style->voice, t->fee));
    rp_json_set(cost, "least", rp_voice_money(style->voice, t->fee_min));
    return cost;
}

/* -- reasons, wishes, what to confirm ------------------------------------- */

static bool has_text(const json_t *list, const json_t *text) {
    const json_t *one;
    size_t i;

    json_array_foreach(list, i, one) if (json_equal(one, text)) return true;
    return false;
}

/* The page of a minor is read by a parent, who need not know which communities
 * the minor asked for: that a therapist serves one is said of the therapist,
 * that another does not would tell the wish. */
static bool is_kept(const rp_voice *voice, const rp_phrase *phrase) {
    return voice->reader == RP_READER_CHILD &&
           strcmp(phrase->key, "missed.populations") == 0;
}

/* What is said of two concerns in the same words is said once. */
static void add_said(json_t *list, const rp_voice *voice,
                     const rp_phrase *phrases, int count, bool wished) {
    for (int i = 0; i < count; i++) {
        if (is_kept(voice, &phrases[i]))
            continue;
        json_t *said = rp_voice_phrase(voice, &phrases[i], wished);
        if (json_is_null(said) || has_text(list, said))
            json_decref(said);
        else
            rp_json_append(list, said);
    }
}

static void set_told(json_t *card, const rp_candidate *c,
                     const rp_card_style *style) {
    const rp_reasons *r = style->reasons;
    json_t *reasons = json_array(), *missed = json_array();
    json_t *wishes = json_array();
    rp_told told;

    rp_phrases_tell(r->fit, &r->need, c->therapist, &r->audience, &told);
    add_said(reasons, style->voice, told.because, told.because_count, false);
    add_said(missed, style->voice, told.missed, told.missed_count, false);
    add_said(wishes, style->voice, told.missed, told.missed_count, true);
    rp_json_set(card, "reasons", reasons);
    rp_json_set(card, "has_missed", json_boolean(json_array_size(missed) > 0));
    rp_json_set(card, "missed", missed);
    rp_json_set(card, "wishes", wishes);
}

/* What the clinic has to ask first, in the client's words; what is called the
 * same, as the axes of style are, once. */
static json_t *unconfirmed_of(const rp_voice *voice,
                              const rp_confirm *confirm) {
    json_t *list = json_array();
    char key[64];

    for (uint32_t i = 0; i < confirm->count; i++) {
        snprintf(key, sizeof key, "confirm.%s",
                 rp_confirm_column(confirm, i)->name);
        json_t *words = rp_voice_say(voice, key, NULL);
        if (json_is_null(words) || has_text(list, words))
            json_decref(words);
        else
            rp_json_append(list, words);
    }
    return rp_voice_sentence(voice, list);
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

static void set_fit(json_t *card, const rp_candidate *c,
                    const rp_card_style *style) {
    rp_seat seat = rp_candidate_seat(c);
    int tenths = rp_score_tenths(c->score);
    const char *band = band_of(c, style->reasons);
    char points[32], key[32];

    snprintf(key, sizeof key, "band.%s", band);
    rp_json_set(card, "band", json_string(band));
    rp_json_set(card, "fit", rp_voice_say(style->voice, key, NULL));
    rp_json_set(card, "is_good", json_boolean(strcmp(band, "possible") != 0));
    rp_json_set(card, "is_own", json_boolean(seat == RP_SEAT_ASSIGNED));
    rp_json_set(card, "is_full", json_boolean(seat == RP_SEAT_FULL));
    rp_json_set(card, "is_asked",
                json_boolean(rp_list_has(style->reasons->need.client->requested,
                                         c->therapist)));
    snprintf(points, sizeof points, "%d.%d", tenths / 10, tenths % 10);
    rp_json_set(card, "points",
                style->with_scores ? json_string(points) : json_null());
}

/* -- the card ------------------------------------------------------------- */

/* Where the client comes to the hours, in their order; null where one of them
 * is at no site, or at one that the client cannot come to. */
static json_t *sites_of(const rp_candidate *c, const rp_card_style *style,
                        const rp_hour *const *hours, uint32_t count) {
    const rp_need *need = &style->reasons->need;
    const rp_list *reached = need->client->sites;
    rp_item items[2];
    rp_list sites = {items, 0, true};

    if (!(rp_common_formats(c->outcome->fit, need, c->therapist) &
          1u << RP_IN_PERSON))
        return json_null();
    for (uint32_t k = 0; k < count; k++) {
        uint32_t site = hours[k]->site;
        if (site == RP_NONE ||
            (reached->count > 0 && !rp_list_has(reached, site)))
            return json_null();
        if (!rp_list_has(&sites, site))
            items[sites.count++] = (rp_item){.tag = site};
    }
    return joined(c, style->voice, RP_NAMES_FREE, &sites);
}

/* The hours that the plan gives them, in the client's time, and where. */
static void set_proposed(json_t *card, const rp_candidate *c,
                         const rp_card_style *style, int shift) {
    const rp_outcome *o = c->outcome;
    const rp_hour *given[2];
    rp_window windows[2];
    rp_arena arena = {0};
    rp_times times = {windows, 0, NULL}, moved;
    char week = 0;

    if (o->schedule && o->therapist[c->client] == c->therapist) {
        const rp_held_hours *held = &o->schedule->held[c->client];
        const rp_hour *hours = o->fit->offers[c->therapist].hours.items;
        for (; times.count < 2 && held->hours[times.count] != RP_HOUR_NONE;
             times.count++) {
            const rp_hour *hour = &hours[held->hours[times.count]];
            windows[times.count] = (rp_window){hour->begin, hour->end};
            given[times.count] = hour;
        }
        week = held->week;
    }
    if (!rp_meeting_moved(&moved, &arena, &times, shift))
        rp_shortage_note();
    json_t *proposed = rp_week_values(style->voice, &moved);
    rp_json_set(card, "has_proposed", json_boolean(times.count > 0));
    rp_json_set(card, "is_biweekly", json_boolean(week != 0));
    rp_json_set(card, "proposed", proposed);
    rp_json_set(card, "proposed_sites", sites_of(c, style, given, times.count));
    rp_arena_clear(&arena);
}

/* What both have in common comes first; all of the therapist's only where
 * that is more. */
static void set_times(json_t *card, const rp_candidate *c,
                      const rp_card_style *style) {
    const rp_client *client = style->reasons->need.client;
    const rp_times *own = &client->slots;
    rp_arena arena = {0};
    rp_times moved = therapist_of(c)->slots;
    int shift = rp_meeting_shift(client, therapist_of(c));

    if (shift != 0 &&
        !rp_meeting_moved(&moved, &arena, &therapist_of(c)->slots, shift))
        rp_shortage_note();
    const rp_times *theirs = &moved;
    json_t *shared =
        rp_week_shared(style->voice, own, theirs,
                       c->outcome->fit->offers[c->therapist].session);
    json_t *week = rp_week_values(style->voice, theirs);
    set_proposed(card, c, style, shift);
    bool shares = json_array_size(shared) > 0;

    rp_json_set(card, "shares", json_boolean(shares));
    rp_json_set(card, "more_times",
                json_boolean(shares && !json_equal(shared, week)));
    rp_json_set(card, "times", json_incref(shares ? shared : week));
    rp_json_set(card, "week", week);
    json_decref(shared);
    rp_arena_clear(&arena);
}

/* Is there anything to unfold? */
static void set_more(json_t *card) {
    static const char *const members[] = {"about", "languages", "gender",
                                          "approaches", "concerns"};
    bool has = json_is_true(json_object_get(card, "more_times"));

    for (size_t k = 0; k < sizeof members / sizeof *members; k++)
        has |= json_string_length(json_object_get(card, members[k])) > 0;
    rp_json_set(card, "has_more", json_boolean(has));
}

/* "" is none to a template. */
static void set_person(json_t *card, const rp_candidate *c,
                       const rp_card_style *style) {
    const rp_therapist *t = therapist_of(c);

    rp_json_set(card, "id", json_string(t->id));
    rp_json_set(card, "name", json_string(*t->name ? t->name : t->id));
    rp_json_set(card, "credentials", json_string(t->credentials));
    rp_json_set(card, "pronouns", json_string(t->pronouns));
    rp_json_set(card, "about", json_string(t->about));
    rp_json_set(card, "photo",
                json_string(rp_portraits_uri(style->portraits, c->therapist)));
}

json_t *rp_card_values(const rp_candidate *c, const rp_card_style *style) {
    const rp_therapist *t = therapist_of(c);
    const rp_voice *v = style->voice;

    if (!rp_reasons_judge(style->reasons, c->therapist))
        return NULL;
    json_t *card = json_object();
    set_person(card, c, style);
    set_fit(card, c, style);
    set_times(card, c, style);
    set_told(card, c, style);
    rp_json_set(card, "formats", joined(c, v, RP_NAMES_FORMATS, t->formats));
    rp_json_set(card, "sites", joined(c, v, RP_NAMES_FREE, t->sites));
    rp_json_set(card, "languages",
                joined(c, v, RP_NAMES_LANGUAGES, t->languages));
    rp_json_set(card, "gender", joined(c, v, RP_NAMES_GENDERS, t->gender));
    rp_json_set(card, "approaches",
                joined(c, v, RP_NAMES_MODALITIES, t->modalities));
    rp_json_set(card, "concerns",
                joined(c, v, RP_NAMES_CONCERNS, t->specialties));
    rp_json_set(card, "cost", cost_of(c, style));
    set_more(card);
    rp_json_set(card, "unconfirmed",
                unconfirmed_of(v, &style->reasons->confirm));
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

/* What the search box looks through: what the card shows. */
static json_t *words_of(const json_t *card) {
    static const char *const members[] = {
        "name",  "credentials", "pronouns", "about",      "formats",
        "sites", "languages",   "gender",   "approaches", "concerns"};
    rp_buffer words = {0};
    bool whole = rp_buffer_puts(&words, "");

    for (size_t k = 0; whole && k < sizeof members / sizeof *members; k++) {
        const char *text = json_string_value(json_object_get(card, members[k]));
        whole = !text || !*text ||
                (rp_buffer_puts(&words, text) && rp_buffer_puts(&words, " "));
    }
    if (!whole)
        rp_shortage_note();
    json_t *value = json_string(words.bytes);
    rp_buffer_clear(&words);
    return value;
}

json_t *rp_card_data(const rp_candidate *c, const json_t *card) {
    const rp_fit *fit = c->outcome->fit;
    const rp_therapist *t = therapist_of(c);
    json_t *data = json_object();

    rp_json_set(data, "id", json_string(t->id));
    rp_json_copy(data, "shown", card, "name");
    rp_json_set(data, "rank", json_integer(c->rank));
    set_tags(data, "gender", c, RP_NAMES_GENDERS, t->gender);
    set_tags(data, "languages", c, RP_NAMES_LANGUAGES, t->languages);
    set_tags(data, "formats", c, RP_NAMES_FORMATS, t->formats);
    set_tags(data, "modalities", c, RP_NAMES_MODALITIES, t->modalities);
    rp_json_set(data, "week",
                t->slots.count
                    ? json_integer(rp_week_cells(
                          &t->slots, fit->offers[c->therapist].session))
                    : json_null());
    set_orders(data, t);
    rp_json_set(data, "text", words_of(card));
    return data;
}
