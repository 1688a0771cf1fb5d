#include "input/workbook/numeral.h"

#include "input/cell/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    DIGITS = 15,
    LAST_DAY = 2958465,  /* 9999-12-31 */
    EPOCH = 25569,       /* 1970-01-01, counted from 1899-12-30 */
    DAYS_TO_1904 = 1462, /* between the two systems */
    NO_LEAP_DAY = 60,    /* 1900-02-29, a day that never was */
    SECONDS = 86400
};

/* What the letters of a code's first section ask for. */
typedef struct letters {
    bool day, hour, second, month, elapsed;
} letters;

/* Behind `[…]`; `[h]`, `[mm]` and the like count on beyond a day. */
static const char *pass_brackets(const char *at, letters *found) {
    const char *close = strchr(at, ']');

    if (!close)
        return at + strlen(at);
    size_t length = (size_t)(close - at) - 1;
    if (length > 0 && strspn(at + 1, "hHmMsS") == length)
        found->elapsed = true;
    return close + 1;
}

static void note_letter(char c, letters *found) {
    found->day |= strchr("dDyY", c) != NULL;
    found->hour |= strchr("hH", c) != NULL;
    found->second |= strchr("sS", c) != NULL;
    found->month |= strchr("mM", c) != NULL;
}

rp_numeral rp_numeral_by_code(const char *code) {
    letters found = {false, false, false, false, false};

    for (const char *at = code; *at && *at != ';';) {
        if (*at == '[') {
            at = pass_brackets(at, &found);
        } else if (*at == '"') {
            const char *close = strchr(at + 1, '"');
            at = close ? close + 1 : at + strlen(at);
        } else if (strchr("\\_*", *at)) {
            at += at[1] ? 2 : 1;
        } else {
            note_letter(*at++, &found);
        }
    }
    bool has_time = found.hour || found.second;
    if (found.elapsed)
        return RP_NUMERAL_ELAPSED;
    if (found.day)
        return has_time ? RP_NUMERAL_MOMENT : RP_NUMERAL_DATE;
    if (has_time)
        return RP_NUMERAL_TIME;
    return found.month ? RP_NUMERAL_DATE : RP_NUMERAL_NUMBER;
}

rp_numeral rp_numeral_by_number(unsigned format) {
    if (format == 22)
        return RP_NUMERAL_MOMENT;
    if (format == 46)
        return RP_NUMERAL_ELAPSED;
    if ((format >= 18 && format <= 21) || format == 45 || format == 47 ||
        (format >= 32 && format <= 35))
        return RP_NUMERAL_TIME;
    /* the others are dates in the spreadsheets of East Asia */
    return (format >= 14 && format <= 17) || (format >= 27 && format <= 36) ||
                   (format >= 50 && format <= 58)
               ? RP_NUMERAL_DATE
               : RP_NUMERAL_NUMBER;
}

void rp_numeral_number(char out[RP_NUMERAL_SIZE], double value) {
    char digits[RP_NUMERAL_SIZE];

    /* d.ddddde+xx: the digits and where the point goes */
    snprintf(digits, sizeof digits, "%.*e", DIGITS - 1, fabs(value));
    long exponent = strtol(strchr(digits, 'e') + 1, NULL, 10);
    if (exponent < -7 || exponent > 20) {
        snprintf(out, RP_NUMERAL_SIZE, "%.*g", DIGITS, value);
        return;
    }
    memmove(digits + 1, digits + 2, DIGITS - 1);
    int count = DIGITS;
    while (count > 1 && digits[count - 1] == '0')
        count--;
    char *to = out;
    bool is_zero = count == 1 && digits[0] == '0';
    if (value < 0 && !is_zero)
        *to++ = '-';
    if (exponent < 0)
        *to++ = '0';
    for (long k = 0; k <= exponent; k++)
        *to++ = (char)(k < count ? digits[k] : '0');
    if (count > exponent + 1) {
        *to++ = '.';
        for (long k = exponent + 1; k < count; k++)
            *to++ = (char)(k < 0 ? '0' : digits[k]);
    }
    *to = '\0';
}

static void put_time(char *out, size_t size, long hours, long seconds) {
    long minute = seconds / 60 % 60, second = seconds % 60;

    if (second)
        snprintf(out, size, "%02ld:%02ld:%02ld", hours, minute, second);
    else
        snprintf(out, size, "%02ld:%02ld", hours, minute);
}

/* @param day  counted from 1899-12-30; below 61 a day was counted too much */
static void put_date(char *out, int32_t day) {
    if (day == NO_LEAP_DAY)
        snprintf(out, 16, "1900-02-29");
    else
        rp_date_format(out, day - EPOCH + (day < NO_LEAP_DAY));
}

void rp_numeral_value(char out[RP_NUMERAL_SIZE], double value, rp_numeral shown,
                      bool from_1904) {
    bool has_date = shown == RP_NUMERAL_DATE || shown == RP_NUMERAL_MOMENT;
    double counted = has_date && from_1904 ? value + DAYS_TO_1904 : value;

    if (shown == RP_NUMERAL_NUMBER || !(counted >= (has_date ? 1.0 : 0.0)) ||
        counted >= LAST_DAY + 1.0) {
        rp_numeral_number(out, value);
        return;
    }
    int32_t day = (int32_t)floor(counted);
    long seconds = lround((counted - day) * SECONDS);
    if (seconds == SECONDS && shown != RP_NUMERAL_DATE) {
        day++;
        seconds = 0;
    }
    if (!has_date) {
        long hours = seconds / 3600;
        if (shown == RP_NUMERAL_ELAPSED)
            hours += day * 24L;
        put_time(out, RP_NUMERAL_SIZE, hours, seconds);
        return;
    }
    put_date(out, day);
    if (shown == RP_NUMERAL_MOMENT && seconds > 0) {
        size_t length = strlen(out);
        out[length++] = ' ';
        put_time(out + length, RP_NUMERAL_SIZE - length, seconds / 3600,
                 seconds);
    }
}
