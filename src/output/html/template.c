#include "output/html/template.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST_NAME = 32 };

typedef struct filler {
    const rp_piece_writer *pieces;
    const rp_pen *pen;
    const json_t *scopes[RP_TEMPLATE_DEPTH]; /* [depth] innermost last */
    int depth;
} filler;

/* A gap: its sign ('#', '^', '/', '!', '{', '>', '=' or 0) and name. */
typedef struct gap {
    char sign;
    rp_text name;
    size_t begin, end; /* of it in the text */
} gap;

static size_t find(rp_text text, size_t from, const char *word) {
    size_t length = strlen(word);

    for (size_t at = from; at + length <= text.length; at++)
        if (memcmp(text.bytes + at, word, length) == 0)
            return at;
    return text.length;
}

/* The next gap; false at the end of the text. */
static bool next_gap(rp_text text, size_t from, gap *out) {
    size_t begin = find(text, from, "{{");
    size_t name = begin + 2;

    if (begin == text.length)
        return false;
    *out = (gap){.begin = begin};
    if (name < text.length && strchr("#^/!{>=", text.bytes[name]))
        out->sign = text.bytes[name++];
    const char *close = out->sign == '{' ? "}}}" : "}}";
    size_t end = find(text, name, close);
    if (end == text.length)
        return false;
    out->name = rp_text_trim((rp_text){text.bytes + name, end - name});
    out->end = end + strlen(close);
    return true;
}

static const json_t *look_up(const filler *f, rp_text name) {
    char key[LONGEST_NAME];

    if (rp_text_equals(name, "."))
        return f->scopes[f->depth - 1];
    if (name.length == 0 || name.length >= sizeof key)
        return NULL;
    memcpy(key, name.bytes, name.length);
    key[name.length] = '\0';
    for (int k = f->depth; k-- > 0;) {
        const json_t *value = json_object_get(f->scopes[k], key);
        if (value)
            return value;
    }
    return NULL;
}

static void put_value(const filler *f, const json_t *value) {
    char number[48];

    if (json_is_string(value)) {
        rp_markup_text(f->pen, (rp_text){json_string_value(value),
                                         json_string_length(value)});
        return;
    }
    if (json_is_integer(value))
        snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT,
                 json_integer_value(value));
    else if (json_is_real(value))
        snprintf(number, sizeof number, "%.12g", json_real_value(value));
    else
        return;
    f->pen->put(f->pen->payload, number, strlen(number));
}

/* A text of the language: nothing in it is markup, and its gaps are plain. */
static void put_words(const filler *f, const gap *open) {
    const rp_piece_writer *p = f->pieces;
    const char *found = p->words ? p->words(p->payload, open->name) : NULL;
    rp_text text = rp_text_of(found ? found : "");
    size_t at = 0;
    gap g;

    for (; next_gap(text, at, &g); at = g.end) {
        const json_t *value = look_up(f, g.name);
        bool is_marked = open->sign == '>' && json_is_string(value);
        rp_markup_text(f->pen, (rp_text){text.bytes + at, g.begin - at});
        if (is_marked) {
            f->pen->put(f->pen->payload, "<bdi class=\"", 12);
            rp_markup_text(f->pen, g.name);
            f->pen->put(f->pen->payload, "\">", 2);
        }
        put_value(f, value);
        if (is_marked)
            f->pen->put(f->pen->payload, "</bdi>", 6);
    }
    rp_markup_text(f->pen, (rp_text){text.bytes + at, text.length - at});
}

static bool holds(const json_t *value) {
    switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_OBJECT:
    case JSON_TRUE:
        return true;
    case JSON_ARRAY:
        return json_array_size(value) > 0;
    case JSON_STRING:
        return json_string_length(value) > 0;
    case JSON_INTEGER:
        return json_integer_value(value) != 0;
    case JSON_REAL:
        return json_real_value(value) < 0.0 || json_real_value(value) > 0.0;
    case JSON_FALSE:
    case JSON_NULL:
        break;
    }
    return false;
}

/* The place behind the end of a section, and the text within it. */
static bool find_end(rp_text text, const gap *open, rp_text *inside,
                     size_t *after) {
    size_t at = open->end;
    int depth = 1;
    gap g;

    while (next_gap(text, at, &g)) {
        at = g.end;
        depth += g.sign == '#' || g.sign == '^';
        depth -= g.sign == '/';
        if (depth > 0)
            continue;
        *inside = (rp_text){text.bytes + open->end, g.begin - open->end};
        *after = g.end;
        return rp_text_compare(g.name, open->name) == 0;
    }
    return false;
}

static bool fill(filler *f, rp_text text);

static bool fill_within(filler *f, const json_t *scope, rp_text inside) {
    if (f->depth == RP_TEMPLATE_DEPTH)
        return false;
    f->scopes[f->depth++] = scope;
    bool done = fill(f, inside);
    f->depth--;
    return done;
}

static bool fill_section(filler *f, const gap *open, rp_text inside) {
    const json_t *value = look_up(f, open->name);

    if (holds(value) != (open->sign == '#'))
        return true;
    if (open->sign == '^' || !(json_is_array(value) || json_is_object(value)))
        return fill(f, inside);
    if (json_is_object(value))
        return fill_within(f, value, inside);
    for (size_t i = 0; i < json_array_size(value); i++)
        if (!fill_within(f, json_array_get(value, i), inside))
            return false;
    return true;
}

static bool fill(filler *f, rp_text text) {
    size_t at = 0;
    rp_text inside;
    gap g;

    while (next_gap(text, at, &g)) {
        if (g.begin > at)
            f->pen->put(f->pen->payload, text.bytes + at, g.begin - at);
        at = g.end;
        if (g.sign == 0)
            put_value(f, look_up(f, g.name));
        else if (g.sign == '>' || g.sign == '=')
            put_words(f, &g);
        else if (g.sign == '{')
            f->pieces->write(f->pieces->payload, g.name, f->pen);
        else if (g.sign == '/' ||
                 (g.sign != '!' && (!find_end(text, &g, &inside, &at) ||
                                    !fill_section(f, &g, inside))))
            return false;
    }
    if (text.length > at)
        f->pen->put(f->pen->payload, text.bytes + at, text.length - at);
    return true;
}

bool rp_template_fill(rp_text text, const json_t *values,
                      const rp_piece_writer *pieces, const rp_pen *pen) {
    filler f = {.pieces = pieces, .pen = pen, .scopes = {values}, .depth = 1};

    return fill(&f, text);
}
