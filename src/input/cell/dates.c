#include "input/cell/dates.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM = 64 };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

static void skip_blanks(const char **at) {
    while (**at == ' ')
        (*at)++;
}

/* Up to `most` digits; how many there were. */
static int take_digits(const char **at, int most, int *value) {
    int count = 0;

    *value = 0;
    while (count < most && is_digit(**at)) {
        *value = *value * 10 + (*(*at)++ - '0');
        count++;
    }
    return is_digit(**at) ? 0 : count;
}

/* A word of letters, lower; its length. */
static size_t take_word(const char **at, char word[16]) {
    size_t length = 0;

    memset(word, 0, 16);
    for (; is_letter(**at); (*at)++)
        if (length < 15)
            word[length++] = (char)(**at | 0x20);
    return length;
}

/* 1..12 by name or by its first letters, three at least; 0 for none. */
static int month_of(const char *word, size_t length) {
    static const char *const months[] = {
        "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december"};

    for (int k = 0; k < 12 && length >= 3; k++)
        if (strncmp(word, months[k], length) == 0)
            return k + 1;
    return 0;
}

static bool is_weekday(const char *word, size_t length) {
    static const char *const days[] = {"monday",   "tuesday", "wednesday",
                                       "thursday", "friday",  "saturday",
                                       "sunday"};

    for (size_t k = 0; k < 7 && length >= 3; k++)
        if (strncmp(word, days[k], length) == 0)
            return true;
    return false;
}

static int32_t day_of(int year, int month, int day) {
    char iso[16];
    int32_t out;

    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > 31)
        return RP_NO_DAY;
    for (int k = 0, rest = year; k < 4; k++, rest /= 10)
        iso[3 - k] = (char)('0' + rest % 10);
    iso[4] = iso[7] = '-';
    iso[5] = (char)('0' + month / 10);
    iso[6] = (char)('0' + month % 10);
    iso[8] = (char)('0' + day / 10);
    iso[9] = (char)('0' + day % 10);
    iso[10] = '\0';
    return rp_date_parse(&out, (rp_text){iso, 10}) ? out : RP_NO_DAY;
}

/* A date whose year may have lost its first two digits. */
static int32_t full_day(int year, int digits, int month, int day,
                        int32_t latest) {
    if (digits == 4)
        return day_of(year, month, day);
    int32_t this_century = day_of(2000 + year, month, day);
    if (latest != RP_NO_DAY &&
        (this_century == RP_NO_DAY || this_century > latest))
        return day_of(1900 + year, month, day);
    return this_century;
}

/* AM, p.m., a zone, an offset from Greenwich; anything else stays. */
static void skip_zone(const char **at) {
    skip_blanks(at);
    if (strchr("aApP", **at) && **at) {
        const char *half = *at + 1;
        half += *half == '.';
        if ((*half | 0x20) == 'm' && !is_letter(half[1])) {
            *at = half + 1;
            *at += **at == '.';
            skip_blanks(at);
        }
    }
    int letters = 0;
    while (**at >= 'A' && **at <= 'Z' && letters < 5) {
        (*at)++;
        letters++;
    }
    if (**at == '+' || **at == '-') {
        const char *offset = *at + 1;
        while (is_digit(*offset) || *offset == ':')
            offset++;
        if (offset > *at + 1)
            *at = offset;
    }
}

/* Nothing, or a time of day. */
static bool ends_with_time(const char *at) {
    int value, digits;

    if (*at == ',')
        at++;
    skip_blanks(&at);
    if (*at == '\0')
        return true;
    if (*at == 'T' || *at == 't')
        at++;
    if (strncmp(at, "at ", 3) == 0)
        at += 3;
    digits = take_digits(&at, 2, &value);
    if (digits == 0 || value > 24 || *at != ':')
        return false;
    for (int part = 0; part < 2 && *at == ':'; part++) {
        at++;
        if (take_digits(&at, 2, &value) != 2 || value > 59)
            return false;
    }
    if (*at == '.')
        for (at++; is_digit(*at); at++)
            ;
    skip_zone(&at); /* no blank stands at the end of a cell */
    return *at == '\0';
}

/* 2026-11-03 */
static bool read_year_first(rp_dated *out, const char *at, int year) {
    char between = *at++;
    int month, day;

    if (take_digits(&at, 2, &month) == 0 || *at++ != between ||
        take_digits(&at, 2, &day) == 0 || !ends_with_time(at))
        return false;
    out->month_first = out->day_first = day_of(year, month, day);
    return out->month_first != RP_NO_DAY;
}

/* 11/3/2026, 3.11.26 */
static bool read_numbers(rp_dated *out, const char *at, int first,
                         int32_t latest) {
    char between = *at++;
    int second, year;
    if (take_digits(&at, 2, &second) == 0 || *at++ != between)
        return false;
    if (between == '.')
        skip_blanks(&at);
    int digits = take_digits(&at, 4, &year);
    if ((digits != 2 && digits != 4) || !ends_with_time(at))
        return false;
    out->month_first = full_day(year, digits, first, second, latest);
    out->day_first = full_day(year, digits, second, first, latest);
    return out->month_first != RP_NO_DAY || out->day_first != RP_NO_DAY;
}

/* `Nov 2026` behind a day, and what may stand between. */
static bool read_day_first(rp_dated *out, const char *at, int day,
                           int32_t latest) {
    char word[16];
    int year, digits;

    if (strchr("sSnNrRtT", *at) && is_letter(at[1]) && !is_letter(at[2]))
        at += 2; /* 3rd */
    while (*at && strchr(" -/.", *at))
        at++;
    size_t length = take_word(&at, word);
    int month = month_of(word, length);
    while (*at && strchr(" -/.,", *at))
        at++;
    digits = take_digits(&at, 4, &year);
    if (!month || (digits != 2 && digits != 4) || !ends_with_time(at))
        return false;
    out->month_first = out->day_first =
        full_day(year, digits, month, day, latest);
    return out->month_first != RP_NO_DAY;
}

/* `3, 2026` behind a month. */
static bool read_month_first(rp_dated *out, const char *at, int month) {
    int day, year;

    while (*at && strchr(" .-", *at))
        at++;
    if (take_digits(&at, 2, &day) == 0)
        return false;
    if (is_letter(*at) && is_letter(at[1]) && !is_letter(at[2]))
        at += 2;
    while (*at && strchr(" ,-", *at))
        at++;
    if (take_digits(&at, 4, &year) != 4 || !ends_with_time(at))
        return false;
    out->month_first = out->day_first = day_of(year, month, day);
    return out->month_first != RP_NO_DAY;
}

bool rp_dates_read(rp_dated *out, rp_text cell, int32_t latest) {
    char plain[ROOM + 1], word[16];
    const char *at = plain;
    int first;

    *out = (rp_dated){RP_NO_DAY, RP_NO_DAY};
    cell = rp_text_trim(cell);
    if (cell.length == 0 || cell.length > ROOM)
        return false;
    rp_text_plain_to(plain, cell);
    if (is_letter(*at)) {
        size_t length = take_word(&at, word);
        if (is_weekday(word, length)) {
            while (*at && strchr(" ,.", *at))
                at++;
            if (!is_letter(*at))
                goto number;
            length = take_word(&at, word);
        }
        int month = month_of(word, length);
        return month && read_month_first(out, at, month);
    }
number:;
    int digits = take_digits(&at, 4, &first);
    if (digits == 4 && *at && strchr("-/.", *at))
        return read_year_first(out, at, first);
    if (digits < 1 || digits > 2)
        return false;
    if (*at && strchr("-/.", *at) && is_digit(at[1]))
        return read_numbers(out, at, first, latest);
    return read_day_first(out, at, first, latest);
}

int32_t rp_dates_day(rp_dated date, rp_date_order order) {
    if (order == RP_DATES_MDY || date.month_first == date.day_first)
        return date.month_first;
    return order == RP_DATES_DMY ? date.day_first : RP_NO_DAY;
}

int32_t rp_dates_serial(rp_text cell, int32_t least) {
    static const int32_t first = -25569; /* 1899-12-30 */
    int32_t value = 0;

    cell = rp_text_trim(cell);
    if (cell.length == 0 || cell.length > 5)
        return RP_NO_DAY;
    for (size_t i = 0; i < cell.length; i++) {
        if (!is_digit(cell.bytes[i]))
            return RP_NO_DAY;
        value = value * 10 + (cell.bytes[i] - '0');
    }
    return value >= least && value <= RP_SERIAL_MOST ? first + value
                                                     : RP_NO_DAY;
}

int32_t rp_dates_years(int32_t from, int32_t to) {
    char a[16], b[16];

    rp_date_format(a, from);
    rp_date_format(b, to);
    int32_t years = (int32_t)(strtol(b, NULL, 10) - strtol(a, NULL, 10));
    return strcmp(b + 4, a + 4) < 0 ? years - 1 : years;
}
