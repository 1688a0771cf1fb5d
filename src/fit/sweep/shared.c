#include "fit/sweep/shared.h"

/* What a client shares with each value of a therapist, 0 or 1 by code. */
typedef struct facts {
    uint8_t speaks[RP_CODES_MOST], insures[RP_CODES_MOST];
    uint8_t meets[RP_CODES_MOST];
} facts;

static void fill(uint8_t *out, const rp_codes *sets, uint64_t asked) {
    for (uint32_t code = 0; code < sets->count; code++)
        out[code] = (sets->values[code] & asked) != 0;
}

/* As rp_common_formats() has it. */
static void fill_meets(uint8_t *out, const rp_tables *t, const rp_need *need,
                       uint64_t sites) {
    for (uint32_t code = 0; code < t->ways.count; code++) {
        uint64_t way = t->ways.values[code];
        uint64_t theirs = t->site_sets.values[way % RP_CODES_MOST];
        unsigned common = need->formats & (unsigned)(way >> RP_WAY_FORMATS);
        if (need->client->sites->count > 0 && !(theirs >> RP_MARK_BLANK) &&
            !(theirs & sites))
            common &= ~(1u << RP_IN_PERSON);
        out[code] = need->formats != 0 &&
                    (common >> need->client->formats->items[0].tag & 1) != 0;
    }
}

static bool fill_facts(facts *out, const rp_tables *t, const rp_need *need) {
    const rp_client *c = need->client;
    const rp_codes *languages = &t->wish_sets[RP_WISH_LANGUAGES];
    uint64_t first = c->languages->count == 0
                         ? 0
                         : rp_marks_of(&t->wishes[RP_WISH_LANGUAGES],
                                       c->languages->items[0].tag);
    uint64_t insurers = rp_marks_set(&t->insurance, c->insurance);
    uint64_t sites = rp_marks_set(&t->sites, c->sites);

    if (languages->are_too_few || t->insurances.are_too_few ||
        t->site_sets.are_too_few || t->ways.are_too_few ||
        rp_marks_are_shared(first | insurers | sites))
        return false;
    fill(out->speaks, languages, first);
    fill(out->insures, &t->insurances, insurers);
    fill_meets(out->meets, t, need, sites);
    return true;
}

bool rp_shared_count(rp_shared_counts *out, const rp_tables *tables,
                     const rp_need *need, const uint32_t *therapists,
                     size_t count) {
    rp_shared_counts sum = {0, 0, 0};
    facts f;

    if (!fill_facts(&f, tables, need))
        return false;
    for (size_t i = 0; i < count; i++) {
        const rp_sweep_codes *codes = &tables->codes[therapists[i]];
        sum.speak += f.speaks[codes->wishes[RP_WISH_LANGUAGES]];
        sum.insure += f.insures[codes->insurance];
        sum.meet += f.meets[codes->way];
    }
    *out = sum;
    return true;
}
