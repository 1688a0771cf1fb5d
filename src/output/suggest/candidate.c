#include "output/suggest/candidate.h"

#include "input/limits/comparison.h"
#include "input/times/times.h"

const char *const rp_day_names[] = {"mon", "tue", "wed", "thu",
                                    "fri", "sat", "sun"};
const char *const rp_part_names[] = {"morning", "afternoon", "evening"};

static const char *const aspect_names[RP_ASPECTS] = {
    NULL, "status", "score", "rank", "price", "left", "days", "times"};

rp_seat rp_candidate_seat(const rp_candidate *candidate) {
    return rp_choices_seat(candidate->choices, candidate->outcome,
                           candidate->client, candidate->therapist, 0);
}

int64_t rp_candidate_price(const rp_candidate *candidate) {
    return rp_choices_price(candidate->choices, candidate->client,
                            candidate->therapist);
}

uint32_t rp_week_cells(const rp_times *times, double minutes) {
    static const unsigned bounds[RP_DAY_PARTS + 1] = {0, 720, 1020,
                                                      RP_DAY_MINUTES};
    unsigned most =
        minutes < RP_DAY_MINUTES ? (unsigned)minutes : RP_DAY_MINUTES;
    uint32_t cells = 0;

    for (unsigned cell = 0; cell < RP_DAYS * RP_DAY_PARTS; cell++) {
        unsigned day = cell / RP_DAY_PARTS * RP_DAY_MINUTES;
        unsigned begin = day + bounds[cell % RP_DAY_PARTS];
        unsigned last = day + bounds[cell % RP_DAY_PARTS + 1] - 1 + most;
        rp_window window = {
            (uint16_t)begin,
            (uint16_t)(last < RP_WEEK_MINUTES ? last : RP_WEEK_MINUTES)};
        rp_times part = {&window, 1, NULL};
        if (rp_times_share(times, &part, minutes))
            cells |= 1u << cell;
    }
    return cells;
}

/* -- names ---------------------------------------------------------------- */

rp_status rp_subject_find(rp_subject *out, rp_text name, const char **nearest) {
    const rp_schema *schema = &rp_schemas[RP_THERAPISTS];
    rp_buffer folded = {0};
    bool found = false;

    *out = (rp_subject){RP_ASPECT_COLUMN, NULL};
    if (nearest)
        *nearest = NULL;
    if (!rp_text_fold(&folded, name))
        return RP_ERR_MEMORY;
    rp_text key = {folded.bytes, folded.length};
    for (int k = RP_ASPECT_STATUS; k < RP_ASPECTS && !found; k++)
        if ((found = rp_text_equals(key, aspect_names[k])))
            out->aspect = (rp_aspect)k;
    if (!found && key.length > 0) {
        if (rp_text_equals(key, "therapist_name"))
            key = rp_text_of("name");
        out->column = rp_schema_find(RP_THERAPISTS, key);
        found = out->column && rp_comparison_takes(out->column);
    }
    if (!found && nearest) {
        rp_nearest near = {key, NULL, 0};
        for (uint32_t i = 0; i + 1 < schema->count; i++)
            if (rp_comparison_takes(&schema->columns[i]))
                rp_nearest_try(&near, schema->columns[i].name);
        for (int k = RP_ASPECT_STATUS; k < RP_ASPECTS; k++)
            rp_nearest_try(&near, aspect_names[k]);
        *nearest = near.best;
    }
    rp_buffer_clear(&folded);
    return found ? RP_OK : RP_ERR_USAGE;
}
