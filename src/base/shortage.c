#include "base/shortage.h"

#include <stdatomic.h>

static atomic_bool seen;

void rp_shortage_begin(void) { atomic_store(&seen, false); }

void rp_shortage_note(void) { atomic_store(&seen, true); }

bool rp_shortage_seen(void) { return atomic_load(&seen); }
