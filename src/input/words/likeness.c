#include "input/words/likeness.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

enum { FEWEST = 6, APART = 2, LONGEST = 96 };

/* What stands in the long form and in the short one. */
static const char *const forms[][2] = {
    {"street", "st"},  {"avenue", "ave"},     {"av", "ave"},
    {"road", "rd"},    {"boulevard", "blvd"}, {"drive", "dr"},
    {"lane", "ln"},    {"court", "ct"},       {"place", "pl"},
    {"square", "sq"},  {"highway", "hwy"},    {"parkway", "pkwy"},
    {"suite", "ste"},  {"floor", "fl"},       {"building", "bldg"},
    {"center", "ctr"}, {"centre", "ctr"},     {"north", "n"},
    {"south", "s"},    {"east", "e"},         {"west", "w"},
    {"saint", "st"},   {"mount", "mt"},       {"fort", "ft"}};

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The short form of a word. */
static rp_text short_of(rp_text word) {
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++)
        if (rp_text_equals(word, forms[k][0]))
            return rp_text_of(forms[k][1]);
    return word;
}

/* A name in short forms alone, dots and signs left out; false when it is too
 * long. */
static bool shorten(char *out, rp_text name, size_t *length) {
    size_t put = 0;

    for (size_t at = 0; at < name.length;) {
        size_t from = at;
        while (at < name.length &&
               (is_letter(name.bytes[at]) || is_digit(name.bytes[at])))
            at++;
        rp_text word = short_of((rp_text){name.bytes + from, at - from});
        if (put + word.length + 1 > LONGEST)
            return false;
        if (put > 0 && word.length > 0 && out[put - 1] != '_')
            out[put++] = '_';
        memcpy(out + put, word.bytes, word.length);
        put += word.length;
        at += at < name.length;
    }
    *length = put;
    return true;
}

/* The next run of digits. */
static rp_text next_number(rp_text *rest) {
    size_t from = 0, to;

    while (from < rest->length && !is_digit(rest->bytes[from]))
        from++;
    for (to = from; to < rest->length && is_digit(rest->bytes[to]);)
        to++;
    rp_text number = {rest->bytes + from, to - from};
    *rest = (rp_text){rest->bytes + to, rest->length - to};
    return number;
}

static bool has_same_numbers(rp_text a, rp_text b) {
    for (;;) {
        rp_text one = next_number(&a), other = next_number(&b);
        if (rp_text_compare(one, other) != 0)
            return false;
        if (one.length == 0)
            return true;
    }
}

static size_t count_letters(rp_text name) {
    size_t letters = 0;

    for (size_t i = 0; i < name.length; i++)
        letters += is_letter(name.bytes[i]);
    return letters;
}

bool rp_likeness_holds(rp_text a, rp_text b) {
    char short_a[LONGEST], short_b[LONGEST];
    rp_text x = {short_a, 0}, y = {short_b, 0};

    if (a.length + 12 < b.length || b.length + 12 < a.length ||
        !shorten(short_a, a, &x.length) || !shorten(short_b, b, &y.length) ||
        count_letters(a) < FEWEST || count_letters(b) < FEWEST ||
        !has_same_numbers(a, b))
        return false;
    return rp_text_compare(x, y) == 0 || rp_text_distance(a, b, APART) <= APART;
}

/* -- asking --------------------------------------------------------------- */

/* The values of one column in both files. */
typedef struct values {
    const rp_roster *roster;
    const rp_column *column; /* of the clients */
    unsigned char *seen;     /* [count] by tag */
    uint32_t *row;           /* [count] a client's who has it, 0: none */
    uint32_t count, known;   /* tags; those of the vocabulary */
} values;

static rp_text name_of(const values *v, uint32_t tag) {
    return rp_text_of(rp_names_name(&v->roster->names, v->column->names, tag));
}

static void ask(const values *v, uint32_t asked, uint32_t had, const char *why,
                rp_findings *findings) {
    const rp_roster *r = v->roster;
    uint32_t own =
        r->layouts[RP_CLIENTS].own[v->column - rp_schemas[RP_CLIENTS].columns];
    rp_text one = name_of(v, asked), other = name_of(v, had);
    rp_buffer line = {0};

    if (!rp_map_put_header(&line, one) || !rp_buffer_puts(&line, ",") ||
        !rp_map_put_header(&line, other)) {
        findings->out_of_memory = true;
        rp_buffer_clear(&line);
        return;
    }
    rp_findings_add(findings, RP_CAUTION,
                    rp_table_place(&r->tables[RP_CLIENTS], v->row[asked],
                                   own == RP_NONE ? 0 : own),
                    "%s: '%s' and '%s' of the therapists: the same?%s%s%s if "
                    "so, add this line to a --map file: clients,%s,%s",
                    v->column->name, rp_quote(one).bytes, rp_quote(other).bytes,
                    why ? " (" : "", why ? why : "", why ? ")" : "",
                    v->column->name, line.bytes);
    rp_buffer_clear(&line);
}

/* May the two be one, and is that worth a question? */
static bool is_question(const values *v, uint32_t asked, uint32_t had,
                        const char **why) {
    *why = NULL;
    if (v->column->names == RP_NAMES_PAYERS && asked < v->known &&
        had < v->known)
        return rp_payers_relation(&v->roster->names.taxonomy->payers, asked,
                                  had, why) == RP_PAYERS_ASK;
    return (asked >= v->known || had >= v->known) &&
           rp_likeness_holds(name_of(v, asked), name_of(v, had));
}

static void ask_all(const values *v, rp_findings *findings) {
    const char *why;

    for (uint32_t asked = 0; asked < v->count; asked++) {
        bool is_asked = false;
        for (uint32_t had = 0; v->row[asked] && had < v->count; had++)
            if (v->seen[had] == 1 && had != asked &&
                is_question(v, asked, had, &why)) {
                ask(v, asked, had, why, findings);
                is_asked = true;
            }
        if (is_asked && !v->seen[asked])
            v->seen[asked] = 2;
    }
}

void rp_likeness_ask(const rp_roster *roster, const rp_column *column,
                     size_t offset, unsigned char *seen,
                     rp_findings *findings) {
    const rp_vocabulary *known = roster->names.vocabulary[column->names];
    values v = {.roster = roster,
                .column = column,
                .seen = seen,
                .count = rp_names_count(&roster->names, column->names),
                .known = known ? known->count : 0};

    v.row = rp_new_array(v.count, sizeof *v.row);
    if (!v.row) {
        findings->out_of_memory = true;
        return;
    }
    for (uint32_t c = roster->client_count; c-- > 0;) {
        const rp_list *list = rp_list_at(&roster->clients[c], offset);
        for (uint32_t i = 0; i < list->count; i++)
            v.row[list->items[i].tag] = roster->clients[c].row;
    }
    ask_all(&v, findings);
    free(v.row);
}
