#include "output/run.h"

#include "output/json.h"

#include <math.h>

/* jansson's "_new" calls take the value over, also when they fail, and answer
 * -1 on any NULL: so only the sum of the answers has to be looked at. */

static json_t *cents(int64_t value) { return json_real((double)value / 100.0); }

static json_t *text(const char *value) {
    /* a path may be any bytes; what is not UTF-8 is not shown */
    return json_string(rp_text_is_utf8(rp_text_of(value)) ? value : "?");
}

static json_t *number(double value) {
    return value >= floor(value) && value <= floor(value) && fabs(value) < 1e15
               ? json_integer((json_int_t)value)
               : json_real(value);
}

static json_t *command_of(const rp_record *record) {
    json_t *list = json_array();

    for (size_t i = 0; i < record->command_count; i++)
        rp_json_append(list, text(record->command[i]));
    return list;
}

static json_t *policy_of(const rp_fit *fit) {
    const rp_policy *policy = fit->policy;
    unsigned uses =
        (fit->measured ? (unsigned)RP_USES_OUTCOMES : 0) |
        (rp_parted_anybody(fit->roster) ? (unsigned)RP_USES_PARTINGS : 0);
    json_t *object = json_object();

    for (size_t k = 0; k < rp_policy_count(); k++) {
        char words[RP_POLICY_TEXT];
        if (!rp_policy_matters(policy, k, uses))
            continue;
        rp_json_set(object, rp_policy_name(k),
                    rp_policy_text(words, policy, k)
                        ? json_string(words)
                        : number(rp_policy_value(policy, k)));
    }
    return object;
}

json_t *rp_run_input(const rp_input *from) {
    json_t *input = json_object();

    rp_json_set(input, "path", text(from->path));
    rp_json_set(input, "sha256", json_string(from->sha256));
    rp_json_set(input, "rows", json_integer(from->rows));
    return input;
}

static json_t *inputs_of(const rp_record *record) {
    json_t *list = json_array();

    for (size_t i = 0; i < record->input_count; i++)
        rp_json_append(list, rp_run_input(&record->inputs[i]));
    return list;
}

/* Who was looked at by a person, where a file says so. */
static json_t *cleared_of(const rp_cleared *cleared) {
    json_t *list = json_array();

    for (size_t i = 0; i < cleared->count; i++) {
        json_t *one = json_object();
        rp_json_set(one, "client_id", text(cleared->rows[i].client));
        rp_json_set(one, "on", text(cleared->rows[i].on));
        rp_json_set(one, "by", text(cleared->rows[i].by));
        rp_json_append(list, one);
    }
    return list;
}

static json_t *sensitive_of(const rp_roster *roster) {
    json_t *list = json_array();

    for (unsigned k = 0; k < RP_SENSITIVE; k++)
        if (roster->sensitive & 1u << k)
            rp_json_append(list, json_string(rp_sensitive_names[k]));
    return list;
}

json_t *rp_run_counts(const rp_outcome *o) {
    const rp_roster *roster = o->fit->roster;
    json_t *counts = json_object();
    json_int_t openings = 0;

    for (uint32_t t = 0; t < roster->therapist_count; t++)
        openings += roster->therapists[t].openings;
    rp_json_set(counts, "clients",
                json_integer(roster->client_count -
                             (json_int_t)(o->counts[RP_STATUS_STARTED] +
                                          o->counts[RP_STATUS_HOLD])));
    rp_json_set(counts, "therapists", json_integer(roster->therapist_count));
    rp_json_set(counts, "openings", json_integer(openings));
    for (int status = 0; status <= RP_STATUS_INELIGIBLE; status++)
        rp_json_set(counts, rp_status_names[status],
                    json_integer((json_int_t)o->counts[status]));
    if (o->fit->groups)
        rp_json_set(counts, rp_status_names[RP_STATUS_GROUP],
                    json_integer((json_int_t)o->counts[RP_STATUS_GROUP]));
    if (o->fit->standing) {
        rp_json_set(counts, "started",
                    json_integer((json_int_t)o->counts[RP_STATUS_STARTED]));
        rp_json_set(counts, "held",
                    json_integer((json_int_t)o->counts[RP_STATUS_HOLD]));
    }
    return counts;
}

json_t *rp_run_tiers(const rp_outcome *o) {
    json_t *tiers = json_object();

    for (int tier = RP_TIER_URGENT; tier >= RP_TIER_ROUTINE; tier--) {
        json_t *one = json_object();
        rp_json_set(one, "clients", json_integer((json_int_t)o->in_tier[tier]));
        rp_json_set(one, "placed", json_integer((json_int_t)o->placed[tier]));
        rp_json_set(tiers, rp_tier_names[tier], one);
    }
    return tiers;
}

json_t *rp_run_score(const rp_outcome *o) {
    json_t *score = json_object();
    bool none = o->worst < 0;

    rp_json_set(score, "total", none ? json_null() : cents(o->fit_total));
    rp_json_set(score, "mean", none ? json_null() : cents(rp_outcome_mean(o)));
    rp_json_set(score, "min", none ? json_null() : cents(o->worst));
    return score;
}

/* `keep` is there where an earlier run is kept. */
static json_t *objective_of(const rp_outcome *o) {
    json_t *objective = json_object();
    size_t pairs;

    rp_json_set(objective, "fit", json_integer(o->fit_total));
    rp_json_set(objective, "wait", json_integer(o->wait_total));
    if (o->triage->keep)
        rp_json_set(objective, "keep",
                    json_integer(rp_outcome_kept(o, &pairs)));
    if (o->fit->limits)
        rp_json_set(objective, "short",
                    json_integer((json_int_t)rp_terms_short(o->terms)));
    return objective;
}

/* How far the plan may be from the best one, where limits or links are there:
 * by tier, urgent first, and in S-units. */
static json_t *proof_of(const rp_outcome *o) {
    json_t *proof = json_object();

    rp_json_set(proof, "optimal", json_boolean(o->plan.is_optimal));
    rp_json_set(proof, "pairs_checked",
                json_integer((json_int_t)o->plan.pairs_checked));
    if (!o->terms)
        return proof;
    json_t *tiers = o->plan.is_optimal ? json_null() : json_array();
    for (int tier = RP_TIERS; !o->plan.is_optimal && tier > 0; tier--)
        rp_json_append(tiers, json_integer(o->plan.tier_gap[tier - 1]));
    rp_json_set(proof, "tier_gap", tiers);
    rp_json_set(proof, "gap",
                o->plan.is_optimal ? json_null()
                                   : json_integer((json_int_t)o->plan.gap));
    return proof;
}

static json_t *files_of(const rp_commit *commit) {
    json_t *files = json_object();

    for (size_t i = 0; i < rp_commit_count(commit); i++)
        rp_json_set(files, rp_commit_name(commit, i),
                    json_string(rp_commit_digest(commit, i)));
    return files;
}

static json_t *whole(uint64_t value) { return json_integer((json_int_t)value); }

json_t *rp_run_values(const rp_outcome *o, const rp_record *record) {
    char day[16];
    bool dated = o->triage->as_of != RP_NO_DAY;

    if (dated)
        rp_date_format(day, o->triage->as_of);
    json_t *values = json_pack(
        "{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
        "s:o, s:{s:o, s:o, s:o}}",
        "rapport", record->version, "command", command_of(record), "as_of",
        dated ? json_string(day) : json_null(), "policy", policy_of(o->fit),
        "inputs", inputs_of(record), "sensitive_columns",
        sensitive_of(o->fit->roster), "counts", rp_run_counts(o), "tiers",
        rp_run_tiers(o), "score", rp_run_score(o), "objective", objective_of(o),
        "proof", proof_of(o), "solver", "parts", whole(o->plan.parts),
        "columns", whole(o->plan.columns), "rounds", whole(o->plan.rounds));
    if (values && o->fit->cleared)
        rp_json_set(values, "cleared", cleared_of(o->fit->cleared));
    return values;
}

rp_status rp_run_write(const rp_commit *commit, rp_file *file, json_t *values) {
    rp_buffer bytes = {0};
    rp_status status = RP_ERR_MEMORY;

    if (json_object_set_new(values, "files", files_of(commit)) == 0 &&
        rp_json_text(&bytes, values,
                     JSON_INDENT(2) | JSON_REAL_PRECISION(15))) {
        rp_file_put(file, bytes.bytes, bytes.length);
        rp_file_put(file, "\n", 1);
        status = RP_OK;
    }
    rp_buffer_clear(&bytes);
    return status;
}
