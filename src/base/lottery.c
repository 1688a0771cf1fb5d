#include "base/lottery.h"

#include "base/digest.h"

enum { DIGITS = 16 }; /* of the first eight bytes, the first one the highest */

uint64_t rp_lottery_lot(const char *id, size_t length) {
    char digest[RP_DIGEST_SIZE];
    uint64_t lot = 0;

    rp_digest(digest, id, length);
    for (int k = 0; k < DIGITS; k++) {
        char digit = digest[k];
        lot = lot << 4 |
              (uint64_t)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
    }
    return lot;
}
