#include "output/html/choices.h"

#include "base/shortage.h"
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

/* "" where memory was short. */
static const char *words_of(const json_t *label) {
    const char *words = json_string_value(label);

    return words ? words : "";
}

static int by_count(const void *left, const void *right) {
    const option *a = left, *b = right;

    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return strcmp(words_of(a->json), words_of(b->json));
}

/* An option that leaves everybody, or has no name, is none. */
static void append(json_t *options, const char *value, json_t *label,
                   unsigned count, unsigned all) {
    if (!label)
        rp_shortage_note();
    if (count == all || !*words_of(label)) {
        json_decref(label);
        return;
    }
    json_t *one = json_object();

    rp_json_set(one, "value", json_string(value));
    rp_json_set(one, "label", label);
    rp_json_set(one, "count", json_integer(count));
    rp_json_append(options, one);
}

/* A filter is worth its place when some therapist is known to lack a value
 * that another has. */
static void append_group(json_t *groups, const rp_voice *voice,
                         const char *column, json_t *options, bool varies) {
    char key[32];

    if (!varies || json_array_size(options) == 0) {
        json_decref(options);
        return;
    }
    json_t *group = json_object();
    snprintf(key, sizeof key, "filter.%s", column);
    rp_json_set(group, "column", json_string(column));
    rp_json_set(group, "legend", rp_voice_say(voice, key, NULL));
    rp_json_set(group, "options", options);
    rp_json_append(groups, group);
}

/* -- tags ----------------------------------------------------------------- */

typedef struct tag_filter {
    const char *column;
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

static void append_tags(json_t *groups, const rp_voice *voice,
                        const tag_filter *filter,
                        const rp_candidate *candidates, size_t count) {
    const rp_names *names = &candidates->outcome->fit->roster->names;
    option found[MOST];
    unsigned known;
    bool varies = false;
    size_t used = count_tags(found, filter, candidates, count, &known);
    json_t *options = json_array();

    for (size_t i = 0; i < used; i++) {
        json_t *label = rp_voice_label(voice, filter->names, found[i].value);
        varies |= found[i].count < known;
        /* what the language has no word for sorts as "" and is left out */
        found[i].json = json_is_null(label) ? json_string("") : label;
        if (json_is_null(label))
            json_decref(label);
    }
    if (used > 1)
        qsort(found, used, sizeof *found, by_count);
    for (size_t i = 0; i < used; i++)
        append(options, rp_names_name(names, filter->names, found[i].value),
               found[i].json, found[i].count + (unsigned)count - known,
               (unsigned)count);
    append_group(groups, voice, filter->column, options, varies);
}

/* -- days and times ------------------------------------------------------- */

static void append_cells(json_t *groups, const rp_voice *voice,
                         const rp_candidate *candidates, size_t count,
                         bool days) {
    char key[32];
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
            double minutes = candidates[i]
                                 .outcome->fit->offers[candidates[i].therapist]
                                 .session;
            known += slots->count > 0;
            have += (rp_week_cells(slots, minutes) & wanted) != 0;
        }
        if (have == 0)
            continue;
        varies |= have < known;
        const char *name = days ? rp_day_names[value] : rp_part_names[value];
        snprintf(key, sizeof key, "%s.%s", days ? "weekday" : "part", name);
        append(options, name, rp_voice_say(voice, key, NULL),
               have + (unsigned)count - known, (unsigned)count);
    }
    append_group(groups, voice, days ? "days" : "times", options, varies);
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

json_t *rp_choices_values(const rp_candidate *candidates, size_t count,
                          const rp_voice *voice) {
    static const tag_filter filters[] = {
        {"formats", RP_NAMES_FORMATS, formats_of},
        {"languages", RP_NAMES_LANGUAGES, languages_of},
        {"gender", RP_NAMES_GENDERS, gender_of},
        {"modalities", RP_NAMES_MODALITIES, modalities_of}};
    json_t *chips = json_array(), *more = json_array();
    json_t *values = json_object();

    append_tags(chips, voice, &filters[0], candidates, count);
    append_cells(chips, voice, candidates, count, false);
    append_tags(chips, voice, &filters[1], candidates, count);
    append_tags(chips, voice, &filters[2], candidates, count);
    append_cells(more, voice, candidates, count, true);
    append_tags(more, voice, &filters[3], candidates, count);
    rp_json_set(values, "chips", chips);
    rp_json_set(values, "more", more);
    rp_json_set(values, "most_fee", fee_of(candidates, count));
    return values;
}
