#include "input/map/others.h"

#include "input/safety/people.h"

#include <stdlib.h>

struct rp_others {
    rp_people people;
};

rp_others *rp_others_new(void) {
    rp_others *others = calloc(1, sizeof *others);

    if (others && rp_people_init(&others->people) != RP_OK) {
        rp_others_free(others);
        others = NULL;
    }
    return others;
}

void rp_others_free(rp_others *others) {
    if (others)
        rp_people_clear(&others->people);
    free(others);
}

bool rp_others_add(rp_others *others, rp_text id, rp_text name) {
    return rp_people_add(&others->people, id, name) &&
           rp_people_index(&others->people);
}

bool rp_others_has(rp_others *others, rp_text text, bool *no_memory) {
    rp_person_match match;

    if (!rp_people_find(&others->people, text, &match)) {
        *no_memory = true;
        return false;
    }
    return match.how == RP_PERSON_ID || match.how == RP_PERSON_NAME;
}
