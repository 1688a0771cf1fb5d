#include "rapport/status.h"

rp_status rp_status_graver(rp_status one, rp_status other) {
    return one > other ? one : other; /* the enum goes from light to grave */
}

const char *rp_status_words(rp_status status) {
    switch (status) {
    case RP_OK:
        return "no error";
    case RP_ERR_DATA:
        return "errors in the input";
    case RP_ERR_USAGE:
        return "wrong usage";
    case RP_ERR_PINS:
        return "contradictory pins";
    case RP_ERR_IO:
        return "a file cannot be read or written";
    case RP_ERR_MEMORY:
        return "out of memory";
    case RP_ERR_SOLVER:
        return "the solver failed";
    case RP_ERR_SIZE:
        return "too large for exact whole numbers";
    }
    return "unknown status";
}
