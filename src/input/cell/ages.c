#include "input/cell/ages.h"

#include "input/cell/stated.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM = 128, OLDEST = 120, MOST_RANGES = 16 };

/* Lower, plain, trimmed; false when it is too long. */
static bool flatten(char out[ROOM + 1], rp_text cell) {
    cell = rp_text_trim(cell);
    if (cell.length > ROOM)
        return false;
    size_t length = rp_text_plain_to(out, cell);
    for (size_t i = 0; i < length; i++)
        if (out[i] >= 'A' && out[i] <= 'Z')
            out[i] = (char)(out[i] - 'A' + 'a');
    return true;
}

static const char *skip_blanks(const char *at) { return at + strspn(at, " "); }

/* A number of years; RP_BLANK-like -1 for none. */
static int32_t take_years(const char **at) {
    size_t digits = strspn(*at, "0123456789");

    if (digits == 0 || digits > 3)
        return -1;
    int32_t years = (int32_t)strtol(*at, NULL, 10);
    *at = skip_blanks(*at + digits);
    return years <= OLDEST ? years : -1;
}

/* The word behind a number that only says that it is years. */
static const char *skip_unit(const char *at) {
    static const char *const units[] = {
        "years of age", "years old", "year old", "yrs old", "years",
        "year",         "yrs.",      "yrs",      "yr",      "y/o",
        "y.o.",         "yo",        "y",        NULL};

    at = skip_blanks(at);
    at += *at == '-' && (at[1] == 'y');
    for (size_t k = 0; units[k]; k++) {
        size_t length = strlen(units[k]);
        if (strncmp(at, units[k], length) == 0 &&
            !(at[length] >= 'a' && at[length] <= 'z'))
            return skip_blanks(at + length);
    }
    return at;
}

bool rp_age_parse(int32_t *years, rp_text cell) {
    char plain[ROOM + 1];
    const char *at = plain;

    if (!flatten(plain, cell))
        return false;
    int32_t value = take_years(&at);
    if (value < 0 || *skip_unit(at) != '\0')
        return false;
    *years = value;
    return true;
}

static bool take_words(rp_ages *out, const char *text) {
    static const struct {
        const char *words;
        rp_ages ages;
    } groups[] = {
        {"all;all ages;any age;all age groups;everyone;lifespan", {0, OLDEST}},
        {"children;child;kids;children (0-12);pediatric;pediatrics", {0, 12}},
        {"teens;teen;teenagers;teenager;adolescents;adolescent", {13, 17}},
        {"adults;adult", {18, OLDEST}},
        {"seniors;senior;older adults;older adult;elders;elderly;geriatric",
         {65, OLDEST}},
    };

    for (size_t k = 0; k < sizeof groups / sizeof *groups; k++)
        if (rp_stated_among((rp_text){text, strlen(text)}, groups[k].words)) {
            *out = groups[k].ages;
            return true;
        }
    return false;
}

static bool begins(const char **at, const char *words) {
    while (*words) {
        size_t length = strcspn(words, ";");
        if (strncmp(*at, words, length) == 0) {
            *at = skip_blanks(*at + length);
            return true;
        }
        words += length + (words[length] == ';');
    }
    return false;
}

/* `18-65`, `18+`, `under 18` */
static bool take_numbers(rp_ages *out, const char *at) {
    static const char open[] = "+;and up;and older;and over;and above;or older;"
                               "or over;or above;& up;& older;& over;up;"
                               "and upwards";
    static const char shut[] = "and under;and younger;and below;or younger;"
                               "or under;& under;& younger";

    begins(&at, "ages ;age ;aged ;from ");
    bool below = begins(&at, "under ;below ;younger than ");
    bool to = !below && begins(&at, "up to ;to ;0 to ;until ");
    int32_t first = take_years(&at), last;
    if (first < 0)
        return false;
    at = skip_unit(at);
    if (below || to)
        *out = (rp_ages){0, first - (below ? 1 : 0)};
    else if (begins(&at, open))
        *out = (rp_ages){first, OLDEST};
    else if (begins(&at, shut))
        *out = (rp_ages){0, first};
    else if (begins(&at, "-;to ;through ;thru ;until ") &&
             (last = take_years(&at)) >= 0)
        *out = (rp_ages){first, last};
    else
        return false;
    at = skip_unit(at);
    return *at == '\0' && out->least <= out->most;
}

/* One range; in brackets behind a word stands what exactly it means. */
static bool take_range(rp_ages *out, char *text) {
    char *open = strchr(text, '('), *shut = open ? strchr(open, ')') : NULL;

    if (open && shut) {
        char inner[ROOM + 1];
        memcpy(inner, open + 1, (size_t)(shut - open - 1));
        inner[shut - open - 1] = '\0';
        if (take_numbers(out, skip_blanks(inner)))
            return true;
        *open = '\0';
    }
    size_t length = strlen(text);
    while (length > 0 && text[length - 1] == ' ')
        text[--length] = '\0';
    return take_words(out, text) || take_numbers(out, text);
}

/* The length of what divides two ranges here, 0 for none. */
static size_t divider(const char *at) {
    static const char *const behind[] = {"up",    "older",   "over",  "above",
                                         "under", "younger", "below", NULL};

    if (strchr(",;|/\r\n", *at))
        return 1;
    size_t length = *at == '&' ? 1 : strncmp(at, " and ", 5) == 0 ? 5 : 0;
    const char *next = skip_blanks(at + length);
    for (size_t k = 0; length > 0 && behind[k]; k++)
        if (strncmp(next, behind[k], strlen(behind[k])) == 0)
            return 0;
    return length;
}

static int by_least(const void *left, const void *right) {
    const rp_ages *a = left, *b = right;

    return (a->least > b->least) - (a->least < b->least);
}

rp_ages_trouble rp_ages_parse(rp_ages *out, rp_text cell) {
    char plain[ROOM + 1], piece[ROOM + 1];
    rp_ages ranges[MOST_RANGES];
    size_t count = 0;

    *out = (rp_ages){-1, -1};
    if (!flatten(plain, cell))
        return RP_AGES_BAD;
    for (char *of = strstr(plain, "y/o"); of; of = strstr(of, "y/o"))
        memcpy(of, "yo ", 3); /* that '/' divides nothing */
    for (const char *at = plain; *at;) {
        size_t length = 0, gap = 0;
        bool inside = false;
        while (at[length] && (gap = inside ? 0 : divider(at + length)) == 0) {
            inside = at[length] == '(' || (inside && at[length] != ')');
            length++;
        }
        memcpy(piece, at, length);
        piece[length] = '\0';
        at += length + (at[length] ? gap : 0);
        char *from = piece + strspn(piece, " ");
        if (*from == '\0')
            continue;
        if (count == MOST_RANGES || !take_range(&ranges[count++], from))
            return RP_AGES_BAD;
    }
    if (count == 0)
        return RP_AGES_BAD;
    qsort(ranges, count, sizeof *ranges, by_least);
    *out = ranges[0];
    rp_ages_trouble trouble = RP_AGES_FINE;
    for (size_t k = 1; k < count; k++) {
        if (ranges[k].least > out->most + 1)
            trouble = RP_AGES_GAP;
        if (ranges[k].most > out->most)
            out->most = ranges[k].most;
    }
    return trouble;
}
