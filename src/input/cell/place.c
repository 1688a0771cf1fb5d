#include "input/cell/place.h"

#include "input/cell/stated.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

/* The bytes of a ZIP code at the end, `11201` or `11201-0001`; 0 for none. */
static size_t zip_length(rp_text text) {
    size_t digits = 0, length = text.length;

    while (digits < length && is_digit(text.bytes[length - digits - 1]))
        digits++;
    if (digits == 5)
        return 5;
    return digits == 4 && length >= 10 && text.bytes[length - 5] == '-' &&
                   zip_length((rp_text){text.bytes, length - 5}) == 5
               ? 10
               : 0;
}

/* The bytes of a postal code of Canada at the end, `M5V 2T6`. */
static size_t postal_length(rp_text text) {
    size_t length = text.length;
    const char *end = text.bytes + length;

    if (length < 6 || !is_digit(end[-1]) || !is_letter(end[-2]) ||
        !is_digit(end[-3]))
        return 0;
    size_t gap = end[-4] == ' ';
    if (length < 6 + gap)
        return 0;
    end -= 3 + gap;
    return is_letter(end[-1]) && is_digit(end[-2]) && is_letter(end[-3])
               ? 6 + gap
               : 0;
}

static size_t code_length(rp_text text) {
    size_t zip = zip_length(text);

    return zip ? zip : postal_length(text);
}

rp_text rp_place_bare(rp_text piece) {
    static const char *const countries[] = {" USA", " US", " Canada"};

    for (size_t k = 0; k < 3; k++) {
        size_t length = k == 0 ? 4 : k == 1 ? 3 : 7;
        if (piece.length <= length + 1)
            continue;
        rp_text end = {piece.bytes + piece.length - length, length};
        if (rp_text_equals(end, countries[k]))
            piece = rp_text_trim((rp_text){piece.bytes, piece.length - length});
    }
    size_t code = code_length(piece);
    if (code > 0 && code < piece.length &&
        piece.bytes[piece.length - code - 1] == ' ')
        piece = rp_text_trim((rp_text){piece.bytes, piece.length - code});
    return piece;
}

bool rp_place_is_no_state(rp_text piece) {
    return (code_length(piece) == piece.length && piece.length > 0) ||
           rp_stated_among(piece, "usa;us;u.s.;u.s.a.;united states;"
                                  "united states of america;america;canada");
}
