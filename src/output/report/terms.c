#include "output/report/terms.h"

#include "fit/phrases.h"

#include <string.h>

/* clang-format off */
static const rp_term_column columns[] = {
    {"bottlenecks.csv", "kind", NULL, RP_TERM_HIDDEN},
    {"bottlenecks.csv", "column", NULL, RP_TERM_HIDDEN},
    {"bottlenecks.csv", "from", NULL, RP_TERM_HIDDEN},
    {"bottlenecks.csv", "to", NULL, RP_TERM_HIDDEN},
    {"bottlenecks.csv", "id", "Therapist", RP_TERM_THERAPIST},
    {"bottlenecks.csv", "extra_urgent", "More urgent placed", RP_TERM_PLAIN},
    {"bottlenecks.csv", "extra_soon", "More soon placed", RP_TERM_PLAIN},
    {"bottlenecks.csv", "extra_routine", "More routine placed", RP_TERM_PLAIN},
    {"bottlenecks.csv", "extra_points", "Points", RP_TERM_PLAIN},
    {"unknowns.csv", "file", NULL, RP_TERM_HIDDEN},
    {"unknowns.csv", "column", NULL, RP_TERM_HIDDEN},
    {"unknowns.csv", "favourable", NULL, RP_TERM_HIDDEN},
    {"unknowns.csv", "unfavourable", NULL, RP_TERM_HIDDEN},
    {"unknowns.csv", "points_if_favourable", NULL, RP_TERM_HIDDEN},
    {"unknowns.csv", "points_if_unfavourable", NULL, RP_TERM_HIDDEN},
    {"unknowns.csv", "id", "Therapist", RP_TERM_THERAPIST},
    {"unknowns.csv", "placed_if_favourable", "Places if it suits",
     RP_TERM_PLAIN},
    {"unknowns.csv", "placed_if_unfavourable", "Places if not", RP_TERM_PLAIN},
    {"moved.csv", "from", "Before", RP_TERM_THERAPIST},
    {"moved.csv", "to", "Now", RP_TERM_THERAPIST},
    {"moved.csv", "from_score", "Points before", RP_TERM_PLAIN},
    {"moved.csv", "to_score", "Points now", RP_TERM_PLAIN},
    {"moved.csv", "reason", NULL, RP_TERM_HIDDEN},
    {"moved.csv", "price", NULL, RP_TERM_HIDDEN},
    {"prices.csv", "objective", "Way of matching", RP_TERM_PLAIN},
    {"prices.csv", "urgent", "Urgent placed", RP_TERM_PLAIN},
    {"prices.csv", "soon", "Soon placed", RP_TERM_PLAIN},
    {"prices.csv", "routine", "Routine placed", RP_TERM_PLAIN},
    {"prices.csv", "total", "Points in all", RP_TERM_PLAIN},
    {"prices.csv", "mean", "Mean points", RP_TERM_PLAIN},
    {"prices.csv", "worst", "Lowest", RP_TERM_PLAIN},
    {"prices.csv", "p10", "One in ten is below", RP_TERM_PLAIN},
    {"prices.csv", "below_floor", "Poor matches", RP_TERM_PLAIN},
    {"prices.csv", "envy", "Would rather have another", RP_TERM_PLAIN},
    {"equity.csv", "column", "Asked of clients", RP_TERM_PLAIN},
    {"equity.csv", "group", "Group", RP_TERM_PLAIN},
    {"equity.csv", "n", "Clients", RP_TERM_PLAIN},
    {"equity.csv", "placed_percent", "Placed, %", RP_TERM_PLAIN},
    {"equity.csv", "mean_weeks_waited", "Weeks waited", RP_TERM_PLAIN},
    {"equity.csv", "mean_score", "Mean points", RP_TERM_PLAIN},
    {"equity.csv", "first_choice_percent", "First on their list, %",
     RP_TERM_PLAIN},
    {"equity.csv", "difference", "Difference in placed", RP_TERM_PLAIN},
    {"equity.csv", "low", "at least", RP_TERM_PLAIN},
    {"equity.csv", "high", "at most", RP_TERM_PLAIN},
    {"workload.csv", "assigned", "Taken", RP_TERM_PLAIN},
    {"workload.csv", "left", "Left", RP_TERM_PLAIN},
    {"workload.csv", "eligible_clients", "Clients who fit", RP_TERM_PLAIN},
    {"workload.csv", "mean_score", "Mean points", RP_TERM_PLAIN},
    {"limits.csv", "min", "At least", RP_TERM_PLAIN},
    {"limits.csv", "max", "At most", RP_TERM_PLAIN},
    {"limits.csv", "short", "Still lacking", RP_TERM_PLAIN},
    {"groups.csv", "min_size", "At least", RP_TERM_PLAIN},
    {"groups.csv", "max_size", "At most", RP_TERM_PLAIN},
    {"groups.csv", "current", "Now", RP_TERM_PLAIN},
    {"groups.csv", "needs", "Still needed", RP_TERM_PLAIN},
    {NULL, "group_id", "Group", RP_TERM_PLAIN},
    {NULL, "client_id", "Client", RP_TERM_CLIENT},
    {NULL, "therapist_id", "Therapist", RP_TERM_THERAPIST},
    {NULL, "therapist_name", NULL, RP_TERM_HIDDEN},
    {NULL, "words", "In words", RP_TERM_SENTENCE},
};

static const struct value_row {
    const char *column, *value, *words;
} values[] = {
    {"tier", "crisis", "in crisis"},
    {"status", "human", "needs a person"},
    {"status", "pinned", "pinned by staff"},
    {"status", "waitlist", "waits"},
    {"status", "ineligible", "nobody fits"},
    {"status", "hold", "on hold"},
    {"status", "group", "in a group"},
    {"status", "seated", "has a seat"},
    {"status", "none", "none is free"},
    {"held", "pin", "pinned by staff"},
    {"held", "accepted", "accepted"},
    {"held", "offered", "offered, no answer yet"},
    {"held", "chosen", "chosen by the client"},
    {"held", "frozen", "kept from the last run"},
    {"firmness", "forced", "No plan places as many without this pair."},
    {"firmness", "toss-up",
     "A close call: without this pair the plan is less than a point worse."},
    {"reason", "open", "has an opening left"},
    {"reason", "lower_tier", "sees somebody less urgent"},
    {"reason", "lower_score", "sees somebody who fits less well"},
    {"trigger", "risk", "at risk"},
    {"trigger", "worse", "worse"},
    {"trigger", "unchanged", "no change"},
    {"trigger", "alliance", "sessions do not feel right"},
    {"trigger", "absent", "stays away"},
    {"trigger", "homework", "does not do what was agreed"},
    {"action", "", "wait for the next questionnaire"},
    {"action", "talk", "raise it with the therapist"},
    {"action", "goals", "review goals and frequency"},
    {"action", "approach", "another approach"},
    {"action", "add", "add something"},
    {"action", "change", "another therapist"},
    {"action", "human", "needs a person"},
    {"objective", "total", "Most points (total)"},
    {"objective", "fair", "Fewest poor matches (fair)"},
    {"objective", "first_come", "First come, first served"},
    {"objective", "greedy", "Each the best one left, in order (greedy)"},
};
/* clang-format on */

enum {
    COLUMNS = sizeof columns / sizeof *columns,
    VALUES = sizeof values / sizeof *values
};

const rp_term_column *rp_terms_column(const char *file, rp_text name) {
    for (size_t k = 0; k < COLUMNS; k++)
        if ((!columns[k].file || strcmp(columns[k].file, file) == 0) &&
            rp_text_equals(name, columns[k].name))
            return &columns[k];
    return NULL;
}

const char *rp_terms_value(const char *column, rp_text value) {
    for (size_t k = 0; k < VALUES; k++)
        if (strcmp(values[k].column, column) == 0 &&
            rp_text_equals(value, values[k].value))
            return values[k].words;
    return NULL;
}

const char *rp_terms_blank(rp_text name) {
    const rp_column *column = rp_schema_find(RP_THERAPISTS, name);

    return column ? rp_phrases_blank(column) : NULL;
}
