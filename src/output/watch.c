#include "output/watch.h"

#include "base/shortage.h"

#include <jansson.h>
#include <stdlib.h>

static void *take(size_t size) {
    void *memory = malloc(size);

    if (!memory)
        rp_shortage_note();
    return memory;
}

void rp_watch_json(void) { json_set_alloc_funcs(take, free); }
