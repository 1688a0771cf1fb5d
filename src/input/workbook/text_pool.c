#include "input/workbook/text_pool.h"

#include "base/array.h"
#include "input/workbook/rich.h"
#include "input/workbook/xml.h"

#include <stdlib.h>
#include <string.h>

typedef struct work {
    rp_text_pool *strings;
    rp_rich rich;
} work;

static rp_status start(void *payload, const char *name,
                       const char *const *attributes) {
    work *w = payload;

    (void)attributes;
    if (strcmp(name, "si") == 0)
        w->rich.text.length = 0;
    rp_rich_start(&w->rich, name);
    return RP_OK;
}

static rp_status end(void *payload, const char *name) {
    work *w = payload;
    rp_text_pool *s = w->strings;

    rp_rich_end(&w->rich, name);
    if (strcmp(name, "si") != 0)
        return RP_OK;
    size_t *ends = rp_grow_array(s->ends, s->count, &s->room, sizeof *ends);
    if (!ends)
        return RP_ERR_MEMORY;
    s->ends = ends;
    size_t length = rp_rich_unescape(w->rich.text.bytes, w->rich.text.length);
    if (length && !rp_buffer_put(&s->bytes, w->rich.text.bytes, length))
        return RP_ERR_MEMORY;
    ends[s->count++] = s->bytes.length;
    return RP_OK;
}

static rp_status text(void *payload, const char *bytes, size_t length) {
    work *w = payload;

    return rp_rich_text(&w->rich, bytes, length) ? RP_OK : RP_ERR_MEMORY;
}

rp_status rp_text_pool_read(rp_text_pool *out, rp_archive *archive,
                            const char *part) {
    static const rp_xml_reader reader = {start, end, text};
    work w = {.strings = out};

    *out = (rp_text_pool){0};
    rp_status status = rp_xml_read(archive, part, &reader, &w);
    rp_buffer_clear(&w.rich.text);
    return status;
}

void rp_text_pool_clear(rp_text_pool *strings) {
    rp_buffer_clear(&strings->bytes);
    free(strings->ends);
    *strings = (rp_text_pool){0};
}

rp_text rp_text_pool_at(const rp_text_pool *strings, size_t which) {
    size_t begin = which ? strings->ends[which - 1] : 0;
    size_t length = strings->ends[which] - begin;

    return length ? (rp_text){strings->bytes.bytes + begin, length}
                  : (rp_text){"", 0};
}
