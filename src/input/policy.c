#include "input/policy.h"

#include "base/embedded.h"
#include "input/cell/number.h"
#include "input/sheet/sheetfile.h"
#include "input/words/taxonomy.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

const char *const rp_criterion_names[RP_CRITERION_COUNT] = {
    RP_CRITERIA(RP_CRITERION_NAME, RP_COMMA)};
const char *const rp_axis_names[RP_AXIS_COUNT] = {"directive", "emotion",
                                                  "past", "support"};

typedef enum bounds {
    AT_LEAST_0,
    ABOVE_0,
    AT_LEAST_1,
    SHARE, /* 0..1 */
    SHARE_BELOW_1,
    FLAG,  /* 0 or 1 */
    WHOLE, /* 0 or more */
    WHOLE_FROM_2,
    WHOLE_TO_1000,
    WHOLE_TO_10000,
    WHOLE_TO_999999,
    POINTS, /* 0..100, two decimals */
    HOURS   /* a text: 08:00-12:00 */
} bounds;

/* Of a setting that matters where a run uses what it is for: bits behind those
 * of rp_uses. */
enum {
    OF_OUTCOMES = 256 * RP_USES_OUTCOMES,
    OF_PARTINGS = 256 * RP_USES_PARTINGS,
    OF_REVIEW = 256 * RP_USES_REVIEW,
    OF_SOMETHING = OF_OUTCOMES | OF_PARTINGS | OF_REVIEW
};

#define VALUE(member) offsetof(rp_policy, member)
#define WEIGHT(constant, name)                                                 \
    { "weight." #name, VALUE(weight[RP_##constant]), AT_LEAST_0 }

static const struct setting {
    const char *name;
    size_t offset;
    unsigned bounds; /* and OF_.. */
} settings[] = {
    RP_CRITERIA(WEIGHT, RP_COMMA),
    {"priority.1", VALUE(priority[0]), AT_LEAST_1},
    {"priority.2", VALUE(priority[1]), AT_LEAST_1},
    {"priority.3", VALUE(priority[2]), AT_LEAST_1},
    {"depth_half", VALUE(depth_half), ABOVE_0},
    {"related", VALUE(related), SHARE},
    {"specialties_blank", VALUE(specialties_blank), SHARE},
    {"rating.strong", VALUE(rating[RP_RATING_STRONG]), SHARE},
    {"rating.modest", VALUE(rating[RP_RATING_MODEST]), SHARE},
    {"rating.insufficient", VALUE(rating[RP_RATING_INSUFFICIENT]), SHARE},
    {"rating.avoid_sole", VALUE(rating[RP_RATING_AVOID_SOLE]), SHARE},
    {"rating.not_recommended", VALUE(rating[RP_RATING_NOT_RECOMMENDED]), SHARE},
    {"rating.none", VALUE(rating[RP_RATING_NONE]), SHARE},
    {"style.dead_zone", VALUE(dead_zone), SHARE_BELOW_1},
    {"style.directive", VALUE(axis[RP_DIRECTIVE]), AT_LEAST_0},
    {"style.emotion", VALUE(axis[RP_EMOTION]), AT_LEAST_0},
    {"style.past", VALUE(axis[RP_PAST]), AT_LEAST_0},
    {"style.support", VALUE(axis[RP_SUPPORT]), AT_LEAST_0},
    {"session_minutes", VALUE(session_minutes), AT_LEAST_1},
    {"access_minutes", VALUE(access_minutes), AT_LEAST_1},
    {"hours", VALUE(promise_hours), FLAG},
    {"stale_days", VALUE(stale_days), WHOLE},
    {"require_concern", VALUE(require_concern), FLAG},
    {"min_score", VALUE(min_score), POINTS},
    {"human_flag", VALUE(human_flag), FLAG},
    {"promote_weeks", VALUE(promote_weeks), WHOLE},
    {"promote_rematch", VALUE(promote_rematch), FLAG | OF_PARTINGS},
    {"wait_points", VALUE(wait_points), WHOLE_TO_1000},
    {"wait_weeks_max", VALUE(wait_weeks_max), WHOLE},
    {"fair_floor", VALUE(fair_floor), POINTS},
    {"keep_points", VALUE(keep_points), WHOLE_TO_10000},
    {"choice_drop", VALUE(choice_drop), WHOLE_TO_10000},
    {"choice_points", VALUE(choice_points), WHOLE_TO_10000},
    {"lottery", VALUE(lottery), WHOLE_TO_999999},
    {"offer_days", VALUE(offer_days), WHOLE},
    {"leave_weeks", VALUE(leave_weeks), WHOLE},
    {"weight.expertise_measured", VALUE(expertise_measured),
     AT_LEAST_0 | OF_OUTCOMES},
    {"track.missing_max", VALUE(missing_max), SHARE | OF_OUTCOMES},
    {"track.slope_min", VALUE(slope_min), WHOLE_FROM_2 | OF_OUTCOMES},
    {"track.concern", VALUE(concern_pull), AT_LEAST_0 | OF_OUTCOMES},
    {"track.icc", VALUE(icc), SHARE | OF_OUTCOMES},
    {"track.icc_weight", VALUE(icc_weight), AT_LEAST_0 | OF_OUTCOMES},
    {"track.global", VALUE(global_share), SHARE | OF_OUTCOMES},
    {"track.span", VALUE(span), ABOVE_0 | OF_OUTCOMES},
    {"track.open_days", VALUE(open_days), WHOLE | OF_OUTCOMES},
    {"severity.severe", VALUE(severe), AT_LEAST_1 | OF_OUTCOMES},
    {"review.questionnaires", VALUE(review_questionnaires),
     WHOLE_FROM_2 | OF_REVIEW},
    {"review.weeks", VALUE(review_weeks), WHOLE | OF_REVIEW},
    {"morning", VALUE(hours[RP_MORNING]), HOURS},
    {"afternoon", VALUE(hours[RP_AFTERNOON]), HOURS},
    {"evening", VALUE(hours[RP_EVENING]), HOURS},
};

enum { SETTINGS = sizeof settings / sizeof *settings };
/* Minutes of a session, of which a week has at most 672. */
static const double least_session = 15.0;
/* Sums and products of values up to this stay finite and exact enough. */
static const double largest = 1e6;

size_t rp_policy_count(void) { return SETTINGS; }

const char *rp_policy_name(size_t setting) { return settings[setting].name; }

static double *value_of(rp_policy *policy, size_t setting) {
    return (double *)(void *)((char *)policy + settings[setting].offset);
}

double rp_policy_value(const rp_policy *policy, size_t setting) {
    rp_policy copy = *policy;

    return settings[setting].bounds == HOURS ? (double)NAN
                                             : *value_of(&copy, setting);
}

bool rp_policy_matters(const rp_policy *policy, size_t setting, unsigned uses) {
    return ((settings[setting].bounds & OF_SOMETHING) & ~(256 * uses)) == 0 &&
           (settings[setting].bounds == HOURS ||
            !isnan(rp_policy_value(policy, setting)));
}

bool rp_policy_text(char out[RP_POLICY_TEXT], const rp_policy *policy,
                    size_t setting) {
    if (settings[setting].bounds != HOURS)
        return false;
    const rp_hours *hours =
        (const void *)((const char *)policy + settings[setting].offset);
    snprintf(out, RP_POLICY_TEXT, "%02u:%02u-%02u:%02u",
             hours->begin / 60u % 100u, hours->begin % 60u,
             hours->end / 60u % 100u, hours->end % 60u);
    return true;
}

static bool is_whole(double value) { return value - floor(value) <= 0.0; }

/* What a value must be, when it is not; NULL when it is. */
static const char *refused(unsigned within, double value) {
    double cents = value * 100.0;

    switch ((bounds)(within & ~(unsigned)OF_SOMETHING)) {
    case AT_LEAST_0:
        return value >= 0.0 ? NULL : "0 or more";
    case ABOVE_0:
        return value > 0.0 ? NULL : "more than 0";
    case AT_LEAST_1:
        return value >= 1.0 ? NULL : "1 or more";
    case SHARE:
        return value >= 0.0 && value <= 1.0 ? NULL : "0 to 1";
    case SHARE_BELOW_1:
        return value >= 0.0 && value < 1.0 ? NULL : "0 or more, below 1";
    case FLAG:
        return is_whole(value) && value >= 0.0 && value <= 1.0 ? NULL
                                                               : "0 or 1";
    case WHOLE:
        return is_whole(value) && value >= 0.0 ? NULL
                                               : "a whole number, 0 or more";
    case WHOLE_FROM_2:
        return is_whole(value) && value >= 2.0 ? NULL
                                               : "a whole number, 2 or more";
    case WHOLE_TO_1000:
        return is_whole(value) && value >= 0.0 && value <= 1000.0
                   ? NULL
                   : "a whole number, 0 to 1000";
    case WHOLE_TO_10000:
        return is_whole(value) && value >= 0.0 && value <= 10000.0
                   ? NULL
                   : "a whole number, 0 to 10000";
    case WHOLE_TO_999999:
        return is_whole(value) && value >= 0.0 && value <= 999999.0
                   ? NULL
                   : "a whole number, 0 to 999999";
    case POINTS:
        return value >= 0.0 && value <= 100.0 &&
                       fabs(cents - floor(cents + 0.5)) < 1e-6
                   ? NULL
                   : "0 to 100 with at most two decimals";
    case HOURS:
        break;
    }
    return NULL;
}

static void take_number(rp_policy *policy, rp_sheetfile *sheet, uint32_t row,
                        size_t k) {
    rp_text text = rp_sheetfile_cell(sheet, row, 1);
    double value;

    if (!rp_number_parse(&value, text, sheet->table.delimiter != ',')) {
        rp_sheetfile_error(sheet, row, 1, "%s: expected a number, got '%s'",
                           settings[k].name, rp_quote(text).bytes);
        return;
    }
    const char *expected = refused(settings[k].bounds, value);
    if (!expected && value > largest)
        expected = "at most 1000000";
    if (expected)
        rp_sheetfile_error(sheet, row, 1, "%s: expected %s, got '%s'",
                           settings[k].name, expected, rp_quote(text).bytes);
    else
        *value_of(policy, k) = value;
}

static void take_hours(rp_policy *policy, rp_sheetfile *sheet, uint32_t row,
                       size_t k) {
    rp_text text = rp_sheetfile_cell(sheet, row, 1);
    rp_hours *hours = (void *)((char *)policy + settings[k].offset);

    if (!rp_hours_parse(hours, text))
        rp_sheetfile_error(sheet, row, 1,
                           "%s: expected hours as in 08:00-12:00, got '%s'",
                           settings[k].name, rp_quote(text).bytes);
}

static void take_setting(rp_policy *policy, rp_sheetfile *sheet, uint32_t row,
                         uint32_t *first_row) {
    rp_text name = rp_sheetfile_cell(sheet, row, 0);
    rp_nearest nearest = {name, NULL, 0};
    size_t k = 0;

    while (k < SETTINGS && !rp_text_equals(name, settings[k].name))
        rp_nearest_try(&nearest, settings[k++].name);
    if (k == SETTINGS) {
        rp_sheetfile_error(sheet, row, 0, "unknown setting '%s'%s%s",
                           rp_quote(name).bytes,
                           nearest.best ? ", nearest: " : "",
                           nearest.best ? nearest.best : "");
        return;
    }
    if (first_row[k]) {
        rp_sheetfile_error(sheet, row, 0, "'%s' given twice", settings[k].name);
        return;
    }
    first_row[k] = row;
    if (settings[k].bounds == HOURS)
        take_hours(policy, sheet, row, k);
    else
        take_number(policy, sheet, row, k);
}

/* At least one weight and one style weight must be above 0. */
static void check_sums(const rp_policy *policy, rp_sheetfile *sheet) {
    double weights = 0.0, axes = 0.0;

    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        weights += policy->weight[k];
    for (int k = 0; k < RP_AXIS_COUNT; k++)
        axes += policy->axis[k];
    if (!(weights > 0.0))
        rp_sheetfile_error(sheet, 1, 0,
                           "every weight is 0, expected one above 0");
    if (!(axes > 0.0))
        rp_sheetfile_error(sheet, 1, 0,
                           "every style weight is 0, expected one above 0");
}

/* The row in which a setting of this member was given; 0: in none. */
static uint32_t row_of(const uint32_t *first_row, size_t offset) {
    size_t k = 0;

    while (settings[k].offset != offset)
        k++;
    return first_row[k];
}

/* An hour of a week begins and ends with a minute, and weeks of a therapist
 * have room for so many of them only. */
static void check_hours(const rp_policy *policy, rp_sheetfile *sheet,
                        const uint32_t *first_row) {
    uint32_t row = row_of(first_row, VALUE(session_minutes));

    if (policy->promise_hours > 0.0 &&
        (!is_whole(policy->session_minutes) ||
         policy->session_minutes < least_session))
        rp_sheetfile_error(
            sheet, row ? row : row_of(first_row, VALUE(promise_hours)), 1,
            "session_minutes: expected a whole number, 15 or more, where hours "
            "are promised (hours is 1), got '%g'",
            policy->session_minutes);
}

static void take_file(rp_policy *policy, rp_sheetfile *sheet) {
    uint32_t first_row[SETTINGS] = {0};

    for (uint32_t row = 1; row <= sheet->rows; row++)
        take_setting(policy, sheet, row, first_row);
    check_sums(policy, sheet);
    check_hours(policy, sheet, first_row);
}

rp_status rp_policy_load(rp_policy *out, const char *path, char *sha256,
                         uint32_t *rows, rp_findings *findings) {
    static const char *const columns[] = {"setting", "value", "source", NULL};
    static const rp_builtin_file builtin = {
        "default.csv", rp_embedded_policy_default,
        &rp_embedded_policy_default_size, 0};
    rp_sheetfile sheet;

    *out = (rp_policy){.expertise_measured = NAN};
    rp_status status =
        rp_sheetfile_open(&sheet, NULL, &builtin, columns, findings);
    if (status == RP_OK)
        take_file(out, &sheet);
    status = rp_sheetfile_close(&sheet, status);
    if (status != RP_OK || !path)
        return status;
    status = rp_sheetfile_read(&sheet, path, columns, findings);
    if (status != RP_ERR_MEMORY) {
        if (sha256)
            memcpy(sha256, sheet.table.sha256, RP_DIGEST_SIZE);
        if (rows)
            *rows = sheet.table.rows;
        take_file(out, &sheet);
    }
    return rp_sheetfile_close(&sheet, status);
}
