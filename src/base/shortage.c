#include "base/shortage.h"

#include <stdatomic.h>

static atomic_uint count;

void rp_shortage_note(void) { atomic_fetch_add(&count, 1); }

unsigned rp_shortage_count(void) { return atomic_load(&count); }
