#include "input/heading.h"

#include <string.h>

enum { HEADER_ROWS = 20, LOOKED_AT = 50, MOST_CELLS = 256, CANDIDATES = 3 };

static const char candidates[CANDIDATES] = {',', ';', '\t'};

/* What one delimiter makes of the first rows. */
typedef struct trial {
    const rp_known_names *known;
    char delimiter;
    rp_buffer cell;
    uint32_t rows;              /* those of blank cells too */
    uint32_t widths[LOOKED_AT]; /* [rows] cells up to the last filled one */
    uint32_t first;             /* row that is not blank */
    uint32_t names, names_row;  /* the most, and the first row with them */
} trial;

static bool is_blank_byte(const trial *t, char c) {
    return (c == ' ' || c == '\t') && c != t->delimiter;
}

/* Read one cell from `at`; false when out of memory. */
static bool take_cell(trial *t, rp_text text, size_t *at) {
    bool quoted = false;

    t->cell.length = 0;
    while (*at < text.length && is_blank_byte(t, text.bytes[*at]))
        (*at)++;
    if (*at < text.length && text.bytes[*at] == '"') {
        quoted = true;
        (*at)++;
    }
    size_t begin = *at;
    for (; *at < text.length; (*at)++) {
        char c = text.bytes[*at];
        if (quoted && c == '"') {
            if (*at + 1 < text.length && text.bytes[*at + 1] == '"')
                (*at)++;
            else
                quoted = false;
        } else if (!quoted && (c == t->delimiter || c == '\n' || c == '\r')) {
            break;
        }
    }
    size_t end = *at;
    while (end > begin && text.bytes[end - 1] == '"')
        end--;
    return rp_buffer_put(&t->cell, text.bytes + begin, end - begin);
}

/* Move behind line ends and lines of blanks: the parser knows no such rows. */
static size_t skip_lines(const trial *t, rp_text text, size_t at) {
    for (size_t end = at; end < text.length; end++) {
        char c = text.bytes[end];
        if (c == '\n' || c == '\r')
            at = end + 1;
        else if (!is_blank_byte(t, c))
            return at;
    }
    return text.length;
}

static bool take_row(trial *t, rp_text text, size_t *at) {
    uint32_t cells = 0, width = 0, names = 0;
    bool more = true;

    while (more) {
        if (!take_cell(t, text, at))
            return false;
        cells++;
        rp_text cell = rp_text_trim((rp_text){t->cell.bytes, t->cell.length});
        if (cell.length > 0)
            width = cells;
        if (cell.length > 0 && t->known && cells <= MOST_CELLS &&
            t->rows < HEADER_ROWS)
            names += t->known->is_name(t->known->payload, cell);
        more = *at < text.length && text.bytes[*at] == t->delimiter;
        *at += more;
    }
    if (width > 0 && t->first == UINT32_MAX)
        t->first = t->rows;
    if (names > t->names) {
        t->names = names;
        t->names_row = t->rows;
    }
    t->widths[t->rows++] = width;
    return true;
}

static bool try_delimiter(trial *t, rp_text text) {
    bool whole = true;

    for (size_t at = skip_lines(t, text, 0);
         whole && at < text.length && t->rows < LOOKED_AT &&
         (t->known || t->first == UINT32_MAX);
         at = skip_lines(t, text, at))
        whole = take_row(t, text, &at);
    rp_buffer_clear(&t->cell);
    return whole;
}

/* The most rows with one number of cells, of two cells or more. */
static uint32_t evenness(const trial *t) {
    uint32_t most = 0;

    for (uint32_t i = 0; i < t->rows; i++) {
        uint32_t same = 0;
        for (uint32_t k = i; k < t->rows && t->widths[i] > 1; k++)
            same += t->widths[k] == t->widths[i];
        most = same > most ? same : most;
    }
    return most;
}

/* The first line that is not blank, quotes honoured, counts its delimiters. */
static void count_delimiters(rp_text text, size_t counts[CANDIDATES]) {
    bool quoted = false, any = false;

    memset(counts, 0, CANDIDATES * sizeof *counts);
    for (size_t at = 0; at < text.length; at++) {
        char c = text.bytes[at];
        if (c == '"')
            quoted = !quoted;
        if ((c == '\n' || c == '\r') && !quoted) {
            if (any)
                return;
            memset(counts, 0, CANDIDATES * sizeof *counts);
        }
        const char *found = quoted ? NULL : memchr(candidates, c, CANDIDATES);
        if (found)
            counts[found - candidates]++;
        else if (c != ' ' && c != '\n' && c != '\r' && c != '"')
            any = true; /* a row of nothing but delimiters is blank */
    }
}

/* Which of two trials is better: by names, by even rows, by what the first
 * row holds most of. */
static bool is_better(const trial *a, size_t a_count, const trial *b,
                      size_t b_count) {
    if (a->names != b->names)
        return a->names > b->names;
    if (a->known && evenness(a) != evenness(b))
        return evenness(a) > evenness(b);
    return a_count > b_count;
}

bool rp_heading_find(rp_heading *out, rp_text text, char delimiter,
                     const rp_known_names *known) {
    trial trials[CANDIDATES];
    size_t counts[CANDIDATES], best = CANDIDATES;

    count_delimiters(text, counts);
    for (size_t k = 0; k < CANDIDATES; k++) {
        trials[k] = (trial){
            .known = known, .delimiter = candidates[k], .first = UINT32_MAX};
        if (delimiter != '\0' && candidates[k] != delimiter)
            continue;
        if (!known && best < CANDIDATES && counts[k] <= counts[best])
            continue; /* rows say nothing of it then */
        if (!try_delimiter(&trials[k], text))
            return false;
        if (best == CANDIDATES ||
            is_better(&trials[k], counts[k], &trials[best], counts[best]))
            best = k;
    }
    const trial *t = &trials[best];
    *out = (rp_heading){t->delimiter, t->names >= 2 ? t->names_row : t->first,
                         t->names};
    return true;
}
