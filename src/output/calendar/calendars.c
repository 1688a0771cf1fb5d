#include "output/calendar/calendars.h"

#include "base/digest.h"
#include "input/cell/number.h"
#include "input/times/times.h"

#include <stdio.h>
#include <string.h>

enum {
    FOLD = 75,          /* octets of a line */
    LONGEST_NAME = 120, /* bytes of a file's name without its end */
    UID_DIGITS = 32,
    MONDAY = 4, /* days from 1970-01-01 to the Monday that counts weeks */
    WEEK_DAYS = 7
};

/* ---- lines --------------------------------------------------------------- */

/* A content line, folded where it is long, but never inside of a letter. */
static bool put_line(rp_buffer *out, const char *line) {
    size_t length = strlen(line), at = 0, room = FOLD;
    bool whole = true;

    while (whole && length - at > room) {
        size_t cut = room;
        while (cut > 1 && ((unsigned char)line[at + cut] & 0xC0) == 0x80)
            cut--;
        whole =
            rp_buffer_put(out, line + at, cut) && rp_buffer_puts(out, "\r\n ");
        at += cut;
        room = FOLD - 1;
    }
    return whole && rp_buffer_puts(out, line + at) &&
           rp_buffer_puts(out, "\r\n");
}

static bool put_all(rp_buffer *out, const char *const *lines) {
    while (*lines)
        if (!put_line(out, *lines++))
            return false;
    return true;
}

/* A text as RFC 5545 escapes it. */
static bool put_text(rp_buffer *out, const char *text) {
    bool whole = true;

    for (; whole && *text; text++) {
        if (strchr("\\;,", *text))
            whole = rp_buffer_put(out, "\\", 1);
        whole = whole && rp_buffer_put(out, text, 1);
    }
    return whole;
}

/* ---- days ---------------------------------------------------------------- */

/* The Monday of the first week in which an hour of a letter is held. */
static int32_t first_monday(int32_t as_of, char week) {
    int32_t past = (as_of - MONDAY) % WEEK_DAYS;
    int32_t monday = as_of + WEEK_DAYS - (past < 0 ? past + WEEK_DAYS : past);
    int32_t weeks = (monday - MONDAY) / WEEK_DAYS;

    if (week != 0 && (weeks % 2 != 0) != (week == 'B'))
        monday += WEEK_DAYS;
    return monday;
}

/* `20261012T180000` of a minute of the week of a Monday. */
static void stamp_of(char out[32], int32_t monday, unsigned minute) {
    char day[16];

    rp_date_format(day, monday + (int32_t)(minute / RP_DAY_MINUTES));
    minute %= RP_DAY_MINUTES;
    snprintf(out, 32, "%.4s%.2s%.2sT%02u%02u00", day, day + 5, day + 8,
             minute / 60, minute % 60);
}

/* ---- events -------------------------------------------------------------- */

/* `therapist,client,kind,number`, hashed. */
static bool uid_of(char out[RP_DIGEST_SIZE], const rp_appointment *a,
                   const char *therapist) {
    rp_buffer text = {0};
    char number[16];

    snprintf(number, sizeof number, ",%u", (unsigned)a->number);
    bool whole = rp_buffer_puts(&text, therapist) &&
                 rp_buffer_puts(&text, ",") && rp_buffer_puts(&text, a->id) &&
                 rp_buffer_puts(&text, ",") &&
                 rp_buffer_puts(&text, rp_agenda_names[a->kind]) &&
                 rp_buffer_puts(&text, number);
    if (whole)
        rp_digest(out, text.bytes, text.length);
    out[UID_DIGITS] = '\0';
    rp_buffer_clear(&text);
    return whole;
}

static bool put_event(rp_buffer *out, const rp_appointment *a,
                      const char *therapist, int32_t as_of) {
    int32_t monday = first_monday(as_of, a->week);
    char uid[RP_DIGEST_SIZE], at[32];
    char lines[4][RP_DIGEST_SIZE + 16];
    rp_buffer summary = {0};

    if (!uid_of(uid, a, therapist))
        return false;
    snprintf(lines[0], sizeof lines[0], "UID:%s", uid);
    stamp_of(at, as_of, 0);
    snprintf(lines[1], sizeof lines[1], "DTSTAMP:%sZ", at);
    stamp_of(at, monday, a->hour.begin);
    snprintf(lines[2], sizeof lines[2], "DTSTART:%s", at);
    stamp_of(at, monday, a->hour.end);
    snprintf(lines[3], sizeof lines[3], "DTEND:%s", at);
    const char *const all[] = {"BEGIN:VEVENT",
                               lines[0],
                               lines[1],
                               lines[2],
                               lines[3],
                               a->week == 0 ? "RRULE:FREQ=WEEKLY"
                                            : "RRULE:FREQ=WEEKLY;INTERVAL=2",
                               NULL};
    bool whole = put_all(out, all) && rp_buffer_puts(&summary, "SUMMARY:") &&
                 put_text(&summary, a->id) && put_line(out, summary.bytes) &&
                 put_line(out, "END:VEVENT");
    rp_buffer_clear(&summary);
    return whole;
}

static bool put_calendar(rp_buffer *out, const rp_appointment *items,
                         size_t count, const char *therapist, int32_t as_of) {
    static const char *const head[] = {"BEGIN:VCALENDAR", "VERSION:2.0",
                                       "PRODID:-//rapport//schedule//EN", NULL};
    bool whole = put_all(out, head);

    for (size_t k = 0; whole && k < count; k++)
        whole = put_event(out, &items[k], therapist, as_of);
    return whole && put_line(out, "END:VCALENDAR");
}

/* ---- files --------------------------------------------------------------- */

static bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '-' || c == '_';
}

static void name_file(char out[3 * LONGEST_NAME], const char *id) {
    char digest[RP_DIGEST_SIZE];
    size_t at = (size_t)snprintf(out, LONGEST_NAME, "%s/", RP_CALENDARS_FOLDER);

    for (const char *c = id; *c && at < LONGEST_NAME; c++)
        at += (size_t)snprintf(out + at, 4, is_plain(*c) ? "%c" : "~%02x",
                               is_plain(*c) ? *c : (unsigned char)*c);
    if (at >= LONGEST_NAME) {
        rp_digest(digest, id, strlen(id));
        at = (size_t)snprintf(out, LONGEST_NAME, "%s/%.32s",
                              RP_CALENDARS_FOLDER, digest);
    }
    snprintf(out + at, 5, ".ics");
}

static rp_status write_one(rp_commit *commit, const rp_appointment *items,
                           size_t count, const char *id, int32_t as_of) {
    rp_buffer text = {0};
    char name[3 * LONGEST_NAME];
    rp_status status = RP_ERR_MEMORY;

    if (put_calendar(&text, items, count, id, as_of)) {
        name_file(name, id);
        rp_file *file = rp_commit_file(commit, name);
        if (file)
            rp_file_put(file, text.bytes, text.length);
        status = file ? rp_file_close(file) : RP_ERR_IO;
    }
    rp_buffer_clear(&text);
    return status;
}

rp_status rp_calendars_write(rp_commit *commit, const rp_agenda *agenda,
                             const rp_roster *roster, int32_t as_of) {
    rp_status status = RP_OK;

    for (size_t first = 0, end; status == RP_OK && first < agenda->count;
         first = end) {
        uint32_t t = agenda->items[first].therapist;
        for (end = first;
             end < agenda->count && agenda->items[end].therapist == t;)
            end++;
        status = write_one(commit, &agenda->items[first], end - first,
                           roster->therapists[t].id, as_of);
    }
    return status;
}
