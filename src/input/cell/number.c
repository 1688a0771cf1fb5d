#include "input/cell/number.h"

#include "input/cell/stated.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LONGEST = 64,
    ROOM = 512 /* bytes that so many characters, blanks among them, may take */
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Drop one currency sign and the blanks beside it at the front. */
static void skip_currency(rp_text *text) {
    static const char *const signs[] = {"$", "\xE2\x82\xAC", "\xC2\xA3"};

    for (size_t i = 0; i < 3; i++) {
        size_t length = strlen(signs[i]);
        if (text->length >= length &&
            memcmp(text->bytes, signs[i], length) == 0) {
            text->bytes += length;
            text->length -= length;
            *text = rp_text_trim(*text);
            return;
        }
        if (text->length >= length &&
            memcmp(text->bytes + text->length - length, signs[i], length) ==
                0) {
            text->length -= length;
            *text = rp_text_trim(*text);
            return;
        }
    }
}

/* Copy the whole part, its groups of thousands joined; the bytes read. */
static size_t take_whole(const char *at, char *out, size_t *put) {
    size_t used = 0;

    while (is_digit(at[used]))
        out[(*put)++] = at[used++];
    if (used == 0 || used > 3)
        return used;
    while (at[used] == ' ' && is_digit(at[used + 1]) &&
           is_digit(at[used + 2]) && is_digit(at[used + 3]) &&
           !is_digit(at[used + 4])) {
        memcpy(out + *put, at + used + 1, 3);
        *put += 3;
        used += 4;
    }
    return used;
}

/* `1,200` may be one and a fifth or twelve hundred: neither is guessed. */
static bool is_ambiguous(const char *whole, size_t digits,
                         const char *fraction) {
    return digits >= 1 && digits <= 3 && whole[0] != '0' &&
           strspn(fraction, "0123456789") == 3;
}

bool rp_number_parse(double *out, rp_text text, bool decimal_comma) {
    char digits[LONGEST + 8];
    size_t put = 0;
    char plain[ROOM + 1];

    text = rp_text_trim(text);
    if (text.length > ROOM)
        return false;
    rp_text rest = {plain, rp_text_plain_to(plain, text)};
    skip_currency(&rest);
    if (rest.length > 0 && rest.bytes[0] == '-') {
        digits[put++] = '-';
        rest.bytes++;
        rest.length--;
        skip_currency(&rest);
    }
    if (rest.length == 0 || rest.length > LONGEST)
        return false;
    char copy[LONGEST + 8] = {0};
    memcpy(copy, rest.bytes, rest.length);
    size_t sign = put;
    size_t at = take_whole(copy, digits, &put);
    bool comma = copy[at] == ',';
    if (copy[at] == '.' || (comma && decimal_comma)) {
        if (decimal_comma &&
            is_ambiguous(digits + sign, put - sign, copy + at + 1))
            return false;
        digits[put++] = '.';
        size_t before = ++at;
        while (is_digit(copy[at]))
            digits[put++] = copy[at++];
        if (at == before && !is_digit(copy[0]))
            return false;
    } else if (at == 0) {
        return false;
    }
    if (at != rest.length)
        return false;
    digits[put] = '\0';
    *out = strtod(digits, NULL);
    if (*out == 0.0)
        *out = 0.0; /* no negative zero */
    return isfinite(*out);
}

/* Cut words off the end, blanks and all; true if one was there. */
static bool drop_words(rp_text *text, const char *words) {
    while (*words) {
        size_t length = strcspn(words, ";"), i = 0;
        while (length <= text->length && i < length &&
               (text->bytes[text->length - length + i] | 0x20) ==
                   (words[i] | 0x20))
            i++;
        if (i == length && length < text->length) {
            *text = rp_text_trim((rp_text){text->bytes, text->length - length});
            return true;
        }
        words += length + (words[length] == ';');
    }
    return false;
}

/* What stands behind a price, and its currency by code. */
static rp_text bare_price(rp_text text) {
    static const char behind[] =
        "per session;/session;/ session;a session;per hour;/hour;/hr;an hour;"
        "per visit;/visit;each;/ hour";
    static const char codes[] = "usd;eur;gbp;cad;aud;nzd";

    drop_words(&text, behind);
    drop_words(&text, codes);
    if (text.length > 4 && strchr("UuEeGgCcAa", text.bytes[0])) {
        static const char *const before[] = {"usd", "eur", "gbp", "cad", "aud"};
        for (size_t k = 0; k < 5; k++)
            if ((text.bytes[0] | 0x20) == before[k][0] &&
                (text.bytes[1] | 0x20) == before[k][1] &&
                (text.bytes[2] | 0x20) == before[k][2])
                return rp_text_trim((rp_text){text.bytes + 3, text.length - 3});
    }
    return text;
}

bool rp_money_is_grouped(rp_text text) {
    size_t digits = 0; /* directly before */
    char first = '0';

    for (size_t at = 0; at < text.length; at++) {
        char c = text.bytes[at];
        if (is_digit(c)) {
            if (digits++ == 0)
                first = c;
            continue;
        }
        size_t behind = 0;
        while (at + 1 + behind < text.length &&
               is_digit(text.bytes[at + 1 + behind]))
            behind++;
        if (c == '.' && digits >= 1 && digits <= 3 && first != '0' &&
            behind == 3)
            return true;
        digits = 0;
    }
    return false;
}

bool rp_money_parse(rp_money *out, rp_text text, bool decimal_comma) {
    char plain[ROOM + 1];

    text = rp_text_trim(text);
    if (text.length == 0 || text.length > ROOM)
        return false;
    if (rp_number_parse(&out->least, text, decimal_comma)) {
        out->most = out->least;
        return true;
    }
    if (rp_stated_among(text, "free;pro bono;probono;no charge;no cost")) {
        *out = (rp_money){0.0, 0.0};
        return true;
    }
    rp_text rest = {plain, rp_text_plain_to(plain, text)};
    rest = bare_price(rp_text_trim(rest));
    if (rp_number_parse(&out->least, rest, decimal_comma)) {
        out->most = out->least;
        return true;
    }
    for (size_t at = 1; at + 1 < rest.length; at++) {
        size_t between =
            rest.bytes[at] == '-' ? 1
            : at + 4 < rest.length && memcmp(rest.bytes + at, " to ", 4) == 0
                ? 4
                : 0;
        rp_text low = {rest.bytes, at};
        rp_text high = {rest.bytes + at + between, rest.length - at - between};
        if (between &&
            rp_number_parse(&out->least, bare_price(low), decimal_comma) &&
            rp_number_parse(&out->most, bare_price(high), decimal_comma))
            return out->least >= 0.0 && out->least <= out->most;
    }
    return false;
}

static bool is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days since 1970-01-01 in the proleptic Gregorian calendar, from years that
 * begin in March: Hinnant, chrono-compatible low-level date algorithms. */
static int32_t days_from_civil(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400;
    int of_era = y - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;

    return era * 146097 + day_of_era - 719468;
}

bool rp_date_parse(int32_t *day, rp_text text) {
    char s[ROOM + 1];
    bool done = false;

    text = rp_text_trim(text);
    if (text.length <= ROOM && rp_text_plain_to(s, text) == 10 && s[4] == '-' &&
        s[7] == '-' && strspn(s, "0123456789") == 4 &&
        strspn(s + 5, "0123456789") == 2 && strspn(s + 8, "0123456789") == 2) {
        int year = (int)strtol(s, NULL, 10);
        int month = (int)strtol(s + 5, NULL, 10);
        int dom = (int)strtol(s + 8, NULL, 10);
        if (year >= 1 && month >= 1 && month <= 12 && dom >= 1 &&
            dom <= days_in(year, month)) {
            *day = days_from_civil(year, month, dom);
            done = true;
        }
    }
    return done;
}

void rp_date_format(char out[16], int32_t day) {
    int32_t z = day + 719468;
    int32_t era = z / 146097, of_era = z % 146097;
    int32_t year_of_era =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year =
        of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t shifted = (5 * of_year + 2) / 153;
    int32_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    int32_t year = year_of_era + era * 400 + (month <= 2);

    snprintf(out, 16, "%04u-%02u-%02u", (unsigned)year % 10000u,
             (unsigned)month % 100u,
             (unsigned)(of_year - (153 * shifted + 2) / 5 + 1) % 100u);
}

/* ---- hours before or behind UTC ------------------------------------------ */

/* `5:30` as 5.5; false where there is no colon with two digits behind. */
static bool take_clock(double *out, rp_text text) {
    const char *colon = memchr(text.bytes, ':', text.length);
    size_t whole = colon ? (size_t)(colon - text.bytes) : 0;

    if (!colon || whole < 1 || whole > 2 || text.length != whole + 3)
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (i != whole && !is_digit(text.bytes[i]))
            return false;
    int hours = text.bytes[0] - '0', minutes = (colon[1] - '0') * 10;
    if (whole == 2)
        hours = hours * 10 + text.bytes[1] - '0';
    minutes += colon[2] - '0';
    *out = hours + minutes / 60.0;
    return minutes < 60;
}

bool rp_offset_parse(double *out, rp_text text, bool decimal_comma) {
    char plain[ROOM + 1];
    bool is_behind = false;
    double hours;

    text = rp_text_trim(text);
    if (text.length > ROOM)
        return false;
    rp_text rest = {plain, rp_text_plain_to(plain, text)};
    if (rest.length > 3 && ((memcmp(rest.bytes, "UTC", 3) == 0) ||
                            (memcmp(rest.bytes, "GMT", 3) == 0)))
        rest = rp_text_trim((rp_text){rest.bytes + 3, rest.length - 3});
    if (rest.length > 1 && (*rest.bytes == '+' || *rest.bytes == '-')) {
        is_behind = *rest.bytes == '-';
        rest = (rp_text){rest.bytes + 1, rest.length - 1};
    }
    if (rest.length == 0 || !is_digit(*rest.bytes) ||
        (!take_clock(&hours, rest) &&
         !rp_number_parse(&hours, rest, decimal_comma)))
        return false;
    hours = is_behind ? -hours : hours;
    double quarters = hours * 4.0;
    if (hours < -12.0 || hours > 14.0 || quarters - floor(quarters) > 0.0)
        return false;
    *out = hours == 0.0 ? 0.0 : hours; /* no negative zero */
    return true;
}
