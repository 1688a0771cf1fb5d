#include "output/report/change.h"

#include "base/shortage.h"
#include "output/report/people.h"

#include <string.h>

/* What the column of the edit says of the profile, and what to ask. */
static const struct saying {
    const char *column, *says, *ask;
} sayings[] = {
    {"specialties", " does not list ", ": ask whether they treat it. If so, "},
    {"not_treated", " rules out ",
     ": ask whether they would treat it. If so, "},
};
enum { SAYINGS = sizeof sayings / sizeof *sayings };

static const char begin[] = "if ", between[] = " treats ";

/* Where a piece begins in a text; its length: nowhere. */
static size_t find(rp_text text, const char *piece) {
    size_t length = strlen(piece), at = 0;

    while (at + length <= text.length &&
           memcmp(text.bytes + at, piece, length) != 0)
        at++;
    return at + length <= text.length ? at : text.length;
}

static rp_text behind(rp_text text, size_t at) {
    return (rp_text){text.bytes + at, text.length - at};
}

/* Is it the one edit of its option? A bottleneck is one in any case. */
static bool is_alone(rp_grid *grid, uint32_t row) {
    bool alone = true;

    if (rp_grid_column(grid, "option") < 0)
        return true;
    for (uint32_t at = row > 0 ? row - 1 : 0;
         at <= row + 1 && at < rp_grid_rows(grid); at++)
        alone &= at == row || !rp_binder_same(grid, at, grid, row, "option") ||
                 !rp_binder_same(grid, at, grid, row, "client_id");
    return alone;
}

static const struct saying *saying_of(rp_grid *grid, uint32_t row) {
    rp_text column = rp_binder_cell(grid, row, "column");

    for (size_t k = 0; k < SAYINGS; k++)
        if (rp_text_equals(column, sayings[k].column))
            return &sayings[k];
    return NULL;
}

/* Behind which words what follows from the change begins: ", the plan places"
 * or ", C07 gets a place". */
static size_t find_end(rp_grid *grid, uint32_t row, rp_text rest) {
    rp_text client = rp_binder_cell(grid, row, "client_id");
    size_t at = 0;

    while (at < rest.length) {
        at += find(behind(rest, at), ", ");
        rp_text next = at < rest.length ? behind(rest, at + 2) : (rp_text){0};
        bool is_plan = client.length == 0 && next.length > 9 &&
                       memcmp(next.bytes, "the plan ", 9) == 0;
        bool is_client = client.length > 0 && next.length > client.length &&
                         next.bytes[client.length] == ' ' &&
                         memcmp(next.bytes, client.bytes, client.length) == 0;
        if (is_plan || is_client)
            return at;
        at += at < rest.length;
    }
    return at;
}

static bool put(rp_buffer *out, rp_text text) {
    return rp_buffer_put(out, text.bytes, text.length);
}

bool rp_change_put(rp_buffer *out, rp_grid *grid, uint32_t row) {
    bool alone = is_alone(grid, row); /* it turns the grid */
    const struct saying *saying = alone ? saying_of(grid, row) : NULL;
    rp_text words = rp_binder_cell(grid, row, "words");
    size_t treats = find(words, between);

    if (!saying || find(words, begin) != 0 || treats == words.length)
        return put(out, words);
    rp_text who = {words.bytes + strlen(begin), treats - strlen(begin)};
    rp_text rest = behind(words, treats + strlen(between));
    size_t end = find_end(grid, row, rest);
    rp_text what = {rest.bytes, end};
    if (end == rest.length)
        return put(out, words);
    return rp_buffer_puts(out, "the profile of ") && put(out, who) &&
           rp_buffer_puts(out, saying->says) && put(out, what) &&
           rp_buffer_puts(out, saying->ask) && put(out, behind(rest, end + 2));
}

json_t *rp_change_sentence(const rp_roster *roster, uint32_t about,
                           rp_grid *grid, uint32_t row) {
    rp_buffer words = {0};
    bool whole = rp_buffer_puts(&words, "") && rp_change_put(&words, grid, row);
    json_t *sentence =
        whole ? rp_people_sentence(roster, about,
                                   (rp_text){words.bytes, words.length})
              : NULL;

    if (!whole)
        rp_shortage_note();
    rp_buffer_clear(&words);
    return sentence;
}
