#include "fit/phrases.h"

#include "fit/rules.h"
#include "input/cell/times.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FACTS = 64, LONGEST = 160 };

/* A statement about one part of the score: what it brings and what it misses,
 * in points. */
typedef struct fact {
    char words[LONGEST];
    double gain, loss;
} fact;

typedef struct facts {
    const rp_fit *fit;
    const rp_need *need;
    uint32_t therapist;
    rp_score score;
    double weights; /* of the criteria present */
    fact items[FACTS];
    int count;
    fact unsaid; /* takes the words of a part that moves no point */
} facts;

/* Points that a part of a criterion can bring: its share of the weight. */
static double reach(const facts *f, enum rp_criterion criterion, double share) {
    return f->score.value[criterion] < 0.0 || !(f->weights > 0.0)
               ? 0.0
               : 100.0 * f->need->weight[criterion] * share / f->weights;
}

static fact *add(facts *f, double points, double value) {
    if (f->count == FACTS || !(points > 0.0))
        return &f->unsaid;
    fact *item = &f->items[f->count++];
    item->gain = points * value;
    item->loss = points * (1.0 - value);
    return item;
}

static const char *concern_label(const facts *f, uint32_t concern) {
    return rp_names_label(&f->fit->roster->names, RP_NAMES_CONCERNS, concern);
}

static const char *modality_label(const facts *f, uint32_t modality) {
    return rp_names_label(&f->fit->roster->names, RP_NAMES_MODALITIES,
                          modality);
}

static void expertise_facts(facts *f) {
    const rp_client *c = f->need->client;
    const rp_therapist *t = &f->fit->roster->therapists[f->therapist];

    if (!t->specialties->known)
        return;
    for (uint32_t i = 0; i < c->concerns->count; i++) {
        uint32_t concern = c->concerns->items[i].tag;
        const char *label = concern_label(f, concern);
        const rp_depth *depth =
            rp_offer_depth(&f->fit->offers[f->therapist], concern);
        double value = depth ? depth->depth : 0.0;
        fact *item = add(f, reach(f, RP_EXPERTISE, f->need->share[i]), value);
        if (!depth) {
            snprintf(item->words, LONGEST, "%s: not among their specialties",
                     label);
            continue;
        }
        item->loss = 0.0; /* some experience is nothing against the pair */
        if (depth->listed != concern)
            snprintf(item->words, LONGEST, "%s: experience with %s", label,
                     concern_label(f, depth->listed));
        else if (depth->cases == RP_NO_NUMBER)
            snprintf(item->words, LONGEST, "%s: a specialty", label);
        else
            snprintf(item->words, LONGEST, "%s: %d client%s treated", label,
                     (int)depth->cases, depth->cases == 1 ? "" : "s");
        if (depth->listed == concern && depth->cases == 0)
            item->loss = item->gain + 1.0;
    }
}

static const char *rating_words(rp_rating rating) {
    switch (rating) {
    case RP_RATING_STRONG:
        return "strong evidence";
    case RP_RATING_MODEST:
        return "some evidence";
    case RP_RATING_INSUFFICIENT:
        return "not enough evidence";
    case RP_RATING_AVOID_SOLE:
        return "not to be used alone";
    case RP_RATING_NOT_RECOMMENDED:
        return "not recommended";
    case RP_RATING_CONTRAINDICATED:
        return "contraindicated";
    case RP_RATING_NONE:
    case RP_RATING_COUNT:
        break;
    }
    return "no evidence on record";
}

/* "EMDR: strong evidence for PTSD", or "ERP as CBT: …" where the row that
 * holds is the parent's. */
static void evidence_fact(facts *f, uint32_t i, double share) {
    const rp_taxonomy *taxonomy = f->fit->taxonomy;
    uint32_t concern = f->need->client->concerns->items[i].tag, modality;
    double value =
        rp_evidence_value(f->fit, f->need, f->therapist, i, &modality);
    fact *item = add(f, reach(f, RP_MODALITY, share), value);

    if (modality == RP_NONE) {
        snprintf(item->words, LONGEST,
                 "no approach beside those the client refuses");
        return;
    }
    const rp_evidence *row = rp_taxonomy_evidence(taxonomy, concern, modality);
    const char *label = modality_label(f, modality);
    bool tried =
        rp_modality_in(f->fit, modality, f->need->client->tried_modalities);
    if (!row)
        snprintf(item->words, LONGEST, "%s: no evidence on record for %s",
                 label, concern_label(f, concern));
    else if (row->modality == modality)
        snprintf(item->words, LONGEST, "%s: %s for %s%s", label,
                 rating_words((rp_rating)row->rating),
                 concern_label(f, row->concern),
                 tried ? ", but tried without benefit" : "");
    else
        snprintf(item->words, LONGEST, "%s, a form of %s: %s for %s%s", label,
                 modality_label(f, row->modality),
                 rating_words((rp_rating)row->rating),
                 concern_label(f, row->concern),
                 tried ? ", but tried without benefit" : "");
    if (row && !tried && row->rating <= RP_RATING_MODEST)
        item->loss = 0.0;
    else
        item->gain = 0.0;
}

static void modality_facts(facts *f) {
    const rp_client *c = f->need->client;
    const rp_therapist *t = &f->fit->roster->therapists[f->therapist];
    bool wants = c->want_modalities->count > 0;
    double half = wants && c->concerns->count > 0 ? 0.5 : 1.0;

    if (!t->modalities->known)
        return;
    for (uint32_t i = 0; i < c->concerns->count; i++)
        evidence_fact(f, i, half * f->need->share[i]);
    for (uint32_t i = 0; i < c->want_modalities->count; i++) {
        uint32_t wanted = c->want_modalities->items[i].tag;
        bool offered =
            rp_offers_modality(f->fit, t, wanted, c->avoid_modalities);
        double part = half / c->want_modalities->count;
        fact *item = add(f, reach(f, RP_MODALITY, part), offered ? 1.0 : 0.0);
        snprintf(item->words, LONGEST,
                 offered ? "offers %s, as asked" : "no %s, asked for",
                 modality_label(f, wanted));
    }
}

static void style_facts(facts *f) {
    static const char *const ways[RP_AXIS_COUNT][2] = {
        {"lets the client lead", "directs"},
        {"reserved about emotion", "invites emotion"},
        {"looks to the present", "looks to the past"},
        {"challenges", "supports warmly"}};
    const rp_client *c = f->need->client;
    const rp_therapist *t = &f->fit->roster->therapists[f->therapist];
    double cared = 0.0;

    for (int k = 0; k < RP_AXIS_COUNT; k++)
        cared += f->need->attention[k];
    for (int k = 0; k < RP_AXIS_COUNT; k++) {
        if (!(f->need->attention[k] > 0.0) || isnan(t->style[k]))
            continue;
        double gap = rp_style_gap(c, t, k);
        bool same_side = (c->style[k] > 0.0) == (t->style[k] > 0.0) &&
                         fabs(t->style[k]) > 0.0;
        fact *item = add(f, reach(f, RP_STYLE, f->need->attention[k] / cared),
                         1.0 - gap);
        if (same_side) {
            item->loss = 0.0;
            snprintf(item->words, LONGEST, "style: %s, as wished",
                     ways[k][t->style[k] > 0.0]);
        } else if (fabs(t->style[k]) > 0.0) {
            item->gain = 0.0;
            snprintf(item->words, LONGEST, "style: %s, wished: %s",
                     ways[k][t->style[k] > 0.0], ways[k][c->style[k] > 0.0]);
        } else {
            item->gain = 0.0;
            snprintf(item->words, LONGEST, "style: in between, wished: %s",
                     ways[k][c->style[k] > 0.0]);
        }
    }
}

/* Sum of the strengths asked, the divisor of the criterion. */
static double stated(const rp_client *c, const rp_therapist *t) {
    double sum = (c->languages->count > 0) + (c->requested->count > 0);

    for (int which = 0; which < RP_WISHES; which++)
        if (rp_wish_at(c, t, which).asked->count > 0)
            sum += rp_strength_asked(rp_wish_at(c, t, which).asked);
    return sum;
}

static void wish_fact(facts *f, const rp_wish *wish, double sum) {
    const rp_names *names = &f->fit->roster->names;
    double asked = rp_strength_asked(wish->asked);
    double met = rp_strength_met(wish->asked, wish->had) / asked;
    fact *item = add(f, reach(f, RP_PREFERENCES, asked / sum), met);

    for (uint32_t i = 0; i < wish->asked->count; i++) {
        uint32_t tag = wish->asked->items[i].tag;
        bool has = rp_list_has(wish->had, tag);
        if (met > 0.0 && !has)
            continue;
        snprintf(item->words, LONGEST,
                 has ? "%s: %s, as wished" : "%s: not %s, though wished",
                 wish->word, rp_names_label(names, wish->names, tag));
        break;
    }
    if (met > 0.0)
        item->loss = 0.0;
}

static void preference_facts(facts *f) {
    const rp_client *c = f->need->client;
    const rp_therapist *t = &f->fit->roster->therapists[f->therapist];
    const rp_names *names = &f->fit->roster->names;
    double sum = stated(c, t);

    for (int which = 0; which < RP_WISHES; which++) {
        rp_wish wish = rp_wish_at(c, t, which);
        if (wish.asked->count > 0 && wish.had->known)
            wish_fact(f, &wish, sum);
    }
    if (c->languages->count > 0 && t->languages->known) {
        double value = rp_language_value(c, t);
        fact *item = add(f, reach(f, RP_PREFERENCES, 1.0 / sum), value);
        snprintf(item->words, LONGEST, value >= 1.0 ? "speaks %s" : "no %s",
                 rp_names_label(names, RP_NAMES_LANGUAGES,
                                c->languages->items[0].tag));
        if (value < 1.0)
            item->gain = 0.0;
    }
    if (c->requested->count > 0) {
        bool asked = rp_list_has(c->requested, f->therapist);
        fact *item =
            add(f, reach(f, RP_PREFERENCES, 1.0 / sum), asked ? 1.0 : 0.0);
        snprintf(item->words, LONGEST, "%s",
                 asked ? "asked for by name" : "not the one asked for by name");
    }
}

/* The first by name of the insurers that both have: the order of a list that
 * is spread over columns means nothing. */
static const char *common_insurer(const facts *f) {
    const rp_list *asked = f->need->client->insurance;
    const rp_list *had = f->fit->roster->therapists[f->therapist].insurance;
    const char *first = NULL;

    for (uint32_t i = 0; i < asked->count; i++) {
        const char *label = rp_names_label(&f->fit->roster->names,
                                           RP_NAMES_FREE, asked->items[i].tag);
        if (rp_list_has(had, asked->items[i].tag) &&
            (!first || strcmp(label, first) < 0))
            first = label;
    }
    return first;
}

static void cost_fact(facts *f, double share, double value) {
    const rp_therapist *t = &f->fit->roster->therapists[f->therapist];
    const char *insurer = common_insurer(f);
    fact *item = add(f, reach(f, RP_ACCESS, share), value);

    if (insurer) {
        snprintf(item->words, LONGEST, "takes %s", insurer);
    } else if (value >= 1.0) {
        snprintf(item->words, LONGEST, "fee %g, within the budget", t->fee);
    } else if (value > 0.0) {
        item->gain = 0.0;
        snprintf(item->words, LONGEST,
                 "only the sliding-scale fee of %g fits "
                 "the budget",
                 f->fit->offers[f->therapist].lowest_fee);
    } else {
        snprintf(item->words, LONGEST,
                 "cost: no insurer in common, fee above "
                 "the budget");
    }
}

static void time_fact(facts *f, double share, double value) {
    const rp_therapist *t = &f->fit->roster->therapists[f->therapist];
    unsigned minutes = rp_times_overlap(&f->need->client->slots, &t->slots);
    fact *item = add(f, reach(f, RP_ACCESS, share), value);

    snprintf(item->words, LONGEST, "%s%g h a week in common",
             value < 0.5 ? "only " : "", floor(minutes / 6.0) / 10.0);
    if (value < 0.5)
        item->gain = 0.0;
    else
        item->loss = 0.0;
}

static void access_facts(facts *f) {
    static const char *const formats[] = {"in person", "video", "phone"};
    const rp_client *c = f->need->client;
    double cost = rp_cost_value(f->fit, f->need, f->therapist);
    double format = rp_format_value(f->fit, f->need, f->therapist);
    double time = rp_time_value(f->fit, f->need, f->therapist);
    int known = (cost >= 0.0) + (format >= 0.0) + (time >= 0.0);
    double share = known ? 1.0 / known : 0.0;

    if (cost >= 0.0)
        cost_fact(f, share, cost);
    if (format >= 0.0) {
        fact *item = add(f, reach(f, RP_ACCESS, share), format);
        const char *first = formats[c->formats->items[0].tag];
        snprintf(item->words, LONGEST,
                 format >= 1.0 ? "%s, the first choice"
                               : "first choice not offered: %s",
                 first);
        if (format < 1.0)
            item->gain = 0.0;
    }
    if (time >= 0.0)
        time_fact(f, share, time);
}

/* Tags are shown as words: "blue_cross" as "blue cross". */
static void show_blanks(char *words) {
    for (; *words; words++)
        if (*words == '_')
            *words = ' ';
}

/* Take the facts with the largest gain, or loss; ties to the earlier. */
static bool take_best(facts *f, bool gains, int most, rp_texts *out) {
    for (int taken = 0; taken < most; taken++) {
        int best = -1;
        double largest = 0.05; /* less than a tenth of a point shows nothing */
        for (int i = 0; i < f->count; i++) {
            double effect = gains ? f->items[i].gain : f->items[i].loss;
            bool for_it = f->items[i].gain >= f->items[i].loss;
            if (for_it == gains && effect > largest) {
                best = i;
                largest = effect;
            }
        }
        if (best < 0)
            break;
        f->items[best].gain = f->items[best].loss = 0.0;
        show_blanks(f->items[best].words);
        if (!rp_texts_add(out, f->items[best].words))
            return false;
    }
    return true;
}

bool rp_phrases_pair(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                     rp_texts *because, rp_texts *but) {
    facts f = {.fit = fit, .need = need, .therapist = therapist};

    rp_texts_empty(because);
    rp_texts_empty(but);
    f.score = rp_score_judge(fit, need, therapist, NULL);
    if (!f.score.computed)
        return true;
    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        if (f.score.value[k] >= 0.0)
            f.weights += need->weight[k];
    expertise_facts(&f);
    modality_facts(&f);
    style_facts(&f);
    preference_facts(&f);
    access_facts(&f);
    return take_best(&f, true, RP_MOST_BECAUSE, because) &&
           take_best(&f, false, RP_MOST_BUT, but);
}

bool rp_phrases_confirm(const rp_confirm *confirm, rp_buffer *out) {
    out->length = 0;
    if (!rp_buffer_put(out, "", 0))
        return false;
    for (uint32_t i = 0; i < confirm->count; i++)
        if ((i && !rp_buffer_puts(out, ";")) ||
            !rp_buffer_puts(out, rp_blank_names[confirm->columns[i]]))
            return false;
    return true;
}

static const char *const flag_words[RP_FLAG_COUNT] = {
    [RP_FLAG_PRESCRIBER] = "involve a prescriber",
    [RP_FLAG_MEDICAL] = "medical check and monitoring",
    [RP_FLAG_HUMAN] = "a person should look at this first",
    [RP_OFFER_PRESCRIBER] = "offer a prescriber",
    [RP_SCREEN_IPV] = "screen for violence between partners",
    [RP_SPECIALIST] = "a specialist is needed",
};

static bool put_flags(const rp_fit *fit, uint32_t concern, rp_texts *out) {
    const rp_taxonomy *taxonomy = fit->taxonomy;

    if (concern >= taxonomy->concerns.count)
        return true;
    for (int flag = 0; flag < RP_FLAG_COUNT; flag++) {
        char words[LONGEST];
        if (!(taxonomy->flags[concern] & 1u << flag))
            continue;
        snprintf(words, sizeof words, "%s: %s",
                 taxonomy->concerns.entries[concern].label, flag_words[flag]);
        /* it may be said already, for a sibling */
        if (!rp_texts_has(out, words) && !rp_texts_add(out, words))
            return false;
    }
    return true;
}

bool rp_phrases_flags(const rp_fit *fit, const rp_client *client,
                      rp_texts *out) {
    rp_texts_empty(out);
    for (uint32_t i = 0; i < client->concerns->count; i++) {
        uint32_t concern = client->concerns->items[i].tag;
        if (!put_flags(fit, concern, out) ||
            !put_flags(fit,
                       rp_taxonomy_parent(&fit->taxonomy->concerns, concern),
                       out))
            return false;
    }
    return true;
}

bool rp_phrases_asks_human(const rp_fit *fit, const rp_client *client) {
    for (uint32_t i = 0; i < client->concerns->count; i++)
        if (rp_taxonomy_flags(fit->taxonomy, client->concerns->items[i].tag) &
            1u << RP_FLAG_HUMAN)
            return true;
    return false;
}
