/**
 * @file reader.c
 * What a calendar program makes of a calendar: its events, as libical reads
 * and repeats them.
 *
 * usage: reader FILE WEEKS
 *
 * Prints a line for each occurrence of an event within so many weeks of its
 * first: begin, end, UID, SUMMARY, separated by tabs. Ends with 1, and says
 * why, where libical finds an error, or a time that is not floating.
 */
#include <libical/ical.h>

#include <stdio.h>
#include <stdlib.h>

/** All of a file, or NULL; free it. */
static char *read_all(const char *path) {
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    long size = -1;
    if (!file)
        return NULL;
    if (fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    if (size >= 0 && fseek(file, 0, SEEK_SET) == 0)
        text = malloc((size_t)size + 1);
    if (text) {
        text[fread(text, 1, (size_t)size, file)] = '\0';
    }
    fclose(file);
    return text;
}

static int refuse(const char *path, const char *why) {
    fprintf(stderr, "%s: %s\n", path, why);
    return 1;
}

static int print(icalcomponent *event, int weeks) {
    struct icaltimetype first = icalcomponent_get_dtstart(event);
    struct icaldurationtype length = icalcomponent_get_duration(event);
    icalproperty *rule =
        icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
    struct icaltimetype last = first;
    if (icaltime_is_utc(first) || icaltime_get_timezone(first) || !rule)
        return 1;
    icaltime_adjust(&last, 7 * weeks, 0, 0, 0);
    icalrecur_iterator *at =
        icalrecur_iterator_new(icalproperty_get_rrule(rule), first);
    if (!at)
        return 1;
    for (struct icaltimetype next = icalrecur_iterator_next(at);
         !icaltime_is_null_time(next) && icaltime_compare(next, last) < 0;
         next = icalrecur_iterator_next(at)) {
        struct icaltimetype end = icaltime_add(next, length);
        printf("%s\t%s\t%s\t%s\n", icaltime_as_ical_string(next),
               icaltime_as_ical_string(end), icalcomponent_get_uid(event),
               icalcomponent_get_summary(event));
    }
    icalrecur_iterator_free(at);
    return 0;
}

static int print_all(const char *path, icalcomponent *calendar, int weeks) {
    if (icalcomponent_isa(calendar) != ICAL_VCALENDAR_COMPONENT)
        return refuse(path, "no calendar");
    if (!icalrestriction_check(calendar))
        return refuse(path, "breaks RFC 5546 or RFC 5545");
    if (icalcomponent_count_errors(calendar))
        return refuse(path, "holds what cannot be read");
    if (icalcomponent_count_components(calendar, ICAL_ANY_COMPONENT) !=
        icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT))
        return refuse(path, "holds more than events");
    for (icalcomponent *event =
             icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
         event; event = icalcomponent_get_next_component(calendar,
                                                         ICAL_VEVENT_COMPONENT))
        if (print(event, weeks))
            return refuse(path, "an event that does not repeat, or whose time "
                                "is not floating");
    return 0;
}

int main(int argc, char **argv) {
    if (argc != 3)
        return 2;
    char *text = read_all(argv[1]);
    if (!text)
        return refuse(argv[1], "cannot be read");
    icalcomponent *calendar = icalparser_parse_string(text);
    int status =
        calendar ? print_all(argv[1], calendar, (int)strtol(argv[2], NULL, 10))
                 : refuse(argv[1], "libical reads nothing");
    if (calendar)
        icalcomponent_free(calendar);
    free(text);
    return status;
}
