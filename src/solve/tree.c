#include "solve/tree.h"

#include "base/array.h"

#include <stdlib.h>

rp_status rp_tree_init(rp_tree *out, uint32_t clients, uint32_t therapists) {
    size_t nodes = (size_t)clients + therapists;

    *out = (rp_tree){.clients = clients, .therapists = therapists};
    out->parent = rp_new_array(nodes, sizeof *out->parent);
    out->flow = rp_new_array(nodes, sizeof *out->flow);
    out->score = rp_new_array(nodes, sizeof *out->score);
    out->price = rp_new_array(nodes + 1, sizeof *out->price);
    if (out->parent && out->flow && out->score && out->price)
        return RP_OK;
    rp_tree_clear(out);
    return RP_ERR_MEMORY;
}

void rp_tree_clear(rp_tree *tree) {
    free(tree->parent);
    free(tree->flow);
    free(tree->score);
    free(tree->price);
    *tree = (rp_tree){0};
}
