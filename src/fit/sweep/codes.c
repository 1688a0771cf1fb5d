#include "fit/sweep/codes.h"

#include <string.h>

uint8_t rp_codes_of(rp_codes *codes, uint64_t value) {
    uint32_t code = 0;

    while (code < codes->count && codes->values[code] != value)
        code++;
    if (code == RP_CODES_MOST) {
        codes->are_too_few = true;
        return 0;
    }
    if (code == codes->count)
        codes->values[codes->count++] = value;
    return (uint8_t)code;
}

uint8_t rp_codes_of_number(rp_codes *codes, double number) {
    uint64_t bits;

    memcpy(&bits, &number, sizeof bits);
    return rp_codes_of(codes, bits);
}

double rp_codes_number(const rp_codes *codes, uint32_t code) {
    double number;

    memcpy(&number, &codes->values[code], sizeof number);
    return number;
}
