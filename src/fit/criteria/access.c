/* How easily the client gets there: money, format and time. What is blank here
 * the rules have named. */
#include "fit/criteria/record.h"

#include "fit/spoken.h"
#include "input/cell/times.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The three parts, each RP_ABSENT_VALUE where it is not known. */
typedef struct parts {
    double cost, format, time;
} parts;

static double cost_value(const rp_fit *fit, const rp_need *need,
                         uint32_t therapist) {
    const rp_therapist *t = &fit->roster->therapists[therapist];
    const rp_client *c = need->client;
    double lowest = fit->offers[therapist].lowest_fee;

    if (!rp_cost_matters(c))
        return RP_ABSENT_VALUE;
    if (rp_insurer_matches(fit, need, therapist))
        return 1.0;
    if (t->fee <= c->max_fee) /* false where either is unknown */
        return 1.0;
    if (lowest <= c->max_fee)
        return 0.5;
    return (c->insurance->count > 0 && !t->insurance->known) ||
                   (!isnan(c->max_fee) && isnan(lowest))
               ? RP_ABSENT_VALUE
               : 0.0;
}

static double format_value(const rp_fit *fit, const rp_need *need,
                           uint32_t therapist) {
    if (need->formats == 0 ||
        !fit->roster->therapists[therapist].formats->known)
        return RP_ABSENT_VALUE;
    unsigned common = rp_common_formats(fit, need, therapist);
    if (common & 1u << need->client->formats->items[0].tag)
        return 1.0;
    return common ? 0.5 : 0.0;
}

static double time_value(const rp_fit *fit, const rp_need *need,
                         uint32_t therapist) {
    const rp_times *a = &need->client->slots;
    const rp_times *b = &fit->roster->therapists[therapist].slots;

    if (a->count == 0 || b->count == 0)
        return RP_ABSENT_VALUE;
    return fmin(1.0, rp_times_overlap(a, b) / fit->policy->access_minutes);
}

static parts parts_of(const rp_fit *fit, const rp_need *need,
                      uint32_t therapist) {
    return (parts){cost_value(fit, need, therapist),
                   format_value(fit, need, therapist),
                   time_value(fit, need, therapist)};
}

/* The mean of the parts that are known on both sides. */
static double value(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                    rp_confirm *confirm) {
    parts p = parts_of(fit, need, therapist);
    double each[3] = {p.cost, p.format, p.time};
    double sum = 0.0;
    int known = 0;

    (void)confirm;
    for (int k = 0; k < 3; k++)
        if (each[k] >= 0.0) {
            sum += each[k];
            known++;
        }
    return known ? sum / known : RP_ABSENT_VALUE;
}

/* The first by name of the insurers that both have: the order of a list that
 * is spread over columns means nothing. RP_NONE: there is none. */
static uint32_t common_insurer(const rp_phrase_list *l) {
    const rp_list *asked = l->need->client->insurance;
    const rp_list *had = l->fit->roster->therapists[l->therapist].insurance;
    const rp_names *names = &l->fit->roster->names;
    uint32_t first = RP_NONE;

    for (uint32_t i = 0; i < asked->count; i++) {
        uint32_t tag = asked->items[i].tag;
        if (rp_list_has(had, tag) &&
            (first == RP_NONE ||
             strcmp(rp_names_name(names, RP_NAMES_PAYERS, tag),
                    rp_names_name(names, RP_NAMES_PAYERS, first)) < 0))
            first = tag;
    }
    return first;
}

/* Only the ways to pay that the client has are spoken of. */
static int no_way(const rp_client *c) {
    return c->insurance->count == 0 ? 0 : isnan(c->max_fee) ? 1 : 2;
}

/* To staff, and the key of the words for clients. */
static const char *const ways[3][2] = {
    {"the fee is above the budget", "missed.budget"},
    {"no insurer in common", "missed.insurer"},
    {"no insurer in common, and the fee is above the budget", "missed.cost"}};

static void cost_phrase(rp_phrase_list *l, double share, double cost) {
    uint32_t insurer = common_insurer(l);
    rp_phrase *said = rp_phrase_add(l, share, cost);

    if (insurer != RP_NONE) {
        rp_spoken name = rp_spoken_insurer(l->fit, insurer);
        snprintf(said->words, RP_PHRASE_LENGTH, "takes %s", name.words);
        rp_phrase_tell(said, "because.insurer");
        rp_phrase_label(said, "insurer", RP_NAMES_PAYERS, insurer);
        said->is_shared = l->audience.shared & RP_SHARED_INSURER;
    } else if (cost >= 1.0) {
        double fee = l->fit->roster->therapists[l->therapist].fee;
        snprintf(said->words, RP_PHRASE_LENGTH,
                 fee > 0.0 ? "a fee of %g, within the budget" : "no fee", fee);
        rp_phrase_tell(said, fee > 0.0 ? "because.fee" : "because.free");
        if (fee > 0.0)
            rp_phrase_number(said, "fee", fee);
    } else if (cost > 0.0) {
        double lowest = l->fit->offers[l->therapist].lowest_fee;
        said->gain = 0.0;
        snprintf(said->words, RP_PHRASE_LENGTH,
                 "only the lowest fee, %g, is within the budget", lowest);
        rp_phrase_tell(said, "missed.sliding");
        rp_phrase_number(said, "fee", lowest);
    } else {
        snprintf(said->words, RP_PHRASE_LENGTH, "%s",
                 ways[no_way(l->need->client)][0]);
        rp_phrase_tell(said, ways[no_way(l->need->client)][1]);
    }
}

static void format_phrase(rp_phrase_list *l, double share, double format) {
    static const char *const meets[] = {"in person", "by video", "by phone"};
    rp_phrase *said = rp_phrase_add(l, share, format);
    const char *way = meets[l->need->client->formats->items[0].tag];

    snprintf(said->words, RP_PHRASE_LENGTH,
             format >= 1.0 ? "meets %s, the first choice"
                           : "does not meet %s, the first choice",
             way);
    rp_phrase_tell(said, format >= 1.0 ? "because.format" : "missed.format");
    rp_phrase_label(said, "format", RP_NAMES_FORMATS,
                    l->need->client->formats->items[0].tag);
    if (format < 1.0)
        said->gain = 0.0;
    said->is_shared = format >= 1.0 && l->audience.shared & RP_SHARED_FORMAT;
}

static unsigned minutes_of(const rp_fit *fit, const rp_need *need,
                           uint32_t therapist) {
    return rp_times_overlap(&need->client->slots,
                            &fit->roster->therapists[therapist].slots);
}

static void time_phrase(rp_phrase_list *l, double share, double time) {
    unsigned minutes = minutes_of(l->fit, l->need, l->therapist);
    rp_phrase *said = rp_phrase_add(l, share, time);

    snprintf(said->words, RP_PHRASE_LENGTH, "%s%g h a week in common",
             time < 0.5 ? "only " : "", floor(minutes / 6.0) / 10.0);
    if (time < 0.5)
        said->gain = 0.0;
    else
        said->loss = 0.0;
}

static void phrases(rp_phrase_list *l) {
    parts p = parts_of(l->fit, l->need, l->therapist);
    int known = (p.cost >= 0.0) + (p.format >= 0.0) + (p.time >= 0.0);
    double share = known ? 1.0 / known : 0.0;

    if (p.cost >= 0.0)
        cost_phrase(l, share, p.cost);
    if (p.format >= 0.0)
        format_phrase(l, share, p.format);
    if (p.time >= 0.0)
        time_phrase(l, share, p.time);
    if (l->need->client->needs_prescriber == RP_NEED_YES &&
        l->fit->roster->therapists[l->therapist].prescribes == RP_YES) {
        rp_phrase *said = rp_phrase_insist(l, true);
        snprintf(said->words, RP_PHRASE_LENGTH, "can prescribe, as needed");
        rp_phrase_tell(said, "because.prescribes");
    }
}

static void details(const rp_detail_list *l) {
    parts p = parts_of(l->fit, l->need, l->therapist);
    char words[RP_DETAIL_LENGTH];

    if (p.cost >= 0.0)
        l->put(
            l->payload, "cost", p.cost,
            rp_insurer_matches(l->fit, l->need, l->therapist)
                ? "takes one of the client's insurers"
            : p.cost >= 1.0 ? "the usual fee is within what the client can pay"
            : p.cost > 0.0  ? "the lowest fee is within what the client can pay"
                            : "neither insurance nor fee fits");
    if (p.format >= 0.0)
        l->put(l->payload, "format", p.format,
               p.format >= 1.0  ? "the client's first choice"
               : p.format > 0.0 ? "a later choice of the client"
                                : "no common format");
    if (p.time >= 0.0) {
        snprintf(words, sizeof words, "%u minutes a week in common",
                 minutes_of(l->fit, l->need, l->therapist));
        l->put(l->payload, "time", p.time, words);
    }
}

const rp_criterion_row rp_criterion_access = {
    .words = "how easily the client gets there: money, format and time",
    .value = value,
    .phrases = phrases,
    .details = details,
    .modifiers = "sites",
    .settings = "access_minutes",
    .links = {{"insurance", "insurance"},
              {"fee;fee_min", "max_fee"},
              {"formats;sites", "formats"},
              {"slots", "slots"}},
};
