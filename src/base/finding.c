#include "base/finding.h"

#include "base/array.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void rp_findings_clear(rp_findings *findings) {
    rp_arena_clear(&findings->arena);
    free(findings->items);
    free(findings->sources);
    *findings = (rp_findings){0};
}

static uint32_t add_source(rp_findings *findings, const char *name,
                           bool is_sheet) {
    rp_origin *sources =
        rp_grow_array(findings->sources, findings->source_count,
                      &findings->source_room, sizeof *sources);

    if (sources)
        findings->sources = sources;
    if (!sources || !name) {
        findings->out_of_memory = true;
        return 0;
    }
    sources[findings->source_count] = (rp_origin){name, is_sheet};
    return (uint32_t)findings->source_count++;
}

uint32_t rp_findings_source(rp_findings *findings, const char *name) {
    return add_source(
        findings, rp_arena_text(&findings->arena, name, strlen(name)), false);
}

bool rp_findings_take_sources(rp_findings *to, const rp_findings *from) {
    for (size_t k = 0; k < from->source_count; k++) {
        const rp_origin *source = &from->sources[k];
        add_source(
            to, rp_arena_text(&to->arena, source->name, strlen(source->name)),
            source->is_sheet);
    }
    return !to->out_of_memory;
}

uint32_t rp_findings_sheet(rp_findings *findings, uint32_t workbook,
                           const char *sheet) {
    rp_buffer name = {0};
    const char *kept = NULL;

    if (workbook < findings->source_count &&
        rp_buffer_puts(&name, findings->sources[workbook].name) &&
        rp_buffer_puts(&name, ":") && rp_buffer_puts(&name, sheet)) {
        rp_text_tame(name.bytes, name.length);
        kept = rp_arena_text(&findings->arena, name.bytes, name.length);
    }
    rp_buffer_clear(&name);
    return add_source(findings, kept, true);
}

#if defined(__GNUC__)
__attribute__((format(printf, 2, 0)))
#endif
static char *
format_message(rp_arena *arena, const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    char *message = NULL;

    if (length >= 0)
        message = rp_arena_array(arena, (size_t)length + 1, 1);
    if (message)
        vsnprintf(message, (size_t)length + 1, format, again);
    va_end(again);
    return message;
}

static bool is_error(rp_severity severity) {
    return severity == RP_ERROR || severity == RP_DANGER;
}

void rp_findings_add(rp_findings *findings, rp_severity severity,
                     rp_place place, const char *format, ...) {
    va_list arguments;
    rp_found *items = rp_grow_array(findings->items, findings->count,
                                    &findings->room, sizeof *items);

    if (!items) {
        findings->out_of_memory = true;
        return;
    }
    findings->items = items;
    va_start(arguments, format);
    char *message = format_message(&findings->arena, format, arguments);
    va_end(arguments);
    if (!message) {
        findings->out_of_memory = true;
        return;
    }
    items[findings->count] =
        (rp_found){.place = place,
                   .severity = severity,
                   .line = 1,
                   .column = 1,
                   .message = message,
                   .cells = 1,
                   .related = {place.source, RP_NO_RECORD, 0},
                   .serial = (uint32_t)findings->count};
    findings->count++;
    findings->errors += is_error(severity);
}

void rp_findings_kind(rp_findings *findings, const char *kind) {
    if (findings->count > 0 && !findings->out_of_memory)
        findings->items[findings->count - 1].kind = kind;
}

void rp_findings_relate(rp_findings *findings, rp_place first) {
    if (findings->count > 0 && !findings->out_of_memory)
        findings->items[findings->count - 1].related = first;
}

rp_quoted rp_quote(rp_text value) {
    rp_quoted quoted = {{0}};
    rp_text shown = rp_text_cut(value, 40);

    if (shown.length > 0)
        memcpy(quoted.bytes, shown.bytes, shown.length);
    rp_text_tame(quoted.bytes, shown.length);
    return quoted;
}

/* The ones about danger stand together, whether they are errors or not. */
static int rank_of(rp_severity severity) {
    return severity == RP_ALARM ? RP_DANGER : (int)severity;
}

static int by_rank(const void *left, const void *right) {
    const rp_found *a = left, *b = right;

    if (rank_of(a->severity) != rank_of(b->severity))
        return rank_of(a->severity) > rank_of(b->severity) ? -1 : 1;
    if (a->place.source != b->place.source)
        return a->place.source < b->place.source ? -1 : 1;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    return a->serial < b->serial ? -1 : 1;
}

void rp_findings_sort(rp_findings *findings) {
    if (findings->count > 1)
        qsort(findings->items, findings->count, sizeof *findings->items,
              by_rank);
}

/* May two findings be said as one? */
static bool is_same(const rp_found *a, const rp_found *b) {
    if (a->severity != b->severity || a->place.source != b->place.source ||
        a->place.cell != b->place.cell || a->kind != b->kind ||
        a->related.record != RP_NO_RECORD || b->related.record != RP_NO_RECORD)
        return false;
    return a->kind || strcmp(a->message, b->message) == 0;
}

static size_t hash_of(const rp_found *f) {
    uint64_t value = 14695981039346656037u ^ f->place.source;

    value = (value * 31 + f->place.cell) * 31 + (uint64_t)f->severity;
    for (const char *at = f->kind ? f->kind : f->message; *at; at++)
        value = (value ^ (unsigned char)*at) * 1099511628211u;
    return (size_t)(value ^ value >> 32);
}

static void join(rp_found *first, const rp_found *more) {
    if (first->cells < 3)
        first->lines[first->cells] = more->line;
    first->cells++;
}

void rp_findings_gather(rp_findings *findings) {
    size_t slots = 64, kept = 0;

    while (slots < findings->count * 2)
        slots *= 2;
    uint32_t *table = rp_new_array(slots, sizeof *table); /* 1 + item */
    if (!table) {
        findings->out_of_memory = true;
        return;
    }
    findings->errors = 0;
    for (size_t i = 0; i < findings->count; i++) {
        rp_found f = findings->items[i];
        size_t slot = hash_of(&f) & (slots - 1);
        while (table[slot] && !is_same(&findings->items[table[slot] - 1], &f))
            slot = (slot + 1) & (slots - 1);
        if (table[slot]) {
            join(&findings->items[table[slot] - 1], &f);
            continue;
        }
        f.lines[0] = f.line;
        findings->items[kept++] = f;
        table[slot] = (uint32_t)kept;
        findings->errors += is_error(f.severity);
    }
    findings->count = kept;
    free(table);
}

const char *rp_findings_severity(rp_severity severity) {
    if (severity == RP_ALARM)
        return "danger";
    return is_error(severity) ? "error" : "warning";
}

static void print_lines(const rp_finding *f, const char *line, FILE *to) {
    fprintf(to, " (%llu cells, %s", (unsigned long long)f->cells, line);
    if (f->lines[f->cells < 3 ? 1 : 2] != f->lines[0])
        putc('s', to);
    for (size_t k = 0; k < 3 && k < f->cells; k++)
        if (k == 0 || f->lines[k] != f->lines[k - 1])
            fprintf(to, "%s %llu", k ? "," : "",
                    (unsigned long long)f->lines[k]);
    fputs(f->cells > 3 ? " …)" : ")", to);
}

rp_finding rp_findings_show(const rp_findings *findings, size_t which) {
    const rp_found *f = &findings->items[which];
    bool is_second = f->related.record != RP_NO_RECORD;

    rp_finding shown = {.severity = f->severity,
                        .source = findings->sources[f->place.source].name,
                        .line = f->line,
                        .column = f->column,
                        .message = f->message,
                        .is_sheet = findings->sources[f->place.source].is_sheet,
                        .first_line = is_second ? f->related_line : 0,
                        .cells = f->cells};
    memcpy(shown.lines, f->lines, sizeof shown.lines);
    return shown;
}

/* A column as a spreadsheet names it: A for 0. */
static const char *letters_of(char room[8], uint32_t column) {
    size_t at = 7;

    room[at] = '\0';
    for (uint32_t k = column + 1; k > 0 && at > 0; k = (k - 1) / 26)
        room[--at] = (char)('A' + (k - 1) % 26);
    return room + at;
}

bool rp_findings_cell(const rp_findings *findings, size_t which,
                      char out[RP_FINDING_CELL]) {
    const rp_found *f = &findings->items[which];
    char room[8];

    if (f->row == 0)
        return false;
    snprintf(out, RP_FINDING_CELL, "%s%llu", letters_of(room, f->place.cell),
             (unsigned long long)f->row);
    return true;
}

/* ` [N3, James O'Connor]`: the cell as a spreadsheet names it, where the place
 * does not, and whose it is. */
static void print_cell(const rp_found *f, bool is_sheet, FILE *to) {
    char room[8];
    bool has_person = f->person.length > 0;

    if (f->row == 0 || (is_sheet && !has_person))
        return;
    fputs(" [", to);
    if (!is_sheet)
        fprintf(to, "%s%llu", letters_of(room, f->place.cell),
                (unsigned long long)f->row);
    if (has_person)
        fprintf(to, "%s%s", is_sheet ? "" : ", ", rp_quote(f->person).bytes);
    putc(']', to);
}

/* `clients.csv:3:14`, `clinic.xlsx:Clients!N3` */
static void print_place(const rp_finding *f, bool is_sheet, FILE *to) {
    char room[8];

    if (is_sheet)
        fprintf(to, "%s!%s%llu", f->source,
                letters_of(room, (uint32_t)f->column - 1),
                (unsigned long long)f->line);
    else
        fprintf(to, "%s:%llu:%llu", f->source, (unsigned long long)f->line,
                (unsigned long long)f->column);
}

void rp_findings_print(const rp_findings *findings, FILE *to, unsigned how) {
    for (size_t i = 0; i < findings->count; i++) {
        rp_finding f = rp_findings_show(findings, i);
        const rp_found *found = &findings->items[i];
        bool is_sheet = findings->sources[found->place.source].is_sheet;
        const char *line = is_sheet ? "row" : "line";
        if ((how & RP_PRINT_ERRORS) && f.severity < RP_ERROR)
            continue;
        print_place(&f, is_sheet, to);
        fprintf(to, ": %s: %s", rp_findings_severity(f.severity), f.message);
        if (f.cells > 1)
            print_lines(&f, line, to);
        if (f.first_line)
            fprintf(to, ", first in %s %llu", line,
                    (unsigned long long)f.first_line);
        if (how & RP_PRINT_PEOPLE)
            print_cell(found, is_sheet, to);
        putc('\n', to);
    }
}

void rp_findings_count(const rp_findings *findings, FILE *to) {
    size_t warnings = findings->count - findings->errors;

    fprintf(to, "%zu error%s, %zu warning%s", findings->errors,
            findings->errors == 1 ? "" : "s", warnings,
            warnings == 1 ? "" : "s");
}
