/*
 * Tiny markets with hours, rhythms, quotas and links, compared with every plan
 * there is: counts, shortfalls, the queue, the floor, totals and ties.
 */
#include "instance.h"

#include <stdbool.h>

enum { CLIENTS = 7, THERAPISTS = 4, HOURS = 4, QUOTAS = 4, APARTS = 3 };

typedef struct clinic {
    uint32_t clients, therapists;
    uint8_t tier[CLIENTS], rhythm[CLIENTS];
    int32_t wait[CLIENTS];
    uint32_t openings[THERAPISTS], held[CLIENTS], kept[CLIENTS];
    uint32_t sequence[CLIENTS], party[CLIENTS], parties;
    uint16_t hours[THERAPISTS];
    uint8_t day[THERAPISTS][HOURS];
    uint64_t suits[CLIENTS][THERAPISTS];
    int32_t score[CLIENTS][THERAPISTS]; /* -1: not eligible */
    int32_t keep, floor;
    bool is_strict, has_hours;
    uint64_t lots[CLIENTS + THERAPISTS], seed;
    rp_quota quota[QUOTAS];
    uint64_t of_therapist[QUOTAS], of_client[QUOTAS];
    rp_apart apart[APARTS];
    uint32_t quotas, aparts;
} clinic;

/* ---- what a plan is ----------------------------------------------------- */

/* Can those from `at` on hold hours beside what is taken? Every way is tried.
   @param taken  [HOURS] 1 and 2: the weeks */
static bool can_hold(const clinic *c, uint32_t j, const uint32_t *who,
                     uint32_t count, uint32_t at, uint8_t *taken) {
    if (at == count)
        return true;
    uint32_t i = who[at];
    for (uint32_t h = 0; h < c->hours[j]; h++) {
        if (!(c->suits[i][j] >> h & 1))
            continue;
        if (c->rhythm[i] == RP_TWICE_WEEKLY) {
            for (uint32_t k = h + 1; k < c->hours[j]; k++) {
                if (!(c->suits[i][j] >> k & 1) || taken[h] || taken[k] ||
                    c->day[j][h] == c->day[j][k])
                    continue;
                taken[h] = taken[k] = 3;
                bool good = can_hold(c, j, who, count, at + 1, taken);
                taken[h] = taken[k] = 0;
                if (good)
                    return true;
            }
            continue;
        }
        uint8_t wants = c->rhythm[i] == RP_WEEKLY ? 3 : taken[h] == 1 ? 2 : 1;
        if (taken[h] & wants)
            continue;
        taken[h] |= wants;
        bool good = can_hold(c, j, who, count, at + 1, taken);
        taken[h] &= (uint8_t)~wants;
        if (good)
            return true;
    }
    return false;
}

static bool holds_alone(const clinic *c, uint32_t i, uint32_t j) {
    uint8_t taken[HOURS] = {0};

    return can_hold(c, j, &i, 1, 0, taken);
}

static bool has_hours(const clinic *c, const uint32_t *plan, uint32_t j) {
    uint32_t who[CLIENTS], count = 0;
    uint8_t taken[HOURS] = {0};
    bool any = false;

    for (uint32_t i = 0; i < c->clients; i++) {
        bool is_here = plan && plan[i] == j;
        any |= is_here;
        if (is_here || (c->held[i] == j && holds_alone(c, i, j)))
            who[count++] = i;
    }
    return (plan && !any) || can_hold(c, j, who, count, 0, taken);
}

static uint32_t counted(const clinic *c, uint32_t q, const uint32_t *plan) {
    uint32_t count = 0;

    for (uint32_t i = 0; i < c->clients; i++)
        count += plan[i] != RP_NONE && (c->of_client[q] >> i & 1) &&
                 (c->of_therapist[q] >> plan[i] & 1);
    return count;
}

static bool is_allowed(const clinic *c, const uint32_t *plan) {
    uint32_t taken[THERAPISTS] = {0};

    for (uint32_t i = 0; i < c->clients; i++)
        if (plan[i] != RP_NONE)
            taken[plan[i]]++;
    for (uint32_t j = 0; j < c->therapists; j++)
        if (taken[j] > c->openings[j] ||
            (c->has_hours && c->hours[j] > 0 && !has_hours(c, plan, j)))
            return false;
    for (uint32_t q = 0; q < c->quotas; q++)
        if (c->quota[q].most != RP_NONE &&
            counted(c, q, plan) > c->quota[q].most)
            return false;
    for (uint32_t k = 0; k < c->aparts; k++)
        if (plan[c->apart[k].a] != RP_NONE &&
            plan[c->apart[k].a] == plan[c->apart[k].b])
            return false;
    for (uint32_t i = 0; i < c->clients; i++)
        for (uint32_t k = 0; k < i; k++)
            if (c->party[i] != RP_NONE && c->party[i] == c->party[k] &&
                c->tier[i] && c->tier[k] && plan[i] != plan[k])
                return false;
    return true;
}

/* ---- how good it is ----------------------------------------------------- */

typedef struct merit {
    int64_t placed[2 * RP_TIERS + 1], shortfall, queue, fair, total;
} merit;

static void measure(const clinic *c, const uint32_t *plan, merit *out) {
    *out = (merit){.total = 0};
    for (uint32_t k = 0; k < c->clients; k++) {
        uint32_t i = c->sequence[k], j = plan[i];
        if (j == RP_NONE)
            continue;
        out->placed[c->tier[i]]++;
        out->fair += c->score[i][j] >= c->floor;
        out->total +=
            c->wait[i] + c->score[i][j] + (c->kept[i] == j ? c->keep : 0);
    }
    for (int t = 2 * RP_TIERS; c->is_strict && t >= 1; t--)
        for (uint32_t k = 0; k < c->clients; k++)
            if (c->tier[c->sequence[k]] == t)
                out->queue = 2 * out->queue + (plan[c->sequence[k]] != RP_NONE);
    for (uint32_t q = 0; q < c->quotas; q++) {
        uint32_t count = counted(c, q, plan), least = c->quota[q].least;
        out->shortfall += count < least ? least - count : 0;
    }
    if (c->floor == 0)
        out->fair = 0;
}

static int by(int64_t a, int64_t b) { return a < b ? -1 : a > b; }

static int compare(const merit *a, const merit *b) {
    int order = 0;

    for (int t = 2 * RP_TIERS; t >= RP_TIERS && !order; t--)
        order = by(a->placed[t], b->placed[t]);
    if (!order)
        order = by(b->shortfall, a->shortfall);
    for (int t = RP_TIERS - 1; t >= 1 && !order; t--)
        order = by(a->placed[t], b->placed[t]);
    if (!order)
        order = by(a->queue, b->queue);
    if (!order)
        order = by(a->fair, b->fair);
    return order ? order : by(a->total, b->total);
}

/* Is the therapist `a` before `b` in the client's own list? */
static bool is_before(const clinic *c, uint32_t i, uint32_t a, uint32_t b) {
    rp_lottery lottery = {c->seed, c->lots, c->lots + c->clients};

    if (a == b || a == RP_NONE || b == RP_NONE)
        return a != b && b == RP_NONE;
    if (c->score[i][a] != c->score[i][b])
        return c->score[i][a] > c->score[i][b];
    uint64_t first = rp_lottery_pair(&lottery, i, a);
    uint64_t second = rp_lottery_pair(&lottery, i, b);
    return first != second ? first < second : a < b;
}

typedef struct trial {
    const clinic *c;
    uint32_t plan[CLIENTS], best[CLIENTS];
    merit merit;
    bool any;
} trial;

static void weigh(trial *t) {
    const clinic *c = t->c;
    merit m;

    if (!is_allowed(c, t->plan))
        return;
    measure(c, t->plan, &m);
    int order = t->any ? compare(&m, &t->merit) : 1;
    for (uint32_t k = 0; order == 0 && k < c->clients; k++) {
        uint32_t i = c->sequence[k];
        if (is_before(c, i, t->plan[i], t->best[i]))
            order = 1;
        else if (t->plan[i] != t->best[i])
            order = -1;
    }
    if (order <= 0)
        return;
    t->any = true;
    t->merit = m;
    memcpy(t->best, t->plan, sizeof t->best);
}

static void try_all(trial *t, uint32_t i) {
    const clinic *c = t->c;

    if (i >= c->clients || i >= CLIENTS) {
        weigh(t);
        return;
    }
    t->plan[i] = RP_NONE;
    try_all(t, i + 1);
    for (uint32_t j = 0; c->tier[i] && j < c->therapists; j++)
        if (c->score[i][j] >= 0) {
            t->plan[i] = j;
            try_all(t, i + 1);
        }
    t->plan[i] = RP_NONE;
}

/* ---- inventing one ------------------------------------------------------ */

static void invent_hours(clinic *c) {
    uint32_t density = 20 + below(80), kinds = below(4);

    c->has_hours = below(5) > 0;
    for (uint32_t j = 0; j < c->therapists; j++) {
        c->hours[j] = (uint16_t)(below(5) ? 1 + below(HOURS) : 0);
        for (uint32_t h = 0; h < HOURS; h++)
            c->day[j][h] = (uint8_t)below(3);
    }
    for (uint32_t i = 0; i < c->clients; i++) {
        c->rhythm[i] = (uint8_t)(kinds == 0      ? RP_WEEKLY
                                 : kinds == 1    ? below(3)
                                 : below(3) == 0 ? 1 + below(2)
                                                 : RP_WEEKLY);
        for (uint32_t j = 0; j < c->therapists; j++)
            for (uint32_t h = 0; h < c->hours[j]; h++)
                c->suits[i][j] |= (uint64_t)(below(100) < density) << h;
    }
    for (uint32_t i = 0; i < c->clients; i++) {
        uint32_t j = below(c->therapists);
        c->held[i] = RP_NONE;
        if (c->tier[i] != 0 || c->hours[j] == 0 || below(3) == 0)
            continue;
        c->held[i] = j;
        if (!has_hours(c, NULL, j))
            c->held[i] = RP_NONE;
    }
}

static void invent_quotas(clinic *c) {
    uint64_t all = ((uint64_t)1 << CLIENTS) - 1;

    c->quotas = below(QUOTAS + 1);
    for (uint32_t q = 0; q < c->quotas; q++) {
        bool for_all = below(4) == 0, of_all = below(4) == 0;
        c->of_therapist[q] = of_all ? all : below(1 << c->therapists);
        c->of_client[q] = for_all ? all : below(1 << c->clients);
        c->quota[q] =
            (rp_quota){.least = below(2) ? below(4) : 0,
                       .most = below(2) ? below(4) : RP_NONE,
                       .therapist = of_all ? NULL : &c->of_therapist[q],
                       .client = for_all ? NULL : &c->of_client[q]};
        if (c->quota[q].most < c->quota[q].least)
            c->quota[q].most = c->quota[q].least;
    }
}

static void invent_links(clinic *c) {
    c->aparts = below(APARTS + 1);
    if (c->clients < 2)
        c->aparts = 0;
    for (uint32_t k = 0; k < c->aparts; k++) {
        uint32_t a = below(c->clients), b = below(c->clients - 1);
        c->apart[k] = (rp_apart){a, b + (b >= a)};
    }
    c->parties = below(3);
    for (uint32_t i = 0; i < c->clients; i++)
        c->party[i] = c->parties && c->tier[i] && below(3) == 0
                          ? below(c->parties)
                          : RP_NONE;
}

static void invent(clinic *c) {
    int32_t step = below(2) ? 1 : 100;
    uint32_t density = 40 + below(60), shape = below(3);

    *c = (clinic){.clients = 1 + below(CLIENTS),
                  .therapists = 1 + below(THERAPISTS)};
    if (c->clients == CLIENTS && c->therapists == THERAPISTS)
        c->therapists--;
    c->is_strict = below(4) == 0;
    c->floor = below(3) ? 0 : 1 + (int32_t)below(500);
    c->keep = below(2) ? 0 : 1 + (int32_t)below(300);
    c->seed = below(3);
    for (uint32_t k = 0; k < c->clients + c->therapists; k++)
        c->lots[k] = below(below(2) ? 3 : 1000);
    for (uint32_t i = 0; i < c->clients; i++) {
        uint32_t at = below(i + 1);
        c->sequence[i] = c->sequence[at];
        c->sequence[at] = i;
        c->tier[i] = (uint8_t)(shape == 0 ? 1 : below(4));
        if (shape == 2 && below(8) == 0)
            c->tier[i] = (uint8_t)(4 + below(3));
        c->wait[i] = below(2) ? 0 : (int32_t)below(4) * 100;
        c->kept[i] = below(3) ? below(c->therapists) : RP_NONE;
        for (uint32_t j = 0; j < c->therapists; j++)
            c->score[i][j] = below(100) < density
                                 ? (int32_t)(below(600) / (uint32_t)step) * step
                                 : -1;
    }
    for (uint32_t j = 0; j < c->therapists; j++)
        c->openings[j] = below(5);
    invent_hours(c);
    invent_quotas(c);
    invent_links(c);
}

/* ---- planning it -------------------------------------------------------- */

static void suits_hour(void *payload, uint32_t client, uint32_t therapist,
                       int thread, uint64_t *bits) {
    const clinic *c = payload;

    (void)thread;
    *bits = c->suits[client][therapist];
}

static uint8_t day_of_hour(void *payload, uint32_t therapist, uint32_t hour) {
    return ((const clinic *)payload)->day[therapist][hour];
}

static rp_status plan_it(clinic *c, const uint32_t *given, rp_plan *out) {
    size_t start[CLIENTS + 1] = {0};
    uint32_t therapist[CLIENTS * THERAPISTS];
    uint16_t score[CLIENTS * THERAPISTS];
    rp_pair_table table = {start, therapist, score};
    rp_lottery lottery = {c->seed, c->lots, c->lots + c->clients};
    rp_context context = {.threads = 1, .floor = (uint16_t)c->floor};
    rp_conditions conditions = {.quota = c->quota,
                                .quotas = c->quotas,
                                .apart = c->apart,
                                .aparts = c->aparts,
                                .party = c->party,
                                .parties = c->parties,
                                .effort = 10000};
    rp_hour_source hours = {.count = c->hours,
                            .rhythm = c->rhythm,
                            .held = c->held,
                            .suits = suits_hour,
                            .day = day_of_hour,
                            .payload = c};
    rp_market_setup setup = {.clients = c->clients,
                             .therapists = c->therapists,
                             .tier = c->tier,
                             .wait = c->wait,
                             .openings = c->openings,
                             .kept = c->keep ? c->kept : NULL,
                             .keep = c->keep,
                             .worth_limit = 36000,
                             .sequence = c->sequence,
                             .lottery = &lottery,
                             .is_strict = c->is_strict,
                             .hours = c->has_hours ? &hours : NULL,
                             .conditions = &conditions,
                             .source = rp_pair_table_source(&table),
                             .threads = 1};
    rp_market *market;

    for (uint32_t i = 0; i < c->clients; i++) {
        start[i + 1] = start[i];
        for (uint32_t j = 0; j < c->therapists; j++)
            if (c->score[i][j] >= 0) {
                therapist[start[i + 1]] = j;
                score[start[i + 1]++] = (uint16_t)c->score[i][j];
            }
    }
    rp_status status = rp_market_new(&market, &setup);
    if (status == RP_OK)
        status = given ? rp_planner_prove(out, market, &context, given)
                       : rp_planner_solve(out, market, &context);
    rp_market_free(market);
    return status;
}

static const char *judge(clinic *c) {
    trial t = {.c = c};
    rp_plan plan = {0}, again = {0};
    const char *wrong = NULL;
    merit m;

    try_all(&t, 0);
    if (plan_it(c, NULL, &plan) != RP_OK)
        return "planning failed";
    measure(c, plan.therapist, &m);
    if (!is_allowed(c, plan.therapist))
        wrong = "the plan breaks a condition";
    else if (compare(&m, &t.merit) != 0)
        wrong = "not the best of all plans";
    else if (memcmp(plan.therapist, t.best, c->clients * sizeof *t.best) != 0)
        wrong = "not the canonical one of the best plans";
    else if (plan.shortfall != (uint64_t)m.shortfall)
        wrong = "another shortfall";
    else if (!plan.is_optimal || plan.gap != 0)
        wrong = "not proven";
    else if (plan_it(c, t.best, &again) != RP_OK)
        wrong = "the plan was given and refused";
    rp_plan_clear(&plan);
    rp_plan_clear(&again);
    return wrong;
}

int main(int argc, char **argv) {
    unsigned long count = 1000, seed = 1, failed = 0;

    read_arguments(argc, argv, &count, &seed);
    for (unsigned long n = 0; n < count; n++) {
        clinic c;
        state = seed * 1000003u + n;
        invent(&c);
        const char *wrong = judge(&c);
        if (!wrong)
            continue;
        failed++;
        printf("conditions: seed %lu, clinic %lu (%u x %u): %s\n", seed, n,
               c.clients, c.therapists, wrong);
    }
    printf("conditions: %lu passed, %lu failed\n", count - failed, failed);
    return failed != 0;
}
