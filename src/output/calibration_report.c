#include "output/calibration_report.h"

#include "base/shortage.h"
#include "output/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* A number with so many decimals, as near as a double comes; null where it is
 * not known. */
static json_t *number(bool is_known, double value, double units) {
    double whole = round(value * units);

    return is_known ? json_real(fabs(whole) > 0.0 ? whole / units : 0.0)
                    : json_null();
}

static json_t *share(bool is_known, double value) {
    return number(is_known, value, 1e4);
}

static json_t *figure(bool is_known, double value) {
    return number(is_known, value, 1e6);
}

static json_t *criteria_of(const rp_calibration *c) {
    json_t *criteria = json_object();

    for (int j = 0; j < c->facts.count; j++) {
        int k = c->facts.criteria[j];
        bool is_known = c->has_lesson;
        json_t *criterion = json_object();
        rp_json_set(criterion, "default", share(true, c->facts.share[k]));
        rp_json_set(criterion, "share", share(is_known, c->lesson.share[k]));
        rp_json_set(criterion, "low", share(is_known, c->lesson.range[k].low));
        rp_json_set(criterion, "high",
                    share(is_known, c->lesson.range[k].high));
        rp_json_set(criterion, "varies", json_boolean(c->facts.varies[k]));
        rp_json_set(criteria, rp_criterion_names[k], criterion);
    }
    return criteria;
}

static json_t *values_of(const rp_calibration *c) {
    bool is_known = c->has_lesson;
    json_t *root = json_object(), *loss = json_object(),
           *concordance = json_object();

    rp_json_set(root, "kind", json_string(rp_history_kinds[c->kind]));
    rp_json_set(root, "pairs", json_integer((json_int_t)c->pairs));
    rp_json_set(root, "clients", json_integer((json_int_t)c->clients));
    rp_json_set(root, "refused",
                c->refusal == RP_REFUSAL_NONE ? json_null()
                                              : json_string(c->reason));
    rp_json_set(loss, "least", figure(is_known, c->lesson.least));
    rp_json_set(loss, "default", figure(is_known, c->lesson.usual));
    rp_json_set(root, "loss", loss);
    rp_json_set(root, "criteria", criteria_of(c));
    rp_json_set(concordance, "calibrated", figure(is_known, c->calibrated));
    rp_json_set(concordance, "default", figure(is_known, c->usual));
    rp_json_set(concordance, "equal", figure(is_known, c->equal));
    rp_json_set(root, "concordance", concordance);
    rp_json_set(root, "difference", figure(is_known, c->difference));
    rp_json_set(root, "error", figure(is_known, c->error));
    return root;
}

rp_status rp_calibration_report(rp_buffer *out,
                                const rp_calibration *calibration) {
    json_t *root = values_of(calibration);
    char *text =
        root ? json_dumps(root, JSON_INDENT(2) | JSON_REAL_PRECISION(12))
             : NULL;
    bool whole = text && rp_buffer_puts(out, text) && rp_buffer_puts(out, "\n");

    free(text);
    json_decref(root);
    return whole ? RP_OK : RP_ERR_MEMORY;
}
