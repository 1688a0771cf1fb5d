#include "output/html/choices.h"

#include "output/html/card.h"
#include "output/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 64 }; /* values of one filter */

typedef struct option {
    uint32_t value;
    unsigned count;
    char *label; /* for the order; borrowed from `json` */
    json_t *json;
} option;

static const rp_therapist *therapist_of(const rp_candidate *c) {
    return &c->outcome->fit->roster->therapists[c->therapist];
}

static int by_count(const void *left, const void *right) {
    const option *a = left, *b = right;

    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return strcmp(json_string_value(a->json), json_string_value(b->json));
}

static void append(json_t *options, const char *value, json_t *label,
                   unsigned count) {
    json_t *one = json_object();

    rp_json_set(one, "value", json_string(value));
    rp_json_set(one, "label", label);
    rp_json_set(one, "count", json_integer(count));
    rp_json_append(options, one);
}

/* A filter is worth its place when some therapist is known to lack a value
 * that another has. */
static void append_group(json_t *groups, const char *column, const char *legend,
                         json_t *options, bool varies) {
    if (varies)
        rp_json_append(groups, json_pack("{s:s, s:s, s:o}", "column", column,
                                         "legend", legend, "options", options));
    else
        json_decref(options);
}

/* -- tags ----------------------------------------------------------------- */

typedef struct tag_filter {
    const char *column, *legend;
    rp_names_id names;
    const rp_list *(*list_of)(const rp_therapist *therapist);
} tag_filter;

static const rp_list *formats_of(const rp_therapist *t) { return t->formats; }
static const rp_list *gender_of(const rp_therapist *t) { return t->gender; }
static const rp_list *languages_of(const rp_therapist *t) {
    return t->languages;
}
static const rp_list *modalities_of(const rp_therapist *t) {
    return t->modalities;
}

static size_t count_tags(option *options, const tag_filter *filter,
                         const rp_candidate *candidates, size_t count,
                         unsigned *known) {
    size_t used = 0;

    *known = 0;
    for (size_t i = 0; i < count; i++) {
        const rp_list *list = filter->list_of(therapist_of(&candidates[i]));
        *known += list->known;
        for (uint32_t k = 0; k < list->count; k++) {
            size_t at = 0;
            if (!rp_card_may_show(&candidates[i], filter->names,
                                  list->items[k].tag))
                continue;
            while (at < used && options[at].value != list->items[k].tag)
                at++;
            if (at == MOST)
                continue;
            if (at == used)
                options[used++] = (option){.value = list->items[k].tag};
            options[at].count++;
        }
    }
    return used;
}

static void append_tags(json_t *groups, const tag_filter *filter,
                        const rp_candidate *candidates, size_t count) {
    const rp_names *names = &candidates->outcome->fit->roster->names;
    option found[MOST];
    unsigned known;
    bool varies = false;
    size_t used = count_tags(found, filter, candidates, count, &known);
    json_t *options = json_array();

    for (size_t i = 0; i < used; i++) {
        found[i].json = rp_card_label(names, filter->names, found[i].value);
        varies |= found[i].count < known;
        if (!found[i].json)
            found[i].json = json_string("");
    }
    if (used > 1)
        qsort(found, used, sizeof *found, by_count);
    for (size_t i = 0; i < used; i++)
        append(options, rp_names_name(names, filter->names, found[i].value),
               found[i].json, found[i].count + (unsigned)count - known);
    append_group(groups, filter->column, filter->legend, options, varies);
}

/* -- days and times ------------------------------------------------------- */

static void append_cells(json_t *groups, const rp_candidate *candidates,
                         size_t count, bool days) {
    static const char *const day_labels[] = {"Monday",   "Tuesday", "Wednesday",
                                             "Thursday", "Friday",  "Saturday",
                                             "Sunday"};
    static const char *const part_labels[] = {
        "morning, before 12", "afternoon, 12 to 5", "evening, from 5"};
    int values = days ? RP_DAYS : RP_DAY_PARTS;
    json_t *options = json_array();
    bool varies = false;

    for (int value = 0; value < values; value++) {
        uint32_t wanted = 0;
        unsigned have = 0, known = 0;
        for (int cell = 0; cell < RP_DAYS * RP_DAY_PARTS; cell++)
            if ((days ? cell / RP_DAY_PARTS : cell % RP_DAY_PARTS) == value)
                wanted |= 1u << cell;
        for (size_t i = 0; i < count; i++) {
            const rp_times *slots = &therapist_of(&candidates[i])->slots;
            double minutes =
                candidates[i].outcome->fit->policy->session_minutes;
            known += slots->count > 0;
            have += (rp_week_cells(slots, minutes) & wanted) != 0;
        }
        if (have == 0)
            continue;
        varies |= have < known;
        append(options, days ? rp_day_names[value] : rp_part_names[value],
               json_string(days ? day_labels[value] : part_labels[value]),
               have + (unsigned)count - known);
    }
    append_group(groups, days ? "days" : "times", days ? "Day" : "Time of day",
                 options, varies);
}

static json_t *fee_of(const rp_candidate *candidates, size_t count) {
    double least = INFINITY, most = -INFINITY;

    for (size_t i = 0; i < count; i++) {
        double fee = therapist_of(&candidates[i])->fee;
        least = fee < least ? fee : least;
        most = fee > most ? fee : most;
    }
    return least < most ? json_pack("{s:f, s:f}", "least", ceil(least), "most",
                                    ceil(most))
                        : json_null();
}

json_t *rp_choices_values(const rp_candidate *candidates, size_t count) {
    static const tag_filter filters[] = {
        {"formats", "How to meet", RP_NAMES_FORMATS, formats_of},
        {"languages", "Language", RP_NAMES_LANGUAGES, languages_of},
        {"gender", "Gender", RP_NAMES_GENDERS, gender_of},
        {"modalities", "Approach", RP_NAMES_MODALITIES, modalities_of}};
    json_t *groups = json_array();

    if (count > 1) {
        append_tags(groups, &filters[0], candidates, count);
        append_cells(groups, candidates, count, true);
        append_cells(groups, candidates, count, false);
        for (int k = 1; k < 4; k++)
            append_tags(groups, &filters[k], candidates, count);
    }
    return json_pack("{s:o, s:o}", "groups", groups, "fee",
                     count > 1 ? fee_of(candidates, count) : json_null());
}
