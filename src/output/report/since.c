#include "output/report/since.h"

#include <math.h>
#include <stdio.h>

json_t *rp_since_words(const rp_material *m) {
    rp_grid *grid = rp_binder_grid(m->binder, "moved.csv");
    const json_t *objective = json_object_get(m->run, "objective");
    const json_t *policy = json_object_get(m->run, "policy");
    double kept = json_number_value(json_object_get(objective, "keep"));
    double points = json_number_value(json_object_get(policy, "keep_points"));
    char words[160], moved[80] = "Nobody was moved.";

    if (!grid)
        return json_null();
    unsigned rows = rp_grid_rows(grid);
    if (rows > 0)
        snprintf(moved, sizeof moved, "%u %s not, for the reasons below.", rows,
                 rows == 1 ? "does" : "do");
    /* each pair that stands adds keep_points to the objective */
    if (points > 0.0)
        snprintf(words, sizeof words,
                 "%.0f client%s the therapist of the last run. %s",
                 kept / points,
                 fabs(kept / points - 1.0) < 0.5 ? " keeps" : "s keep", moved);
    else
        snprintf(words, sizeof words, "%s", moved);
    return json_string(words);
}
