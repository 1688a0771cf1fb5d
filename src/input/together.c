#include "input/together.h"

#include "input/cell/list.h"

static rp_findings *told(const rp_rows *rows) { return rows->reader->findings; }

/* Once for a column: what is read out of which columns. */
static void tell_openings(const rp_rows *rows, uint32_t row, const char *column,
                          const char *words) {
    rp_findings_add(told(rows), RP_CAUTION, rp_row_place(rows, row, column),
                    "%s: %s", column, words);
    rp_findings_kind(told(rows), words);
}

/* Clients they can have less those they have; RP_BLANK when that is not said.
 */
static int32_t room_of(const rp_rows *rows, const rp_therapist *t) {
    if (t->capacity == RP_BLANK)
        return RP_BLANK;
    if (!rp_row_has(rows, "caseload"))
        return t->capacity;
    if (t->caseload == RP_BLANK)
        return RP_BLANK;
    return t->capacity > t->caseload ? t->capacity - t->caseload : 0;
}

static void settle_openings(const rp_rows *rows, rp_therapist *t) {
    int32_t room = room_of(rows, t);

    if (t->accepting == RP_NO) {
        if (t->openings > 0 || (t->openings == RP_BLANK && room > 0))
            tell_openings(rows, t->row, "accepting",
                          "who takes nobody has no openings");
        t->openings = 0;
    } else if (t->openings == RP_BLANK && room != RP_BLANK) {
        t->openings = room;
        tell_openings(rows, t->row, "capacity",
                      rp_row_has(rows, "caseload")
                          ? "less caseload it is read as openings"
                          : "it is read as openings");
    } else if (room != RP_BLANK && room != t->openings) {
        tell_openings(rows, t->row, "openings",
                      "not what capacity and caseload say; openings stand");
    }
    if (t->openings == RP_BLANK) {
        const char *column =
            rp_row_has(rows, "openings") || !rp_row_has(rows, "capacity")
                ? "openings"
            : t->capacity == RP_BLANK ? "capacity"
                                      : "caseload";
        if (t->row > 0 && !rows->reader->out_of_memory &&
            (rp_row_has(rows, column)))
            rp_row_missing(rows, t->row, column);
        t->openings = 0;
    }
}

static void settle_ages(const rp_rows *rows, rp_therapist *t) {
    if (t->ages.least == RP_BLANK)
        return;
    bool differs = (t->age_min != RP_BLANK && t->age_min != t->ages.least) ||
                   (t->age_max != RP_BLANK && t->age_max != t->ages.most);
    if (t->age_min == RP_BLANK)
        t->age_min = t->ages.least;
    if (t->age_max == RP_BLANK)
        t->age_max = t->ages.most;
    if (differs)
        tell_openings(rows, t->row, "ages",
                      "not what age_min and age_max say; these stand");
}

/* Yes is video, no is not; a filled office, or no, is in person. Formats that
 * are said stand. */
static void settle_formats(const rp_rows *rows, int8_t telehealth,
                           const rp_list *sites, const rp_list **formats) {
    if (telehealth == RP_UNKNOWN || (*formats)->known)
        return;
    rp_list_begin(rows->reader);
    rp_item item = {RP_VIDEO, RP_NO_NUMBER, RP_STRONG, 0};
    if (telehealth == RP_YES)
        rp_list_add(rows->reader, item);
    item.tag = RP_IN_PERSON;
    if (telehealth == RP_NO || sites->count > 0)
        rp_list_add(rows->reader, item);
    *formats = rp_list_end(rows->reader, true);
}

/* Where a window is counts among the sites. */
static void settle_sites(const rp_rows *rows, rp_therapist *t) {
    const rp_list *own = t->sites;

    t->named_sites = own->count;
    if (!t->slots.sites)
        return;
    rp_list_begin(rows->reader);
    for (uint32_t k = 0; k < own->count; k++)
        rp_list_add(rows->reader, own->items[k]);
    for (uint32_t k = 0; k < t->slots.count; k++)
        if (t->slots.sites[k] != RP_NONE)
            rp_list_add(rows->reader, (rp_item){t->slots.sites[k], RP_NO_NUMBER,
                                                RP_STRONG, 0});
    t->sites = rp_list_end(rows->reader, true);
}

void rp_together_day(rp_therapist *t, int32_t as_of) {
    if (as_of != RP_NO_DAY &&
        ((t->available_from != RP_NO_DAY && as_of < t->available_from) ||
         (t->available_until != RP_NO_DAY && as_of > t->available_until)))
        t->openings = 0;
}

/* The age that was asked may be a year old; two apart is a slip in one cell. */
static void settle_age(const rp_rows *rows, rp_client *c) {
    int32_t years = rp_dates_years(c->born_on, rows->layout->as_of);

    if (c->age == RP_BLANK)
        c->age = years;
    else if (c->age > years + 1 || c->age + 1 < years)
        rp_findings_add(rows->reader->findings, RP_CAUTION,
                        rp_row_place(rows, c->row, "age"),
                        "age: '%d' is not what date_of_birth says; age stands",
                        (int)c->age);
}

void rp_together_settle(const rp_rows *rows, void *record) {
    if (rows->layout->side == RP_THERAPISTS) {
        rp_therapist *t = record;
        settle_openings(rows, t);
        rp_together_day(t, rows->layout->as_of);
        settle_ages(rows, t);
        settle_sites(rows, t);
        settle_formats(rows, t->telehealth, t->sites, &t->formats);
        return;
    }
    rp_client *c = record;
    if (c->risk == RP_YES)
        c->urgency = RP_CRISIS;
    if (c->born_on != RP_NO_DAY && rows->layout->as_of != RP_NO_DAY)
        settle_age(rows, c);
    settle_formats(rows, c->telehealth, c->sites, &c->formats);
}
