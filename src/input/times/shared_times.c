#include "input/times/shared_times.h"

unsigned rp_times_overlap(const rp_times *a, const rp_times *b) {
    unsigned minutes = 0;

    for (uint32_t i = 0, j = 0; i < a->count && j < b->count;) {
        const rp_window *x = &a->windows[i], *y = &b->windows[j];
        unsigned begin = x->begin > y->begin ? x->begin : y->begin;
        unsigned end = x->end < y->end ? x->end : y->end;
        minutes += begin < end ? end - begin : 0;
        i += x->end <= y->end;
        j += y->end <= x->end;
    }
    return minutes;
}

bool rp_times_share(const rp_times *a, const rp_times *b, double minutes) {
    for (uint32_t i = 0, j = 0; i < a->count && j < b->count;) {
        const rp_window *x = &a->windows[i], *y = &b->windows[j];
        unsigned begin = x->begin > y->begin ? x->begin : y->begin;
        unsigned end = x->end < y->end ? x->end : y->end;
        if (begin < end && end - begin >= minutes)
            return true;
        i += x->end <= y->end;
        j += y->end <= x->end;
    }
    return false;
}
