/*
 * Random markets of all shapes, solved by every method and number of threads
 * and compared with answers found another way: every assignment tried on
 * small ones, an augmenting method on larger ones, planted optima.
 */
#include "instance.h"

#include <stdbool.h>

/* ---- an instance ------------------------------------------------------- */

/* The compressed rows from the dense table. */
static void pack(instance *in) {
    size_t used = 0;
    for (uint32_t i = 0; i < in->clients; i++) {
        in->start[i] = used;
        for (uint32_t j = 0; j < in->therapists; j++) {
            int32_t s = in->dense[(size_t)i * in->therapists + j];
            if (s < 0)
                continue;
            in->therapist[used] = j;
            in->score[used++] = (uint16_t)s;
        }
    }
    in->start[in->clients] = used;
}

static int32_t shaped(uint32_t shape, uint32_t i, uint32_t j) {
    switch (shape) {
    case 0:
        return (int32_t)below(10001);
    case 1: /* coarse */
        return (int32_t)below(5) * 2500;
    case 2: /* all tied */
        return 7000;
    case 3: /* a common order of therapists */
        return (int32_t)((j * 37u) % 50u * 150u + below(200));
    case 4: /* two values */
        return (int32_t)below(2);
    default: /* low rank, adversarial for lists */
        return (int32_t)((i % 10 + 1) * (j % 20 + 1) * 50);
    }
}

static void fill_people(instance *in, uint32_t tiers, uint32_t waits) {
    for (uint32_t i = 0; i < in->clients; i++) {
        in->tier[i] = (uint8_t)(tiers == 0 ? 1 : 1 + below(3));
        if (tiers == 2 && below(10) == 0)
            in->tier[i] = 0;
        in->wait[i] = waits == 0   ? 0
                      : waits == 1 ? (int32_t)below(26) * 25
                                   : (int32_t)below(27) * 1000;
    }
}

static void fill_openings(instance *in, double supply) {
    double each = supply * in->clients / in->therapists;
    for (uint32_t j = 0; j < in->therapists; j++) {
        uint32_t kind = below(20);
        in->openings[j] =
            kind == 0 ? 0
            : kind == 1
                ? 9999
                : (uint32_t)(each * 2.0 * (double)(draw() >> 11) * 0x1p-53 +
                             0.5);
    }
    if (below(2)) /* no extremes, exact supply */
        for (uint32_t j = 0; j < in->therapists; j++)
            in->openings[j] = (uint32_t)((j + 1) * each) - (uint32_t)(j * each);
}

/* Therapists of an earlier run, most of them eligible; keep is small, or ties
   with a step of the scores, or all there may be. */
static void keep_some(instance *in) {
    static const int32_t keeps[] = {1, 500, 2500, RP_KEEP_LIMIT};

    in->kept = need(in->clients, sizeof *in->kept);
    in->keep = keeps[below(4)];
    in->worth_limit += in->keep;
    for (uint32_t i = 0; i < in->clients; i++) {
        size_t first = in->start[i], count = in->start[i + 1] - first;
        uint32_t kind = below(8);
        in->kept[i] = kind == 0 || (count == 0 && kind < 4) ? RP_NONE
                      : kind == 1 || count == 0
                          ? below(in->therapists)
                          : in->therapist[first + below((uint32_t)count)];
    }
}

/* ---- hours ------------------------------------------------------------- */

/* An hour for a client, or others for those who hold one; Kuhn. */
static bool find_hour(uint64_t suits, const uint64_t *all, uint32_t *holder,
                      uint64_t *seen, uint32_t client) {
    for (uint32_t h = 0; h < 64; h++) {
        if (!(suits >> h & 1) || *seen >> h & 1)
            continue;
        *seen |= (uint64_t)1 << h;
        if (holder[h] != RP_NONE &&
            !find_hour(all[holder[h]], all, holder, seen, holder[h]))
            continue;
        holder[h] = client;
        return true;
    }
    return false;
}

/* Can everybody of a therapist hold an hour, those who hold one already, too?
   @param plan  [clients] NULL: those alone */
static bool can_deal(const instance *in, const uint32_t *plan, uint32_t j) {
    uint64_t *all = need(in->clients, sizeof *all);
    uint32_t holder[64];
    bool good = true;

    memset(holder, 255, sizeof holder);
    for (uint32_t i = 0; i < in->clients && good; i++) {
        bool is_here = plan && plan[i] == j;
        all[i] = in->suits[(size_t)i * in->therapists + j];
        if (!is_here && (!in->held || in->held[i] != j || all[i] == 0))
            continue;
        uint64_t seen = 0;
        good = find_hour(all[i], all, holder, &seen, i);
    }
    free(all);
    return good;
}

static bool have_hours(const instance *in, const uint32_t *plan) {
    for (uint32_t j = 0; in->hours && j < in->therapists; j++)
        if (in->hours[j] > 0 && !can_deal(in, plan, j))
            return false;
    return true;
}

/* Hours that suit many or few; some of those of tier 0 hold one. */
static void promise(instance *in, uint32_t most) {
    size_t cells = (size_t)in->clients * in->therapists;
    uint32_t density = 10 + below(90);

    in->hours = need(in->therapists, sizeof *in->hours);
    in->suits = need(cells, sizeof *in->suits);
    in->held = need(in->clients, sizeof *in->held);
    for (uint32_t j = 0; j < in->therapists; j++)
        in->hours[j] = (uint16_t)(below(4) ? 1 + below(most) : 0);
    for (uint32_t i = 0; i < in->clients; i++) {
        for (uint32_t j = 0; j < in->therapists; j++) {
            uint64_t *bits = &in->suits[(size_t)i * in->therapists + j];
            for (uint32_t h = 0; h < in->hours[j]; h++)
                *bits |= (uint64_t)(below(100) < density) << h;
            if (in->hours[j] > 0 && *bits == 0 && below(20))
                *bits = (uint64_t)1 << below(in->hours[j]);
        }
        in->held[i] = RP_NONE;
    }
    for (uint32_t i = 0; i < in->clients; i++) {
        uint32_t j = below(in->therapists);
        if (in->tier[i] != 0 || below(3) == 0 || in->hours[j] == 0)
            continue;
        in->held[i] = j;
        if (!can_deal(in, NULL, j))
            in->held[i] = RP_NONE;
    }
}

static void make_random(instance *in, uint32_t most_i, uint32_t most_j) {
    *in = (instance){.clients = 1 + below(most_i),
                     .therapists = 1 + below(most_j)};
    allocate(in);
    uint32_t density = 3 + below(98), shape = below(6);
    uint32_t regions = below(3) ? 1 : 1 + below(5);
    double supply = 0.3 + (double)below(28) / 10.0;
    fill_people(in, below(3), below(3));
    fill_openings(in, supply);
    for (uint32_t i = 0; i < in->clients; i++)
        for (uint32_t j = 0; j < in->therapists; j++)
            in->dense[(size_t)i * in->therapists + j] =
                below(100) < density && i % regions == j % regions
                    ? shaped(shape, i, j)
                    : -1;
    if (below(2) == 0)
        in->floor = 1 + (int32_t)below(shape == 4 ? 2 : 10000);
    if (below(4) == 0) /* rewards as of 200,000 clients */
        in->worth_limit = (int64_t)200000 * 36000 / in->clients;
    pack(in);
    if (below(3) == 0)
        keep_some(in);
    draw_order(in);
    in->is_strict = below(3) == 0;
    if (below(5) < 2)
        promise(in, most_i < 10 ? 1 + below(6) : 1 + below(12));
}

/* Prices first, then scores that they prove: S = u + v - slack. */
static void make_planted(instance *in) {
    *in = (instance){.clients = 200 + below(800), .therapists = 20 + below(80)};
    allocate(in);
    uint32_t *own = need(in->clients, sizeof *own);
    int32_t *u = need(in->clients, sizeof *u);
    int32_t *v = need(in->therapists, sizeof *v);
    int32_t step = below(2) ? 1 : 500;
    fill_people(in, 0, 0);
    in->planted = 0;
    for (uint32_t j = 0; j < in->therapists; j++)
        v[j] = (int32_t)below(4000) / step * step;
    for (uint32_t i = 0; i < in->clients; i++) {
        own[i] = below(in->therapists);
        u[i] = (int32_t)below(4000) / step * step + 500;
        in->openings[own[i]]++;
        in->planted += u[i] + v[own[i]];
    }
    for (uint32_t j = 0; j < in->therapists; j++)
        if (v[j] == 0)
            in->openings[j] += below(3);
    for (uint32_t i = 0; i < in->clients; i++)
        for (uint32_t j = 0; j < in->therapists; j++) {
            int32_t s = u[i] + v[j] -
                        (j == own[i] ? 0 : (int32_t)below(3000) / step * step);
            in->dense[(size_t)i * in->therapists + j] =
                j != own[i] && (s < 0 || below(3) == 0) ? -1 : s;
        }
    pack(in);
    draw_order(in);
    free(own);
    free(u);
    free(v);
}

/* ---- answers found another way ----------------------------------------- */

/* What a plan is worth: clients placed by tier, then who they are, where the
   queue is strict (a bit each, by tier and sequence), then those of them who
   are not below the floor, then the total. */
enum { QUEUE_WORDS = 3 };

typedef struct worth {
    int64_t placed[4], fair, total;
    uint64_t queue[QUEUE_WORDS];
} worth;

static int32_t kept_worth(const instance *in, uint32_t i, uint32_t j) {
    return in->kept && in->kept[i] == j ? in->keep : 0;
}

static int compare(const worth *a, const worth *b) {
    for (int t = 3; t >= 1; t--)
        if (a->placed[t] != b->placed[t])
            return a->placed[t] > b->placed[t] ? 1 : -1;
    for (int k = 0; k < QUEUE_WORDS; k++)
        if (a->queue[k] != b->queue[k])
            return a->queue[k] > b->queue[k] ? 1 : -1;
    if (a->fair != b->fair)
        return a->fair > b->fair ? 1 : -1;
    return (a->total > b->total) - (a->total < b->total);
}

static void note_queue(const instance *in, const uint32_t *plan, worth *out) {
    uint32_t bit = 0;

    for (int tier = 3; tier >= 1; tier--)
        for (uint32_t k = 0; k < in->clients; k++) {
            uint32_t i = in->sequence[k];
            if (in->tier[i] != tier)
                continue;
            if (plan[i] != RP_NONE)
                out->queue[bit / 64] |= (uint64_t)1 << (63 - bit % 64);
            bit++;
        }
}

/* False when the plan is not even allowed. */
static bool measure(const instance *in, const uint32_t *plan, worth *out) {
    uint32_t *taken = need(in->therapists, sizeof *taken);
    bool good = true;

    *out = (worth){0};
    for (uint32_t i = 0; i < in->clients; i++) {
        if (plan[i] == RP_NONE)
            continue;
        int32_t s = plan[i] < in->therapists
                        ? in->dense[(size_t)i * in->therapists + plan[i]]
                        : -1;
        if (s < 0 || in->tier[i] == 0 ||
            ++taken[plan[i]] > in->openings[plan[i]]) {
            good = false;
            break;
        }
        out->placed[in->tier[i]]++;
        out->fair += s >= in->floor;
        out->total += s + in->wait[i] + kept_worth(in, i, plan[i]);
    }
    free(taken);
    if (in->is_strict)
        note_queue(in, plan, out);
    return good && have_hours(in, plan);
}

/* Whether therapist a stands before b in a client's own list. */
static bool is_better(const instance *in, uint32_t i, uint32_t a, uint32_t b) {
    const int32_t *s = in->dense + (size_t)i * in->therapists;
    uint64_t one = rp_lottery_pair(&in->lottery, i, a);
    uint64_t two = rp_lottery_pair(&in->lottery, i, b);

    if (s[a] != s[b])
        return s[a] > s[b];
    return one != two ? one < two : a < b;
}

/* Whether plan a is before b in the canonical order. */
static bool is_before(const instance *in, const uint32_t *a,
                      const uint32_t *b) {
    for (uint32_t k = 0; k < in->clients; k++) {
        uint32_t i = in->sequence[k];
        if (a[i] == b[i])
            continue;
        if (a[i] == RP_NONE || b[i] == RP_NONE)
            return b[i] == RP_NONE;
        return is_better(in, i, a[i], b[i]);
    }
    return false;
}

typedef struct trial {
    const instance *in;
    uint32_t plan[8], best[8], room[8];
    worth worth;
    bool any;
} trial;

static void try_all(trial *t, uint32_t i) {
    const instance *in = t->in;
    if (i == in->clients) {
        worth w;
        if (!measure(in, t->plan, &w))
            return;
        int c = t->any ? compare(&w, &t->worth) : 1;
        if (c < 0 || (c == 0 && !is_before(in, t->plan, t->best)))
            return;
        t->any = true;
        t->worth = w;
        memcpy(t->best, t->plan, sizeof t->plan);
        return;
    }
    t->plan[i] = RP_NONE;
    try_all(t, i + 1);
    for (uint32_t j = 0; j < in->therapists && in->tier[i]; j++) {
        if (in->dense[(size_t)i * in->therapists + j] < 0 || !t->room[j])
            continue;
        t->room[j]--;
        t->plan[i] = j;
        try_all(t, i + 1);
        t->room[j]++;
    }
}

/* One client after the other by the best augmenting path (Bellman-Ford). */
typedef struct augmenting {
    const instance *in;
    int64_t big, turn, middle; /* of a tier, of the queue, of the floor */
    uint32_t *place;           /* [clients] in the sequence */
    uint32_t *plan, *taken, *from, *via;
    int64_t *gain;
    const uint32_t *forced; /* may be NULL; [clients] only this therapist,
                               therapists + 1: any */
} augmenting;

static int64_t pair_worth(const augmenting *a, uint32_t i, uint32_t j) {
    const instance *in = a->in;
    int32_t s = in->dense[(size_t)i * in->therapists + j];
    if (s < 0 || in->tier[i] == 0 || in->openings[j] == 0)
        return -1;
    if (a->forced && a->forced[i] != in->therapists + 1 && a->forced[i] != j)
        return -1;
    /* forced clients come before all tiers, so that they wait only if they
       must */
    int64_t must = a->forced && a->forced[i] < in->therapists ? 4 : 0;
    return (in->tier[i] + must) * a->big +
           (int64_t)(in->clients - a->place[i]) * a->turn +
           (s >= in->floor ? a->middle : 0) + in->wait[i] + s +
           kept_worth(in, i, j);
}

static void relax(augmenting *a) {
    const instance *in = a->in;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t k = 0; k < in->clients; k++) {
            uint32_t j = a->plan[k];
            if (j == RP_NONE || a->gain[j] == INT64_MIN)
                continue;
            int64_t rest = a->gain[j] - pair_worth(a, k, j);
            for (uint32_t t = 0; t < in->therapists; t++) {
                int64_t w = t == j ? -1 : pair_worth(a, k, t);
                if (w < 0 || rest + w <= a->gain[t])
                    continue;
                a->gain[t] = rest + w;
                a->from[t] = j;
                a->via[t] = k;
                changed = true;
            }
        }
    }
}

static void augment(augmenting *a, uint32_t i) {
    const instance *in = a->in;
    uint32_t end = RP_NONE, drop = RP_NONE;
    int64_t best = 0;

    for (uint32_t j = 0; j < in->therapists; j++) {
        int64_t w = pair_worth(a, i, j);
        a->gain[j] = w < 0 ? INT64_MIN : w;
        a->from[j] = RP_NONE;
        a->via[j] = i;
    }
    relax(a);
    for (uint32_t j = 0; j < in->therapists; j++)
        if (a->gain[j] > best && a->taken[j] < in->openings[j]) {
            best = a->gain[j];
            end = j;
        }
    for (uint32_t k = 0; k < i; k++)
        if (a->plan[k] != RP_NONE && a->gain[a->plan[k]] != INT64_MIN &&
            a->gain[a->plan[k]] - pair_worth(a, k, a->plan[k]) > best) {
            best = a->gain[a->plan[k]] - pair_worth(a, k, a->plan[k]);
            end = a->plan[k];
            drop = k;
        }
    if (end == RP_NONE)
        return;
    if (drop != RP_NONE)
        a->plan[drop] = RP_NONE;
    else
        a->taken[end]++;
    for (uint32_t j = end; j != RP_NONE; j = a->from[j])
        a->plan[a->via[j]] = j;
}

static worth best_worth(const instance *in, const uint32_t *forced) {
    int64_t middle = 1 + (int64_t)in->clients * 50000;
    int64_t below_turn = in->clients * (middle + 50000);
    int64_t turn = in->is_strict ? 1 + below_turn : 0;
    augmenting a = {.in = in,
                    .big = 1 + below_turn + in->clients * turn,
                    .turn = turn,
                    .middle = middle,
                    .place = need(in->clients, sizeof *a.place),
                    .plan = need(in->clients, sizeof *a.plan),
                    .taken = need(in->therapists, sizeof *a.taken),
                    .from = need(in->therapists, sizeof *a.from),
                    .via = need(in->therapists, sizeof *a.via),
                    .gain = need(in->therapists, sizeof *a.gain),
                    .forced = forced};
    worth w = {0};
    for (uint32_t i = 0; i < in->clients; i++) {
        a.plan[i] = RP_NONE;
        a.place[in->sequence[i]] = i;
    }
    for (uint32_t i = 0; i < in->clients; i++)
        if (in->tier[i])
            augment(&a, i);
    measure(in, a.plan, &w);
    for (uint32_t i = 0; forced && i < in->clients; i++)
        if (forced[i] < in->therapists && a.plan[i] != forced[i])
            w = (worth){.placed = {0, -1, -1, -1}};
    free(a.place);
    free(a.plan);
    free(a.taken);
    free(a.from);
    free(a.via);
    free(a.gain);
    return w;
}

/* Whether no client can be better off with all before it kept. */
static bool is_canonical(const instance *in, const uint32_t *plan,
                         const worth *best) {
    uint32_t *forced = need(in->clients, sizeof *forced);
    bool good = true;

    for (uint32_t i = 0; i < in->clients; i++)
        forced[i] = in->therapists + 1;
    for (uint32_t k = 0; k < in->clients && good; k++) {
        uint32_t i = in->sequence[k];
        const int32_t *s = in->dense + (size_t)i * in->therapists;
        for (uint32_t j = 0; j < in->therapists && good; j++) {
            bool better = s[j] >= 0 && in->openings[j] > 0 && in->tier[i] &&
                          (plan[i] == RP_NONE || is_better(in, i, j, plan[i]));
            if (!better)
                continue;
            forced[i] = j;
            worth w = best_worth(in, forced);
            good = compare(&w, best) < 0;
        }
        forced[i] = plan[i] == RP_NONE ? in->therapists : plan[i];
    }
    free(forced);
    return good;
}

/* ---- one instance ------------------------------------------------------ */

static const char *check_plan(const instance *in, const uint32_t *plan) {
    worth got;
    if (!measure(in, plan, &got))
        return "a plan that is not allowed";
    if (in->clients <= 6 && in->therapists <= 5) {
        trial t = {.in = in};
        memcpy(t.room, in->openings, in->therapists * sizeof *t.room);
        try_all(&t, 0);
        if (compare(&got, &t.worth) != 0)
            return "not the best of all assignments";
        if (memcmp(plan, t.best, in->clients * sizeof *plan) != 0)
            return "not the canonical one of the best assignments";
        return NULL;
    }
    if (in->planted >= 0)
        return got.total == in->planted ? NULL : "not the planted optimum";
    if (in->hours) /* the proof has gone over it */
        return NULL;
    worth best = best_worth(in, NULL);
    if (compare(&got, &best) != 0)
        return "not as good as by augmenting paths";
    if (in->clients <= 20 && in->therapists <= 12 &&
        !is_canonical(in, plan, &best))
        return "not the canonical one (client by client)";
    return NULL;
}

static const char *check(const instance *in) {
    static const rp_start crashes[] = {RP_START_NETWORK, RP_START_AUCTION,
                                       RP_START_GREEDY, RP_START_NONE};
    rp_context network = {.crash = RP_START_NETWORK, .threads = 1};
    rp_plan first = {0};
    const char *wrong = NULL;

    if (solve(in, network, NULL, 0, &first) != RP_OK)
        return "network failed";
    wrong = check_plan(in, first.therapist);
    for (int k = 0; k < 8 && !wrong; k++) {
        rp_plan plan;
        rp_context options = {.crash = (int)crashes[k / 2],
                              .threads = 1 + k % 2};
        rp_status status = solve(in, options, NULL, k % 2 ? 1 : 0, &plan);
        if (in->hours && k == 7) { /* all of them begin the same */
            rp_plan_clear(&plan);
            status = solve(in, options, first.therapist, 0, &plan);
        }
        if (status != RP_OK)
            wrong = k / 2 == 0   ? "network failed with two threads"
                    : k / 2 == 1 ? "auction failed"
                    : k / 2 == 2 ? "greedy failed"
                                 : "none failed";
        else if (memcmp(plan.therapist, first.therapist,
                        in->clients * sizeof *plan.therapist) != 0)
            wrong = "methods or threads disagree";
        else if (plan.pairs_checked != first.pairs_checked)
            wrong = "the proofs went over different pairs";
        rp_plan_clear(&plan);
    }
    rp_plan_clear(&first);
    return wrong;
}

int main(int argc, char **argv) {
    unsigned long count = 1000, seed = 1, failed = 0;

    read_arguments(argc, argv, &count, &seed);
    for (unsigned long n = 0; n < count; n++) {
        instance in;
        state = seed * 1000003u + n;
        if (n % 50 == 49)
            make_planted(&in);
        else if (n % 4 == 0)
            make_random(&in, 6, 5);
        else if (n % 4 == 1)
            make_random(&in, 20, 12);
        else
            make_random(&in, 150, 50);
        const char *wrong = check(&in);
        if (wrong) {
            failed++;
            printf("match: seed %lu, instance %lu (%u x %u): %s\n", seed, n,
                   in.clients, in.therapists, wrong);
        }
        clear(&in);
    }
    printf("match: %lu passed, %lu failed\n", count - failed, failed);
    return failed != 0;
}
