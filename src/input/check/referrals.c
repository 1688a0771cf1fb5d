#include "input/check/referrals.h"

#include "base/array.h"
#include "input/row.h"

#include <stdlib.h>

enum { FIVE_YEARS = 1826, ONE_YEAR = 366, YEAR_1900 = -25567 };

static void refuse(rp_roster *r, const rp_client *c, const char *why,
                   rp_findings *findings) {
    rp_rows rows = {.layout = &r->layouts[RP_CLIENTS],
                    .table = &r->tables[RP_CLIENTS]};
    char day[16];

    rp_date_format(day, c->referred_on);
    rp_findings_add(findings, RP_ERROR,
                    rp_row_place(&rows, c->row, "referred_on"),
                    "referred_on: '%s' is %s; is the year right?", day, why);
    rp_findings_kind(findings, why);
}

static int by_day(const void *left, const void *right) {
    const int32_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

/* May a gap be among these days? */
static bool has_gap(const int32_t *days, uint32_t count) {
    int32_t least = INT32_MAX, most = INT32_MIN;

    for (uint32_t k = 0; k < count; k++) {
        least = days[k] < least ? days[k] : least;
        most = days[k] > most ? days[k] : most;
    }
    return count > 0 && most - least > FIVE_YEARS;
}

/* The days that no gap cuts off: *first to the one before *behind. */
static void find_rest(const int32_t *days, uint32_t count, int32_t *first,
                      int32_t *behind) {
    for (uint32_t k = 1; k < count; k++) {
        if (days[k] - days[k - 1] <= FIVE_YEARS)
            continue;
        if (k <= count - k)
            *first = days[k];
        if (count - k <= k && days[k] < *behind)
            *behind = days[k];
    }
}

static bool is_far_ahead(const rp_roster *r, int32_t day) {
    return r->has_today && day > r->today + ONE_YEAR;
}

void rp_referrals_check(rp_roster *r, rp_findings *findings) {
    int32_t *days = rp_new_array(r->client_count, sizeof *days);
    int32_t first = INT32_MIN, behind = INT32_MAX;
    uint32_t count = 0;

    if (!days) {
        findings->out_of_memory = true;
        return;
    }
    for (uint32_t c = 0; c < r->client_count; c++)
        if (r->clients[c].referred_on != RP_NO_DAY)
            days[count++] = r->clients[c].referred_on;
    if (has_gap(days, count)) {
        qsort(days, count, sizeof *days, by_day);
        find_rest(days, count, &first, &behind);
    }
    free(days);
    for (uint32_t c = 0; c < r->client_count; c++) {
        int32_t day = r->clients[c].referred_on;
        if (day == RP_NO_DAY)
            continue;
        if (day < YEAR_1900)
            refuse(r, &r->clients[c], "before 1900", findings);
        else if (is_far_ahead(r, day))
            refuse(r, &r->clients[c], "more than a year away", findings);
        else if (day < first || day >= behind)
            refuse(r, &r->clients[c], "five years or more from the others",
                   findings);
    }
}
