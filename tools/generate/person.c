#include "person.h"

#include "chance.h"

static bool is_blank(uint64_t *r, const settings *s) {
    return chance_below(r, MILLION) < (int)s->blank;
}

static bool is_asked(uint64_t *r, const settings *s) {
    return (chance_next(r) >> 54) < s->asks;
}

static uint32_t one_or_two(uint64_t *r, int count) {
    uint32_t first = 1U << chance_below(r, count);

    return first | 1U << chance_below(r, count);
}

static void draw_week(week *w, uint64_t *r, int weekday, int weekend,
                      int shortest) {
    for (int day = 0; day < 7; day++) {
        int length;

        w->start[day] = 7 + chance_below(r, 10);
        length = shortest + chance_below(r, 5);
        w->length[day] =
            chance_percent(r, day < 5 ? weekday : weekend) ? length : 0;
        w->known |= w->length[day] > 0;
    }
}

/* ---- therapists */

static void draw_lists(therapist *t, uint64_t *r, const settings *s) {
    static const int tongues[LANGUAGES] = {96, 14, 7, 5, 4, 3,
                                           3,  2,  2, 2, 2, 1};
    static const int payers[INSURERS] = {72, 66, 60, 54, 45, 40, 24, 16};
    static const int ways[FORMATS] = {75, 85, 20};
    static const int kinds[TYPES] = {92, 22, 14};
    static const int groups[POPULATIONS] = {25, 22, 12, 16, 18, 14, 20, 10};

    t->languages = chance_bits(r, tongues, LANGUAGES);
    t->insurers = chance_bits(r, payers, INSURERS);
    if (chance_percent(r, 5))
        t->insurers = 0; /* clients pay themselves: a known, empty list */
    t->formats = chance_bits(r, ways, FORMATS);
    t->formats |= (uint32_t)(t->formats == 0) << 1;
    t->sites = one_or_two(r, SITES);
    t->types = chance_bits(r, kinds, TYPES);
    t->types |= t->types == 0;
    t->populations = chance_bits(r, groups, POPULATIONS);
    if (is_blank(r, s))
        t->languages = 0;
    if (is_blank(r, s))
        t->formats = 0;
    if (is_blank(r, s) || !(t->formats & 1))
        t->sites = 0;
    t->insurance_known = !is_blank(r, s);
    if (!t->insurance_known)
        t->insurers = 0;
}

static void draw_numbers(therapist *t, uint64_t *r, const settings *s) {
    static const int from[] = {4, 6, 12, 14, 16, 18, 18, 18, 18, 21};
    int lower;

    t->age_min = from[chance_below(r, COUNT(from))];
    t->age_max = chance_percent(r, 85) ? -1 : t->age_min < 12 ? 17 : 65;
    if (is_blank(r, s))
        t->age_min = t->age_max = -1;
    t->fee = 80 + 5 * chance_below(r, 33);
    lower = t->fee - 5 * chance_below(r, 14);
    t->fee_min = chance_percent(r, 70) ? lower : -1;
    if (is_blank(r, s))
        t->fee = t->fee_min = -1;
    t->gender = chance_below(r, 100);
    t->gender = t->gender < 62 ? 0 : t->gender < 95 ? 1 : 2;
    if (is_blank(r, s))
        t->gender = -1;
    t->prescribes = chance_percent(r, 10);
    if (is_blank(r, s))
        t->prescribes = -1;
    t->not_treated = chance_below(r, CONCERNS);
    if (chance_percent(r, 94))
        t->not_treated = -1;
}

void therapist_make(therapist *t, const settings *s, int64_t row) {
    uint64_t stream = chance_stream(s, THERAPIST_HARD, row);

    *t = (therapist){0};
    draw_lists(t, &stream, s);
    draw_numbers(t, &stream, s);
    draw_week(&t->slots, &stream, 65, 15, 3);
    if (is_blank(&stream, s))
        t->slots = (week){0};
    for (int i = 0; i < s->states; i++) {
        bool has = (chance_next(&stream) >> 48) < s->licences;

        t->states |= (uint64_t)has << i;
    }
    if (t->states == 0)
        t->states = UINT64_C(1) << chance_below(&stream, s->states);
    if (!is_asked(&stream, s)) { /* nor do therapists refuse, then */
        t->types |= 1;
        t->not_treated = -1;
    }
}

/* ---- clients: wishes are always drawn and then kept or not, so that tuning
 * how many are kept leaves the rest of the row as it was */

static void draw_means(client *c, uint64_t *r, const settings *s) {
    static const int pays[] = {0, 0, 0, 0, 0, 0, 0, 1, 1, 2};
    uint32_t insurer = 1U << chance_small(r, INSURERS);
    int max_fee = 60 + 10 * chance_below(r, 15);
    int how = pays[chance_below(r, COUNT(pays))];

    c->insurers = how == 2 ? 0 : insurer;
    c->max_fee = how == 0 ? -1 : max_fee;
    if (!is_asked(r, s)) {
        c->insurers = 0;
        c->max_fee = -1;
    }
    draw_week(&c->slots, r, 50, 25, 1);
    if (!is_asked(r, s) || is_blank(r, s))
        c->slots = (week){0};
}

static void draw_ways(client *c, uint64_t *r, const settings *s) {
    static const int ways[FORMATS] = {60, 70, 15};
    uint32_t other = 2U << chance_small(r, LANGUAGES - 1);

    c->languages = chance_percent(r, 90);
    if (c->languages == 0 || chance_percent(r, 12))
        c->languages |= other;
    if (!is_asked(r, s) || is_blank(r, s))
        c->languages = 0;
    c->formats = chance_bits(r, ways, FORMATS);
    if (!is_asked(r, s) || is_blank(r, s))
        c->formats = 0;
    c->sites = one_or_two(r, SITES);
    if (!(c->formats & 1))
        c->sites = 0;
}

static void draw_person(client *c, uint64_t *r, const settings *s) {
    int kind = chance_below(r, 100), type = chance_below(r, 100);
    int young = 5 + chance_below(r, 13), grown = 18 + chance_below(r, 47);
    int old = 65 + chance_below(r, 26);

    c->age = kind < 12 ? young : kind < 88 ? grown : old;
    if (!is_asked(r, s))
        c->age = -1;
    c->type = type < 91 ? 0 : type < 97 ? 1 : 2;
    if (!is_asked(r, s))
        c->type = 0;
    c->gender = chance_percent(r, 80) ? 0 : 1;
    if (chance_percent(r, 92))
        c->gender = -1;
    c->population = chance_below(r, POPULATIONS);
    if (chance_percent(r, 97))
        c->population = -1;
    c->prescriber = chance_percent(r, 4);
    if (!is_asked(r, s)) {
        c->gender = c->population = -1;
        c->prescriber = false;
    }
}

void client_make(client *c, const settings *s, int64_t row) {
    uint64_t stream = chance_stream(s, CLIENT_HARD, row);

    *c = (client){0};
    draw_means(c, &stream, s);
    draw_ways(c, &stream, s);
    draw_person(c, &stream, s);
    c->concern_count = 1 + chance_small(&stream, 3);
    for (int i = 0; i < c->concern_count; i++)
        c->concern[i] = chance_small(&stream, CONCERNS);
    c->state = chance_below(&stream, s->states);
}

/* ---- eligibility */

static bool meets(const week *a, const week *b) {
    for (int day = 0; day < 7; day++) {
        int from = a->start[day], to = from + a->length[day];

        if (b->start[day] > from)
            from = b->start[day];
        if (b->start[day] + b->length[day] < to)
            to = b->start[day] + b->length[day];
        if (to > from)
            return true; /* windows are whole hours: a session fits */
    }
    return false;
}

static bool can_pay(const client *c, const therapist *t) {
    int lowest = t->fee_min >= 0 ? t->fee_min : t->fee;

    if (c->insurers == 0 && c->max_fee < 0)
        return true;
    if ((c->insurers & t->insurers) ||
        (c->max_fee >= 0 && lowest >= 0 && c->max_fee >= lowest))
        return true;
    return (c->insurers && !t->insurance_known) ||
           (c->max_fee >= 0 && lowest < 0);
}

static bool fits(const client *c, const therapist *t) {
    uint32_t common = c->formats & t->formats;

    if (c->age >= 0 && ((t->age_min >= 0 && c->age < t->age_min) ||
                        (t->age_max >= 0 && c->age > t->age_max)))
        return false;
    if (!(t->types >> c->type & 1))
        return false;
    if (c->languages && t->languages && !(c->languages & t->languages))
        return false;
    if (c->sites && t->sites && !(c->sites & t->sites))
        common &= ~1U;
    return !c->formats || !t->formats || common;
}

bool person_is_eligible(const client *c, const therapist *t) {
    if (!(t->states >> c->state & 1) || !fits(c, t) || !can_pay(c, t))
        return false;
    if (c->slots.known && t->slots.known && !meets(&c->slots, &t->slots))
        return false;
    if (c->prescriber && t->prescribes == 0)
        return false;
    for (int i = 0; i < c->concern_count; i++)
        if (c->concern[i] == t->not_treated)
            return false;
    if (c->gender >= 0 && t->gender >= 0 && c->gender != t->gender)
        return false;
    return c->population < 0 || t->populations == 0 ||
           (t->populations >> c->population & 1);
}
