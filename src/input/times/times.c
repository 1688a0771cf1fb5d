#include "input/times/times.h"

#include "base/array.h"
#include "input/cell/stated.h"
#include "input/cell/truth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const days[7] = {"monday",   "tuesday", "wednesday",
                                    "thursday", "friday",  "saturday",
                                    "sunday"};

enum { USUAL = 32 }; /* windows of a cell: no memory is asked for them */
/* A window, and where it is. */
typedef struct stay {
    rp_window window;
    uint32_t site;
} stay;

/* The windows of a cell as they are written, before they are joined. */
typedef struct week {
    stay *windows; /* [count] the usual ones, or memory of its own */
    stay usual[USUAL];
    size_t count, room;
    uint32_t site;  /* of the window being read */
    bool has_sites; /* some window names one */
    bool out_of_memory;
} week;

static bool widen(week *w) {
    size_t room = w->room * 2;
    stay *windows = rp_resize_array(w->windows == w->usual ? NULL : w->windows,
                                    room, sizeof *windows);

    if (!windows)
        return false;
    if (w->windows == w->usual)
        memcpy(windows, w->usual, sizeof w->usual);
    w->windows = windows;
    w->room = room;
    return true;
}

static void mark(week *w, int begin, int end) {
    if (w->count == w->room && !widen(w))
        w->out_of_memory = true;
    else
        w->windows[w->count++] =
            (stay){{(uint16_t)begin, (uint16_t)end}, w->site};
}

static bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

/* The day of a word in small letters, -1 for none. */
static int day_of(const char *word, size_t length) {
    static const char short_forms[7][6] = {"mo", "tues",  "weds", "thurs",
                                           "fr", "satur", "su"};

    if (length > 1 && word[length - 1] == 's' && length > 4 &&
        word[length - 2] == 'y')
        length--; /* mondays */
    for (int day = 0; day < 7; day++)
        if (length >= 3 && strncmp(word, days[day], 3) == 0 &&
            (length == 3 ||
             (length == strlen(days[day]) &&
              strncmp(word, days[day], length) == 0) ||
             (length == strlen(short_forms[day]) &&
              strncmp(word, short_forms[day], length) == 0) ||
             (length == 4 && word[3] == 's') ||
             (length == 4 && strncmp(word, "thur", 4) == 0)))
            return day;
    return -1;
}

const char *rp_times_day_name(uint32_t day) { return days[day]; }

int rp_times_day(rp_text word) {
    char lower[16];

    if (word.length >= sizeof lower)
        return -1;
    for (size_t i = 0; i < word.length; i++)
        lower[i] = (char)(word.bytes[i] | 0x20);
    return day_of(lower, word.length);
}

static void skip_blanks(const char **at) { *at += strspn(*at, " \t"); }

static size_t word_length(const char *at) {
    size_t length = 0;

    while (is_letter(at[length]))
        length++;
    return length;
}

enum { ALL_DAYS = 0x7F, WEEKDAYS = 0x1F, WEEKEND = 0x60 };

/* Days that have a name together: bits, 0 for none. */
static unsigned group_of(const char *word, size_t length) {
    static const struct {
        const char *name;
        unsigned days;
    } groups[] = {{"weekday", WEEKDAYS},   {"weekdays", WEEKDAYS},
                  {"weeknight", WEEKDAYS}, {"weeknights", WEEKDAYS},
                  {"weekend", WEEKEND},    {"weekends", WEEKEND},
                  {"daily", ALL_DAYS},     {"everyday", ALL_DAYS}};

    for (size_t k = 0; k < sizeof groups / sizeof *groups; k++)
        if (strlen(groups[k].name) == length &&
            memcmp(groups[k].name, word, length) == 0)
            return groups[k].days;
    return 0;
}

/* Days by their letters: `M/W/F`, `MWF`, `T/Th`; bits, 0 for none. A single
 * letter is no list of days. */
static unsigned take_letters(const char **at) {
    static const struct {
        const char *letters;
        int day;
    } known[] = {{"th", 3}, {"tu", 1}, {"sa", 5}, {"su", 6}, {"m", 0},
                 {"t", 1},  {"w", 2},  {"r", 3},  {"f", 4}};
    const char *from = *at;
    unsigned bits = 0;
    int count = 0;

    while (is_letter(*from)) {
        size_t k = 0, all = sizeof known / sizeof *known;
        while (k < all &&
               strncmp(from, known[k].letters, strlen(known[k].letters)) != 0)
            k++;
        if (k == all)
            return 0;
        bits |= 1u << known[k].day;
        from += strlen(known[k].letters);
        count++;
        if (*from == '/' && is_letter(from[1]))
            from++;
    }
    if (count < 2)
        return 0;
    *at = from;
    return bits;
}

/* One day, a range of days or a group: bits; 0 where there is none. */
static unsigned take_days(const char **at, rp_times_trouble *trouble) {
    size_t length = word_length(*at);
    unsigned group = group_of(*at, length);
    int first = group ? 0 : day_of(*at, length);

    if (first < 0 && strncmp(*at, "every day", 9) == 0) {
        group = ALL_DAYS;
        length = 9;
    }
    if (group) {
        *at += length;
        skip_blanks(at);
        return group;
    }
    if (first < 0) {
        unsigned bits = take_letters(at);
        skip_blanks(at);
        return bits;
    }
    *at += length;
    *at += **at == '.';
    skip_blanks(at);
    const char *to = *at;
    size_t between = *to == '-'                        ? 1
                     : strncmp(to, "to ", 3) == 0      ? 3
                     : strncmp(to, "through ", 8) == 0 ? 8
                     : strncmp(to, "thru ", 5) == 0    ? 5
                                                       : 0;
    to += between;
    skip_blanks(&to);
    int last = between ? day_of(to, word_length(to)) : first;
    if (last < 0) {
        *trouble = RP_TIMES_DAY; /* mon-xyz */
        return 1u << first;
    }
    if (last < first) {
        *trouble = RP_TIMES_DAY_RANGE;
        return 1u << first;
    }
    if (between) {
        *at = to + word_length(to);
        *at += **at == '.';
        skip_blanks(at);
    }
    return (2u << last) - (1u << first);
}

/* What stands between days, or between hours. */
static bool take_between(const char **at) {
    const char *from = *at;
    bool any = false;

    for (;;) {
        if (*from && strchr(",&/+", *from))
            from++;
        else if (strncmp(from, "and ", 4) == 0)
            from += 4;
        else
            break;
        any = true;
        skip_blanks(&from);
    }
    if (any)
        *at = from;
    return any;
}

static void mark_days(week *w, unsigned bits, rp_hours hours) {
    for (int day = 0; day < 7; day++)
        if (bits & 1u << day)
            mark(w, day * RP_DAY_MINUTES + hours.begin,
                 day * RP_DAY_MINUTES + hours.end);
}

static rp_times_trouble trouble_of(rp_clock clock) {
    return clock == RP_CLOCK_VAGUE   ? RP_TIMES_VAGUE
           : clock == RP_CLOCK_ORDER ? RP_TIMES_ORDER
                                     : RP_TIMES_HOURS;
}

/* Hours behind days, one or several. *any tells whether there were some. */
static rp_times_trouble take_hours(week *w, const char **at, unsigned bits,
                                   const rp_hours *parts, bool *any) {
    *any = false;
    for (;;) {
        const char *from = *at;
        rp_hours hours;
        if (*any && !take_between(&from))
            return RP_TIMES_FINE;
        rp_clock clock = rp_clock_take(&hours, &from, parts);
        if (clock == RP_CLOCK_NONE)
            return RP_TIMES_FINE;
        if (clock != RP_CLOCK_FINE)
            return trouble_of(clock);
        mark_days(w, bits, hours);
        *at = from;
        *any = true;
    }
}

static int two_digits(const char *at) {
    return at[0] >= '0' && at[0] <= '9' && at[1] >= '0' && at[1] <= '9'
               ? (at[0] - '0') * 10 + at[1] - '0'
               : -1;
}

/* The minutes of `09:00`, -1 for anything else. */
static int plain_clock(const char *at) {
    int hours = two_digits(at);
    int minutes = hours < 0 || at[2] != ':' ? -1 : two_digits(at + 3);

    return minutes < 0 || minutes > 59 || hours > 23 ? -1
                                                     : hours * 60 + minutes;
}

/* Most windows are `mon 09:00-12:00`: these few looks read them.
 * @return false: read it the long way */
static bool take_plain(week *w, rp_text piece) {
    if (piece.length != 15 || piece.bytes[3] != ' ' || piece.bytes[9] != '-')
        return false;
    char day_name[3];
    for (int k = 0; k < 3; k++)
        day_name[k] = (char)(piece.bytes[k] | 0x20);
    int day = 0;
    while (day < 7 && memcmp(days[day], day_name, 3) != 0)
        day++;
    int begin = plain_clock(piece.bytes + 4);
    int end = plain_clock(piece.bytes + 10);
    if (day == 7 || begin < 0 || end <= begin)
        return false;
    mark(w, day * RP_DAY_MINUTES + begin, day * RP_DAY_MINUTES + end);
    return true;
}

/* Days and their hours, again and again to the end of the text. */
static rp_times_trouble mark_windows(week *w, const char *at,
                                     const rp_hours *parts) {
    rp_times_trouble result = RP_TIMES_FINE, trouble = RP_TIMES_FINE;
    bool is_behind = false; /* directly behind a window */

    skip_blanks(&at);
    while (*at) {
        unsigned bits = take_days(&at, &trouble);
        if (bits == 0)
            return is_behind ? RP_TIMES_HOURS : RP_TIMES_DAY;
        const char *next = at;
        while (trouble == RP_TIMES_FINE && take_between(&next)) {
            unsigned more = take_days(&next, &trouble);
            if (more == 0)
                break;
            bits |= more;
            at = next;
        }
        if (trouble != RP_TIMES_FINE)
            return trouble;
        if (*at == ':')
            at++;
        skip_blanks(&at);
        bool any;
        trouble = take_hours(w, &at, bits, parts, &any);
        if (trouble != RP_TIMES_FINE)
            return trouble;
        if (!any) {
            mark_days(w, bits, (rp_hours){0, RP_DAY_MINUTES});
            result = RP_TIMES_WHOLE_DAY;
        }
        is_behind = !take_between(&at);
        if (*at && !any && is_behind)
            return RP_TIMES_HOURS;
    }
    return result;
}

static int by_begin(const void *left, const void *right) {
    const stay *a = left, *b = right;

    return a->window.begin != b->window.begin
               ? (a->window.begin > b->window.begin ? 1 : -1)
               : (a->site > b->site) - (a->site < b->site);
}

/* Windows of one site that touch join, overlap counts once.
 * @return false where windows of two sites overlap */
static bool join(week *w) {
    size_t count = 0;
    bool in_order = true;

    for (size_t i = 1; i < w->count; i++)
        in_order &=
            w->windows[i - 1].window.begin <= w->windows[i].window.begin;
    if (!in_order)
        qsort(w->windows, w->count, sizeof *w->windows, by_begin);
    for (size_t i = 0; i < w->count; i++) {
        stay next = w->windows[i];
        stay *last = count > 0 ? &w->windows[count - 1] : NULL;
        if (!last || next.window.begin > last->window.end ||
            (next.window.begin == last->window.end && next.site != last->site))
            w->windows[count++] = next;
        else if (next.site != last->site)
            return false;
        else if (next.window.end > last->window.end)
            last->window.end = next.window.end;
    }
    w->count = count;
    return true;
}

static rp_times_trouble collect(rp_times *out, rp_arena *arena, week *w) {
    if (!join(w))
        return RP_TIMES_SITES;
    rp_window *windows = rp_arena_array(arena, w->count, sizeof *windows);
    uint32_t *sites =
        w->has_sites ? rp_arena_array(arena, w->count, sizeof *sites) : NULL;
    if (!windows || (w->has_sites && !sites))
        return RP_TIMES_MEMORY;
    for (size_t i = 0; i < w->count; i++) {
        windows[i] = w->windows[i].window;
        if (sites)
            sites[i] = w->windows[i].site;
    }
    *out = (rp_times){windows, (uint32_t)w->count, sites};
    return RP_TIMES_FINE;
}

static bool is_separator(char c) {
    return c == ';' || c == '|' || c == '\r' || c == '\n';
}

/* The window up to the next separator; moves *rest behind it. */
static rp_text next_window(rp_text *rest) {
    size_t length = 0;

    while (length < rest->length && !is_separator(rest->bytes[length]))
        length++;
    rp_text piece = rp_text_trim((rp_text){rest->bytes, length});
    length += length < rest->length;
    rest->bytes += length;
    rest->length -= length;
    return piece;
}

/* In small letters, plain blanks and dashes; NULL without memory. */
static const char *flatten(rp_buffer *plain, char *room, size_t size,
                           rp_text piece) {
    char *flat = room;

    if (piece.length < size && rp_text_is_ascii(piece)) {
        memcpy(room, piece.bytes, piece.length);
        room[piece.length] = '\0';
    } else {
        if (!rp_text_plain(plain, piece))
            return NULL;
        flat = plain->bytes;
    }
    for (char *at = flat; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
        else if (*at == '\t')
            *at = ' ';
    return flat;
}

static void open_week(week *w) {
    w->windows = w->usual;
    w->count = 0;
    w->room = USUAL;
    w->site = RP_NONE;
    w->has_sites = false;
    w->out_of_memory = false;
}

static rp_times_trouble close_week(week *w, rp_times *out, rp_arena *arena,
                                   rp_times_trouble result) {
    if (w->out_of_memory) {
        result = RP_TIMES_MEMORY;
    } else if (result <= RP_TIMES_WHOLE_DAY) {
        rp_times_trouble trouble = collect(out, arena, w);
        if (trouble != RP_TIMES_FINE)
            result = trouble;
    }
    if (w->windows != w->usual)
        free(w->windows);
    return result;
}

/* Cut the site off a window; what is behind it belongs to it. */
static rp_times_trouble take_site(week *w, rp_text *piece,
                                  const rp_times_sites *sites) {
    const char *at = memchr(piece->bytes, '@', piece->length);

    w->site = RP_NONE;
    if (!at)
        return RP_TIMES_FINE;
    size_t before = (size_t)(at - piece->bytes);
    rp_text name = rp_text_trim((rp_text){at + 1, piece->length - before - 1});
    if (!sites || name.length == 0 || before == 0 ||
        memchr(name.bytes, ':', name.length) ||
        memchr(name.bytes, '@', name.length))
        return RP_TIMES_SITE;
    w->site = sites->tag(sites->payload, name);
    w->has_sites |= w->site != RP_NONE;
    *piece = rp_text_trim((rp_text){piece->bytes, before});
    return RP_TIMES_FINE;
}

rp_times_trouble rp_times_parse(rp_times *out, rp_arena *arena, rp_text text,
                                const rp_hours parts[RP_HOURS_WORDS],
                                const rp_times_sites *sites, rp_text *where) {
    week w;
    rp_buffer plain = {0};
    char room[256];
    rp_times_trouble result = RP_TIMES_FINE;
    rp_text rest = text;

    if (!parts)
        parts = rp_usual_hours;
    open_week(&w);
    *out = (rp_times){0};
    while (rest.length > 0 && result <= RP_TIMES_WHOLE_DAY) {
        rp_text whole = next_window(&rest), piece = whole;
        rp_times_trouble trouble = take_site(&w, &piece, sites);
        if (whole.length == 0 ||
            (trouble == RP_TIMES_FINE && take_plain(&w, piece)))
            continue;
        if (trouble == RP_TIMES_FINE) {
            const char *flat = flatten(&plain, room, sizeof room, piece);
            trouble = flat ? mark_windows(&w, flat, parts) : RP_TIMES_MEMORY;
        }
        if (trouble > result) {
            *where = whole;
            result = trouble;
        }
    }
    rp_buffer_clear(&plain);
    return close_week(&w, out, arena, result);
}

/* Hours of a column that stands for a day. */
static rp_times_trouble mark_day(week *w, const char *flat, int day,
                                 const rp_hours *parts) {
    bool any;
    rp_times_trouble trouble = take_hours(w, &flat, 1u << day, parts, &any);

    if (trouble == RP_TIMES_FINE && (!any || *flat))
        trouble = RP_TIMES_HOURS;
    return trouble;
}

rp_times_trouble rp_times_parse_day(rp_times *all, rp_arena *arena,
                                    rp_text text, int day,
                                    const rp_hours parts[RP_HOURS_WORDS]) {
    static const char off[] = "none;nothing;off;no;n;closed;unavailable;false;"
                              "0;\xE2\x9C\x97;unchecked";
    rp_times_trouble trouble = RP_TIMES_FINE;
    rp_buffer plain = {0};
    char room[256];
    week w;

    if (rp_stated_among(text, off))
        return RP_TIMES_FINE;
    if (!parts)
        parts = rp_usual_hours;
    open_week(&w);
    for (uint32_t k = 0; k < all->count; k++) {
        w.site = all->sites ? all->sites[k] : RP_NONE;
        w.has_sites |= w.site != RP_NONE;
        mark(&w, all->windows[k].begin, all->windows[k].end);
    }
    w.site = RP_NONE;
    if (rp_answer_parse(text) == RP_YES)
        mark_days(&w, 1u << day, (rp_hours){0, RP_DAY_MINUTES});
    else
        for (rp_text rest = text;
             rest.length > 0 && trouble == RP_TIMES_FINE;) {
            rp_text piece = next_window(&rest);
            const char *flat = flatten(&plain, room, sizeof room, piece);
            if (piece.length > 0)
                trouble =
                    flat ? mark_day(&w, flat, day, parts) : RP_TIMES_MEMORY;
        }
    rp_buffer_clear(&plain);
    return close_week(&w, all, arena, trouble);
}

const char *rp_times_expected(rp_times_trouble trouble) {
    switch (trouble) {
    case RP_TIMES_FINE:
    case RP_TIMES_MEMORY:
        return "";
    case RP_TIMES_WHOLE_DAY:
        return "a day without hours is read as the whole day";
    case RP_TIMES_DAY:
        return "expected a day (mon, tue, wed, thu, fri, sat, sun) and hours, "
               "as in mon 09:00-12:00";
    case RP_TIMES_DAY_RANGE:
        return "expected a range of days within one week, monday first";
    case RP_TIMES_HOURS:
        return "expected hours as in 09:00-12:00, several windows by ';'";
    case RP_TIMES_VAGUE:
        return "am or pm, and until when? expected hours as in 09:00-17:00 or "
               "9am-5pm";
    case RP_TIMES_ORDER:
        return "expected an end after the begin, 24:00 at the latest";
    case RP_TIMES_SITE:
        return "expected a therapist's site behind '@', as in mon "
               "09:00-12:00 @North; tue 09:00-12:00";
    case RP_TIMES_SITES:
        return "windows at different sites, or with and without one, overlap";
    }
    return "";
}

bool rp_times_texts(rp_texts *out, const rp_times *times) {
    char text[64];

    for (uint32_t i = 0; i < times->count; i++) {
        unsigned at = times->windows[i].begin;
        while (at < times->windows[i].end) {
            unsigned day = at / RP_DAY_MINUTES;
            unsigned begin = at % RP_DAY_MINUTES;
            unsigned end = times->windows[i].end - day * RP_DAY_MINUTES;
            if (end > RP_DAY_MINUTES)
                end = RP_DAY_MINUTES;
            snprintf(text, sizeof text, "%.3s %02u:%02u-%02u:%02u", days[day],
                     begin / 60, begin % 60, end / 60, end % 60);
            if (!rp_texts_add(out, text))
                return false;
            at = day * RP_DAY_MINUTES + end;
        }
    }
    return true;
}

bool rp_times_format(rp_buffer *out, const rp_times *times) {
    rp_texts texts = {0};
    bool done = rp_times_texts(&texts, times) &&
                (texts.count == 0 || rp_texts_join(out, &texts, "; "));

    rp_texts_clear(&texts);
    return done;
}
