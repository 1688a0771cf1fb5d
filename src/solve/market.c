#include "solve/market.h"

#include "base/array.h"
#include "base/thread_pool.h"
#include "solve/packed_row.h"
#include "solve/promised.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * Rows are kept in blocks of clients, packed. Where all that is kept is small,
 * rows are kept plain instead: the therapists, then the scores, ready to be
 * seen where they stand.
 */
enum { BLOCK = 256 /* clients */ };

static const size_t least_limit = (size_t)2 << 30;
static const size_t share_limit = 3; /* one in so many bytes there are */
static const size_t plain_limit = (size_t)16 << 20;

enum { PLAIN_RECORD = sizeof(uint32_t) + sizeof(uint16_t) };

typedef struct block {
    uint8_t *bytes;      /* packed; NULL when plain or not kept */
    uint8_t width;       /* bytes of a record, where packed */
    uint32_t *therapist; /* plain, with the scores; NULL when not */
    uint16_t *score;
    uint32_t at[BLOCK + 1]; /* bytes, or pairs where the block is plain */
} block;

struct rp_market {
    uint32_t clients, therapists;
    uint8_t *tier;             /* [clients] */
    int32_t *wait;             /* [clients] */
    uint32_t *openings;        /* [therapists] */
    uint32_t *client_pairs;    /* [clients] */
    uint32_t *therapist_pairs; /* [therapists] */
    uint32_t *kept;            /* [clients] or NULL */
    int32_t keep;
    uint32_t *sequence;                   /* [clients] or NULL */
    uint64_t *client_lot, *therapist_lot; /* what `lottery` points to */
    rp_lottery lottery; /* its arrays are NULL where there is none */
    bool is_strict, has_conditions;
    rp_promised promised;
    rp_conditions conditions; /* what they point to is borrowed */
    bool is_view;    /* all but tier and client_pairs is another market's */
    bool is_relaxed; /* and promised.count */
    int64_t worth_limit;
    rp_pair_source source;
    size_t blocks;
    block *block; /* [blocks] */
    size_t memory_limit;
    uint64_t pairs;
    int threads;
    bool is_stored;
};

/* What one thread needs while the market is being made. */
typedef struct workspace {
    uint32_t *therapist; /* [room] rows of the block at hand */
    uint16_t *score;     /* [room] */
    uint8_t *bytes;      /* [byte_room] the same, packed */
    uint32_t *pairs;     /* [therapists] counted by this thread */
    size_t used, room, byte_room;
} workspace;

typedef struct making {
    rp_market *market;
    workspace *workspace; /* [threads] */
    atomic_size_t stored; /* bytes */
    atomic_bool is_short; /* out of memory */
} making;

/* ---- storing ---------------------------------------------------------- */

/* Room for one more row. */
static bool make_room(workspace *w, uint32_t therapists) {
    size_t wanted = w->used + therapists + 1; /* never no room at all */

    if (wanted <= w->room)
        return true;
    wanted += wanted / 2;
    uint32_t *therapist =
        rp_resize_array(w->therapist, wanted, sizeof *therapist);
    if (!therapist)
        return false;
    w->therapist = therapist;
    uint16_t *score = rp_resize_array(w->score, wanted, sizeof *score);
    if (!score)
        return false;
    w->score = score;
    w->room = wanted;
    return true;
}

static size_t unpack(const block *b, uint32_t k, uint32_t *therapist,
                     uint16_t *score) {
    return rp_packed_row_read(b->bytes + b->at[k], b->bytes + b->at[k + 1],
                              b->width, therapist, score);
}

/* Raise the kept pair of a row, or lower it again. */
static void add_keep(const rp_market *market, uint32_t client, int32_t keep,
                     const uint32_t *therapist, uint16_t *score, size_t count) {
    size_t low = 0, high = count;

    if (!market->kept || market->kept[client] == RP_NONE)
        return;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (therapist[middle] < market->kept[client])
            low = middle + 1;
        else
            high = middle;
    }
    if (low < count && therapist[low] == market->kept[client])
        score[low] = (uint16_t)(score[low] + keep);
}

/* Reserve bytes of what may be kept in all; false beyond the limit. Which
   blocks then are kept, or are plain, changes with the threads' pace, but
   never what a row contains. */
static bool reserve(making *m, size_t bytes, size_t limit) {
    if (atomic_fetch_add(&m->stored, bytes) + bytes <= limit)
        return true;
    atomic_fetch_sub(&m->stored, bytes);
    return false;
}

static bool keep_plain(block *b, const workspace *w) {
    b->therapist = rp_new_array(w->used, sizeof *b->therapist);
    b->score = rp_new_array(w->used, sizeof *b->score);
    if (!b->therapist || !b->score)
        return false;
    if (w->used) { /* with no pair at all there is nothing to copy */
        memcpy(b->therapist, w->therapist, w->used * sizeof *b->therapist);
        memcpy(b->score, w->score, w->used * sizeof *b->score);
    }
    return true;
}

/* Whether narrow records would be the longer ones, for their fillers. */
static uint8_t choose_width(const block *b, const workspace *w) {
    size_t fillers = 0;

    for (uint32_t k = 0; k < BLOCK; k++)
        for (uint32_t p = b->at[k], next = 0; p < b->at[k + 1]; p++) {
            fillers += w->therapist[p] - next >= rp_packed_row_gap(RP_NARROW);
            next = w->therapist[p] + 1;
        }
    return RP_NARROW * (w->used + fillers) <= RP_WIDE * w->used ? RP_NARROW
                                                                : RP_WIDE;
}

/* Pack the block, and keep it unless the limit is reached. */
static bool keep_packed(making *m, block *b, workspace *w) {
    /* a record and a filler a pair, and one more where a gap takes two */
    size_t most = RP_WIDE * (2 * w->used + BLOCK) + 1;

    if (most > UINT32_MAX) /* more than `at` can count */
        return true;
    if (most > w->byte_room) {
        uint8_t *grown = rp_resize_array(w->bytes, most, 1);
        if (!grown)
            return false;
        w->bytes = grown;
        w->byte_room = most;
    }
    uint8_t *at = w->bytes;
    b->width = choose_width(b, w);
    for (uint32_t k = 0; k < BLOCK; k++) {
        uint32_t first = b->at[k];
        b->at[k] = (uint32_t)(at - w->bytes);
        at = rp_packed_row_write(at, b->width, w->therapist + first,
                                 w->score + first, b->at[k + 1] - first);
    }
    size_t used = (size_t)(at - w->bytes);
    b->at[BLOCK] = (uint32_t)used;
    if (!reserve(m, used, m->market->memory_limit))
        return true;
    *at = 0; /* one to read beyond the end */
    b->bytes = rp_copy_array(w->bytes, used + 1, 1);
    return b->bytes != NULL;
}

/* Plain, unless the limit is reached or a block like this shows that it will
   be by far. */
static bool keep(making *m, block *b, workspace *w) {
    size_t bytes = w->used * PLAIN_RECORD;
    size_t limit = m->market->memory_limit;

    if (limit > plain_limit)
        limit = plain_limit;
    if (bytes / 4 <= limit / m->market->blocks && reserve(m, bytes, limit))
        return keep_plain(b, w);
    return keep_packed(m, b, w);
}

static void make_block(void *payload, size_t number, int thread) {
    making *m = payload;
    rp_market *market = m->market;
    workspace *w = &m->workspace[thread];
    block *b = &market->block[number];
    uint32_t first = (uint32_t)number * BLOCK;

    w->used = 0;
    for (uint32_t k = 0; k < BLOCK; k++) {
        uint32_t client = first + k;
        b->at[k] = (uint32_t)w->used;
        if (client >= market->clients || market->tier[client] == 0)
            continue;
        if (!make_room(w, market->therapists)) {
            atomic_store(&m->is_short, true);
            return;
        }
        uint32_t *therapist = w->therapist + w->used;
        size_t count =
            market->source.pairs(market->source.payload, client, thread,
                                 therapist, w->score + w->used);
        market->client_pairs[client] = (uint32_t)count;
        for (size_t p = 0; p < count; p++) {
            assert(w->score[w->used + p] <= RP_SCORE_LIMIT);
            w->pairs[therapist[p]]++;
        }
        w->used += count;
    }
    b->at[BLOCK] = (uint32_t)w->used;
    if (!keep(m, b, w))
        atomic_store(&m->is_short, true);
}

/* A block that was kept plain is packed like the others. */
static bool repack(making *m, block *b) {
    workspace *w = &m->workspace[0];

    w->used = 0;
    if (!make_room(w, b->at[BLOCK]))
        return false;
    w->used = b->at[BLOCK];
    if (w->used) {
        memcpy(w->therapist, b->therapist, w->used * sizeof *w->therapist);
        memcpy(w->score, b->score, w->used * sizeof *w->score);
    }
    free(b->therapist);
    free(b->score);
    b->therapist = NULL;
    b->score = NULL;
    atomic_fetch_sub(&m->stored, w->used * PLAIN_RECORD);
    return keep_packed(m, b, w);
}

static void add_keeps(const rp_market *market, size_t number) {
    block *b = &market->block[number];
    uint32_t first = (uint32_t)number * BLOCK;
    uint32_t count = market->clients - first; /* the last block is shorter */

    if (count > BLOCK)
        count = BLOCK;
    for (uint32_t k = 0; b->at[BLOCK] > 0 && k < count; k++)
        add_keep(market, first + k, market->keep, b->therapist + b->at[k],
                 b->score + b->at[k], b->at[k + 1] - b->at[k]);
}

/* All blocks plain, or none: the memory of some would be wasted. */
static bool settle_blocks(making *m) {
    rp_market *market = m->market;
    size_t plain = 0;

    for (size_t b = 0; b < market->blocks; b++)
        plain += market->block[b].therapist != NULL;
    for (size_t b = 0; b < market->blocks; b++)
        if (plain == market->blocks)
            add_keeps(market, b);
        else if (market->block[b].therapist && !repack(m, &market->block[b]))
            return false;
    return true;
}

/* ---- making ----------------------------------------------------------- */

/* What rosters and solver leave of the machine's memory. */
static size_t default_limit(void) {
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    size_t limit =
        pages > 0 && size > 0 ? (size_t)pages / share_limit * (size_t)size : 0;

    return limit > least_limit ? limit : least_limit;
}

static bool copy_kept(rp_market *market, const rp_market_setup *setup) {
    if (!setup->kept)
        return true;
    assert(setup->keep >= 0 && setup->keep <= RP_KEEP_LIMIT);
    market->keep = setup->keep;
    market->kept =
        rp_copy_array(setup->kept, setup->clients, sizeof *market->kept);
    return market->kept != NULL;
}

/* Who comes first, and what settles the rest. */
static bool copy_order(rp_market *market, const rp_market_setup *setup) {
    const rp_lottery *lottery = setup->lottery;

    market->is_strict = setup->is_strict;
    if (setup->sequence)
        market->sequence = rp_copy_array(setup->sequence, setup->clients,
                                         sizeof *market->sequence);
    if (lottery) {
        market->client_lot = rp_copy_array(lottery->clients, setup->clients,
                                           sizeof *market->client_lot);
        market->therapist_lot =
            rp_copy_array(lottery->therapists, setup->therapists,
                          sizeof *market->therapist_lot);
        market->lottery = (rp_lottery){lottery->seed, market->client_lot,
                                       market->therapist_lot};
    }
    return (!setup->sequence || market->sequence) &&
           (!lottery || (market->client_lot && market->therapist_lot));
}

static bool copy_setup(rp_market *market, const rp_market_setup *setup) {
    market->tier =
        rp_copy_array(setup->tier, setup->clients, sizeof *market->tier);
    market->wait =
        rp_copy_array(setup->wait, setup->clients, sizeof *market->wait);
    market->client_pairs =
        rp_new_array(setup->clients, sizeof *market->client_pairs);
    market->openings = rp_copy_array(setup->openings, setup->therapists,
                                     sizeof *market->openings);
    market->therapist_pairs =
        rp_new_array(setup->therapists, sizeof *market->therapist_pairs);
    market->block = rp_new_array(market->blocks, sizeof *market->block);
    if (!market->tier || !market->wait || !market->client_pairs ||
        !market->openings || !market->therapist_pairs || !market->block)
        return false;
    return copy_kept(market, setup) && copy_order(market, setup) &&
           rp_promised_copy(&market->promised, setup->hours, setup->clients,
                            setup->therapists) == RP_OK;
}

static bool make_workspaces(making *m, uint32_t therapists, int threads) {
    m->workspace = rp_new_array((size_t)threads, sizeof *m->workspace);
    if (!m->workspace)
        return false;
    for (int t = 0; t < threads; t++) {
        workspace *w = &m->workspace[t];
        w->pairs = rp_new_array(therapists, sizeof *w->pairs);
        if (!w->pairs)
            return false;
    }
    return true;
}

static void free_workspaces(making *m, int threads) {
    for (int t = 0; m->workspace && t < threads; t++) {
        free(m->workspace[t].therapist);
        free(m->workspace[t].score);
        free(m->workspace[t].pairs);
        free(m->workspace[t].bytes);
    }
    free(m->workspace);
}

static void add_up(rp_market *market, const making *m) {
    for (int t = 0; t < market->threads; t++)
        for (uint32_t j = 0; j < market->therapists; j++)
            market->therapist_pairs[j] += m->workspace[t].pairs[j];
    for (uint32_t i = 0; i < market->clients; i++)
        market->pairs += market->client_pairs[i];
    market->is_stored = true;
    for (size_t b = 0; b < market->blocks; b++)
        if (!market->block[b].bytes && !market->block[b].therapist)
            market->is_stored = false;
}

rp_status rp_market_new(rp_market **out, const rp_market_setup *setup) {
    rp_status status = RP_ERR_MEMORY;
    rp_market *market = rp_new_array(1, sizeof *market);
    making m = {.market = market};
    int threads = setup->threads < 1 ? 1 : setup->threads;

    *out = NULL;
    if (!market)
        return RP_ERR_MEMORY;
    market->clients = setup->clients;
    market->therapists = setup->therapists;
    market->worth_limit = setup->worth_limit;
    market->source = setup->source;
    market->threads = threads;
    market->has_conditions = setup->conditions != NULL;
    if (setup->conditions)
        market->conditions = *setup->conditions;
    market->blocks = ((size_t)setup->clients + BLOCK - 1) / BLOCK;
    market->memory_limit =
        setup->memory_limit ? setup->memory_limit : default_limit();
    atomic_init(&m.stored, 0);
    atomic_init(&m.is_short, false);
    if (!copy_setup(market, setup) ||
        !make_workspaces(&m, setup->therapists, threads))
        goto done;
    if (!setup->is_unkept)
        rp_thread_pool_run(threads, market->blocks, make_block, &m);
    if (atomic_load(&m.is_short) || (!setup->is_unkept && !settle_blocks(&m)))
        goto done;
    add_up(market, &m);
    *out = market;
    market = NULL;
    status = RP_OK;
done:
    free_workspaces(&m, threads);
    rp_market_free(market);
    return status;
}

static void free_block(block *b) {
    free(b->bytes);
    free(b->therapist);
    free(b->score);
}

void rp_market_free(rp_market *market) {
    if (!market)
        return;
    free(market->tier);
    free(market->client_pairs);
    if (market->is_view) {
        if (market->is_relaxed)
            free(market->promised.count);
        free(market);
        return;
    }
    for (size_t b = 0; market->block && b < market->blocks; b++)
        free_block(&market->block[b]);
    free(market->block);
    free(market->wait);
    free(market->kept);
    free(market->sequence);
    free(market->client_lot);
    free(market->therapist_lot);
    free(market->openings);
    free(market->therapist_pairs);
    rp_promised_clear(&market->promised);
    free(market);
}

rp_status rp_market_restrict(rp_market **out, const rp_market *market,
                             const bool *is_in) {
    rp_market *view = rp_new_array(1, sizeof *view);

    *out = view;
    if (!view)
        return RP_ERR_MEMORY;
    *view = *market;
    view->is_view = true;
    view->is_relaxed = false;
    view->pairs = 0;
    view->tier = rp_new_array(market->clients, sizeof *view->tier);
    view->client_pairs =
        rp_new_array(market->clients, sizeof *view->client_pairs);
    if (!view->tier || !view->client_pairs) {
        rp_market_free(view);
        *out = NULL;
        return RP_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < market->clients; i++) {
        bool is_here = !is_in || is_in[i];
        view->tier[i] = is_here ? market->tier[i] : 0;
        view->client_pairs[i] = is_here ? market->client_pairs[i] : 0;
        view->pairs += view->client_pairs[i];
    }
    return RP_OK;
}

rp_status rp_market_relax(rp_market **out, const rp_market *market,
                          const bool *is_free) {
    rp_status status = rp_market_restrict(out, market, NULL);

    if (status == RP_OK)
        (*out)->is_relaxed =
            rp_promised_relax(&(*out)->promised, market->therapists, is_free);
    if (status != RP_OK || (*out)->is_relaxed)
        return status;
    rp_market_free(*out);
    *out = NULL;
    return RP_ERR_MEMORY;
}

/* ---- reading ---------------------------------------------------------- */

size_t rp_market_see(const rp_market *market, uint32_t client, int thread,
                     uint32_t *buffer_therapist, uint16_t *buffer_score,
                     const uint32_t **therapist, const uint16_t **score) {
    const block *b = &market->block[client / BLOCK];
    uint32_t k = client % BLOCK;

    if (b->therapist && market->tier[client] != 0) {
        *therapist = b->therapist + b->at[k];
        *score = b->score + b->at[k];
        return b->at[k + 1] - b->at[k];
    }
    *therapist = buffer_therapist;
    *score = buffer_score;
    size_t count =
        b->bytes && market->tier[client] != 0
            ? unpack(b, k, buffer_therapist, buffer_score)
            : market->source.pairs(market->source.payload, client, thread,
                                   buffer_therapist, buffer_score);
    add_keep(market, client, market->keep, buffer_therapist, buffer_score,
             count);
    return count;
}

size_t rp_market_row(const rp_market *market, uint32_t client, int thread,
                     uint32_t *therapist, uint16_t *score) {
    const uint32_t *seen_therapist;
    const uint16_t *seen_score;
    size_t count = rp_market_see(market, client, thread, therapist, score,
                                 &seen_therapist, &seen_score);

    if (seen_therapist != therapist && count > 0) {
        memcpy(therapist, seen_therapist, count * sizeof *therapist);
        memcpy(score, seen_score, count * sizeof *score);
    }
    return count;
}

size_t rp_market_scores(const rp_market *market, uint32_t client, int thread,
                        uint32_t *therapist, uint16_t *score) {
    size_t count = rp_market_row(market, client, thread, therapist, score);

    add_keep(market, client, -market->keep, therapist, score, count);
    return count;
}

uint32_t rp_market_kept(const rp_market *market, uint32_t client) {
    return market->kept ? market->kept[client] : RP_NONE;
}

int32_t rp_market_keep(const rp_market *market) { return market->keep; }

const uint32_t *rp_market_sequence(const rp_market *market) {
    return market->sequence;
}

const rp_lottery *rp_market_lottery(const rp_market *market) {
    return market->lottery.clients ? &market->lottery : NULL;
}

bool rp_market_is_strict(const rp_market *market) { return market->is_strict; }

uint32_t rp_market_clients(const rp_market *market) { return market->clients; }

uint32_t rp_market_therapists(const rp_market *market) {
    return market->therapists;
}

uint8_t rp_market_tier(const rp_market *market, uint32_t client) {
    return market->tier[client];
}

int32_t rp_market_wait(const rp_market *market, uint32_t client) {
    return market->wait[client];
}

uint32_t rp_market_openings(const rp_market *market, uint32_t therapist) {
    return market->openings[therapist];
}

int64_t rp_market_worth_limit(const rp_market *market) {
    return market->worth_limit;
}

const rp_conditions *rp_market_conditions(const rp_market *market) {
    return market->has_conditions ? &market->conditions : NULL;
}

const rp_promised *rp_market_promised(const rp_market *market) {
    return &market->promised;
}

int rp_market_threads(const rp_market *market) { return market->threads; }

uint32_t rp_market_client_pairs(const rp_market *market, uint32_t client) {
    return market->client_pairs[client];
}

uint32_t rp_market_therapist_pairs(const rp_market *market,
                                   uint32_t therapist) {
    return market->therapist_pairs[therapist];
}

uint64_t rp_market_pairs(const rp_market *market) { return market->pairs; }

bool rp_market_is_stored(const rp_market *market) { return market->is_stored; }
