#include "output/shortage.h"

#include <jansson.h>
#include <stdatomic.h>
#include <stdlib.h>

static atomic_bool seen;

static void *take(size_t size) {
    void *memory = malloc(size);

    if (!memory)
        rp_shortage_note();
    return memory;
}

void rp_shortage_begin(void) {
    atomic_store(&seen, false);
    json_set_alloc_funcs(take, free);
}

void rp_shortage_note(void) { atomic_store(&seen, true); }

bool rp_shortage_seen(void) { return atomic_load(&seen); }
