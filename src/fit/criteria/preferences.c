/* Which wishes about the person of the therapist are met. */
#include "fit/criteria/record.h"

#include "base/sentence.h"
#include "fit/spoken.h"

#include <math.h>

static rp_spoken gender_words(const rp_fit *fit, uint32_t tag) {
    rp_spoken spoken;

    spoken.words[0] = '\0';
    rp_sentence_set(spoken.words, sizeof spoken.words, "%s",
                    rp_names_label(&fit->roster->names, RP_NAMES_GENDERS, tag));
    return spoken;
}

/* One want_* column with the therapist's column that answers it. */
static const struct wish_column {
    size_t asked, had;                /* offsets of the lists */
    const char *word;                 /* in the details */
    const char *met, *missed, *after; /* around a value */
    const char *gap;                  /* of the value in the keys, */
    const char *keys[2];              /* of the words for clients */
    rp_names_id names;
    rp_spoken (*spoken)(const rp_fit *fit, uint32_t tag);
} wish_columns[] = {
    {offsetof(rp_client, want_gender),
     offsetof(rp_therapist, gender),
     "gender",
     "",
     "not ",
     "",
     "gender",
     {"missed.gender", "because.gender"},
     RP_NAMES_GENDERS,
     gender_words},
    {offsetof(rp_client, want_ethnicity),
     offsetof(rp_therapist, ethnicity),
     "ethnicity",
     "of ",
     "not of ",
     " background",
     "background",
     {"missed.ethnicity", "because.ethnicity"},
     RP_NAMES_FREE,
     rp_spoken_name},
    {offsetof(rp_client, want_faith),
     offsetof(rp_therapist, faith),
     "faith",
     "of ",
     "not of ",
     " faith",
     "faith",
     {"missed.faith", "because.faith"},
     RP_NAMES_FREE,
     rp_spoken_name},
    {offsetof(rp_client, want_populations),
     offsetof(rp_therapist, populations),
     "serves",
     "serves ",
     "does not list ",
     "",
     "community",
     {"missed.populations", "because.populations"},
     RP_NAMES_FREE,
     rp_spoken_word},
    {offsetof(rp_client, want_values),
     offsetof(rp_therapist, values),
     "values",
     "values “",
     "does not list the value “",
     "”",
     "value",
     {"missed.values", "because.values"},
     RP_NAMES_FREE,
     rp_spoken_word},
};

enum { WISHES = sizeof wish_columns / sizeof *wish_columns };

typedef struct wish {
    const rp_list *asked, *had;
    const struct wish_column *column;
} wish;

static wish wish_at(const rp_client *client, const rp_therapist *therapist,
                    int which) {
    const struct wish_column *c = &wish_columns[which];

    return (wish){rp_list_at(client, c->asked), rp_list_at(therapist, c->had),
                  c};
}

static double strength(uint8_t mark) { return mark == RP_MILD ? 0.5 : 1.0; }

/* The best strength asked in a want_* cell, 1 or 0.5. */
static double strength_asked(const rp_list *wishes) {
    double best = 0.0;

    for (uint32_t i = 0; i < wishes->count; i++)
        best = fmax(best, strength(wishes->items[i].strength));
    return best;
}

/* The best strength met, 0 if none. */
static double strength_met(const wish *w) {
    double best = 0.0;

    for (uint32_t i = 0; i < w->asked->count; i++)
        if (rp_list_has(w->had, w->asked->items[i].tag))
            best = fmax(best, strength(w->asked->items[i].strength));
    return best;
}

/* 1 for the client's first language, 0.5 for a later one, 0 for none. */
static double language_value(const rp_client *client,
                             const rp_therapist *therapist) {
    if (rp_list_has(therapist->languages, client->languages->items[0].tag))
        return 1.0;
    return rp_lists_meet(client->languages, therapist->languages) ? 0.5 : 0.0;
}

/* A group is nobody who could be asked for. */
static bool asks_by_name(const rp_fit *fit, const rp_client *client) {
    return client->requested->count > 0 && fit->role != RP_ROLE_GROUP;
}

/* v = (sum of s m) / (sum of s) over the wishes that are stated */
static double value(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                    rp_confirm *confirm) {
    const rp_client *c = need->client;
    const rp_therapist *t = &fit->roster->therapists[therapist];
    double met = 0.0, stated = 0.0;

    for (int which = 0; which < WISHES; which++) {
        wish w = wish_at(c, t, which);
        if (w.asked->count == 0)
            continue;
        double s = strength_asked(w.asked), m = 0.5;
        if (w.had->known)
            m = strength_met(&w) / s;
        else
            rp_confirm_add(confirm, w.column->had);
        met += s * m;
        stated += s;
    }
    if (c->languages->count > 0) {
        if (!t->languages->known)
            rp_confirm_add(confirm, offsetof(rp_therapist, languages));
        met += t->languages->known ? language_value(c, t) : 0.5;
        stated += 1.0;
    }
    if (asks_by_name(fit, c)) {
        met += rp_list_has(c->requested, therapist) ? 1.0 : 0.0;
        stated += 1.0;
    }
    return stated > 0.0 ? met / stated : RP_ABSENT_VALUE;
}

/* ---- many therapists ----------------------------------------------------- */

/* What a part of the criterion adds is looked up by what the therapist's cell
 * is or meets: branches would hang on chance. */
enum { IS_BLANK = 1, MEETS_MILD = 2, MEETS_STRONG = 4, MEETINGS = 8 };

typedef struct part {
    rp_wish wish;
    uint64_t strong, mild; /* names; of languages the first, the later ones */
    double adds[MEETINGS];
} part;

static void set_part(part *out, double strong, double mild, double missed,
                     double blank) {
    for (unsigned is = 0; is < MEETINGS; is++)
        out->adds[is] = is & MEETS_STRONG ? strong
                        : is & MEETS_MILD ? mild
                        : is & IS_BLANK   ? blank
                                          : missed;
}

/* @return false where a name shares its bit */
static bool make_wish(part *out, const rp_ask *ask, int which,
                      const rp_list *asked) {
    const rp_marks *marks = &ask->tables->wishes[which];
    double s = strength_asked(asked);

    *out = (part){.wish = (rp_wish)which};
    set_part(out, s * (strength(RP_STRONG) / s), s * (strength(RP_MILD) / s),
             s * (0.0 / s), s * 0.5);
    for (uint32_t i = 0; i < asked->count; i++)
        *(asked->items[i].strength == RP_MILD ? &out->mild : &out->strong) |=
            rp_marks_of(marks, asked->items[i].tag);
    return !rp_marks_are_shared(out->strong | out->mild);
}

static bool make_languages(part *out, const rp_ask *ask, const rp_list *asked) {
    const rp_marks *marks = &ask->tables->wishes[RP_WISH_LANGUAGES];

    *out = (part){.wish = RP_WISH_LANGUAGES,
                  .strong = rp_marks_of(marks, asked->items[0].tag),
                  .mild = rp_marks_set(marks, asked)};
    set_part(out, 1.0, 0.5, 0.0, 0.5);
    return !rp_marks_are_shared(out->mild);
}

static double add_of(const part *p, uint64_t has) {
    unsigned is = IS_BLANK * (unsigned)(has >> RP_MARK_BLANK) |
                  MEETS_MILD * (unsigned)((has & p->mild) != 0) |
                  MEETS_STRONG * (unsigned)((has & p->strong) != 0);

    return p->adds[is];
}

/* By the code of a cell, where there are enough codes. */
static void add_part(const rp_ask *ask, const part *p,
                     const uint32_t *therapists, size_t count, double *values) {
    const rp_tables *t = ask->tables;
    const rp_codes *sets = &t->wish_sets[p->wish];
    double adds[RP_CODES_MOST];

    if (sets->are_too_few) {
        for (size_t k = 0; k < count; k++)
            values[k] += add_of(p, t->offers[therapists[k]].wishes[p->wish]);
        return;
    }
    for (uint32_t code = 0; code < sets->count; code++)
        adds[code] = add_of(p, sets->values[code]);
    for (size_t k = 0; k < count; k++)
        values[k] += adds[t->codes[therapists[k]].wishes[p->wish]];
}

/* Whom the client asks for by name: few, in a row in ascending order. */
static void add_requested(const rp_list *requested, const uint32_t *therapists,
                          size_t count, double *values) {
    for (size_t k = 0; k < count; k++)
        values[k] += rp_list_has(requested, therapists[k]) ? 1.0 : 0.0;
}

static rp_column_kind column(const rp_ask *ask, const uint32_t *therapists,
                             size_t count, double *values) {
    const rp_client *c = ask->need->client;
    double stated = 0.0;
    part p;

    for (size_t k = 0; k < count; k++)
        values[k] = 0.0;
    for (int which = 0; which < WISHES; which++) {
        const rp_list *asked = rp_list_at(c, wish_columns[which].asked);
        if (asked->count == 0)
            continue;
        if (!make_wish(&p, ask, which, asked))
            return RP_COLUMN_PLAIN;
        add_part(ask, &p, therapists, count, values);
        stated += strength_asked(asked);
    }
    if (c->languages->count > 0) {
        if (!make_languages(&p, ask, c->languages))
            return RP_COLUMN_PLAIN;
        add_part(ask, &p, therapists, count, values);
        stated += 1.0;
    }
    if (asks_by_name(ask->fit, c)) {
        add_requested(c->requested, therapists, count, values);
        stated += 1.0;
    }
    if (!(stated > 0.0))
        return RP_COLUMN_ABSENT;
    for (size_t k = 0; k < count; k++)
        values[k] /= stated;
    return RP_COLUMN_FULL;
}

/* Sum of the strengths asked, the divisor of the criterion. */
static double sum_stated(const rp_fit *fit, const rp_client *c,
                         const rp_therapist *t) {
    double sum = (c->languages->count > 0) + asks_by_name(fit, c);

    for (int which = 0; which < WISHES; which++)
        sum += strength_asked(wish_at(c, t, which).asked);
    return sum;
}

/* Communities and values are clinics' own words, of which not every one is for
 * minors. */
static bool may_show(const rp_phrase_list *l, const wish *w, uint32_t tag) {
    return w->column->spoken != rp_spoken_word ||
           rp_phrase_may_show(l, RP_ADULT_POPULATION, tag);
}

static void wish_phrase(rp_phrase_list *l, const wish *w, double sum) {
    double asked = strength_asked(w->asked);
    double met = strength_met(w) / asked;
    rp_phrase *said = rp_phrase_add(l, asked / sum, met);
    bool is_said = false;

    for (uint32_t i = 0; i < w->asked->count && !is_said; i++) {
        uint32_t tag = w->asked->items[i].tag;
        bool has = rp_list_has(w->had, tag);
        if ((met > 0.0 && !has) || !may_show(l, w, tag))
            continue;
        rp_spoken value = w->column->spoken(l->fit, tag);
        rp_sentence_set(said->words, RP_PHRASE_LENGTH, "%s%s%s, %s requested",
                        has ? w->column->met : w->column->missed, value.words,
                        w->column->after, has ? "as" : "though");
        rp_phrase_tell(said, w->column->keys[has]);
        rp_phrase_label(said, w->column->gap, w->column->names, tag);
        is_said = true;
    }
    if (met > 0.0)
        said->loss = 0.0;
    if (!is_said)
        said->gain = said->loss = 0.0;
}

static void phrases(rp_phrase_list *l) {
    const rp_client *c = l->need->client;
    const rp_therapist *t = &l->fit->roster->therapists[l->therapist];
    double sum = sum_stated(l->fit, c, t);

    for (int which = 0; which < WISHES; which++) {
        wish w = wish_at(c, t, which);
        if (w.asked->count > 0 && w.had->known)
            wish_phrase(l, &w, sum);
    }
    if (c->languages->count > 0 && t->languages->known) {
        double spoken = language_value(c, t);
        rp_phrase *said = rp_phrase_add(l, 1.0 / sum, spoken);
        rp_sentence_set(said->words, RP_PHRASE_LENGTH,
                        spoken < 1.0                    ? "no %s"
                        : l->fit->role == RP_ROLE_GROUP ? "meets in %s"
                                                        : "speaks %s",
                        rp_names_label(&l->fit->roster->names,
                                       RP_NAMES_LANGUAGES,
                                       c->languages->items[0].tag));
        rp_phrase_tell(said,
                       spoken >= 1.0 ? "because.language" : "missed.language");
        rp_phrase_label(said, "language", RP_NAMES_LANGUAGES,
                        c->languages->items[0].tag);
        said->is_shared = l->audience.shared & RP_SHARED_LANGUAGE;
        if (spoken < 1.0)
            said->gain = 0.0;
    }
    if (asks_by_name(l->fit, c)) {
        bool asked = rp_list_has(c->requested, l->therapist);
        rp_phrase *said = rp_phrase_add(l, 1.0 / sum, asked ? 1.0 : 0.0);
        rp_sentence_set(said->words, RP_PHRASE_LENGTH, "%s",
                        asked ? "requested by name"
                              : "not the one requested by name");
    }
}

static void details(const rp_detail_list *l) {
    const rp_client *c = l->need->client;
    const rp_therapist *t = &l->fit->roster->therapists[l->therapist];

    for (int which = 0; which < WISHES; which++) {
        wish w = wish_at(c, t, which);
        if (w.asked->count == 0)
            continue;
        double met = strength_met(&w) / strength_asked(w.asked);
        l->put(l->payload, w.column->word, w.had->known ? met : 0.5,
               !w.had->known
                   ? "asked for, the therapist's side is blank: counts half"
               : met >= 1.0 ? "asked for, met"
               : met > 0.0  ? "asked for, met in part"
                            : "asked for, not met");
    }
    if (c->languages->count > 0) {
        double met = t->languages->known ? language_value(c, t) : 0.5;
        l->put(l->payload, "language", met,
               !t->languages->known
                   ? "the therapist's languages are not known: counts half"
               : met >= 1.0 ? "the client's first language"
               : met > 0.0  ? "a language that the client listed later"
                            : "no common language");
    }
    if (c->requested->count > 0) {
        bool met = rp_list_has(c->requested, l->therapist);
        l->put(l->payload, "requested", met,
               met ? "requested by name" : "somebody else was asked for");
    }
}

const rp_criterion_row rp_criterion_preferences = {
    .words =
        "which of the client's wishes about the therapist as a person are met",
    .value = value,
    .column = column,
    .phrases = phrases,
    .details = details,
    .links = {{"gender", "want_gender"},
              {"ethnicity", "want_ethnicity"},
              {"faith", "want_faith"},
              {"populations", "want_populations"},
              {"values", "want_values"},
              {"languages", "languages"},
              {"therapist_id", "requested_therapist"}},
    .blanks = {{"ethnicity", "want_ethnicity", RP_REPLY_LIST, false,
                "their background", "what is your background?", NULL},
               {"faith", "want_faith", RP_REPLY_LIST, false, "their faith",
                "what is your faith?", NULL},
               {"values", "want_values", RP_REPLY_LIST, false, "their values",
                "which values matter to you?", NULL}},
};
