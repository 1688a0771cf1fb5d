#include "output/report/own_words.h"

#include "base/shortage.h"

#include <stdio.h>
#include <string.h>

/* Bytes of a cell that are quoted, and of a header. */
enum { MOST_WORDS = 300, MOST_HEADER = 120 };

/* A cell of the clients' sheet. */
typedef struct cell {
    rp_text header, typed, read; /* as typed, and as a map has it */
} cell;

static const rp_column *column_named(const char *name) {
    return rp_schema_find(RP_CLIENTS, rp_text_of(name));
}

/* The cell of a client that is read as one of our columns; false where the
 * sheet has none, or spreads it over several. */
static bool cell_of(const rp_roster *roster, uint32_t client, const char *name,
                    cell *out) {
    const rp_table *table = &roster->tables[RP_CLIENTS];
    const rp_column *column = column_named(name);
    uint32_t at = roster->layouts[RP_CLIENTS]
                      .own[column - rp_schemas[RP_CLIENTS].columns];
    uint32_t row = roster->clients[client].row;
    rp_text cells[RP_MAX_COLUMNS];

    if (at == RP_NONE || at >= table->columns)
        return false;
    out->read = rp_text_trim(rp_table_cell(table, row, at));
    rp_table_typed(table, 0, cells);
    out->header = rp_text_trim(cells[at]);
    rp_table_typed(table, row, cells);
    out->typed = rp_text_trim(cells[at]);
    return true;
}

static bool same(rp_text a, rp_text b) {
    return a.length == b.length &&
           (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

/* One of the words of the column's own, "crisis", says nothing more. */
static bool is_own_word(const char *name, rp_text typed, bool *whole) {
    rp_buffer folded = {0};

    *whole &= rp_text_fold(&folded, typed);
    bool is_own =
        *whole && rp_choice_find(column_named(name),
                                 (rp_text){folded.bytes, folded.length}) >= 0;
    rp_buffer_clear(&folded);
    return is_own;
}

static bool put_quoted(rp_buffer *out, rp_text words, size_t most) {
    rp_text cut = rp_text_cut(words, most);

    return rp_buffer_puts(out, "“") &&
           rp_buffer_put(out, cut.bytes, cut.length) &&
           rp_buffer_puts(out, cut.length < words.length ? "…”" : "”");
}

static bool put_between(rp_buffer *out) {
    return out->length == 0 || rp_buffer_puts(out, "; ");
}

static bool put_words(rp_buffer *out, const cell *c) {
    return put_between(out) && rp_buffer_puts(out, "their words: ") &&
           put_quoted(out, c->typed, MOST_WORDS) &&
           rp_buffer_puts(out, " under ") &&
           put_quoted(out, c->header, MOST_HEADER);
}

/* Was the client made a crisis by what stands there? */
static bool puts_in_crisis(const rp_client *client, const char *name,
                           const cell *c, bool *whole) {
    return client->urgency == RP_CRISIS && c->typed.length > 0 &&
           !is_own_word(name, c->typed, whole);
}

bool rp_own_words_put(rp_buffer *out, const rp_roster *roster,
                      uint32_t client) {
    const rp_client *who = &roster->clients[client];
    bool whole = true;
    cell c;

    if (cell_of(roster, client, "urgency", &c) &&
        puts_in_crisis(who, "urgency", &c, &whole))
        whole = whole && put_words(out, &c);
    /* placed as one of our concerns, in other words */
    if (cell_of(roster, client, "concerns", &c) && !same(c.typed, c.read))
        whole = whole && put_words(out, &c);
    if (cell_of(roster, client, "risk", &c) && c.typed.length == 0)
        whole = whole && put_between(out) &&
                rp_buffer_puts(out, "did not answer ") &&
                put_quoted(out, c.header, MOST_HEADER);
    else if (cell_of(roster, client, "risk", &c) && who->risk == RP_YES)
        whole = whole && put_words(out, &c);
    return whole;
}

json_t *rp_own_words_unanswered(const rp_roster *roster) {
    uint32_t blank = 0;
    rp_buffer words = {0};
    char count[64];
    cell c = {0};

    for (uint32_t k = 0; k < roster->client_count; k++)
        if (cell_of(roster, k, "risk", &c))
            blank += c.typed.length == 0;
    if (blank == 0)
        return json_null();
    snprintf(count, sizeof count, "%u of %u clients", (unsigned)blank,
             (unsigned)roster->client_count);
    bool whole =
        rp_buffer_puts(&words, count) &&
        rp_buffer_puts(&words, " did not answer ") &&
        put_quoted(&words, c.header, MOST_HEADER) &&
        rp_buffer_puts(&words, ". No answer is not a no: somebody may ask.");
    json_t *value = whole ? json_stringn(words.bytes, words.length) : NULL;
    if (!whole)
        rp_shortage_note();
    rp_buffer_clear(&words);
    return value;
}
