/* Law, age, language, place, money and time. */
#include "fit/rules/record.h"

#include "fit/meeting.h"
#include "fit/rules/languages.h"
#include "input/times/times.h"
#include "input/times/times_left.h"

#include <math.h>
#include <stddef.h>

/* Clients of more windows are judged pair by pair. */
enum { WINDOWS_MOST = 32 };

static const rp_therapist *at(const rp_fit *fit, uint32_t therapist) {
    return &fit->roster->therapists[therapist];
}

/* ---- licence ------------------------------------------------------------ */

static bool asks_licence(const rp_fit *fit, const rp_need *need) {
    (void)fit;
    return need->client->lives_in->count > 0;
}

static rp_verdict judge_licence(const rp_fit *fit, const rp_need *need,
                                uint32_t therapist, rp_confirm *confirm) {
    const rp_therapist *t = at(fit, therapist);
    const rp_client *c = need->client;

    if (!t->licensed_in->known || rp_lists_meet(c->lives_in, t->licensed_in))
        return rp_verdict_meet(c->lives_in, t->licensed_in,
                               offsetof(rp_therapist, licensed_in), confirm);
    unsigned formats = rp_compact_formats(fit, c, t);
    if (formats == 0 || (c->formats->known && !(need->formats & formats)) ||
        (t->formats->known && !(fit->offers[therapist].formats & formats)))
        return RP_FORBID;
    if (!t->formats->known)
        return rp_verdict_blank(confirm, offsetof(rp_therapist, formats));
    return RP_VERDICT(!c->formats->known ||
                      need->formats & fit->offers[therapist].formats & formats);
}

/* Formats matter only to compacts, in no order. */
static bool licence_key(const rp_need *need, rp_buffer *out) {
    return rp_buffer_put(out, (const char *)&need->compact_formats,
                         sizeof need->compact_formats) &&
           rp_columns_key_tags(need->client->lives_in, out);
}

/* ---- age ---------------------------------------------------------------- */

static bool asks_age(const rp_fit *fit, const rp_need *need) {
    (void)fit;
    return need->client->age != RP_BLANK;
}

static bool is_too_young(const rp_client *c, const rp_therapist *t) {
    return t->age_min != RP_BLANK && c->age < t->age_min;
}

static bool is_too_old(const rp_client *c, const rp_therapist *t) {
    return t->age_max != RP_BLANK && c->age > t->age_max;
}

static rp_verdict judge_age(const rp_fit *fit, const rp_need *need,
                            uint32_t therapist, rp_confirm *confirm) {
    const rp_therapist *t = at(fit, therapist);

    if (t->age_min == RP_BLANK && t->age_max == RP_BLANK)
        return rp_verdict_blank(confirm, offsetof(rp_therapist, age_min));
    return RP_VERDICT(!is_too_young(need->client, t) &&
                      !is_too_old(need->client, t));
}

/* Only the bound that is in the way is moved. */
static double lower_bound(const rp_fit *fit, const rp_need *need,
                          uint32_t therapist) {
    return is_too_young(need->client, at(fit, therapist))
               ? (double)need->client->age
               : (double)NAN;
}

static double upper_bound(const rp_fit *fit, const rp_need *need,
                          uint32_t therapist) {
    return is_too_old(need->client, at(fit, therapist))
               ? (double)need->client->age
               : (double)NAN;
}

/* ---- client_type -------------------------------------------------------- */

static rp_verdict judge_client_type(const rp_fit *fit, const rp_need *need,
                                    uint32_t therapist, rp_confirm *confirm) {
    int8_t type = need->client->client_type;

    (void)confirm;
    return RP_VERDICT(fit->offers[therapist].client_types &
                      1u << (type == RP_BLANK ? RP_INDIVIDUAL : type));
}

/* ---- language ----------------------------------------------------------- */

static bool asks_language(const rp_fit *fit, const rp_need *need) {
    (void)fit;
    return need->client->languages->count > 0 ||
           need->client->guardian_languages->count > 0;
}

/* Is there somebody to speak with, and no language to do it in? */
static bool is_mute(const rp_list *spoken, const rp_list *theirs) {
    return spoken->count > 0 && !rp_lists_meet(spoken, theirs);
}

static rp_verdict judge_language(const rp_fit *fit, const rp_need *need,
                                 uint32_t therapist, rp_confirm *confirm) {
    const rp_list *theirs = at(fit, therapist)->languages;

    if (!theirs->known)
        return rp_verdict_blank(confirm, offsetof(rp_therapist, languages));
    return RP_VERDICT(!is_mute(need->client->languages, theirs) &&
                      !is_mute(need->client->guardian_languages, theirs));
}

/* Would this language be enough for whoever has none in common now? */
static bool lets_both_speak(const rp_fit *fit, const rp_need *need,
                            uint32_t therapist, uint32_t tag) {
    const rp_list *own = need->client->languages;
    const rp_list *guardian = need->client->guardian_languages;
    const rp_list *theirs = at(fit, therapist)->languages;

    return (!is_mute(own, theirs) || rp_list_has(own, tag)) &&
           (!is_mute(guardian, theirs) || rp_list_has(guardian, tag));
}

/* ---- format ------------------------------------------------------------- */

static bool asks_format(const rp_fit *fit, const rp_need *need) {
    (void)fit;
    return need->client->formats->count > 0;
}

static rp_verdict judge_format(const rp_fit *fit, const rp_need *need,
                               uint32_t therapist, rp_confirm *confirm) {
    const rp_therapist *t = at(fit, therapist);

    if (!t->formats->known)
        return rp_verdict_blank(confirm, offsetof(rp_therapist, formats));
    unsigned common = rp_common_formats(fit, need, therapist);
    if (common == 0)
        return RP_FORBID;
    if (common == 1u << RP_IN_PERSON && need->client->sites->count > 0 &&
        t->sites->count == 0)
        return rp_verdict_blank(confirm, offsetof(rp_therapist, sites));
    return RP_PASS;
}

/* The order of the formats is nothing to the rule. */
static bool format_key(const rp_need *need, rp_buffer *out) {
    return rp_buffer_put(out, (const char *)&need->formats,
                         sizeof need->formats) &&
           rp_columns_key_tags(need->client->sites, out);
}

/* Another site helps only where both name some and share none. */
static bool sites_differ(const rp_fit *fit, const rp_need *need,
                         uint32_t therapist, uint32_t tag) {
    const rp_list *asked = need->client->sites;
    const rp_list *had = at(fit, therapist)->sites;

    (void)tag;
    return asked->count > 0 && had->count > 0 && !rp_lists_meet(asked, had);
}

/* ---- cost --------------------------------------------------------------- */

static bool asks_cost(const rp_fit *fit, const rp_need *need) {
    (void)fit;
    return rp_cost_matters(need->client);
}

static rp_verdict judge_cost(const rp_fit *fit, const rp_need *need,
                             uint32_t therapist, rp_confirm *confirm) {
    const rp_client *c = need->client;
    bool pays = !isnan(c->max_fee), insured = c->insurance->count > 0;
    double lowest = fit->offers[therapist].lowest_fee;

    if (insured && rp_insurer_matches(fit, need, therapist))
        return RP_PASS;
    if (pays && lowest <= c->max_fee) /* false while unknown */
        return RP_PASS;
    rp_verdict verdict = RP_FORBID;
    if (insured && !at(fit, therapist)->insurance->known)
        verdict = rp_verdict_blank(confirm, offsetof(rp_therapist, insurance));
    if (pays && isnan(lowest))
        verdict = rp_verdict_blank(confirm, offsetof(rp_therapist, fee));
    return verdict;
}

/* What a client can pay with. */
typedef struct purse {
    uint64_t insurers;
    bool insured, pays, unknown_passes;
    double max_fee;
} purse;

static bool can_pay(const purse *p, const rp_sweep_offer *offer) {
    bool is_blank = offer->insurance >> RP_MARK_BLANK;

    return offer->insurance & p->insurers || offer->lowest_fee <= p->max_fee ||
           (p->unknown_passes && ((p->insured && is_blank) ||
                                  (p->pays && isnan(offer->lowest_fee))));
}

static bool strike_cost(const rp_ask *ask, const rp_crowd *crowd) {
    const rp_client *c = ask->need->client;
    const purse p = {rp_marks_set(&ask->tables->insurance, c->insurance),
                     c->insurance->count > 0, !isnan(c->max_fee),
                     !ask->fit->unknown_forbids, c->max_fee};

    if (rp_marks_are_shared(p.insurers))
        return false;
    for (size_t k = 0; k < crowd->count; k++) {
        uint32_t first = 64 * rp_crowd_word(crowd, k);
        uint64_t passes = 0;
        for (uint64_t left = crowd->bits[k]; left; left &= left - 1) {
            uint32_t bit = rp_bits_lowest(left);
            passes |= (uint64_t)can_pay(&p, &ask->tables->offers[first + bit])
                      << bit;
        }
        crowd->bits[k] = passes;
    }
    return true;
}

/* Would it be enough to come down to what the client can pay? Where no fee is
 * known there is nothing to come down from. */
static double payable_fee(const rp_fit *fit, const rp_need *need,
                          uint32_t therapist) {
    double most = need->client->max_fee;

    return fit->offers[therapist].lowest_fee > most ? most : (double)NAN;
}

/* What the client would have to pay; less than they can is no remedy. */
static double lowest_fee(const rp_fit *fit, const rp_need *need,
                         uint32_t therapist) {
    double lowest = fit->offers[therapist].lowest_fee;

    return lowest <= need->client->max_fee ? (double)NAN : lowest;
}

/* ---- time --------------------------------------------------------------- */

/* Where hours are promised, whoever can come at any time still needs one: a
 * therapist's slots may hold none, be elsewhere, or lie on one day. */
static bool asks_time(const rp_fit *fit, const rp_need *need) {
    return need->client->slots.count > 0 || rp_meeting_promises(fit) ||
           (fit->role == RP_ROLE_GROUP && fit->busy &&
            fit->busy[need->index].count > 0);
}

/* A group meets when it meets: the client has to be free from its begin to its
 * end. */
static rp_verdict judge_hour(const rp_fit *fit, const rp_need *need,
                             uint32_t group, rp_confirm *confirm) {
    const rp_times *hour = &at(fit, group)->slots;
    const rp_times *slots = &need->client->slots;

    if (hour->count == 0)
        return slots->count > 0
                   ? rp_verdict_blank(confirm, offsetof(rp_therapist, slots))
                   : RP_PASS;
    if (fit->busy && rp_times_overlap(hour, &fit->busy[need->index]) > 0)
        return RP_FORBID;
    return RP_VERDICT(slots->count == 0 ||
                      rp_times_hold(slots, hour->windows[0]));
}

static rp_verdict judge_time(const rp_fit *fit, const rp_need *need,
                             uint32_t therapist, rp_confirm *confirm) {
    const rp_therapist *t = at(fit, therapist);

    if (fit->role == RP_ROLE_GROUP)
        return judge_hour(fit, need, therapist, confirm);
    if (fit->role == RP_ROLE_PRESCRIBER && fit->own[need->index] == therapist)
        return RP_PASS; /* they meet anyhow */
    if (rp_times_are_unknown(&t->slots))
        return need->client->slots.count == 0
                   ? RP_PASS
                   : rp_verdict_blank(confirm, offsetof(rp_therapist, slots));
    if (fit->role == RP_ROLE_PRESCRIBER && rp_meeting_promises(fit))
        return RP_VERDICT(rp_meeting_hours(fit, need, therapist, NULL) > 0);
    return RP_VERDICT(rp_meeting_is_possible(fit, need, therapist));
}

/* Of those who have an hour in one of the client's windows: who has not all
 * that is needed, two hours a week, or one at a site of the client's? */
static void look_closer(const rp_ask *ask, const rp_crowd *crowd) {
    for (size_t k = 0; k < crowd->count; k++) {
        uint32_t first = 64 * rp_crowd_word(crowd, k);
        for (uint64_t left = crowd->bits[k]; left; left &= left - 1) {
            uint32_t therapist = first + rp_bits_lowest(left);
            if (ask->tables->codes[therapist].known & RP_KNOWN_TIMES &&
                !rp_meeting_is_possible(ask->fit, ask->need, therapist))
                crowd->bits[k] ^= left & (~left + 1);
        }
    }
}

/* An hour that is promised, by the windows of the client. */
static bool strike_promised(const rp_ask *ask, const rp_crowd *crowd) {
    const rp_client *c = ask->need->client;
    const rp_promised *promised = &ask->tables->promised;
    const uint64_t *sets[WINDOWS_MOST + 1];

    if (!ask->is_on_one_clock || c->slots.count > WINDOWS_MOST)
        return false;
    for (uint32_t k = 0; k < c->slots.count; k++) {
        sets[k] = rp_promised_in(promised, c->slots.windows[k]);
        if (!sets[k])
            return false;
    }
    sets[c->slots.count] = ask->fit->unknown_forbids ? NULL : promised->unknown;
    rp_crowd_keep(crowd, sets, c->slots.count + 1);
    if (c->frequency == RP_TWICE_A_WEEK ||
        (ask->need->has_sited_hours && c->sites->count > 0))
        look_closer(ask, crowd);
    return true;
}

/* A stretch of one session, by the bits of the week. */
static bool strike_time(const rp_ask *ask, const rp_crowd *crowd) {
    bool unknown_passes = !ask->fit->unknown_forbids;

    if (ask->need->client->slots.count == 0)
        return false;
    if (rp_meeting_promises(ask->fit))
        return strike_promised(ask, crowd);
    if (!ask->has_times || !ask->tables->has_sessions)
        return false;
    for (size_t k = 0; k < crowd->count; k++) {
        uint32_t first = 64 * rp_crowd_word(crowd, k);
        uint64_t passes = 0;
        for (uint64_t left = crowd->bits[k]; left; left &= left - 1) {
            uint32_t bit = rp_bits_lowest(left);
            unsigned is_known =
                (ask->tables->codes[first + bit].known & RP_KNOWN_TIMES) != 0;
            /* unknown times have no stretch: no branch that hangs on chance */
            unsigned is_fine = rp_ask_has_stretch(ask, first + bit) |
                               (unknown_passes & !is_known);
            passes |= (uint64_t)is_fine << bit;
        }
        crowd->bits[k] = passes;
    }
    return true;
}

static bool put_bytes(rp_buffer *out, const void *bytes, size_t length) {
    return rp_buffer_put(out, bytes, length);
}

/* When they can come; how often, and where to, only where that can matter. */
static bool time_key(const rp_need *need, rp_buffer *out) {
    const rp_client *c = need->client;
    bool two = c->frequency == RP_TWICE_A_WEEK;

    return put_bytes(out, &c->slots.count, sizeof c->slots.count) &&
           put_bytes(out, c->slots.windows,
                     c->slots.count * sizeof *c->slots.windows) &&
           put_bytes(out, &two, sizeof two) &&
           put_bytes(out, &c->utc_offset, sizeof c->utc_offset) &&
           (!need->has_sited_hours ||
            (put_bytes(out, &need->formats, sizeof need->formats) &&
             rp_columns_key_tags(c->sites, out)));
}

/* ---- prescriber --------------------------------------------------------- */

static bool asks_prescriber(const rp_fit *fit, const rp_need *need) {
    return need->client->needs_prescriber == RP_NEED_YES &&
           !fit->has_prescribers;
}

static rp_verdict judge_prescriber(const rp_fit *fit, const rp_need *need,
                                   uint32_t therapist, rp_confirm *confirm) {
    const rp_therapist *t = at(fit, therapist);

    (void)need;
    if (t->prescribes == RP_UNKNOWN)
        return rp_verdict_blank(confirm, offsetof(rp_therapist, prescribes));
    return RP_VERDICT(t->prescribes == RP_YES);
}

/* ---- the rows ----------------------------------------------------------- */

static const rp_rule_row rows[] = {
    {.name = "licence",
     .roles = RP_FOR_ALL,
     .words = "the therapist is licensed where the client lives",
     .asks = asks_licence,
     .judge = judge_licence,
     .clients = "lives_in;formats",
     .therapists = "licensed_in;formats",
     .key = licence_key,
     .is_regional = true,
     .blanks = {{"licensed_in", "lives_in", RP_REPLY_LIST, true,
                 "where they may practise", "where are you licensed?", NULL},
                {"formats", "formats", RP_REPLY_LIST, true, "how they meet",
                 "how do you meet: in person, by video, by phone?", NULL}},
     .remedies = {{.name = "licence",
                   .words = " is licensed in %s",
                   .rank = RP_RANK_THERAPIST + 30,
                   .side = RP_THERAPISTS,
                   .column = "licensed_in",
                   .how = RP_REMEDY_ADD,
                   .from = "lives_in"}}},
    {.name = "age",
     .roles = RP_FOR_ALL,
     .words = "the therapist sees clients of that age",
     .asks = asks_age,
     .judge = judge_age,
     .clients = "age",
     .therapists = "age_min;age_max",
     .blanks = {{"age_min", "age", RP_REPLY_FROM, true, "the ages they see",
                 "which ages do you see?", NULL}},
     .remedies = {{.name = "age",
                   .words = " sees clients of %s years",
                   .rank = RP_RANK_THERAPIST + 60,
                   .side = RP_THERAPISTS,
                   .column = "age_min",
                   .how = RP_REMEDY_NUMBER,
                   .number = lower_bound},
                  {.name = "age",
                   .words = " sees clients of %s years",
                   .rank = RP_RANK_THERAPIST + 60,
                   .side = RP_THERAPISTS,
                   .column = "age_max",
                   .how = RP_REMEDY_NUMBER,
                   .number = upper_bound}}},
    {.name = "client_type",
     .words = "the therapist sees clients of that type: individual, couple, "
              "family or group",
     .judge = judge_client_type,
     .clients = "client_type",
     .therapists = "client_types"},
    {.name = "language",
     .roles = RP_FOR_ALL,
     .words = "they have a language in common",
     .asks = asks_language,
     .judge = judge_language,
     .tell = rp_languages_tell,
     .clients = "languages;guardian_languages",
     .therapists = "languages",
     .blanks = {{"languages", "languages", RP_REPLY_LIST, true,
                 "their languages", "in which languages do you work?",
                 "guardian_languages"}},
     .remedies = {{.name = "language",
                   .words = " can work in %s, alone or with an interpreter",
                   .rank = RP_RANK_THERAPIST + 20,
                   .side = RP_THERAPISTS,
                   .column = "languages",
                   .how = RP_REMEDY_ADD,
                   .from = "languages",
                   .suits = lets_both_speak},
                  {.name = "language",
                   .words = " can work in %s, alone or with an interpreter",
                   .rank = RP_RANK_THERAPIST + 20,
                   .side = RP_THERAPISTS,
                   .column = "languages",
                   .how = RP_REMEDY_ADD,
                   .from = "guardian_languages",
                   .suits = lets_both_speak}}},
    {.name = "format",
     .roles = RP_FOR_ALL,
     .words = "they have a format in common and, to meet in person, a site",
     .asks = asks_format,
     .judge = judge_format,
     .clients = "formats;sites",
     .therapists = "formats;sites;slots",
     .key = format_key,
     .blanks = {{"formats", "formats", RP_REPLY_LIST, true, "how they meet",
                 "how do you meet: in person, by video, by phone?", NULL},
                {"sites", "sites", RP_REPLY_ELSEWHERE, true,
                 "where they see people", "at which sites do you see people?",
                 NULL}},
     .remedies = {{.name = "format",
                   .words = " can also use %s",
                   .rank = RP_RANK_CLIENT + 20,
                   .side = RP_CLIENTS,
                   .column = "formats",
                   .how = RP_REMEDY_ADD,
                   .from = "formats"},
                  {.name = "site",
                   .words = " can also come to %s",
                   .rank = RP_RANK_CLIENT + 30,
                   .side = RP_CLIENTS,
                   .column = "sites",
                   .how = RP_REMEDY_ADD,
                   .from = "sites",
                   .suits = sites_differ},
                  {.name = "site",
                   .words = " also works at %s",
                   .rank = RP_RANK_THERAPIST + 50,
                   .side = RP_THERAPISTS,
                   .column = "sites",
                   .how = RP_REMEDY_ADD,
                   .from = "sites",
                   .suits = sites_differ},
                  {.name = "format",
                   .words = " also offers %s",
                   .rank = RP_RANK_THERAPIST + 40,
                   .side = RP_THERAPISTS,
                   .column = "formats",
                   .how = RP_REMEDY_ADD,
                   .from = "formats"}}},
    {.name = "cost",
     .roles = RP_FOR_ALL,
     .words =
         "they have an insurer in common, or the client can pay the lowest fee",
     .asks = asks_cost,
     .judge = judge_cost,
     .strike = strike_cost,
     .clients = "max_fee;insurance",
     .therapists = "insurance;fee;fee_min",
     .blanks = {{"insurance", "insurance", RP_REPLY_LIST, true,
                 "the insurance they take", "which insurance do you take?",
                 NULL},
                {"fee", "max_fee", RP_REPLY_PRICE, true, "their fee",
                 "what is your fee?", NULL}},
     .remedies = {{.name = "fee",
                   .words = " can pay %s a session",
                   .rank = RP_RANK_CLIENT + 50,
                   .side = RP_CLIENTS,
                   .column = "max_fee",
                   .how = RP_REMEDY_NUMBER,
                   .number = lowest_fee},
                  {.name = "insurer",
                   .words = " takes %s",
                   .rank = RP_RANK_THERAPIST + 10,
                   .side = RP_THERAPISTS,
                   .column = "insurance",
                   .how = RP_REMEDY_ADD,
                   .from = "insurance"},
                  {.name = "fee",
                   .words = " comes down to a fee of %s",
                   .rank = RP_RANK_THERAPIST + 15,
                   .side = RP_THERAPISTS,
                   .column = "fee_min",
                   .how = RP_REMEDY_NUMBER,
                   .number = payable_fee}}},
    {.name = "time",
     .roles = RP_FOR_ALL,
     .words = "they have enough time in common for a session",
     .asks = asks_time,
     .judge = judge_time,
     .strike = strike_time,
     .clients = "slots;frequency;utc_offset;formats;sites",
     .therapists = "slots;session_minutes;utc_offset;formats;sites",
     .settings = "session_minutes;hours",
     .key = time_key,
     .blanks = {{"slots", "slots", RP_REPLY_TIMES, true, "their free hours",
                 "at which hours are you free?", NULL}},
     .remedies = {{.name = "time",
                   .words = " can also come %s",
                   .rank = RP_RANK_CLIENT + 40,
                   .side = RP_CLIENTS,
                   .column = "slots",
                   .how = RP_REMEDY_WINDOW,
                   .from = "slots"},
                  {.name = "time",
                   .words = " offers %s",
                   .rank = RP_RANK_THERAPIST + 5,
                   .side = RP_THERAPISTS,
                   .column = "slots",
                   .how = RP_REMEDY_HOUR,
                   .from = "slots"}}},
    {.name = "prescriber",
     .words = "the therapist can prescribe, where the client needs that",
     .asks = asks_prescriber,
     .judge = judge_prescriber,
     .clients = "needs_prescriber",
     .therapists = "prescribes;prescriber_openings",
     .blanks = {{"prescribes", NULL, RP_REPLY_YES, false,
                 "whether they prescribe", "do you prescribe?", NULL}},
     .remedies = {{.name = "prescribes",
                   .words = " can prescribe",
                   .rank = RP_RANK_THERAPIST + 90,
                   .side = RP_THERAPISTS,
                   .column = "prescribes",
                   .how = RP_REMEDY_YES}}},
};

const rp_rule_family rp_rules_practicalities = RP_RULE_FAMILY(rows);
