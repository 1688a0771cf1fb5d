#include "solve/conditioned/pricing.h"

#include "base/array.h"
#include "solve/conditioned/branching.h"
#include "solve/conditioned/joined.h"

#include <stdlib.h>

enum { NODES = 200 };

/* The part at hand: GLPK gives back all of a thread's memory at once, so that
   one program is there at a time. */
typedef struct pricing {
    const rp_priced *priced;
    int64_t *price;      /* [clients][therapists] */
    uint32_t *part_of;   /* [clients] RP_NONE: in no part */
    uint32_t *therapist; /* [therapists] room for a row */
    uint16_t *score;     /* likewise */
    rp_problem problem;
    rp_search search;
    uint16_t *low; /* [pairs] clients of the unit who would fall too far */
    int64_t most;  /* no plan has more points */
} pricing;

/* ---- a part ------------------------------------------------------------- */

/* Count at each pair who would fall too far. */
static void find_low(pricing *r, uint32_t client) {
    const rp_problem *p = &r->problem;
    uint32_t u = p->unit[client];
    size_t count =
        rp_market_scores(r->priced->market, client, 0, r->therapist, r->score);

    for (size_t n = p->start[u], k = 0; n < p->start[u + 1]; n++) {
        while (k < count && r->therapist[k] < p->therapist[p->at[n]])
            k++;
        if (k < count && r->score[k] < r->priced->least[client])
            r->low[n]++;
    }
}

/* The plan that there is, and what it keeps. */
static rp_status take_base(pricing *r) {
    const rp_problem *p = &r->problem;
    rp_search *s = &r->search;
    const rp_aim aim = {.shortfall = -1};

    for (uint32_t u = 0; u < p->units; u++)
        for (size_t n = p->start[u]; n < p->start[u + 1]; n++)
            if (p->therapist[p->at[n]] ==
                r->priced->base[p->client[p->first[u]]])
                s->best[u] = n;
    s->standing = rp_allowed_measure(p, s->best);
    for (uint32_t u = 0; u < p->units; u++) {
        if (s->best[u] == SIZE_MAX)
            return RP_ERR_SOLVER;
        rp_program_set_must(&s->program, u, true);
    }
    return rp_search_hold(s, &aim);
}

static rp_status bind(void *payload) {
    pricing *r = payload;
    const rp_problem *p = &r->problem;

    for (uint32_t u = 0; u < p->units; u++) {
        int64_t most = 0;
        for (size_t n = p->start[u]; n < p->start[u + 1]; n++) {
            most = p->points[n] > most ? p->points[n] : most;
            if (r->low[n] > 0)
                rp_program_close_pair(&r->search.program, n);
        }
        r->most += most;
    }
    return take_base(r);
}

static rp_status open_part(pricing *r, const rp_members *members) {
    rp_problem *p = &r->problem;
    rp_status status = rp_problem_init(p, r->priced->market, members, 0, 0);

    r->most = 0;
    if (status == RP_OK)
        status = rp_search_init(&r->search, p);
    if (status != RP_OK)
        return status;
    r->low = rp_new_array(p->pairs, sizeof *r->low);
    if (!r->low)
        return RP_ERR_MEMORY;
    for (uint32_t k = 0; k < p->clients; k++)
        find_low(r, p->client[k]);
    return rp_program_guard(&r->search.program, bind, r);
}

static void close_part(pricing *r) {
    rp_search_clear(&r->search);
    rp_problem_clear(&r->problem);
    free(r->low);
    r->low = NULL;
}

/* ---- one pair ----------------------------------------------------------- */

/* Would others of the unit fall too far? The one who asks may. */
static bool is_too_low(const pricing *r, size_t pair, bool is_low) {
    return r->low[pair] > (is_low ? 1 : 0);
}

/* Nobody has anything, so that whatever comes is better. */
static void forget_plan(rp_search *s) {
    for (uint32_t u = 0; u < s->problem->units; u++)
        s->best[u] = SIZE_MAX;
    s->standing = rp_allowed_measure(s->problem, s->best);
}

/* The points of the best plan with a pair, or RP_NO_PRICE. */
static rp_status seek(pricing *r, uint32_t unit, size_t pair, int64_t *points) {
    rp_search *s = &r->search;
    const rp_quest quest = {.goal = {.points = 1},
                            .unit = 1,
                            .cap = INT64_MAX,
                            .most = r->most,
                            .effort = NODES};
    size_t height = s->closed_count;
    bool is_proven = false;
    int64_t bound;

    if (r->low[pair] > 0)
        rp_program_open_pair(&s->program, pair);
    rp_status status = rp_search_fix(s, unit, pair) ? RP_OK : RP_ERR_MEMORY;
    forget_plan(s);
    if (status == RP_OK)
        status = rp_search_run(s, &quest, &is_proven, &bound);
    *points =
        is_proven && s->best[unit] == pair ? s->standing.points : RP_NO_PRICE;
    rp_search_release(s, unit, height, true);
    if (r->low[pair] > 0)
        rp_program_close_pair(&s->program, pair);
    return status;
}

/* ---- all of them -------------------------------------------------------- */

static rp_status price_pair(pricing *r, uint32_t client, size_t pair,
                            uint16_t score, int64_t own, int64_t *price) {
    int64_t points;

    *price = RP_NO_PRICE;
    if (own == RP_NO_PRICE ||
        is_too_low(r, pair, score < r->priced->least[client]))
        return RP_OK;
    rp_status status = seek(r, r->problem.unit[client], pair, &points);
    if (status == RP_OK && points != RP_NO_PRICE)
        *price = own - points;
    return status;
}

static rp_status price_client(pricing *r, uint32_t client) {
    const rp_problem *p = &r->problem;
    const rp_market *market = r->priced->market;
    int64_t *price = r->price + (size_t)client * rp_market_therapists(market);
    uint32_t u = p->unit[client], base = r->priced->base[client];
    size_t count = rp_market_scores(market, client, 0, r->therapist, r->score);
    int64_t own = RP_NO_PRICE;
    rp_status status = RP_OK;

    for (size_t n = p->start[u]; status == RP_OK && n < p->start[u + 1]; n++)
        if (p->therapist[p->at[n]] == base)
            status = seek(r, u, n, &own);
    for (size_t n = p->start[u], k = 0; status == RP_OK && n < p->start[u + 1];
         n++) {
        uint32_t t = p->therapist[p->at[n]];
        while (k < count && r->therapist[k] < t)
            k++;
        if (k == count || r->therapist[k] != t)
            break; /* never so */
        status = t == base
                     ? RP_OK
                     : price_pair(r, client, n, r->score[k], own, &price[t]);
    }
    price[base] = 0;
    return status;
}

/* Parts by number: of who stands for each. */
static uint32_t number_parts(pricing *r, const rp_joined *joined,
                             uint32_t *number) {
    uint32_t parts = 0;

    for (uint32_t k = 0; k < joined->clients + joined->therapists; k++)
        number[k] = RP_NONE;
    for (uint32_t i = 0; i < joined->clients; i++) {
        r->part_of[i] = RP_NONE;
        if (rp_market_tier(r->priced->market, i) == 0)
            continue;
        uint32_t *own = &number[rp_joined_find(joined, i)];
        if (*own == RP_NONE)
            *own = parts++;
        r->part_of[i] = *own;
    }
    return parts;
}

static rp_status price_part(pricing *r, const rp_members *members) {
    rp_status status = open_part(r, members);

    for (uint32_t k = 0; status == RP_OK && k < members->clients; k++)
        status = price_client(r, members->client[k]);
    close_part(r);
    return status;
}

static rp_status price_all(pricing *r, const rp_joined *joined,
                           uint32_t *number, uint32_t *client,
                           uint32_t *therapist) {
    uint32_t parts = number_parts(r, joined, number);
    rp_status status = RP_OK;

    for (uint32_t k = 0; status == RP_OK && k < parts; k++) {
        rp_members members = {.client = client, .therapist = therapist};
        for (uint32_t i = 0; i < joined->clients; i++)
            if (r->part_of[i] == k)
                client[members.clients++] = i;
        for (uint32_t j = 0; j < joined->therapists; j++)
            if (rp_market_openings(r->priced->market, j) > 0 &&
                number[rp_joined_find(joined, joined->clients + j)] == k)
                therapist[members.therapists++] = j;
        status = price_part(r, &members);
    }
    return status;
}

rp_status rp_pricing_find(const rp_priced *priced, int64_t *price) {
    uint32_t clients = rp_market_clients(priced->market);
    uint32_t therapists = rp_market_therapists(priced->market);
    size_t cells = (size_t)clients * therapists;
    pricing r = {.priced = priced,
                 .price = price,
                 .part_of = rp_new_array(clients, sizeof *r.part_of),
                 .therapist = rp_new_array(therapists, sizeof *r.therapist),
                 .score = rp_new_array(therapists, sizeof *r.score)};
    uint32_t *client = rp_new_array(clients, sizeof *client);
    uint32_t *therapist = rp_new_array(therapists, sizeof *therapist);
    uint32_t *number =
        rp_new_array((size_t)clients + therapists, sizeof *number);
    rp_joined joined = {0};
    rp_status status = rp_joined_init(&joined, priced->market);

    for (size_t k = 0; k < cells; k++)
        price[k] = RP_NO_PRICE;
    if (!r.part_of || !r.therapist || !r.score || !client || !therapist ||
        !number)
        status = RP_ERR_MEMORY;
    if (status == RP_OK)
        status = price_all(&r, &joined, number, client, therapist);
    rp_joined_clear(&joined);
    free(client);
    free(therapist);
    free(number);
    free(r.part_of);
    free(r.therapist);
    free(r.score);
    return status;
}
