#include "solve/network_simplex.h"

#include "base/array.h"

#include <stdlib.h>

/*
 * Every arc leads from a client to a therapist or to the root, or from the
 * root to a therapist, and none has an upper limit: a client sends one unit
 * only. With p = u for clients, p = -v for therapists and p = 0 for the root
 *
 *     slack of (i, j) = p_i - p_j - w_ij     w = 0 where i or j is the root
 *
 * and arcs of the tree have slack 0. An arc of negative slack enters: flow
 * goes along it and back through the tree, which lowers the flow of the arcs
 * it meets against their direction. Those are the arcs above therapists on
 * the way up from the arc's head, and above clients on the way down to its
 * tail. The first of them to become empty leaves.
 *
 * Ties do not cycle or stall: the tree is strongly feasible (every empty arc
 * leads towards the root), and the leaving arc is the last that blocks when
 * the cycle is followed in the direction of flow from its top (Cunningham).
 */

enum {
    PRICED_EACH = 4, /* pairs a round may add for one client */
    LEAST_BLOCK = 64
};

typedef struct node {
    uint32_t parent, child, next, previous; /* children form a list */
    uint32_t depth;
    uint32_t flow; /* on the arc to the parent */
    uint16_t score;
} node;

typedef struct network {
    const rp_model *model;
    rp_columns *columns;
    uint32_t clients, root;
    node *node;        /* [nodes] */
    int64_t *p;        /* [nodes] */
    uint32_t position; /* the node whose arcs are priced next */
    size_t block;      /* arcs looked at before the best of them enters */
    uint64_t pivots;
} network;

typedef struct entering {
    uint32_t tail, head;
    int64_t slack;
    uint16_t score;
} entering;

/* ---- the tree ---------------------------------------------------------- */

static void attach(network *n, uint32_t k, uint32_t parent) {
    node *at = &n->node[k];

    at->parent = parent;
    at->previous = RP_NONE;
    at->next = n->node[parent].child;
    if (at->next != RP_NONE)
        n->node[at->next].previous = k;
    n->node[parent].child = k;
}

static void detach(network *n, uint32_t k) {
    const node *at = &n->node[k];

    if (at->previous == RP_NONE)
        n->node[at->parent].child = at->next;
    else
        n->node[at->previous].next = at->next;
    if (at->next != RP_NONE)
        n->node[at->next].previous = at->previous;
}

/* The next node below `top`, parents first; RP_NONE after the last. */
static uint32_t walk(const network *n, uint32_t k, uint32_t top) {
    if (n->node[k].child != RP_NONE)
        return n->node[k].child;
    while (k != top) {
        if (n->node[k].next != RP_NONE)
            return n->node[k].next;
        k = n->node[k].parent;
    }
    return RP_NONE;
}

static int64_t worth(const network *n, uint32_t client, uint32_t head,
                     uint16_t score) {
    return rp_model_worth(n->model, client, head - n->clients, score);
}

/* The price that makes the arc to the parent tight. */
static int64_t price_below(const network *n, uint32_t k) {
    const node *at = &n->node[k];
    int64_t above = n->p[at->parent];

    if (at->parent == n->root)
        return above;
    return k < n->clients ? above + worth(n, k, at->parent, at->score)
                          : above - worth(n, at->parent, k, at->score);
}

static void price_tree(network *n) {
    uint32_t k = n->root;

    n->p[k] = 0;
    n->node[k].depth = 0;
    while ((k = walk(n, k, n->root)) != RP_NONE) {
        n->p[k] = price_below(n, k);
        n->node[k].depth = n->node[n->node[k].parent].depth + 1;
    }
}

/* ---- pricing ----------------------------------------------------------- */

/* The pairs of one client by the best. A floor that is a constant 0 leaves a
   shorter loop. */
static inline void price_pairs(const network *n, uint32_t k, rp_floor floor,
                               entering *best) {
    const rp_columns *c = n->columns;
    const int64_t *head = n->p + n->clients;
    const uint32_t *therapist = c->therapist;
    const uint16_t *score = c->score;
    size_t first = c->start[k], end = c->start[k + 1];
    int64_t rest = n->p[k] - n->model->base[k], most = INT64_MIN;

    for (size_t a = first; a < end; a++) {
        int64_t gain = head[therapist[a]] +
                       rp_worth_of_gain(floor, therapist[a], score[a]);
        most = gain > most ? gain : most;
    }
    /* Rarely better than the best so far: which one it was is found then. */
    if (first < end && rest - most < best->slack) {
        size_t a = first;
        while (head[therapist[a]] +
                   rp_worth_of_gain(floor, therapist[a], score[a]) !=
               most)
            a++;
        *best = (entering){k, n->clients + therapist[a], rest - most, score[a]};
    }
}

/* The most violated arc out of one client, or into one therapist from the
   root; gives the arcs looked at. */
static size_t price_node(const network *n, uint32_t k, entering *best) {
    const rp_columns *c = n->columns;

    if (k >= n->clients) {
        if (-n->p[k] < best->slack)
            *best = (entering){n->root, k, -n->p[k], 0};
        return 1;
    }
    if (n->p[k] < best->slack)
        *best = (entering){k, n->root, n->p[k], 0};
    if (n->model->floor)
        price_pairs(n, k, rp_model_floor(n->model, k), best);
    else
        price_pairs(n, k, (rp_floor){0}, best);
    return 1 + c->start[k + 1] - c->start[k];
}

/* Go round the nodes from where the last search stopped. */
static bool find_entering(network *n, entering *best) {
    size_t seen = 0;

    *best = (entering){0};
    for (uint32_t k = 0; k < n->root; k++) {
        seen += price_node(n, n->position, best);
        n->position = n->position + 1 == n->root ? 0 : n->position + 1;
        if (seen >= n->block) {
            if (best->slack < 0)
                return true;
            seen = 0;
        }
    }
    return best->slack < 0;
}

/* ---- pivoting ---------------------------------------------------------- */

static uint32_t find_top(const network *n, uint32_t a, uint32_t b) {
    while (a != b) {
        if (n->node[a].depth >= n->node[b].depth)
            a = n->node[a].parent;
        else
            b = n->node[b].parent;
    }
    return a;
}

/* The node whose arc to its parent leaves; says on which side it is. */
static uint32_t find_leaving(const network *n, const entering *e, uint32_t top,
                             uint32_t *flow, bool *is_tail) {
    uint32_t leaving = RP_NONE;

    *flow = UINT32_MAX;
    for (uint32_t k = e->tail; k != top; k = n->node[k].parent)
        if (k < n->clients && n->node[k].flow < *flow) {
            *flow = n->node[k].flow;
            leaving = k;
            *is_tail = true;
        }
    for (uint32_t k = e->head; k != top; k = n->node[k].parent)
        if (k >= n->clients && n->node[k].flow <= *flow) {
            *flow = n->node[k].flow;
            leaving = k;
            *is_tail = false;
        }
    return leaving;
}

static void push(network *n, const entering *e, uint32_t top, uint32_t flow) {
    for (uint32_t k = e->tail; k != top; k = n->node[k].parent) {
        if (k < n->clients)
            n->node[k].flow -= flow;
        else
            n->node[k].flow += flow;
    }
    for (uint32_t k = e->head; k != top; k = n->node[k].parent) {
        if (k < n->clients)
            n->node[k].flow += flow;
        else
            n->node[k].flow -= flow;
    }
}

/* Hang the subtree that the leaving arc cuts off at the entering arc, and
   turn round the arcs between the two. */
static void rehang(network *n, uint32_t from, uint32_t parent, uint32_t leaving,
                   uint32_t flow, uint16_t score) {
    uint32_t k = from;

    for (;;) {
        node old = n->node[k];
        detach(n, k);
        attach(n, k, parent);
        n->node[k].flow = flow;
        n->node[k].score = score;
        if (k == leaving)
            return;
        parent = k;
        flow = old.flow;
        score = old.score;
        k = old.parent;
    }
}

static bool pivot(network *n, const entering *e) {
    uint32_t top = find_top(n, e->tail, e->head);
    uint32_t flow;
    bool is_tail = false;
    uint32_t leaving = find_leaving(n, e, top, &flow, &is_tail);

    if (leaving == RP_NONE)
        return false;
    if (flow > 0)
        push(n, e, top, flow);
    uint32_t from = is_tail ? e->tail : e->head;
    int64_t change = is_tail ? -e->slack : e->slack;
    rehang(n, from, is_tail ? e->head : e->tail, leaving, flow, e->score);
    for (uint32_t k = from; k != RP_NONE; k = walk(n, k, from)) {
        n->p[k] += change;
        n->node[k].depth = n->node[n->node[k].parent].depth + 1;
    }
    n->pivots++;
    return true;
}

static rp_status pivot_all(network *n) {
    /* Each pivot of a strongly feasible tree makes progress, so this many
       would mean a mistake of ours; GLPK then does the work. */
    uint64_t limit = 1000 * ((uint64_t)n->root + n->columns->count) + 1000000;
    entering best;

    n->block = LEAST_BLOCK;
    while (n->block * n->block < n->columns->count)
        n->block += n->block / 2;
    while (find_entering(n, &best)) {
        if (!pivot(n, &best) || n->pivots > limit)
            return RP_ERR_SOLVER;
    }
    return RP_OK;
}

/* ---- in and out -------------------------------------------------------- */

static void load(network *n, const rp_tree *tree) {
    for (uint32_t k = 0; k <= n->root; k++)
        n->node[k].child = RP_NONE;
    n->node[n->root].parent = n->root;
    for (uint32_t k = 0; k < n->root; k++) {
        n->node[k].flow = tree->flow[k];
        n->node[k].score = tree->score[k];
        attach(n, k, tree->parent[k]);
    }
    price_tree(n);
}

/* The tree's prices are u and v, both of them as asked for by the dual. */
static void export_prices(const network *n, rp_tree *tree) {
    for (uint32_t k = 0; k < n->root; k++)
        tree->price[k] = k < n->clients ? n->p[k] : -n->p[k];
    tree->price[n->root] = 0;
}

static void unload(const network *n, rp_tree *tree) {
    for (uint32_t k = 0; k < n->root; k++) {
        tree->parent[k] = n->node[k].parent;
        tree->flow[k] = n->node[k].flow;
        tree->score[k] = n->node[k].score;
    }
}

static rp_status run(network *n, rp_tree *tree, size_t *rounds) {
    for (;;) {
        rp_pair *found;
        size_t count;
        rp_status status = pivot_all(n);
        if (status != RP_OK)
            return status;
        export_prices(n, tree);
        ++*rounds;
        status = rp_model_price(n->model, tree->price, tree->price + n->clients,
                                PRICED_EACH, &found, &count);
        if (status != RP_OK || count == 0)
            return status;
        status = rp_columns_add(n->columns, found, count);
        free(found);
        if (status != RP_OK)
            return status;
    }
}

rp_status rp_network_simplex_solve(rp_tree *tree, const rp_model *model,
                                   rp_columns *columns, size_t *rounds) {
    network n = {.model = model,
                 .columns = columns,
                 .clients = model->clients,
                 .root = model->clients + model->therapists};
    size_t nodes = (size_t)n.root + 1;
    rp_status status = RP_ERR_MEMORY;

    *rounds = 0;
    n.node = rp_new_array(nodes, sizeof *n.node);
    n.p = rp_new_array(nodes, sizeof *n.p);
    if (!n.node || !n.p)
        goto done;
    load(&n, tree);
    status = run(&n, tree, rounds);
    unload(&n, tree);
done:
    free(n.node);
    free(n.p);
    return status;
}
