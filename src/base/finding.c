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

uint32_t rp_findings_source(rp_findings *findings, const char *name) {
    const char **sources =
        rp_grow_array(findings->sources, findings->source_count,
                      &findings->source_room, sizeof *sources);
    char *copy = rp_arena_text(&findings->arena, name, strlen(name));

    if (sources)
        findings->sources = sources;
    if (!sources || !copy) {
        findings->out_of_memory = true;
        return 0;
    }
    sources[findings->source_count] = copy;
    return (uint32_t)findings->source_count++;
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

void rp_findings_add(rp_findings *findings, rp_severity severity,
                     rp_place place, const char *format, ...) {
    va_list arguments;
    rp_finding *items = rp_grow_array(findings->items, findings->count,
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
        (rp_finding){.place = place,
                     .severity = severity,
                     .line = 1,
                     .column = 1,
                     .message = message,
                     .related = {place.source, RP_NO_RECORD, 0},
                     .serial = (uint32_t)findings->count};
    findings->count++;
    findings->errors += severity == RP_ERROR;
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

static int by_place(const void *left, const void *right) {
    const rp_finding *a = left, *b = right;

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
              by_place);
}

void rp_findings_print(const rp_findings *findings, FILE *to,
                       bool errors_only) {
    for (size_t i = 0; i < findings->count; i++) {
        const rp_finding *f = &findings->items[i];
        if (errors_only && f->severity != RP_ERROR)
            continue;
        fprintf(to, "%s:%llu:%llu: %s: %s", findings->sources[f->place.source],
                (unsigned long long)f->line, (unsigned long long)f->column,
                f->severity == RP_ERROR ? "error" : "warning", f->message);
        if (f->related.record != RP_NO_RECORD)
            fprintf(to, ", first in line %llu",
                    (unsigned long long)f->related_line);
        putc('\n', to);
    }
}
