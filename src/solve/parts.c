#include "solve/parts.h"

#include "base/array.h"
#include "base/thread_pool.h"
#include "solve/week/market_hours.h"

#include <stdlib.h>

enum { BLOCK = 256 /* clients */ };

static const int64_t exact_limit = (int64_t)1 << 53;

/* One thread's own union-find over therapists, and its row. */
typedef struct forest {
    uint32_t *parent; /* [therapists] */
    uint32_t trees;   /* among open therapists that have clients */
    uint32_t *therapist;
    uint16_t *score;
} forest;

typedef struct finding {
    const rp_market *market;
    forest *forest;  /* [threads] */
    uint32_t *first; /* [clients] some open therapist of each */
    uint32_t lone;   /* open therapists that have clients */
    bool all_open;   /* every therapist that has clients is open */
} finding;

int64_t rp_parts_reward(uint32_t clients, int64_t worth_limit) {
    int64_t most = exact_limit / 3 / (clients ? clients : 1);

    if (most < 1 || worth_limit > (most - 1) / (clients ? clients : 1))
        return 0;
    return 1 + (int64_t)clients * worth_limit;
}

/* ---- union-find -------------------------------------------------------- */

static uint32_t find(uint32_t *parent, uint32_t j) {
    while (parent[j] != j) {
        parent[j] = parent[parent[j]];
        j = parent[j];
    }
    return j;
}

/* The smaller index becomes the root; the partition, which is all that is
   used, would be the same with any rule. */
static uint32_t unite(forest *f, uint32_t a, uint32_t b) {
    a = find(f->parent, a);
    b = find(f->parent, b);
    if (a == b)
        return a;
    f->trees--;
    if (b < a) {
        f->parent[a] = b;
        return b;
    }
    f->parent[b] = a;
    return a;
}

static void join_client(finding *f, forest *w, uint32_t client, int thread) {
    const rp_market *market = f->market;

    if (w->trees <= 1 && f->all_open) {
        f->first[client] = 0; /* any will do: there is one tree */
        return;
    }
    const uint32_t *therapist;
    const uint16_t *score;
    size_t count = rp_market_see(market, client, thread, w->therapist, w->score,
                                 &therapist, &score);
    uint32_t root = RP_NONE;
    for (size_t k = 0; k < count; k++) {
        uint32_t j = therapist[k];
        if (rp_market_openings(market, j) == 0)
            continue;
        if (root == RP_NONE)
            root = find(w->parent, j);
        else if (w->parent[j] != root)
            root = unite(w, root, j);
        if (w->trees <= 1)
            break;
    }
    f->first[client] = root;
}

static void join_block(void *payload, size_t block, int thread) {
    finding *f = payload;
    uint32_t end = rp_market_clients(f->market);
    uint32_t client = (uint32_t)block * BLOCK;

    if (end - client > BLOCK)
        end = client + BLOCK;
    for (; client < end; client++)
        if (rp_market_client_pairs(f->market, client) > 0)
            join_client(f, &f->forest[thread], client, thread);
}

static bool make_forests(finding *f, int threads) {
    const rp_market *market = f->market;
    uint32_t therapists = rp_market_therapists(market);

    f->all_open = true;
    for (uint32_t j = 0; j < therapists; j++) {
        if (rp_market_therapist_pairs(market, j) == 0)
            continue;
        if (rp_market_openings(market, j) > 0)
            f->lone++;
        else
            f->all_open = false;
    }
    f->forest = rp_new_array((size_t)threads, sizeof *f->forest);
    if (!f->forest)
        return false;
    for (int t = 0; t < threads; t++) {
        forest *w = &f->forest[t];
        w->parent = rp_new_array(therapists, sizeof *w->parent);
        w->therapist = rp_new_array(therapists, sizeof *w->therapist);
        w->score = rp_new_array(therapists, sizeof *w->score);
        if (!w->parent || !w->therapist || !w->score)
            return false;
        for (uint32_t j = 0; j < therapists; j++)
            w->parent[j] = j;
        w->trees = f->lone;
    }
    return true;
}

/* A thread whose forest has grown together to one tree no longer looks at
   rows; `first` 0 then may be a therapist without clients. */
static void merge_forests(finding *f, int threads) {
    uint32_t therapists = rp_market_therapists(f->market);
    bool is_whole = false;

    for (int t = 0; t < threads; t++)
        if (f->all_open && f->forest[t].trees <= 1)
            is_whole = true;
    for (int t = 1; t < threads; t++)
        for (uint32_t j = 0; j < therapists; j++)
            unite(&f->forest[0], j, find(f->forest[t].parent, j));
    if (!is_whole || f->lone == 0)
        return;
    uint32_t root = 0;
    while (rp_market_therapist_pairs(f->market, root) == 0)
        root++;
    for (uint32_t i = 0; i < rp_market_clients(f->market); i++)
        if (f->first[i] != RP_NONE)
            f->first[i] = root;
}

static void free_forests(finding *f, int threads) {
    for (int t = 0; f->forest && t < threads; t++) {
        free(f->forest[t].parent);
        free(f->forest[t].therapist);
        free(f->forest[t].score);
    }
    free(f->forest);
    free(f->first);
}

/* ---- from the forest to the parts -------------------------------------- */

/* Number the roots by smallest client: number[root] is the part. */
static void number_parts(rp_parts *out, const finding *f, uint32_t *number) {
    uint32_t *parent = f->forest[0].parent;
    uint32_t clients = rp_market_clients(f->market);

    for (uint32_t i = 0; i < clients; i++) {
        out->client_part[i] = RP_NONE;
        if (f->first[i] == RP_NONE)
            continue;
        uint32_t root = find(parent, f->first[i]);
        if (number[root] == RP_NONE)
            number[root] = (uint32_t)out->count++;
        out->client_part[i] = number[root];
    }
}

static void fill_parts(rp_parts *out, const finding *f,
                       const uint32_t *number) {
    const rp_market *market = f->market;
    uint32_t *parent = f->forest[0].parent;
    uint32_t *client = out->client, *therapist = out->therapist;

    for (uint32_t i = 0; i < rp_market_clients(market); i++)
        if (out->client_part[i] != RP_NONE) {
            rp_part *p = &out->part[out->client_part[i]];
            p->clients++;
            p->pairs += rp_market_client_pairs(market, i);
        }
    for (uint32_t j = 0; j < rp_market_therapists(market); j++) {
        uint32_t n = number[find(parent, j)];
        out->local[j] = RP_NONE;
        if (n != RP_NONE && rp_market_openings(market, j) > 0 &&
            rp_market_therapist_pairs(market, j) > 0)
            out->local[j] = out->part[n].therapists++;
        if (out->local[j] != RP_NONE) {
            uint32_t hours = rp_market_hours(market, j);
            out->part[n].places += hours > 1 ? hours : 1;
        }
    }
    for (size_t p = 0; p < out->count; p++) {
        out->part[p].client = client;
        out->part[p].therapist = therapist;
        client += out->part[p].clients;
        therapist += out->part[p].therapists;
    }
}

/* The clients of each part in the order in which they come first.
   @param number  [clients] within its own part
   @param used    [parts] of zeros */
static bool order_members(rp_parts *out, const rp_market *market,
                          const uint32_t *number, uint32_t *used) {
    const uint32_t *sequence = rp_market_sequence(market);
    uint32_t clients = rp_market_clients(market);

    if (!sequence)
        return true;
    out->sequence = rp_new_array(clients, sizeof *out->sequence);
    if (!out->sequence)
        return false;
    for (size_t k = 0; k < out->count; k++)
        out->part[k].sequence =
            out->sequence + (out->part[k].client - out->client);
    for (uint32_t k = 0; k < clients; k++) {
        uint32_t i = sequence[k], p = out->client_part[i];
        if (p != RP_NONE)
            out->sequence[(size_t)(out->part[p].client - out->client) +
                          used[p]++] = number[i];
    }
    return true;
}

static bool place_members(rp_parts *out, const finding *f,
                          const uint32_t *number) {
    const rp_market *market = f->market;
    uint32_t clients = rp_market_clients(market);
    uint32_t *used = rp_new_array(out->count, sizeof *used);
    uint32_t *own = rp_new_array(clients, sizeof *own);

    if (!used || !own) {
        free(used);
        free(own);
        return false;
    }
    for (uint32_t i = 0; i < clients; i++) {
        uint32_t p = out->client_part[i];
        if (p == RP_NONE)
            continue;
        own[i] = used[p];
        out->client[(size_t)(out->part[p].client - out->client) + used[p]++] =
            i;
    }
    for (size_t k = 0; k < out->count; k++)
        used[k] = 0;
    bool whole = order_members(out, market, own, used);
    for (uint32_t j = 0; j < rp_market_therapists(market); j++) {
        if (out->local[j] == RP_NONE)
            continue;
        const rp_part *p = &out->part[number[find(f->forest[0].parent, j)]];
        out->therapist[(size_t)(p->therapist - out->therapist) +
                       out->local[j]] = j;
    }
    free(used);
    free(own);
    return whole;
}

static rp_status make_parts(rp_parts *out, const finding *f) {
    uint32_t therapists = rp_market_therapists(f->market);
    uint32_t *number = rp_new_array(therapists, sizeof *number);
    rp_status status = RP_ERR_MEMORY;

    if (!number)
        return RP_ERR_MEMORY;
    for (uint32_t j = 0; j < therapists; j++)
        number[j] = RP_NONE;
    number_parts(out, f, number);
    out->part = rp_new_array(out->count, sizeof *out->part);
    if (!out->part)
        goto done;
    fill_parts(out, f, number);
    if (!place_members(out, f, number))
        goto done;
    status = RP_OK;
    for (size_t p = 0; p < out->count; p++) {
        out->part[p].reward = rp_parts_reward(out->part[p].clients,
                                              rp_market_worth_limit(f->market));
        out->part[p].start = out->part[p].reward;
        if (out->part[p].reward == 0)
            status = RP_ERR_SIZE;
    }
done:
    free(number);
    return status;
}

rp_status rp_parts_find(rp_parts *out, const rp_market *market, int threads) {
    finding f = {.market = market};
    uint32_t clients = rp_market_clients(market);
    uint32_t therapists = rp_market_therapists(market);
    rp_status status = RP_ERR_MEMORY;

    *out = (rp_parts){0};
    out->client = rp_new_array(clients, sizeof *out->client);
    out->client_part = rp_new_array(clients, sizeof *out->client_part);
    out->therapist = rp_new_array(therapists, sizeof *out->therapist);
    out->local = rp_new_array(therapists, sizeof *out->local);
    f.first = rp_new_array(clients, sizeof *f.first);
    if (!out->client || !out->client_part || !out->therapist || !out->local ||
        !f.first || !make_forests(&f, threads))
        goto done;
    for (uint32_t i = 0; i < clients; i++)
        f.first[i] = RP_NONE;
    rp_thread_pool_run(threads, ((size_t)clients + BLOCK - 1) / BLOCK,
                       join_block, &f);
    merge_forests(&f, threads);
    status = make_parts(out, &f);
done:
    free_forests(&f, threads);
    if (status != RP_OK)
        rp_parts_clear(out);
    return status;
}

rp_status rp_parts_set_floor(rp_parts *parts, int64_t worth_limit,
                             uint16_t least) {
    const int64_t most = exact_limit / 8;

    parts->least = least;
    for (size_t p = 0; p < parts->count; p++) {
        rp_part *part = &parts->part[p];
        int64_t moved = part->clients;
        if (moved > (int64_t)part->places + 1)
            moved = (int64_t)part->places + 1;
        if (worth_limit > most / moved / (moved + 1))
            return RP_ERR_SIZE;
        part->floor = 1 + moved * worth_limit;
        part->reward = 1 + moved * (part->floor + worth_limit);
        if (part->reward > most)
            return RP_ERR_SIZE;
    }
    return RP_OK;
}

rp_floor rp_parts_floor(const rp_parts *parts, const rp_market *market,
                        uint32_t client) {
    uint32_t part = parts->client_part[client];

    return (rp_floor){.reward = part == RP_NONE ? 0 : parts->part[part].floor,
                      .least = parts->least,
                      .keep = (uint16_t)rp_market_keep(market),
                      .kept = rp_market_kept(market, client)};
}

void rp_parts_clear(rp_parts *parts) {
    free(parts->part);
    free(parts->client);
    free(parts->therapist);
    free(parts->sequence);
    free(parts->local);
    free(parts->client_part);
    *parts = (rp_parts){0};
}
