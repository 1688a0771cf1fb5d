#include "output/unmasking.h"

#include "base/formula.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { FOLD = 75 /* bytes of a line of a calendar */ };

/* What going through a text needs. */
typedef struct walk {
    rp_buffer *out;
    rp_unmasking *found;
    const rp_pseudonyms *pseudonyms;
    rp_unmasking_kind kind;
} walk;

rp_unmasking_kind rp_unmasking_kind_of(const char *path) {
    static const struct {
        const char *end;
        rp_unmasking_kind kind;
    } kinds[] = {{".csv", RP_UNMASK_CSV},    {".html", RP_UNMASK_HTML},
                 {".htm", RP_UNMASK_HTML},   {".json", RP_UNMASK_JSON},
                 {".jsonl", RP_UNMASK_JSON}, {".ics", RP_UNMASK_ICS}};
    size_t length = strlen(path);

    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t end = strlen(kinds[k].end);
        bool same = length > end;
        for (size_t i = 0; same && i < end; i++)
            same = tolower((unsigned char)path[length - end + i]) ==
                   kinds[k].end[i];
        if (same)
            return kinds[k].kind;
    }
    return RP_UNMASK_TEXT;
}

/* ---- an id -------------------------------------------------------------- */

static const char *entity_of(char byte) {
    return byte == '<'    ? "&lt;"
           : byte == '>'  ? "&gt;"
           : byte == '&'  ? "&amp;"
           : byte == '"'  ? "&quot;"
           : byte == '\'' ? "&#39;"
                          : NULL;
}

static bool put_byte(const walk *w, char byte) {
    const char *entity = w->kind == RP_UNMASK_HTML ? entity_of(byte) : NULL;
    char code[8];

    if (entity)
        return rp_buffer_puts(w->out, entity);
    if (w->kind == RP_UNMASK_JSON && (unsigned char)byte < 0x20) {
        snprintf(code, sizeof code, "\\u%04x", (unsigned)byte);
        return rp_buffer_puts(w->out, code);
    }
    bool escapes = (w->kind == RP_UNMASK_JSON && strchr("\"\\", byte)) ||
                   (w->kind == RP_UNMASK_ICS && strchr("\\;,", byte));
    return (!escapes || rp_buffer_put(w->out, "\\", 1)) &&
           rp_buffer_put(w->out, &byte, 1);
}

static bool is_letter(char byte) { return isalnum((unsigned char)byte) != 0; }

/* The pseudonym that stands at a place; empty: none does. */
static rp_text pseudonym_at(rp_text text, size_t at) {
    rp_text one = {text.bytes + at, RP_PSEUDONYM_SIZE - 1};
    size_t end = at + one.length;
    bool stands = end <= text.length && rp_pseudonyms_is(one) &&
                  (at == 0 || !is_letter(text.bytes[at - 1])) &&
                  (end == text.length || !is_letter(text.bytes[end]));

    return stands ? one : (rp_text){text.bytes + at, 0};
}

/* A text without any cells or folds. */
static bool put_plain(const walk *w, rp_text text) {
    bool whole = true;

    for (size_t at = 0; whole && at < text.length;) {
        rp_text shown = pseudonym_at(text, at);
        const rp_pseudonym *who =
            shown.length > 0 ? rp_pseudonyms_find(w->pseudonyms, shown) : NULL;
        w->found->named += who != NULL;
        w->found->unknown += shown.length > 0 && !who;
        for (const char *id = who ? who->id : ""; whole && *id; id++)
            whole = put_byte(w, *id);
        size_t length = who || shown.length > 0 ? shown.length : 1;
        if (!who)
            whole = whole && rp_buffer_put(w->out, text.bytes + at, length);
        at += length;
    }
    return whole;
}

/* ---- cells -------------------------------------------------------------- */

/* What parts the cells: what most often stands outside quotes in a header. */
static char delimiter_of(rp_text text) {
    size_t counts[3] = {0}, best = 0;
    bool in_quotes = false;

    for (size_t i = 0; i < text.length; i++) {
        char byte = text.bytes[i];
        const char *at = byte ? strchr(",;\t", byte) : NULL;
        if (!in_quotes && (byte == '\n' || byte == '\r'))
            break;
        in_quotes ^= byte == '"';
        if (at && !in_quotes)
            counts[at - ",;\t"]++;
    }
    for (size_t k = 1; k < 3; k++)
        if (counts[k] > counts[best])
            best = k;
    return ",;\t"[best];
}

static bool needs_quotes(rp_text cell, char delimiter) {
    if (cell.length == 0)
        return false;
    char first = cell.bytes[0], last = cell.bytes[cell.length - 1];
    bool needs = first == ' ' || first == '\t' || last == ' ' || last == '\t';

    for (size_t i = 0; i < cell.length; i++)
        needs |= cell.bytes[i] == delimiter || cell.bytes[i] == '"' ||
                 cell.bytes[i] == '\r' || cell.bytes[i] == '\n';
    return needs;
}

static bool put_cell(const walk *w, rp_text cell, char delimiter) {
    bool quotes = needs_quotes(cell, delimiter);
    bool whole = !quotes || rp_buffer_put(w->out, "\"", 1);

    for (size_t i = 0; whole && i < cell.length; i++)
        whole = (cell.bytes[i] != '"' || rp_buffer_put(w->out, "\"", 1)) &&
                rp_buffer_put(w->out, &cell.bytes[i], 1);
    return whole && (!quotes || rp_buffer_put(w->out, "\"", 1));
}

/* The bytes of a cell without its quotes. */
static bool unquote(rp_buffer *out, rp_text raw) {
    bool is_quoted = raw.length > 1 && raw.bytes[0] == '"' &&
                     raw.bytes[raw.length - 1] == '"';
    bool whole = rp_buffer_puts(out, "");

    for (size_t i = is_quoted; whole && i + is_quoted < raw.length; i++) {
        whole = rp_buffer_put(out, &raw.bytes[i], 1);
        i += is_quoted && raw.bytes[i] == '"';
    }
    return whole;
}

/* A cell in which nobody is named stays as it is, byte by byte. */
static bool take_cell(const walk *w, rp_text raw, char delimiter) {
    rp_buffer text = {0}, room = {0}, ids = {0}, guarded = {0};
    size_t named = w->found->named;
    walk inner = *w;
    bool whole = unquote(&text, raw);

    inner.out = &ids;
    inner.kind = RP_UNMASK_TEXT;
    rp_text cell = {text.bytes, text.length};
    if (whole)
        cell = rp_formula_unguard(&room, cell);
    whole = whole && cell.bytes && rp_buffer_puts(&ids, "") &&
            put_plain(&inner, cell);
    if (whole && w->found->named == named)
        whole = raw.length == 0 || rp_buffer_put(w->out, raw.bytes, raw.length);
    else if (whole)
        whole =
            rp_formula_guard(&guarded, (rp_text){ids.bytes, ids.length},
                             delimiter) &&
            put_cell(w, (rp_text){guarded.bytes, guarded.length}, delimiter);
    rp_buffer_clear(&text);
    rp_buffer_clear(&room);
    rp_buffer_clear(&ids);
    rp_buffer_clear(&guarded);
    return whole;
}

static bool put_sheet(const walk *w, rp_text text) {
    char delimiter = delimiter_of(text);
    bool whole = true;

    for (size_t at = 0; whole && at < text.length; at++) {
        size_t from = at;
        bool in_quotes = false;
        for (; at < text.length; at++) {
            char byte = text.bytes[at];
            if (!in_quotes &&
                (byte == delimiter || byte == '\n' || byte == '\r'))
                break;
            in_quotes ^= byte == '"';
        }
        whole =
            take_cell(w, (rp_text){text.bytes + from, at - from}, delimiter) &&
            (at == text.length || rp_buffer_put(w->out, &text.bytes[at], 1));
    }
    return whole;
}

/* ---- calendars ---------------------------------------------------------- */

/* Without the line ends before a blank, which fold a line that is long. */
static bool unfold(rp_buffer *out, rp_text text) {
    bool whole = rp_buffer_puts(out, "");

    for (size_t i = 0; whole && i < text.length; i++)
        if (i + 2 < text.length && memcmp(text.bytes + i, "\r\n ", 3) == 0)
            i += 2;
        else
            whole = rp_buffer_put(out, &text.bytes[i], 1);
    return whole;
}

static bool fold(rp_buffer *out, rp_text text) {
    size_t line = 0;
    bool whole = true;

    for (size_t i = 0; whole && i < text.length; i++) {
        char byte = text.bytes[i];
        bool begins_character = (byte & 0xC0) != 0x80;
        size_t more = 1;
        while (i + more < text.length && (text.bytes[i + more] & 0xC0) == 0x80)
            more++;
        if (begins_character && byte != '\r' && byte != '\n' &&
            line + more > FOLD) {
            whole = rp_buffer_puts(out, "\r\n ");
            line = 1;
        }
        whole = whole && rp_buffer_put(out, &byte, 1);
        line = byte == '\n' ? 0 : line + 1;
    }
    return whole;
}

static bool put_calendar(const walk *w, rp_text text) {
    rp_buffer lines = {0}, named = {0};
    walk inner = *w;

    inner.out = &named;
    bool whole = unfold(&lines, text) && rp_buffer_puts(&named, "") &&
                 put_plain(&inner, (rp_text){lines.bytes, lines.length}) &&
                 fold(w->out, (rp_text){named.bytes, named.length});
    rp_buffer_clear(&lines);
    rp_buffer_clear(&named);
    return whole;
}

bool rp_unmasking_put(rp_buffer *out, rp_unmasking *found,
                      const rp_pseudonyms *pseudonyms, rp_text text,
                      rp_unmasking_kind kind) {
    walk w = {out, found, pseudonyms, kind};

    if (!rp_buffer_puts(out, ""))
        return false;
    return kind == RP_UNMASK_CSV   ? put_sheet(&w, text)
           : kind == RP_UNMASK_ICS ? put_calendar(&w, text)
                                   : put_plain(&w, text);
}
