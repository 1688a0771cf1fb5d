/* Law, age, language, place, money and time. */
#include "fit/rules/record.h"

#include "input/cell/times.h"

#include <math.h>
#include <stddef.h>

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
    return need->client->languages->count > 0;
}

static rp_verdict judge_language(const rp_fit *fit, const rp_need *need,
                                 uint32_t therapist, rp_confirm *confirm) {
    return rp_verdict_meet(need->client->languages,
                           at(fit, therapist)->languages,
                           offsetof(rp_therapist, languages), confirm);
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

static bool asks_time(const rp_fit *fit, const rp_need *need) {
    (void)fit;
    return need->client->slots.count > 0;
}

static rp_verdict judge_time(const rp_fit *fit, const rp_need *need,
                             uint32_t therapist, rp_confirm *confirm) {
    const rp_therapist *t = at(fit, therapist);

    if (t->slots.count == 0)
        return rp_verdict_blank(confirm, offsetof(rp_therapist, slots));
    return RP_VERDICT(rp_times_share(&need->client->slots, &t->slots,
                                     fit->policy->session_minutes));
}

/* ---- prescriber --------------------------------------------------------- */

static bool asks_prescriber(const rp_fit *fit, const rp_need *need) {
    (void)fit;
    return need->client->needs_prescriber == RP_NEED_YES;
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
     .words = "the therapist is licensed where the client lives",
     .asks = asks_licence,
     .judge = judge_licence,
     .clients = "lives_in;formats",
     .therapists = "licensed_in;formats",
     .key = licence_key,
     .is_regional = true,
     .blanks = {{"licensed_in", "lives_in", RP_REPLY_LIST, true,
                 "where they may practise", "where are you licensed?"},
                {"formats", "formats", RP_REPLY_LIST, true, "how they meet",
                 "how do you meet: in person, by video, by phone?"}},
     .remedies = {{.name = "licence",
                   .words = " is licensed in %s",
                   .rank = RP_RANK_THERAPIST + 30,
                   .side = RP_THERAPISTS,
                   .column = "licensed_in",
                   .how = RP_REMEDY_ADD,
                   .from = "lives_in"}}},
    {.name = "age",
     .words = "the therapist sees clients of that age",
     .asks = asks_age,
     .judge = judge_age,
     .clients = "age",
     .therapists = "age_min;age_max",
     .blanks = {{"age_min", "age", RP_REPLY_FROM, true, "the ages they see",
                 "which ages do you see?"}},
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
     .words = "they have a language in common",
     .asks = asks_language,
     .judge = judge_language,
     .clients = "languages",
     .therapists = "languages",
     .blanks = {{"languages", "languages", RP_REPLY_LIST, true,
                 "their languages", "in which languages do you work?"}},
     .remedies = {{.name = "language",
                   .words = " can work in %s, alone or with an interpreter",
                   .rank = RP_RANK_THERAPIST + 20,
                   .side = RP_THERAPISTS,
                   .column = "languages",
                   .how = RP_REMEDY_ADD,
                   .from = "languages"}}},
    {.name = "format",
     .words = "they have a format in common and, to meet in person, a site",
     .asks = asks_format,
     .judge = judge_format,
     .clients = "formats;sites",
     .therapists = "formats;sites",
     .key = format_key,
     .blanks = {{"formats", "formats", RP_REPLY_LIST, true, "how they meet",
                 "how do you meet: in person, by video, by phone?"},
                {"sites", "sites", RP_REPLY_ELSEWHERE, true,
                 "where they see people", "at which sites do you see people?"}},
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
     .words =
         "they have an insurer in common, or the client can pay the lowest fee",
     .asks = asks_cost,
     .judge = judge_cost,
     .clients = "max_fee;insurance",
     .therapists = "insurance;fee;fee_min",
     .blanks = {{"insurance", "insurance", RP_REPLY_LIST, true,
                 "the insurance they take", "which insurance do you take?"},
                {"fee", "max_fee", RP_REPLY_PRICE, true, "their fee",
                 "what is your fee?"}},
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
     .words = "they have enough time in common for a session",
     .asks = asks_time,
     .judge = judge_time,
     .clients = "slots",
     .therapists = "slots",
     .settings = "session_minutes",
     .blanks = {{"slots", "slots", RP_REPLY_TIMES, true, "their free hours",
                 "at which hours are you free?"}},
     .remedies = {{.name = "time",
                   .words = " can also come %s",
                   .rank = RP_RANK_CLIENT + 40,
                   .side = RP_CLIENTS,
                   .column = "slots",
                   .how = RP_REMEDY_WINDOW,
                   .from = "slots"}}},
    {.name = "prescriber",
     .words = "the therapist can prescribe, where the client needs that",
     .asks = asks_prescriber,
     .judge = judge_prescriber,
     .clients = "needs_prescriber",
     .therapists = "prescribes",
     .blanks = {{"prescribes", NULL, RP_REPLY_YES, false,
                 "whether they prescribe", "do you prescribe?"}},
     .remedies = {{.name = "prescribes",
                   .words = " can prescribe",
                   .rank = RP_RANK_THERAPIST + 90,
                   .side = RP_THERAPISTS,
                   .column = "prescribes",
                   .how = RP_REMEDY_YES}}},
};

const rp_rule_family rp_rules_practicalities = RP_RULE_FAMILY(rows);
