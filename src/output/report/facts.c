#include "output/report/facts.h"

#include "base/shortage.h"
#include "output/json.h"

#include <math.h>
#include <stdio.h>

/* -- numbers -------------------------------------------------------------- */

static json_int_t count_in(const json_t *run, const char *group,
                           const char *name) {
    return json_integer_value(
        json_object_get(json_object_get(run, group), name));
}

static void append_number(json_t *list, const char *label, const char *value,
                          const char *words) {
    rp_json_append(list, json_pack("{s:s, s:s, s:s}", "label", label, "value",
                                   value, "words", words));
}

static void append_count(json_t *list, const char *one, const char *many,
                         json_int_t value, const char *words) {
    char text[32];

    snprintf(text, sizeof text, "%" JSON_INTEGER_FORMAT, value);
    append_number(list, value == 1 ? one : many, text, words);
}

static void append_points(json_t *list, const json_t *run, const char *name,
                          const char *label, const char *words) {
    const json_t *value = json_object_get(json_object_get(run, "score"), name);
    char text[32];

    if (!json_is_number(value))
        return;
    snprintf(text, sizeof text, "%.1f",
             floor(json_number_value(value) * 10.0 + 0.5) / 10.0);
    append_number(list, label, text, words);
}

/* Nothing of none. */
static void append_some(json_t *list, const char *one, const char *many,
                        json_int_t count) {
    if (count > 0)
        append_count(list, one, many, count, "");
}

/* "1 of them waits, too": an urgent client without a place is in two lists. */
static void append_needs(json_t *list, const rp_needs_tally *needs) {
    uint32_t waiting = needs->of[RP_NEED_PLACE];
    char words[64] = "";

    if (waiting > 0)
        snprintf(words, sizeof words, "%u of them %s, too", (unsigned)waiting,
                 waiting == 1 ? "waits" : "wait");
    append_count(list, "needs a person now", "need a person now",
                 (json_int_t)needs->all, words);
}

/* "1 pinned, 2 in a group" */
static void append_placed(json_t *list, const json_t *run) {
    json_int_t pinned = count_in(run, "counts", "pinned");
    json_int_t seated = count_in(run, "counts", "group");
    char words[96] = "";
    size_t length = 0;

    if (pinned > 0)
        length = (size_t)snprintf(words, sizeof words,
                                  "%" JSON_INTEGER_FORMAT " pinned", pinned);
    if (seated > 0)
        snprintf(words + length, sizeof words - length,
                 "%s%" JSON_INTEGER_FORMAT " in a group",
                 length > 0 ? ", " : "", seated);
    append_count(list, "has a place", "have a place",
                 count_in(run, "counts", "assigned") + pinned + seated, words);
}

json_t *rp_facts_headline(const json_t *run, const rp_needs_tally *needs) {
    json_int_t alone = count_in(run, "counts", "ineligible");
    json_t *list = json_array();
    char words[64] = "";

    append_count(list, "client", "clients", count_in(run, "counts", "clients"),
                 "");
    append_needs(list, needs);
    append_placed(list, run);
    if (alone > 0)
        snprintf(words, sizeof words,
                 "for %" JSON_INTEGER_FORMAT " nobody fits", alone);
    append_count(list, "waits", "wait",
                 count_in(run, "counts", "waitlist") + alone, words);
    append_some(list, "is on hold", "are on hold",
                count_in(run, "counts", "held"));
    append_some(list, "has started", "have started",
                count_in(run, "counts", "started"));
    append_count(list, "opening", "openings",
                 count_in(run, "counts", "openings"), "");
    append_points(list, run, "mean", "mean points", "of 100");
    append_points(list, run, "min", "lowest", "");
    return list;
}

json_t *rp_facts_waits(const rp_outcome *outcome) {
    const rp_triage *triage = outcome->triage;
    uint32_t clients = outcome->fit->roster->client_count, undated = 0;
    char day[16], words[160];

    if (triage->as_of == RP_NO_DAY)
        return json_string("No referral has a date: how long anybody has "
                           "waited is not known, and not counted.");
    for (uint32_t c = 0; c < clients; c++)
        undated += triage->weeks[c] == RP_NO_WEEKS;
    rp_date_format(day, triage->as_of);
    int length = snprintf(words, sizeof words, "Waits are counted to %s.", day);
    if (undated > 0)
        snprintf(words + length, sizeof words - (size_t)length,
                 " How long %u %s waited is not known: %s no date of referral.",
                 (unsigned)undated,
                 undated == 1 ? "client has" : "clients have",
                 undated == 1 ? "there is" : "they have");
    return json_string(words);
}

/* -- what was run --------------------------------------------------------- */

static json_t *command_of(const json_t *run) {
    const json_t *words = json_object_get(run, "command");
    rp_buffer line = {0};
    bool done = rp_buffer_puts(&line, "rapport");

    for (size_t i = 0; done && i < json_array_size(words); i++) {
        const char *word = json_string_value(json_array_get(words, i));
        done = rp_buffer_puts(&line, " ") &&
               rp_buffer_puts(&line, word ? word : "");
    }
    json_t *value = done ? json_string(line.bytes) : NULL;
    if (!done)
        rp_shortage_note();
    rp_buffer_clear(&line);
    return value;
}

static json_t *policy_of(const json_t *run) {
    json_t *list = json_array(), *value;
    const char *name;

    json_object_foreach(json_object_get(run, "policy"), name, value) {
        rp_json_append(list,
                       json_pack("{s:s, s:O}", "name", name, "value", value));
    }
    return list;
}

json_t *rp_facts_values(const rp_material *m) {
    json_t *values = json_object();

    rp_json_copy(values, "version", m->run, "rapport");
    rp_json_set(values, "command", command_of(m->run));
    rp_json_copy(values, "proof", m->run, "proof");
    rp_json_copy(values, "inputs", m->run, "inputs");
    rp_json_set(values, "policies", policy_of(m->run));
    rp_json_copy(values, "sensitive", m->run, "sensitive_columns");
    return values;
}
