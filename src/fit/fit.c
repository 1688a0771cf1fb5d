#include "fit/fit.h"

#include "base/array.h"

#include <math.h>
#include <stdlib.h>

const char *const rp_rating_words[RP_RATING_COUNT] = {
    "strong evidence",   "modest evidence",           "insufficient evidence",
    "not recommended",   "not as the sole treatment", "contraindicated",
    "no row of evidence"};

bool rp_lists_meet(const rp_list *a, const rp_list *b) {
    for (uint32_t i = 0; i < a->count; i++)
        if (rp_list_has(b, a->items[i].tag))
            return true;
    return false;
}

rp_rating rp_fit_rating(const rp_fit *fit, uint32_t concern,
                        uint32_t modality) {
    uint32_t modalities = fit->taxonomy->modalities.count;

    if (concern >= fit->taxonomy->concerns.count || modality >= modalities)
        return RP_RATING_NONE;
    return (rp_rating)fit->ratings[(size_t)concern * modalities + modality];
}

static uint32_t slot_of(const rp_offer *offer, uint32_t concern) {
    uint32_t slot = concern * 2654435761u & offer->depth_mask;

    while (offer->depths[slot].concern != RP_NONE &&
           offer->depths[slot].concern != concern)
        slot = (slot + 1) & offer->depth_mask;
    return slot;
}

const rp_depth *rp_offer_depth(const rp_offer *offer, uint32_t concern) {
    if (!(offer->known_for[concern / 64 % 4] & (uint64_t)1 << concern % 64))
        return NULL;
    const rp_depth *depth = &offer->depths[slot_of(offer, concern)];
    return depth->concern == concern ? depth : NULL;
}

static void know(rp_offer *offer, uint32_t concern) {
    offer->known_for[concern / 64 % 4] |= (uint64_t)1 << concern % 64;
}

/* A related concern counts only where none is listed itself; the largest depth
 * wins, then the smaller number of the concern it comes from. */
static void relate(rp_offer *offer, uint32_t concern, double depth,
                   uint32_t listed) {
    rp_depth *there = &offer->depths[slot_of(offer, concern)];

    if (there->concern == concern &&
        (there->listed == concern || there->depth > depth ||
         (there->depth >= depth && there->listed < listed)))
        return;
    *there = (rp_depth){concern, RP_NO_NUMBER, listed, depth};
    know(offer, concern);
}

static bool set_depths(const rp_fit *fit, rp_offer *offer, rp_arena *arena) {
    const rp_list *list = offer->therapist->specialties;
    const rp_vocabulary *concerns = &fit->taxonomy->concerns;
    size_t entries = list->count, slots = 4;

    if (list->count == 0)
        return true;
    /* every listed concern, its parent and its children */
    for (uint32_t i = 0; i < list->count; i++) {
        entries += rp_taxonomy_parent(concerns, list->items[i].tag) != RP_NONE;
        for (uint32_t c = 0; c < concerns->count; c++)
            entries += concerns->entries[c].parent == list->items[i].tag;
    }
    while (slots < entries * 2)
        slots *= 2;
    offer->depths = rp_arena_array(arena, slots, sizeof *offer->depths);
    if (!offer->depths)
        return false;
    offer->depth_mask = (uint32_t)slots - 1;
    for (size_t s = 0; s < slots; s++)
        offer->depths[s].concern = RP_NONE;
    for (uint32_t i = 0; i < list->count; i++) {
        const rp_item *item = &list->items[i];
        double cases = item->number;
        double depth = fit->role == RP_ROLE_GROUP ? 1.0
                       : item->number == RP_NO_NUMBER
                           ? 0.5
                           : cases / (cases + fit->policy->depth_half);
        offer->depths[slot_of(offer, item->tag)] =
            (rp_depth){item->tag, item->number, item->tag, depth};
        know(offer, item->tag);
    }
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t tag = list->items[i].tag;
        double depth =
            fit->policy->related * offer->depths[slot_of(offer, tag)].depth;
        uint32_t parent = rp_taxonomy_parent(concerns, tag);
        if (parent != RP_NONE)
            relate(offer, parent, depth, tag);
        for (uint32_t c = 0; tag < concerns->count && c < concerns->count; c++)
            if (concerns->entries[c].parent == tag)
                relate(offer, c, depth, tag);
    }
    return true;
}

bool rp_fit_renew(rp_fit *fit, uint32_t t, rp_arena *arena) {
    rp_offer *offer = &fit->offers[t];
    const rp_therapist *therapist = &fit->roster->therapists[t];

    *offer = (rp_offer){.therapist = therapist};
    for (uint32_t i = 0; i < therapist->formats->count; i++)
        offer->formats |= 1u << therapist->formats->items[i].tag;
    for (uint32_t i = 0; i < therapist->client_types->count; i++)
        offer->client_types |= 1u << therapist->client_types->items[i].tag;
    if (!therapist->client_types->known)
        offer->client_types = 1u << RP_INDIVIDUAL;
    offer->lowest_fee =
        isnan(therapist->fee_min) ? therapist->fee : therapist->fee_min;
    fit->has_sited_hours |= therapist->slots.sites != NULL;
    offer->session = therapist->session_minutes == RP_BLANK
                         ? fit->policy->session_minutes
                         : (double)therapist->session_minutes;
    if (fit->policy->promise_hours > 0.0 &&
        !rp_hours_cut(&offer->hours, arena, &therapist->slots,
                      (uint32_t)offer->session))
        return false;
    for (uint32_t i = 0; i < therapist->declines->count; i++)
        fit->declined[therapist->declines->items[i].tag] = true;
    for (uint32_t i = 0; i < therapist->licensed_in->count; i++) {
        uint32_t tag = therapist->licensed_in->items[i].tag;
        fit->has_compacts |= tag >= fit->roster->names.first_compact &&
                             tag - fit->roster->names.first_compact <
                                 fit->taxonomy->compacts.count;
    }
    return set_depths(fit, offer, arena);
}

/* For which regions each compact stands, and in which formats. */
static bool set_compacts(rp_fit *fit) {
    const rp_names *names = &fit->roster->names;
    const rp_compacts *compacts = &fit->taxonomy->compacts;
    size_t regions = names->first_compact;

    fit->compacts = rp_new_array(compacts->count * regions, 1);
    for (uint32_t k = 0; fit->compacts && k < compacts->count; k++)
        for (uint32_t region = 0; region < regions; region++)
            if (rp_compacts_covers(
                    compacts, k,
                    rp_text_of(rp_names_name(names, RP_NAMES_REGIONS, region))))
                fit->compacts[k * regions + region] =
                    compacts->compacts[k].formats;
    return fit->compacts != NULL;
}

unsigned rp_compact_formats(const rp_fit *fit, const rp_client *client,
                            const rp_therapist *therapist) {
    uint32_t regions = fit->roster->names.first_compact;
    unsigned formats = 0;

    for (uint32_t i = 0; i < therapist->licensed_in->count; i++) {
        uint32_t tag = therapist->licensed_in->items[i].tag;
        if (tag < regions || tag - regions >= fit->taxonomy->compacts.count)
            continue;
        for (uint32_t k = 0; k < client->lives_in->count; k++)
            if (client->lives_in->items[k].tag < regions)
                formats |= fit->compacts[(tag - regions) * (size_t)regions +
                                         client->lives_in->items[k].tag];
    }
    return formats;
}

/* What all therapists of its roster offer, and what their approaches come to.
 */
static rp_status look_up(rp_fit *out) {
    const rp_roster *roster = out->roster;
    const rp_taxonomy *taxonomy = out->taxonomy;
    uint32_t concerns = taxonomy->concerns.count;
    uint32_t modalities = taxonomy->modalities.count;

    out->offers = rp_new_array(roster->therapist_count, sizeof *out->offers);
    out->ratings = rp_new_array((size_t)concerns * modalities, 1);
    out->declined = rp_new_array(roster->client_count, sizeof *out->declined);
    if (!out->offers || !out->ratings || !out->declined || !set_compacts(out))
        return RP_ERR_MEMORY;
    for (uint32_t c = 0; c < concerns; c++)
        for (uint32_t m = 0; m < modalities; m++) {
            const rp_evidence *e = rp_taxonomy_evidence(taxonomy, c, m);
            out->ratings[(size_t)c * modalities + m] =
                e ? e->rating : (uint8_t)RP_RATING_NONE;
        }
    for (uint32_t t = 0; t < roster->therapist_count; t++)
        if (!rp_fit_renew(out, t, &out->arena))
            return RP_ERR_MEMORY;
    return RP_OK;
}

rp_status rp_fit_init(rp_fit *out, const rp_roster *roster,
                      const rp_policy *policy, const rp_taxonomy *taxonomy,
                      const rp_scores *scores, bool unknown_forbids) {
    *out = (rp_fit){.roster = roster,
                    .people = roster,
                    .has_prescribers = rp_roster_has_prescribers(roster),
                    .policy = policy,
                    .taxonomy = taxonomy,
                    .scores = scores,
                    .unknown_forbids = unknown_forbids};
    return look_up(out);
}

rp_status rp_fit_init_role(rp_fit *out, const rp_fit *first, rp_role role,
                           const rp_roster *roster, const uint32_t *own) {
    *out = (rp_fit){.roster = roster,
                    .role = role,
                    .people = first->people,
                    .groups = first->groups,
                    .own = own,
                    .has_prescribers = first->has_prescribers,
                    .policy = first->policy,
                    .taxonomy = first->taxonomy,
                    .unknown_forbids = first->unknown_forbids,
                    .cleared = first->cleared,
                    .standing = first->standing};
    rp_status status = look_up(out);
    return status == RP_OK && role == RP_ROLE_PRESCRIBER && first->measured
               ? rp_fit_measure(out, first->measured)
               : status;
}

/* -- what the clinic measured -----------------------------------------------
 */

static int by_concern(const void *left, const void *right) {
    const rp_offer_record *a = left, *b = right;

    return (a->concern > b->concern) - (a->concern < b->concern);
}

/* A therapist's records by the roster's numbers; a concern that nobody in the
 * roster has written is left out. */
static bool set_records(rp_fit *fit, uint32_t t) {
    const char *id = rp_roster_filed_id(fit->roster, RP_THERAPISTS, t);
    const rp_records *all = id ? rp_measured_records(fit->measured, id) : NULL;
    uint32_t count = 0;

    if (!all)
        return true;
    rp_offer_record *items =
        rp_arena_array(&fit->arena, all->count, sizeof *items);
    if (!items)
        return false;
    for (size_t i = 0; i < all->count; i++) {
        uint32_t tag = rp_names_find(&fit->roster->names, RP_NAMES_CONCERNS,
                                     rp_text_of(all->of[i].concern));
        if (tag == RP_NONE)
            continue;
        items[count++] = (rp_offer_record){tag, &all->of[i]};
        fit->is_measured[tag] |= all->of[i].reliability > 0.0;
    }
    if (count > 1)
        qsort(items, count, sizeof *items, by_concern);
    fit->records[t] = (rp_offer_records){items, count, &all->other};
    fit->any_is_measured |= all->other.reliability > 0.0;
    return true;
}

rp_status rp_fit_measure(rp_fit *fit, const rp_measured *measured) {
    uint32_t therapists = fit->roster->therapist_count;

    fit->measured = measured;
    fit->measured_tags = rp_names_count(&fit->roster->names, RP_NAMES_CONCERNS);
    fit->records =
        rp_arena_array(&fit->arena, therapists, sizeof *fit->records);
    fit->is_measured = rp_arena_array(&fit->arena, fit->measured_tags,
                                      sizeof *fit->is_measured);
    if (!fit->records || !fit->is_measured)
        return RP_ERR_MEMORY;
    for (uint32_t t = 0; t < therapists; t++)
        if (!set_records(fit, t))
            return RP_ERR_MEMORY;
    return RP_OK;
}

const rp_record_of *rp_fit_record(const rp_fit *fit, uint32_t therapist,
                                  uint32_t concern) {
    const rp_offer_records *of = &fit->records[therapist];
    uint32_t low = 0, high = of->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (of->items[middle].concern == concern)
            return of->items[middle].record;
        if (of->items[middle].concern < concern)
            low = middle + 1;
        else
            high = middle;
    }
    return of->other;
}

/* Does a record tell something for one of these concerns? */
static bool is_measured(const rp_fit *fit, const rp_list *concerns) {
    for (uint32_t i = 0; i < concerns->count; i++) {
        uint32_t tag = concerns->items[i].tag;
        if (fit->any_is_measured ||
            (tag < fit->measured_tags && fit->is_measured[tag]))
            return true;
    }
    return false;
}

/* How much of expertise is what was measured, before priorities. */
static void set_measured(rp_need *need, const rp_fit *fit) {
    const rp_policy *policy = fit->policy;
    double weight = policy->weight[RP_EXPERTISE];

    need->declared = 1.0;
    need->pull = 0.0;
    need->is_measured =
        fit->measured && is_measured(fit, need->client->concerns);
    if (!need->is_measured)
        return;
    if (policy->expertise_measured > weight)
        need->weight[RP_EXPERTISE] = policy->expertise_measured;
    if (need->weight[RP_EXPERTISE] > 0.0)
        need->declared = weight / need->weight[RP_EXPERTISE];
    need->pull =
        need->client->severity == RP_BURDEN_SEVERE ? policy->severe : 1.0;
}

void rp_fit_clear(rp_fit *fit) {
    rp_arena_clear(&fit->arena);
    free(fit->offers);
    free(fit->ratings);
    free(fit->compacts);
    free(fit->declined);
    *fit = (rp_fit){0};
}

/* Concern weights: the written ones, or 1, 1/2, 1/3, … by position. */
static void set_shares(rp_need *need, const rp_list *concerns) {
    bool written = false;
    double sum = 0.0;

    for (uint32_t i = 0; i < concerns->count; i++)
        written |= concerns->items[i].number != RP_NO_NUMBER;
    for (uint32_t i = 0; i < concerns->count; i++) {
        int32_t number = concerns->items[i].number;
        need->share[i] = !written                 ? 1.0 / (double)(i + 1)
                         : number == RP_NO_NUMBER ? 1.0
                                                  : (double)number;
        sum += need->share[i];
    }
    for (uint32_t i = 0; i < concerns->count; i++)
        need->share[i] /= sum;
}

bool rp_need_set(rp_need *need, const rp_fit *fit, uint32_t index) {
    const rp_client *client = &fit->roster->clients[index];
    const rp_policy *policy = fit->policy;

    if (client->concerns->count > need->share_room) {
        double *share = rp_resize_array(need->share, client->concerns->count,
                                        sizeof *share);
        if (!share)
            return false;
        need->share = share;
        need->share_room = client->concerns->count;
    }
    if (!rp_parted_set(&need->parted, fit->people, fit->taxonomy, policy,
                       client))
        return false;
    need->client = client;
    need->index = index;
    set_shares(need, client->concerns);
    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        need->weight[k] = policy->weight[k];
    set_measured(need, fit);
    for (int p = 0; p < 3; p++)
        if (client->priorities[p] != RP_BLANK)
            need->weight[client->priorities[p]] *= policy->priority[p];
    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        need->weight[k] *= need->parted.factor[k];
    if (fit->role != RP_ROLE_THERAPIST)
        need->weight[RP_STYLE] = 0.0;
    if (fit->role == RP_ROLE_PRESCRIBER)
        need->weight[RP_MODALITY] = 0.0;
    for (int k = 0; k < RP_AXIS_COUNT; k++) {
        double asked = need->parted.style[k];
        double wish = isnan(asked) ? 0.0 : asked / 3.0;
        double over = fabs(wish) - policy->dead_zone;
        need->attention[k] =
            over > 0.0 ? policy->axis[k] * (over / (1.0 - policy->dead_zone))
                       : 0.0;
    }
    need->formats = 0;
    for (uint32_t i = 0; i < client->formats->count; i++)
        need->formats |= 1u << client->formats->items[i].tag;
    need->has_sited_hours = fit->has_sited_hours;
    need->compact_formats = !fit->has_compacts       ? 0
                            : client->formats->known ? need->formats
                                                     : ~0u;
    return true;
}

void rp_need_clear(rp_need *need) {
    free(need->share);
    rp_parted_clear(&need->parted);
    *need = (rp_need){0};
}

rp_need *rp_needs_new(const rp_fit *fit) {
    uint32_t count = fit->roster->client_count;
    rp_need *needs = rp_new_array(count, sizeof *needs);

    for (uint32_t c = 0; needs && c < count; c++)
        if (!rp_need_set(&needs[c], fit, c)) {
            rp_needs_free(needs, count);
            return NULL;
        }
    return needs;
}

void rp_needs_free(rp_need *needs, uint32_t count) {
    for (uint32_t c = 0; needs && c < count; c++)
        rp_need_clear(&needs[c]);
    free(needs);
}

bool rp_modality_in(const rp_fit *fit, uint32_t modality, const rp_list *list) {
    if (list->count == 0)
        return false;
    uint32_t parent = rp_taxonomy_parent(&fit->taxonomy->modalities, modality);
    return rp_list_has(list, modality) ||
           (parent != RP_NONE && rp_list_has(list, parent));
}

bool rp_modality_is_tried(const rp_fit *fit, const rp_need *need,
                          uint32_t modality) {
    return rp_modality_in(fit, modality, need->client->tried_modalities) ||
           rp_parted_tried(&need->parted, fit->taxonomy, modality) >= 0;
}

bool rp_offers_modality(const rp_fit *fit, const rp_therapist *therapist,
                        uint32_t wanted, const rp_list *avoided) {
    for (uint32_t i = 0; i < therapist->modalities->count; i++) {
        uint32_t has = therapist->modalities->items[i].tag;
        if ((has == wanted ||
             rp_taxonomy_parent(&fit->taxonomy->modalities, has) == wanted) &&
            !rp_modality_in(fit, has, avoided))
            return true;
    }
    return false;
}

unsigned rp_common_formats(const rp_fit *fit, const rp_need *need,
                           uint32_t therapist) {
    const rp_therapist *t = &fit->roster->therapists[therapist];
    unsigned common = need->formats & fit->offers[therapist].formats;

    if (need->client->sites->count > 0 && t->sites->count > 0 &&
        !rp_lists_meet(need->client->sites, t->sites))
        common &= ~(1u << RP_IN_PERSON);
    return common;
}

bool rp_insurer_matches(const rp_fit *fit, const rp_need *need,
                        uint32_t therapist) {
    return rp_lists_meet(need->client->insurance,
                         fit->roster->therapists[therapist].insurance);
}

bool rp_cost_matters(const rp_client *client) {
    return client->insurance->count > 0 || !isnan(client->max_fee);
}

bool rp_cost_is_reduced(const rp_fit *fit, const rp_need *need,
                        uint32_t therapist) {
    double most = need->client->max_fee; /* comparisons with NAN are false */

    return fit->offers[therapist].lowest_fee <= most &&
           !(fit->roster->therapists[therapist].fee <= most) &&
           !rp_insurer_matches(fit, need, therapist);
}
