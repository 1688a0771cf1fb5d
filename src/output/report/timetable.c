#include "output/report/timetable.h"

#include "base/shortage.h"
#include "output/calendar/agenda.h"
#include "output/json.h"
#include "output/report/people.h"

#include <string.h>

enum { DAYS = 7, WORKDAYS = 5 };

static const char *const day_names[DAYS] = {"Mon", "Tue", "Wed", "Thu",
                                            "Fri", "Sat", "Sun"};

/* Staff know what a therapy is: only the others are named. */
static const char *const kinds[RP_AGENDA_KINDS] = {"", "prescriber", "group"};

typedef struct week {
    rp_agenda agenda;
    bool shows[DAYS];
} week;

static void find_days(week *w) {
    for (int day = 0; day < WORKDAYS; day++)
        w->shows[day] = true;
    for (size_t k = 0; k < w->agenda.count; k++)
        w->shows[rp_hour_day(&w->agenda.items[k].hour)] = true;
}

/* Whom an hour is for. */
static json_t *person_of(const rp_outcome *o, const rp_appointment *a) {
    const rp_roster *roster = o->fit->roster;
    const rp_groups *groups = o->fit->groups;

    for (uint32_t g = 0; a->kind == RP_AGENDA_GROUP && g < groups->count; g++)
        if (groups->items[g].offer.id == a->id)
            return rp_people_tag(a->id, groups->items[g].offer.name);
    uint32_t c = rp_roster_find(roster, RP_CLIENTS, rp_text_of(a->id));
    const char *name = c == RP_NONE ? NULL : roster->clients[c].name;
    return rp_people_tag(a->id, name ? name : "");
}

static json_t *hour_of(const rp_outcome *o, const rp_appointment *a) {
    char begin[RP_HOUR_NAME], end[RP_HOUR_NAME], letter[2] = {a->week, '\0'};
    json_t *hour = json_object();

    rp_hour_name(begin, a->hour.begin);
    rp_hour_end(end, &a->hour);
    rp_json_set(hour, "begin", json_string(strchr(begin, ' ') + 1));
    rp_json_set(hour, "end", json_string(end));
    rp_json_set(hour, "week", json_string(letter));
    rp_json_set(hour, "kind", json_string(kinds[a->kind]));
    rp_json_set(hour, "who", person_of(o, a));
    return hour;
}

/* The hours of one therapist, from `first` to before `end`. */
static json_t *row_of(const week *w, const rp_outcome *o, size_t first,
                      size_t end) {
    const rp_therapist *t =
        &o->fit->roster->therapists[w->agenda.items[first].therapist];
    json_t *row = json_object(), *days = json_array();

    for (unsigned day = 0; day < DAYS; day++) {
        if (!w->shows[day])
            continue;
        json_t *one = json_object(), *hours = json_array();
        for (size_t k = first; k < end; k++)
            if (rp_hour_day(&w->agenda.items[k].hour) == day)
                rp_json_append(hours, hour_of(o, &w->agenda.items[k]));
        rp_json_set(one, "day", json_string(day_names[day]));
        rp_json_set(one, "is_free", json_boolean(json_array_size(hours) == 0));
        rp_json_set(one, "hours", hours);
        rp_json_append(days, one);
    }
    rp_json_set(row, "who", rp_people_tag(t->id, t->name));
    rp_json_set(row, "days", days);
    return row;
}

json_t *rp_timetable_values(const rp_material *m) {
    week w = {.shows = {false}};
    json_t *table = NULL;

    if (rp_agenda_make(&w.agenda, m->outcome) != RP_OK)
        rp_shortage_note();
    else if (w.agenda.count > 0) {
        json_t *days = json_array(), *rows = json_array();
        find_days(&w);
        for (int day = 0; day < DAYS; day++)
            if (w.shows[day])
                rp_json_append(days, json_string(day_names[day]));
        for (size_t first = 0, end; first < w.agenda.count; first = end) {
            for (end = first + 1;
                 end < w.agenda.count && w.agenda.items[end].therapist ==
                                             w.agenda.items[first].therapist;)
                end++;
            rp_json_append(rows, row_of(&w, m->outcome, first, end));
        }
        table = json_object();
        rp_json_set(table, "days", days);
        rp_json_set(table, "rows", rows);
    }
    rp_agenda_clear(&w.agenda);
    return table;
}
