#include "fit/parted.h"

#include "base/array.h"
#include "input/parting.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double most_style = 3.0;

static const rp_parting_row *row_of(const rp_client *client, uint32_t number) {
    return &rp_parting_rows[client->partings[number].reason];
}

/* Has an earlier parting the same effect on the same thing? */
static bool is_repeat(const rp_client *client, uint32_t number) {
    const rp_parting_row *own = row_of(client, number);

    for (uint32_t k = 0; k < number; k++) {
        const rp_parting_row *row = row_of(client, k);
        if (row->effect == own->effect && row->which == own->which &&
            row->by * own->by > 0.0)
            return true;
    }
    return false;
}

/* -- style ---------------------------------------------------------------- */

/* Blank counts as 0, and the ends of the scale come last of all. */
static void shift(rp_parted *out, const rp_client *client, uint32_t number) {
    const rp_parting_row *row = row_of(client, number);
    double *wish = &out->style[row->which];

    *wish = (isnan(*wish) ? 0.0 : *wish) + row->by;
}

/* The reason that points to the side where the wish is now. */
static void explain_style(rp_parted *out, const rp_client *client) {
    for (uint32_t k = client->parting_count; k-- > 0;) {
        const rp_parting_row *row = row_of(client, k);
        if (row->effect != RP_PARTING_SHIFT)
            continue;
        double asked = client->style[row->which];
        double net = out->style[row->which] - (isnan(asked) ? 0.0 : asked);
        if (row->by * net > 0.0 && row->by * out->style[row->which] > 0.0)
            out->style_from[row->which] = (int)k;
    }
    for (int axis = 0; axis < RP_AXIS_COUNT; axis++)
        if (!isnan(out->style[axis]))
            out->style[axis] =
                fmax(-most_style, fmin(most_style, out->style[axis]));
}

/* -- approaches ----------------------------------------------------------- */

static bool is_in(const rp_list *list, const rp_vocabulary *modalities,
                  uint32_t modality) {
    uint32_t parent = rp_taxonomy_parent(modalities, modality);

    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i].tag == modality || list->items[i].tag == parent)
            return true;
    return false;
}

static bool add_tried(rp_parted *out, uint32_t modality, uint32_t parting) {
    for (size_t k = 0; k < out->tried_count; k++)
        if (out->tried[k].modality == modality)
            return true;
    rp_tried *grown = rp_grow_array(out->tried, out->tried_count,
                                    &out->tried_room, sizeof *grown);
    if (!grown)
        return false;
    out->tried = grown;
    grown[out->tried_count++] = (rp_tried){modality, parting};
    return true;
}

/* The approach of a therapist that is best rated for a concern, of equals the
 * first by name; RP_NONE: they have none. */
static uint32_t best_rated(const rp_roster *roster, const rp_taxonomy *taxonomy,
                           const rp_policy *policy, uint32_t concern,
                           const rp_list *has) {
    uint32_t best = RP_NONE;
    double most = -1.0;

    for (uint32_t i = 0; i < has->count; i++) {
        uint32_t m = has->items[i].tag;
        const rp_evidence *e = rp_taxonomy_evidence(taxonomy, concern, m);
        double value = policy->rating[e ? e->rating : RP_RATING_NONE];
        const char *name =
            rp_names_name(&roster->names, RP_NAMES_MODALITIES, m);
        if (value > most ||
            (value >= most &&
             strcmp(name, rp_names_name(&roster->names, RP_NAMES_MODALITIES,
                                        best)) < 0)) {
            best = m;
            most = value;
        }
    }
    return best;
}

static bool try_approaches(rp_parted *out, const rp_roster *roster,
                           const rp_taxonomy *taxonomy, const rp_policy *policy,
                           const rp_client *client, uint32_t number) {
    uint32_t therapist = client->partings[number].therapist;
    bool any = false;

    if (therapist == RP_NONE) /* what they offered is not known */
        return true;
    const rp_list *has = roster->therapists[therapist].modalities;
    for (uint32_t i = 0; i < has->count; i++) {
        uint32_t m = has->items[i].tag;
        if (!is_in(client->want_modalities, &taxonomy->modalities, m))
            continue;
        any = true;
        if (!add_tried(out, m, number))
            return false;
    }
    if (any || client->concerns->count == 0 || has->count == 0)
        return true;
    return add_tried(out,
                     best_rated(roster, taxonomy, policy,
                                client->concerns->items[0].tag, has),
                     number);
}

/* -- all of it ------------------------------------------------------------ */

bool rp_parted_set(rp_parted *out, const rp_roster *roster,
                   const rp_taxonomy *taxonomy, const rp_policy *policy,
                   const rp_client *client) {
    bool whole = true;

    for (int k = 0; k < RP_AXIS_COUNT; k++) {
        out->style[k] = client->style[k];
        out->style_from[k] = -1;
    }
    for (int k = 0; k < RP_CRITERION_COUNT; k++) {
        out->factor[k] = 1.0;
        out->factor_from[k] = -1;
    }
    out->tried_count = 0;
    for (uint32_t k = 0; k < client->parting_count; k++) {
        const rp_parting_row *row = row_of(client, k);
        if (row->effect == RP_PARTING_TRIED)
            whole &= try_approaches(out, roster, taxonomy, policy, client, k);
        if (is_repeat(client, k))
            continue;
        if (row->effect == RP_PARTING_SHIFT)
            shift(out, client, k);
        if (row->effect != RP_PARTING_WEIGHT)
            continue;
        out->factor[row->which] = row->by;
        out->factor_from[row->which] = (int)k;
    }
    if (client->parting_count > 0)
        explain_style(out, client);
    return whole;
}

void rp_parted_clear(rp_parted *parted) {
    free(parted->tried);
    *parted = (rp_parted){0};
}

bool rp_parted_anybody(const rp_roster *roster) {
    for (uint32_t c = 0; c < roster->client_count; c++)
        if (roster->clients[c].parting_count > 0)
            return true;
    return false;
}

bool rp_parted_promotes(const rp_client *client) {
    for (uint32_t k = 0; k < client->parting_count; k++)
        if (row_of(client, k)->promotes)
            return true;
    return false;
}

int rp_parted_unsafe(const rp_client *client) {
    for (uint32_t k = 0; k < client->parting_count; k++)
        if (row_of(client, k)->effect == RP_PARTING_HUMAN)
            return (int)k;
    return -1;
}

int rp_parted_tried(const rp_parted *parted, const rp_taxonomy *taxonomy,
                    uint32_t modality) {
    if (parted->tried_count == 0)
        return -1;
    uint32_t parent = rp_taxonomy_parent(&taxonomy->modalities, modality);
    for (size_t k = 0; k < parted->tried_count; k++)
        if (parted->tried[k].modality == modality ||
            parted->tried[k].modality == parent)
            return (int)parted->tried[k].parting;
    return -1;
}

bool rp_parted_is_same(const rp_parted *a, const rp_parted *b) {
    if (a->tried_count != b->tried_count)
        return false;
    for (size_t k = 0; k < a->tried_count; k++)
        if (a->tried[k].modality != b->tried[k].modality)
            return false;
    return true;
}

rp_quoted rp_parted_therapist(const rp_client *client, int parting) {
    return rp_quote(rp_text_of(client->partings[parting].id));
}

void rp_parted_words(char out[RP_PARTED_WORDS], const rp_client *client,
                     int parting) {
    const rp_parting_row *row = row_of(client, (uint32_t)parting);

    snprintf(out, RP_PARTED_WORDS, "%s%s%s", row->before,
             rp_parted_therapist(client, parting).bytes, row->said);
}
