/*
 * Plans that were made elsewhere, on random markets: the optimal one is taken
 * as it is, another of the same worth comes out as the canonical one, and one
 * that is worse or not allowed is refused.
 */
#include "instance.h"

static uint16_t shaped(uint32_t shape) {
    return (uint16_t)(shape == 0   ? below(10001)
                      : shape == 1 ? below(3) * 5000
                                   : 7000);
}

/* Pairs only within one of a few regions, so that there are parts. */
static void make(instance *in) {
    uint32_t regions = 1 + below(4), dense = 1 + below(10), shape = below(3);
    uint32_t seats = 1 + below(4);
    size_t used = 0;

    in->clients = 1 + below(40);
    in->therapists = 1 + below(20);
    allocate(in);
    for (uint32_t j = 0; j < in->therapists; j++)
        in->openings[j] = below(12) == 0 ? 9999 : below(seats + 1);
    for (uint32_t i = 0; i < in->clients; i++) {
        in->tier[i] = (uint8_t)below(4);
        in->wait[i] = (int32_t)below(3) * 25;
        in->start[i] = used;
        for (uint32_t j = 0; j < in->therapists; j++)
            if (i % regions == j % regions && below(10) < dense) {
                in->therapist[used] = j;
                in->score[used++] = shaped(shape);
            }
    }
    in->start[in->clients] = used;
    in->floor = (int32_t)(below(2) * (1 + below(10000)));
    in->keep = below(2) ? 0 : below(2) ? 2500 : RP_KEEP_LIMIT;
    in->worth_limit = 10050 + in->keep;
    in->kept = need(in->clients, sizeof *in->kept);
    for (uint32_t i = 0; i < in->clients; i++)
        in->kept[i] = below(in->therapists);
    draw_order(in);
    in->is_strict = below(3) == 0;
}

/* What a pair is worth, or -1 when it is not eligible; tiers weigh more than
 * all else here. */
static int64_t worth(const instance *in, uint32_t i, uint32_t j) {
    if (j == RP_NONE)
        return 0;
    for (size_t k = in->start[i]; in->tier[i] && k < in->start[i + 1]; k++)
        if (in->therapist[k] == j)
            return in->tier[i] * INT64_C(10000000000) +
                   (in->score[k] >= in->floor ? 10000000 : 0) + in->wait[i] +
                   in->score[k] + (in->kept[i] == j ? in->keep : 0);
    return -1;
}

/* Give a plan; `is_good`: it has to come out as the canonical one, else it
 * has to be refused. */
static const char *check(const instance *in, const uint32_t *given, int is_good,
                         const rp_plan *canonical) {
    rp_plan plan;
    const char *wrong = NULL;
    rp_context context = {.crash = RP_START_NETWORK,
                          .threads = 1 + (int)below(2)};
    rp_status status = solve(in, context, given, 0, &plan);

    if (is_good && status != RP_OK)
        wrong = "an optimal plan was refused";
    else if (!is_good && status != RP_ERR_SOLVER)
        wrong = "a plan that is none, or not optimal, was taken";
    else if (is_good && (memcmp(plan.therapist, canonical->therapist,
                                in->clients * sizeof *plan.therapist) != 0 ||
                         plan.pairs_checked != canonical->pairs_checked))
        wrong = "not the canonical plan";
    rp_plan_clear(&plan);
    return wrong;
}

/* Two clients change places, or one loses its own. */
static const char *disturb(const instance *in, const rp_plan *canonical,
                           uint32_t *given) {
    uint32_t a = below(in->clients), b = below(in->clients);
    uint32_t of_a = canonical->therapist[a], of_b = canonical->therapist[b];
    const char *wrong = NULL;

    memcpy(given, canonical->therapist, in->clients * sizeof *given);
    if (of_a != RP_NONE) {
        given[a] = RP_NONE;
        wrong = check(in, given, 0, canonical);
    }
    given[a] = of_b;
    given[b] = of_a;
    int64_t before = worth(in, a, of_a) + worth(in, b, of_b);
    int64_t one = worth(in, a, of_b), two = worth(in, b, of_a);
    bool is_queue_kept =
        !in->is_strict || (of_a == RP_NONE) == (of_b == RP_NONE);
    if (!wrong)
        wrong =
            check(in, given,
                  one >= 0 && two >= 0 && one + two == before && is_queue_kept,
                  canonical);
    given[a] = in->therapists; /* nobody's number */
    given[b] = b == a ? in->therapists : of_b;
    return wrong ? wrong : check(in, given, 0, canonical);
}

int main(int argc, char **argv) {
    rp_context network = {.crash = RP_START_NETWORK, .threads = 1};
    unsigned long count = 1000, seed = 1, failed = 0;

    read_arguments(argc, argv, &count, &seed);
    for (unsigned long n = 0; n < count; n++) {
        instance in = {0};
        rp_plan plan;
        const char *wrong = NULL;
        state = seed * 1000003u + n;
        make(&in);
        uint32_t *given = need(in.clients, sizeof *given);
        if (solve(&in, network, NULL, 0, &plan) != RP_OK)
            wrong = "not solved";
        else
            wrong = check(&in, plan.therapist, 1, &plan);
        for (int k = 0; k < 10 && !wrong; k++)
            wrong = disturb(&in, &plan, given);
        if (wrong) {
            failed++;
            printf("given: seed %lu, instance %lu (%u x %u): %s\n", seed, n,
                   in.clients, in.therapists, wrong);
        }
        free(given);
        rp_plan_clear(&plan);
        clear(&in);
    }
    printf("given: %lu passed, %lu failed\n", count - failed, failed);
    return failed != 0;
}
