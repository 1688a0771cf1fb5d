/* How well the therapist's approaches suit the concerns and the wishes. */
#include "fit/criteria/record.h"

#include "base/sentence.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Whether the name of a modality stands before that of another. */
static bool goes_before(const rp_fit *fit, uint32_t modality, uint32_t other) {
    const rp_names *names = &fit->roster->names;

    return strcmp(rp_names_name(names, RP_NAMES_MODALITIES, modality),
                  rp_names_name(names, RP_NAMES_MODALITIES, other)) < 0;
}

/* max_m E(m,c) of src/docs/scoring.md for the client's concern number `i`,
 * tried ones halved; *modality (may be NULL) is the one that reaches it, of
 * several the first by name; RP_NONE when all are avoided. */
static double evidence_value(const rp_fit *fit, const rp_need *need,
                             uint32_t therapist, uint32_t i,
                             uint32_t *modality) {
    const rp_client *c = need->client;
    const rp_list *has = fit->roster->therapists[therapist].modalities;
    double best = 0.0;
    uint32_t reaches = RP_NONE;

    for (uint32_t k = 0; k < has->count; k++) {
        uint32_t m = has->items[k].tag;
        if (rp_modality_in(fit, m, c->avoid_modalities))
            continue;
        double e =
            fit->policy
                ->rating[rp_fit_rating(fit, c->concerns->items[i].tag, m)];
        if (rp_modality_is_tried(fit, need, m))
            e *= 0.5;
        /* Where lists are spread over columns their order means nothing, so
         * the name decides; scores alone (no `modality`) do not ask. */
        if (reaches == RP_NONE || e > best ||
            (modality && e >= best && goes_before(fit, m, reaches))) {
            best = e;
            reaches = m;
        }
    }
    if (modality)
        *modality = reaches;
    return best;
}

static double evidence(const rp_fit *fit, const rp_need *need,
                       uint32_t therapist) {
    double e = 0.0;

    for (uint32_t i = 0; i < need->client->concerns->count; i++)
        e += need->share[i] * evidence_value(fit, need, therapist, i, NULL);
    return e;
}

static double strength(uint8_t mark) { return mark == RP_MILD ? 0.5 : 1.0; }

/* The best strength among wanted modalities that are offered, by the best
 * strength wanted. */
static double approach_wish(const rp_fit *fit, const rp_client *c,
                            const rp_therapist *t) {
    const rp_list *wants = c->want_modalities;
    double met = 0.0, asked = 0.0;

    for (uint32_t i = 0; i < wants->count; i++) {
        asked = fmax(asked, strength(wants->items[i].strength));
        if (rp_offers_modality(fit, t, wants->items[i].tag,
                               c->avoid_modalities))
            met = fmax(met, strength(wants->items[i].strength));
    }
    return met / asked;
}

static double value(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                    rp_confirm *confirm) {
    const rp_client *c = need->client;
    const rp_therapist *t = &fit->roster->therapists[therapist];
    bool wants = c->want_modalities->count > 0;

    if (c->concerns->count == 0 && !wants)
        return RP_ABSENT_VALUE;
    if (!t->modalities->known) {
        rp_confirm_add(confirm, offsetof(rp_therapist, modalities));
        return 0.5;
    }
    if (!wants)
        return evidence(fit, need, therapist);
    if (c->concerns->count == 0)
        return approach_wish(fit, c, t);
    return (evidence(fit, need, therapist) + approach_wish(fit, c, t)) / 2.0;
}

/* ---- many therapists ----------------------------------------------------- */

/* Approaches that are worth the same to a client. */
typedef struct level {
    double value;
    rp_approaches approaches;
} level;

/* What a client makes of approaches. */
typedef struct attitude {
    rp_approaches avoided, tried, wanted, liked; /* wanted strongly; mildly */
    double strong, mild; /* preference of one of these */
} attitude;

static void add(rp_approaches *set, const rp_approaches *more) {
    for (int w = 0; w < RP_APPROACH_WORDS; w++)
        set->bits[w] |= more->bits[w];
}

static unsigned meet(const rp_approaches *a, const rp_approaches *b) {
    uint64_t common = 0;

    for (int w = 0; w < RP_APPROACH_WORDS; w++)
        common |= a->bits[w] & b->bits[w];
    return common != 0;
}

static bool is_empty(const rp_approaches *set) { return !meet(set, set); }

static void add_list(rp_approaches *set, const rp_tables *tables,
                     const rp_list *list) {
    for (uint32_t i = 0; i < list->count; i++)
        add(set, &tables->under[list->items[i].tag]);
}

static attitude attitude_of(const rp_ask *ask) {
    const rp_tables *tables = ask->tables;
    const rp_client *c = ask->need->client;
    const rp_parted *parted = &ask->need->parted;
    double asked = 0.0;
    attitude a = {0};

    add_list(&a.avoided, tables, c->avoid_modalities);
    add_list(&a.tried, tables, c->tried_modalities);
    for (size_t k = 0; k < parted->tried_count; k++)
        add(&a.tried, &tables->under[parted->tried[k].modality]);
    for (uint32_t i = 0; i < c->want_modalities->count; i++) {
        const rp_item *item = &c->want_modalities->items[i];
        asked = fmax(asked, strength(item->strength));
        add(item->strength == RP_MILD ? &a.liked : &a.wanted,
            &tables->under[item->tag]);
    }
    for (int w = 0; w < RP_APPROACH_WORDS; w++) {
        a.wanted.bits[w] &= ~a.avoided.bits[w];
        a.liked.bits[w] &= ~a.avoided.bits[w];
    }
    a.strong = strength(RP_STRONG) / asked;
    a.mild = strength(RP_MILD) / asked;
    return a;
}

/* What approaches are worth for a concern to who has tried or avoids some:
 * levels in ascending order. */
static int find_levels(level levels[2 * RP_RATING_COUNT], const rp_ask *ask,
                       const attitude *a, const rp_concern_row *row) {
    int count = 0;

    for (int r = 0; r < 2 * RP_RATING_COUNT; r++) {
        bool is_tried = r >= RP_RATING_COUNT;
        int rating = is_tried ? r - RP_RATING_COUNT : r;
        level own = {ask->fit->policy->rating[rating], row->rated[rating]};
        if (is_tried)
            own.value *= 0.5;
        for (int w = 0; w < RP_APPROACH_WORDS; w++)
            own.approaches.bits[w] &=
                ~a->avoided.bits[w] &
                (is_tried ? a->tried.bits[w] : ~a->tried.bits[w]);
        if (is_empty(&own.approaches))
            continue;
        int at = count++;
        for (; at > 0 && levels[at - 1].value > own.value; at--)
            levels[at] = levels[at - 1];
        levels[at] = own;
    }
    return count;
}

/* Add share · max_m E by the best level that a therapist reaches: its number is
 * found without branches, which would hang on chance. */
static void add_levels(const rp_ask *ask, const level *levels, int level_count,
                       double share, const uint32_t *therapists, size_t count,
                       double *values) {
    double worth[2 * RP_RATING_COUNT + 1] = {0.0};

    for (int l = 0; l < level_count; l++)
        worth[l + 1] = share * levels[l].value;
    for (size_t k = 0; k < count; k++) {
        const rp_approaches *has = &ask->tables->approaches[therapists[k]];
        unsigned best = 0;
        for (unsigned l = 1; l <= (unsigned)level_count; l++)
            best = meet(has, &levels[l - 1].approaches) ? l : best;
        values[k] += worth[best];
    }
}

/* The same of who avoids and has tried none. */
static void add_evidence(const rp_concern_row *row, const double *worth,
                         double share, const uint32_t *therapists, size_t count,
                         double *values) {
    double adds[RP_EVIDENCE_CODES];

    for (int code = 0; code < RP_EVIDENCE_CODES; code++)
        adds[code] = share * worth[code];
    for (size_t k = 0; k < count; k++)
        values[k] += adds[row->evidence[therapists[k]]];
}

/* e of src/docs/scoring.md; false where the tables do not know. */
static bool sweep_evidence(const rp_ask *ask, const attitude *a,
                           const uint32_t *therapists, size_t count,
                           double *values) {
    const rp_list *concerns = ask->need->client->concerns;
    const double *worth = ask->tables->evidence;
    bool is_plain = is_empty(&a->avoided) && is_empty(&a->tried);
    level levels[2 * RP_RATING_COUNT];

    for (size_t k = 0; k < count; k++)
        values[k] = 0.0;
    for (uint32_t i = 0; i < concerns->count; i++) {
        const rp_concern_row *row =
            rp_tables_concern(ask->tables, concerns->items[i].tag);
        double share = ask->need->share[i];
        if (!row)
            return false;
        if (is_plain)
            add_evidence(row, worth, share, therapists, count, values);
        else
            add_levels(ask, levels, find_levels(levels, ask, a, row), share,
                       therapists, count, values);
    }
    return true;
}

/* p alone, or the mean of e and p. */
static void sweep_wish(const rp_ask *ask, const attitude *a, bool is_alone,
                       const uint32_t *therapists, size_t count,
                       double *values) {
    const double worth[4] = {0.0, a->mild, a->strong, a->strong};

    for (size_t k = 0; k < count; k++) {
        const rp_approaches *has = &ask->tables->approaches[therapists[k]];
        double p = worth[meet(has, &a->liked) | meet(has, &a->wanted) << 1];
        values[k] = is_alone ? p : (values[k] + p) / 2.0;
    }
}

static rp_column_kind column(const rp_ask *ask, const uint32_t *therapists,
                             size_t count, double *values) {
    const rp_client *c = ask->need->client;
    bool wants = c->want_modalities->count > 0;

    if (c->concerns->count == 0 && !wants)
        return RP_COLUMN_ABSENT;
    if (!ask->tables->has_approaches)
        return RP_COLUMN_PLAIN;
    attitude a = attitude_of(ask);
    if (c->concerns->count > 0 &&
        !sweep_evidence(ask, &a, therapists, count, values))
        return RP_COLUMN_PLAIN;
    if (wants)
        sweep_wish(ask, &a, c->concerns->count == 0, therapists, count, values);
    for (size_t k = 0; k < count;
         k++) { /* no branch: it would hang on chance */
        const double either[2] = {0.5, values[k]};
        values[k] = either[(ask->tables->codes[therapists[k]].known &
                            RP_KNOWN_MODALITIES) != 0];
    }
    return RP_COLUMN_FULL;
}

static const char *concern_label(const rp_fit *fit, uint32_t concern) {
    return rp_names_label(&fit->roster->names, RP_NAMES_CONCERNS, concern);
}

static const char *modality_label(const rp_fit *fit, uint32_t modality) {
    return rp_names_label(&fit->roster->names, RP_NAMES_MODALITIES, modality);
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

/* No row holds: maybe a form of the approach has one, which is another thing
 * than no evidence at all. */
static void put_no_row(const rp_fit *fit, uint32_t concern, uint32_t modality,
                       char *words, size_t size) {
    uint32_t form = rp_taxonomy_form(fit->taxonomy, concern, modality);

    if (form == RP_NONE)
        rp_sentence_set(words, size, "%s: no evidence on record for %s",
                        modality_label(fit, modality),
                        concern_label(fit, concern));
    else
        rp_sentence_set(words, size, "%s: the form of %s with evidence is %s",
                        concern_label(fit, concern),
                        modality_label(fit, modality),
                        modality_label(fit, form));
}

/* "EMDR: strong evidence for PTSD", or "ERP, a form of CBT: ..." where the row
 * that holds is the parent's. A concern is named as the client has it; where
 * the row is that of its parent, both are. */
static void put_row(const rp_fit *fit, uint32_t concern, uint32_t modality,
                    const rp_evidence *row, char *words, size_t size) {
    char approach[RP_PHRASE_LENGTH / 2];
    const char *label = modality_label(fit, modality);
    const char *rating = rating_words((rp_rating)row->rating);

    if (row->modality == modality)
        rp_sentence_set(approach, sizeof approach, "%s", label);
    else
        rp_sentence_set(approach, sizeof approach, "%s, a form of %s", label,
                        modality_label(fit, row->modality));
    if (row->concern == concern)
        rp_sentence_set(words, size, "%s: %s for %s", approach, rating,
                        concern_label(fit, concern));
    else
        rp_sentence_set(words, size, "%s: %s for %s, which takes in %s",
                        approach, rating, concern_label(fit, row->concern),
                        concern_label(fit, concern));
}

/* "tried without benefit", with whom where that is known. */
static void put_tried(const rp_fit *fit, const rp_need *need, uint32_t modality,
                      char *words, size_t size) {
    int parting = rp_parted_tried(&need->parted, fit->taxonomy, modality);

    if (parting < 0)
        rp_sentence_set(words, size, "tried without benefit");
    else
        rp_sentence_set(words, size, "tried with %s without benefit",
                        rp_parted_therapist(need->client, parting).bytes);
}

/* What has changed since an approach did not help, once for a pair. */
static void put_change(const rp_phrase_list *l, char *words, size_t size) {
    const rp_parted *parted = &l->need->parted;

    if (parted->tried_count == 0 || l->audience.is_page)
        return;
    rp_sentence_set(
        words, size, ", a change from %s with %s",
        modality_label(l->fit, parted->tried[0].modality),
        rp_parted_therapist(l->need->client, (int)parted->tried[0].parting)
            .bytes);
}

/* To clients: the concern of which the evidence is, their own or a wider one;
 * only what helps is said. */
static void tell_evidence(const rp_phrase_list *l, rp_phrase *said,
                          uint32_t modality, const rp_evidence *row) {
    static const char *const keys[2][2] = {
        {"because.strong", "because.strong_form"},
        {"because.some", "because.some_form"}};
    if (!row)
        return;
    bool is_form = row->modality != modality;
    if (!rp_phrase_may_show(l, RP_ADULT_CONCERN, row->concern))
        return;
    rp_phrase_tell(said, keys[row->rating == RP_RATING_MODEST][is_form]);
    rp_phrase_label(said, "approach", RP_NAMES_MODALITIES, modality);
    rp_phrase_label(said, "concern", RP_NAMES_CONCERNS, row->concern);
    if (is_form)
        rp_phrase_label(said, "parent", RP_NAMES_MODALITIES, row->modality);
}

static void evidence_phrase(rp_phrase_list *l, uint32_t i, double share) {
    uint32_t concern = l->need->client->concerns->items[i].tag, modality;
    double e = evidence_value(l->fit, l->need, l->therapist, i, &modality);
    rp_phrase *said = rp_phrase_add(l, share, e);

    if (modality == RP_NONE) {
        rp_sentence_set(said->words, RP_PHRASE_LENGTH,
                        "only approaches that the client refuses");
        if (l->fit->roster->therapists[l->therapist].modalities->count > 0)
            rp_phrase_tell(said, "missed.refused");
        return;
    }
    const rp_evidence *row =
        rp_taxonomy_evidence(l->fit->taxonomy, concern, modality);
    bool tried = rp_modality_is_tried(l->fit, l->need, modality);
    if (row)
        put_row(l->fit, concern, modality, row, said->words, RP_PHRASE_LENGTH);
    else
        put_no_row(l->fit, concern, modality, said->words, RP_PHRASE_LENGTH);
    size_t used = strlen(said->words);
    if (row && tried) {
        char with[RP_PHRASE_LENGTH / 2];
        put_tried(l->fit, l->need, modality, with, sizeof with);
        rp_sentence_set(said->words + used, RP_PHRASE_LENGTH - used, ", but %s",
                        with);
    } else if (row && i == 0) {
        put_change(l, said->words + used, RP_PHRASE_LENGTH - used);
    }
    if (row && !tried && row->rating <= RP_RATING_MODEST)
        said->loss = 0.0;
    else
        said->gain = 0.0;
    if (said->gain > 0.0)
        tell_evidence(l, said, modality, row);
    if (!rp_phrase_may_show(l, RP_ADULT_MODALITY, modality) ||
        !rp_phrase_may_show(l, RP_ADULT_CONCERN, concern))
        said->gain = said->loss = 0.0;
}

static void phrases(rp_phrase_list *l) {
    const rp_client *c = l->need->client;
    const rp_therapist *t = &l->fit->roster->therapists[l->therapist];
    bool wants = c->want_modalities->count > 0;
    double half = wants && c->concerns->count > 0 ? 0.5 : 1.0;

    if (!t->modalities->known)
        return;
    for (uint32_t i = 0; i < c->concerns->count; i++)
        evidence_phrase(l, i, half * l->need->share[i]);
    for (uint32_t i = 0; i < c->want_modalities->count; i++) {
        uint32_t wanted = c->want_modalities->items[i].tag;
        bool offered =
            rp_offers_modality(l->fit, t, wanted, c->avoid_modalities);
        double part = half / c->want_modalities->count;
        if (!rp_phrase_may_show(l, RP_ADULT_MODALITY, wanted))
            continue;
        rp_phrase *said = rp_phrase_add(l, part, offered ? 1.0 : 0.0);
        rp_sentence_set(said->words, RP_PHRASE_LENGTH,
                        offered ? "offers %s, as requested"
                                : "no %s, though requested",
                        modality_label(l->fit, wanted));
        rp_phrase_tell(said, offered ? "because.offers" : "missed.offers");
        rp_phrase_label(said, "approach", RP_NAMES_MODALITIES, wanted);
    }
}

static void put_rating(const rp_detail_list *l, uint32_t modality,
                       rp_rating rating, char words[RP_DETAIL_LENGTH]) {
    char tried[RP_PHRASE_LENGTH / 2];

    put_tried(l->fit, l->need, modality, tried, sizeof tried);
    if (rp_modality_is_tried(l->fit, l->need, modality))
        snprintf(words, RP_DETAIL_LENGTH, "%s: %s, halved: %s",
                 modality_label(l->fit, modality), rp_rating_words[rating],
                 tried);
    else
        snprintf(words, RP_DETAIL_LENGTH, "%s: %s",
                 modality_label(l->fit, modality), rp_rating_words[rating]);
}

static void details(const rp_detail_list *l) {
    const rp_client *c = l->need->client;
    const rp_therapist *t = &l->fit->roster->therapists[l->therapist];
    char words[RP_DETAIL_LENGTH];

    if (!t->modalities->known) {
        l->put(l->payload, "modalities", 0.5,
               "the therapist's approaches are not known: counts half");
        return;
    }
    for (uint32_t i = 0; i < c->concerns->count; i++) {
        uint32_t modality, concern = c->concerns->items[i].tag;
        double e = evidence_value(l->fit, l->need, l->therapist, i, &modality);
        rp_rating rating = modality == RP_NONE
                               ? RP_RATING_NONE
                               : rp_fit_rating(l->fit, concern, modality);
        if (modality == RP_NONE)
            snprintf(words, sizeof words,
                     "the client avoids every approach of the therapist");
        else if (rating == RP_RATING_NONE)
            put_no_row(l->fit, concern, modality, words, sizeof words);
        else
            put_rating(l, modality, rating, words);
        l->put(l->payload, concern_label(l->fit, concern), e, words);
    }
    for (uint32_t i = 0; i < c->want_modalities->count; i++) {
        uint32_t wanted = c->want_modalities->items[i].tag;
        bool offered =
            rp_offers_modality(l->fit, t, wanted, c->avoid_modalities);
        snprintf(words, sizeof words, "asked for, %s",
                 offered ? "offered" : "not offered");
        l->put(l->payload, modality_label(l->fit, wanted), offered, words);
    }
}

const rp_criterion_row rp_criterion_modality = {
    .words = "how well the therapist's approaches suit the concerns, by the "
             "evidence, and the client's wishes",
    .value = value,
    .column = column,
    .phrases = phrases,
    .details = details,
    .modifiers = "avoid_modalities;tried_modalities",
    .settings = "rating.strong;rating.modest;rating.insufficient;"
                "rating.avoid_sole;rating.not_recommended;rating.none",
    .links = {{"modalities", "concerns;want_modalities"},
              {"therapist_id", "past_therapists"}},
};
