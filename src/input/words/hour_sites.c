#include "input/words/hour_sites.h"

#include "base/array.h"
#include "base/nearest.h"
#include "input/words/likeness.h"

#include <stdlib.h>

/* Who names a site, in which kind of cell. */
enum {
    BY_CLIENT = 1,
    IN_COLUMN = 2, /* a therapist's */
    IN_HOURS = 4,  /* of one therapist */
    IN_HOURS_OF_TWO = 8
};

typedef struct places {
    const rp_roster *roster;
    const rp_column *column;
    unsigned char *by; /* [count] bits by tag */
    uint32_t count;
    bool asked; /* some client names a site */
} places;

static rp_text name_of(const places *p, uint32_t tag) {
    return rp_text_of(rp_names_name(&p->roster->names, p->column->names, tag));
}

static void look(places *p) {
    const rp_roster *r = p->roster;

    for (uint32_t c = 0; c < r->client_count; c++)
        for (uint32_t i = 0; i < r->clients[c].sites->count; i++) {
            p->by[r->clients[c].sites->items[i].tag] |= BY_CLIENT;
            p->asked = true;
        }
    for (uint32_t t = 0; t < r->therapist_count; t++) {
        const rp_list *sites = r->therapists[t].sites;
        for (uint32_t i = 0; i < sites->count; i++) {
            unsigned char *by = &p->by[sites->items[i].tag];
            *by |= i < r->therapists[t].named_sites ? IN_COLUMN
                   : *by & IN_HOURS                 ? IN_HOURS_OF_TWO
                                                    : IN_HOURS;
        }
    }
}

/* May a client's spelling be the wrong one? */
static bool is_said_of_client(const places *p, uint32_t tag,
                              const unsigned char *seen) {
    rp_text name = name_of(p, tag);

    for (uint32_t other = 0; other < p->count; other++) {
        if (!(p->by[other] & BY_CLIENT) || seen[other])
            continue;
        rp_nearest near = {name, NULL, 0};
        rp_nearest_try(&near, name_of(p, other).bytes);
        if (near.best || rp_likeness_holds(name_of(p, other), name))
            return true;
    }
    return false;
}

static void warn(const places *p, const rp_therapist *t, uint32_t tag,
                 rp_findings *findings) {
    const rp_roster *r = p->roster;
    const rp_column *slots = rp_schema_find(RP_THERAPISTS, rp_text_of("slots"));
    uint32_t own = r->layouts[RP_THERAPISTS]
                       .own[slots - rp_schemas[RP_THERAPISTS].columns];
    rp_nearest near = {name_of(p, tag), NULL, 0};

    for (uint32_t other = 0; other < p->count; other++)
        if (p->by[other] & ~(unsigned)IN_HOURS)
            rp_nearest_try(&near, name_of(p, other).bytes);
    rp_findings_add(findings, RP_WARNING,
                    rp_table_place(&r->tables[RP_THERAPISTS], t->row,
                                   own == RP_NONE ? 0 : own),
                    "slots: '@%s' is in no cell of sites, of therapists or "
                    "clients: nobody who names a site can come to these "
                    "hours%s%s",
                    rp_quote(name_of(p, tag)).bytes,
                    near.best ? ", nearest: " : "",
                    near.best ? rp_quote(rp_text_of(near.best)).bytes : "");
}

void rp_hour_sites_check(const rp_roster *roster, const rp_column *column,
                         unsigned char *seen, rp_findings *findings) {
    places p = {.roster = roster,
                .column = column,
                .count = rp_names_count(&roster->names, column->names)};

    p.by = rp_new_array(p.count, sizeof *p.by);
    if (!p.by) {
        findings->out_of_memory = true;
        return;
    }
    look(&p);
    for (uint32_t k = 0; k < roster->therapist_count; k++) {
        const rp_therapist *t = &roster->therapists[k];
        for (uint32_t i = t->named_sites; i < t->sites->count; i++) {
            uint32_t tag = t->sites->items[i].tag;
            if (p.by[tag] != IN_HOURS || (!p.asked && t->named_sites == 0) ||
                is_said_of_client(&p, tag, seen))
                continue;
            warn(&p, t, tag, findings);
            seen[tag] = 2;
        }
    }
    free(p.by);
}
