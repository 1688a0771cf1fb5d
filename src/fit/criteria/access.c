/* How easily the client gets there: money, format and time. What is blank here
 * the rules have named. */
#include "fit/criteria/record.h"

#include "base/sentence.h"
#include "fit/meeting.h"
#include "fit/spoken.h"

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
    if (rp_cost_is_reduced(fit, need, therapist))
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

    if (a->count == 0 || rp_times_are_unknown(b))
        return RP_ABSENT_VALUE;
    return fmin(1.0, rp_meeting_minutes(fit, need, therapist) /
                         fit->policy->access_minutes);
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

/* ---- many therapists ----------------------------------------------------- */

/* A part by what is so of a pair: looked up, as branches that hang on chance
 * cost more than all the rest. An absent one adds 0, which changes no sum. */
enum { IS_OPEN = 1, IS_LOW = 2, IS_WITHIN = 4, IS_INSURED = 8, COSTS = 16 };
enum { FORMATS = 1 << RP_FORMAT_COUNT, BLOCK = 512 };

/* What a client asks of each part. */
typedef struct wishes {
    bool costs, insured, pays, has_formats, has_sites, has_times;
    uint64_t insurers, sites;
    double max_fee;
    unsigned formats;
    double cost_values[COSTS], format_values[FORMATS];
} wishes;

static wishes wishes_of(const rp_ask *ask) {
    const rp_client *c = ask->need->client;
    wishes w = {.costs = rp_cost_matters(c),
                .insured = c->insurance->count > 0,
                .pays = !isnan(c->max_fee),
                .has_formats = ask->need->formats != 0,
                .has_sites = c->sites->count > 0,
                .has_times = c->slots.count > 0,
                .insurers = rp_marks_set(&ask->tables->insurance, c->insurance),
                .sites = rp_marks_set(&ask->tables->sites, c->sites),
                .max_fee = c->max_fee,
                .formats = ask->need->formats};

    for (unsigned is = 0; w.costs && is < COSTS; is++)
        w.cost_values[is] = is >= IS_WITHIN ? 1.0 : is >= IS_LOW ? 0.5 : 0.0;
    for (unsigned common = 1; w.has_formats && common < FORMATS; common++)
        w.format_values[common] =
            common & 1u << c->formats->items[0].tag ? 1.0 : 0.5;
    return w;
}

/* Where it is open and nothing else, cost is absent. */
static unsigned cost_of(const wishes *w, const rp_sweep_offer *offer) {
    unsigned is_blank = (unsigned)(offer->insurance >> RP_MARK_BLANK);
    unsigned is_open = (w->insured & is_blank) |
                       (w->pays & (unsigned)(isnan(offer->lowest_fee) != 0));

    return IS_OPEN * is_open |
           IS_LOW * (unsigned)(offer->lowest_fee <= w->max_fee) |
           IS_WITHIN * (unsigned)(offer->fee <= w->max_fee) |
           IS_INSURED * (unsigned)((offer->insurance & w->insurers) != 0);
}

/* Common formats, none where the therapist's are not known. */
static unsigned formats_of(const wishes *w, const rp_sweep_offer *offer) {
    unsigned is_apart = w->has_sites &
                        (unsigned)!(offer->sites >> RP_MARK_BLANK) &
                        (unsigned)!(offer->sites & w->sites);

    return w->formats & offer->formats & ~(is_apart << RP_IN_PERSON);
}

static double mean_of(const rp_ask *ask, const wishes *w, uint32_t therapist) {
    const rp_sweep_offer *offer = &ask->tables->offers[therapist];
    unsigned is_known = ask->tables->codes[therapist].known;
    unsigned is = cost_of(w, offer);
    unsigned known =
        (w->costs & (unsigned)(is != IS_OPEN)) +
        (w->has_formats & (unsigned)((is_known & RP_KNOWN_FORMATS) != 0)) +
        (w->has_times & (unsigned)((is_known & RP_KNOWN_TIMES) != 0));
    double sum = w->cost_values[is] + w->format_values[formats_of(w, offer)];

    if (w->has_times) /* unknown ones have no spans */
        sum += ask->tables->time_parts[rp_ask_minutes(ask, therapist)];
    return known ? sum / known : RP_ABSENT_VALUE;
}

/* The same by code: what the client makes of each value. */
typedef struct views {
    uint8_t insurance[RP_CODES_MOST], fee[RP_CODES_MOST];
    uint8_t lowest_fee[RP_CODES_MOST]; /* bits of cost */
    double way_values[RP_CODES_MOST];
    uint8_t known_parts[RP_KNOWN_ALL], cost_parts[COSTS]; /* known ones */
} views;

static bool has_codes(const rp_tables *t) {
    return !t->insurances.are_too_few && !t->fees.are_too_few &&
           !t->lowest_fees.are_too_few && !t->site_sets.are_too_few &&
           !t->ways.are_too_few;
}

static void view_costs(views *v, const wishes *w, const rp_tables *t) {
    const rp_sweep_offer none = {.fee = (double)INFINITY,
                                 .lowest_fee = (double)INFINITY};

    for (uint32_t code = 0; code < t->insurances.count; code++) {
        rp_sweep_offer offer = none;
        offer.insurance = t->insurances.values[code];
        v->insurance[code] = cost_of(w, &offer) & (IS_OPEN | IS_INSURED);
    }
    for (uint32_t code = 0; code < t->fees.count; code++) {
        rp_sweep_offer offer = none;
        offer.fee = rp_codes_number(&t->fees, code);
        v->fee[code] = cost_of(w, &offer) & IS_WITHIN;
    }
    for (uint32_t code = 0; code < t->lowest_fees.count; code++) {
        rp_sweep_offer offer = none;
        offer.lowest_fee = rp_codes_number(&t->lowest_fees, code);
        v->lowest_fee[code] = cost_of(w, &offer) & (IS_OPEN | IS_LOW);
    }
    for (unsigned is = 0; is < COSTS; is++)
        v->cost_parts[is] = w->costs && is != IS_OPEN;
}

static void view_ways(views *v, const wishes *w, const rp_tables *t) {
    for (uint32_t code = 0; code < t->ways.count; code++) {
        uint64_t way = t->ways.values[code];
        rp_sweep_offer offer = {.sites =
                                    t->site_sets.values[way % RP_CODES_MOST],
                                .formats = (uint8_t)(way >> RP_WAY_FORMATS)};
        v->way_values[code] = w->format_values[formats_of(w, &offer)];
    }
    for (unsigned known = 0; known < RP_KNOWN_ALL; known++)
        v->known_parts[known] =
            (uint8_t)((w->has_formats && known & RP_KNOWN_FORMATS) +
                      (w->has_times && known & RP_KNOWN_TIMES));
}

/* Values but for time, and what they are to be divided by: where no part is
 * known, -1 by 1.
 * @return whether some part is known of everybody */
static bool sum_codes(const rp_tables *t, const views *v, const wishes *w,
                      const uint32_t *therapists, size_t count, double *values,
                      double *divisors) {
    static const double begin[4] = {RP_ABSENT_VALUE, 0.0, 0.0, 0.0};
    static const double number[4] = {1.0, 1.0, 2.0, 3.0};
    bool is_full = true;

    for (size_t k = 0; k < count; k++) {
        const rp_sweep_codes *codes = &t->codes[therapists[k]];
        unsigned is = v->insurance[codes->insurance] | v->fee[codes->fee] |
                      v->lowest_fee[codes->lowest_fee];
        unsigned known = v->cost_parts[is] + v->known_parts[codes->known];
        values[k] =
            begin[known] + w->cost_values[is] + v->way_values[codes->way];
        divisors[k] = number[known];
        is_full &= known > 0;
    }
    return is_full;
}

static rp_column_kind sweep_codes(const rp_ask *ask, const wishes *w,
                                  const uint32_t *therapists, size_t count,
                                  double *values) {
    const rp_tables *t = ask->tables;
    double divisors[BLOCK];
    bool is_full = true;
    views v;

    view_costs(&v, w, t);
    view_ways(&v, w, t);
    for (size_t first = 0; first < count; first += BLOCK) {
        size_t length = count - first < BLOCK ? count - first : BLOCK;
        const uint32_t *some = therapists + first;
        double *out = values + first;
        is_full &= sum_codes(t, &v, w, some, length, out, divisors);
        for (size_t k = 0; w->has_times && k < length; k++)
            out[k] += t->time_parts[rp_ask_minutes(ask, some[k])];
        for (size_t k = 0; k < length; k++)
            out[k] /= divisors[k];
    }
    return is_full ? RP_COLUMN_FULL : RP_COLUMN_MIXED;
}

static rp_column_kind column(const rp_ask *ask, const uint32_t *therapists,
                             size_t count, double *values) {
    const wishes w = wishes_of(ask);

    if (!w.costs && !w.has_formats && !w.has_times)
        return RP_COLUMN_ABSENT;
    if ((w.has_times && !ask->has_times) || rp_marks_are_shared(w.insurers) ||
        rp_marks_are_shared(w.sites))
        return RP_COLUMN_PLAIN;
    if (has_codes(ask->tables))
        return sweep_codes(ask, &w, therapists, count, values);
    for (size_t k = 0; k < count; k++)
        values[k] = mean_of(ask, &w, therapists[k]);
    return RP_COLUMN_MIXED;
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
        rp_sentence_set(said->words, RP_PHRASE_LENGTH, "takes %s", name.words);
        rp_phrase_tell(said, "because.insurer");
        rp_phrase_label(said, "insurer", RP_NAMES_PAYERS, insurer);
        said->is_shared = l->audience.shared & RP_SHARED_INSURER;
    } else if (cost >= 1.0) {
        double fee = l->fit->roster->therapists[l->therapist].fee;
        rp_sentence_set(said->words, RP_PHRASE_LENGTH,
                        fee > 0.0 ? "a fee of %g, within the budget" : "no fee",
                        fee);
        rp_phrase_tell(said, fee > 0.0 ? "because.fee" : "because.free");
        if (fee > 0.0)
            rp_phrase_number(said, "fee", fee);
    } else if (cost > 0.0) {
        double lowest = l->fit->offers[l->therapist].lowest_fee;
        said->gain = 0.0;
        rp_sentence_set(said->words, RP_PHRASE_LENGTH,
                        "only the lowest fee, %g, is within the budget",
                        lowest);
        rp_phrase_tell(said, "missed.sliding");
        rp_phrase_number(said, "fee", lowest);
    } else {
        rp_sentence_set(said->words, RP_PHRASE_LENGTH, "%s",
                        ways[no_way(l->need->client)][0]);
        rp_phrase_tell(said, ways[no_way(l->need->client)][1]);
    }
}

static void format_phrase(rp_phrase_list *l, double share, double format) {
    static const char *const meets[] = {"in person", "by video", "by phone"};
    rp_phrase *said = rp_phrase_add(l, share, format);
    const char *way = meets[l->need->client->formats->items[0].tag];

    rp_sentence_set(said->words, RP_PHRASE_LENGTH,
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

static void time_phrase(rp_phrase_list *l, double share, double time) {
    unsigned minutes = rp_meeting_minutes(l->fit, l->need, l->therapist);
    rp_phrase *said = rp_phrase_add(l, share, time);

    if (l->fit->role == RP_ROLE_GROUP) {
        rp_sentence_set(said->words, RP_PHRASE_LENGTH,
                        "meets when the client is free");
        said->loss = 0.0;
        return;
    }
    rp_sentence_set(said->words, RP_PHRASE_LENGTH, "%s%g h a week in common",
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
        rp_sentence_set(said->words, RP_PHRASE_LENGTH,
                        "can prescribe, as needed");
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
                 rp_meeting_minutes(l->fit, l->need, l->therapist));
        l->put(l->payload, "time", p.time, words);
    }
}

const rp_criterion_row rp_criterion_access = {
    .words = "how easily the client gets there: money, format and time",
    .value = value,
    .column = column,
    .phrases = phrases,
    .details = details,
    .modifiers = "sites;utc_offset",
    .settings = "access_minutes",
    .links = {{"insurance", "insurance"},
              {"fee;fee_min", "max_fee"},
              {"formats;sites;slots", "formats"},
              {"slots;utc_offset", "slots"}},
};
