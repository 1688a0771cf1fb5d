#include "input/workbook/styles.h"

#include "base/array.h"
#include "input/workbook/xml.h"

#include <stdlib.h>
#include <string.h>

/* A format of the workbook's own. */
typedef struct format {
    unsigned long number;
    rp_numeral shown;
} format;

typedef struct work {
    rp_archive *archive;
    rp_styles *styles;
    format *formats;
    size_t count, room;
    bool in_cells; /* styles of cells, not those that they are based on */
} work;

static unsigned long number_of(const char *const *attributes) {
    const char *value = rp_xml_attribute(attributes, "numFmtId");

    return value ? strtoul(value, NULL, 10) : 0;
}

static rp_status add_format(work *w, const char *const *attributes) {
    const char *code = rp_xml_attribute(attributes, "formatCode");
    format *formats =
        rp_grow_array(w->formats, w->count, &w->room, sizeof *formats);

    if (!formats)
        return RP_ERR_MEMORY;
    w->formats = formats;
    formats[w->count++] =
        (format){number_of(attributes), rp_numeral_by_code(code ? code : "")};
    return RP_OK;
}

static rp_status add_style(work *w, const char *const *attributes) {
    rp_styles *s = w->styles;
    unsigned long number = number_of(attributes);
    rp_numeral *shown =
        rp_grow_array(s->shown, s->count, &s->room, sizeof *shown);
    size_t own = 0;

    if (!shown)
        return RP_ERR_MEMORY;
    s->shown = shown;
    while (own < w->count && w->formats[own].number != number)
        own++;
    if (rp_archive_charge(w->archive, own) != RP_OK)
        return RP_ERR_DATA;
    shown[s->count++] = own < w->count ? w->formats[own].shown
                        : number < 164 ? rp_numeral_by_number((unsigned)number)
                                       : RP_NUMERAL_NUMBER;
    return RP_OK;
}

static rp_status start(void *payload, const char *name,
                       const char *const *attributes) {
    work *w = payload;

    if (strcmp(name, "numFmt") == 0)
        return add_format(w, attributes);
    if (strcmp(name, "cellXfs") == 0)
        w->in_cells = true;
    return w->in_cells && strcmp(name, "xf") == 0 ? add_style(w, attributes)
                                                  : RP_OK;
}

static rp_status end(void *payload, const char *name) {
    if (strcmp(name, "cellXfs") == 0)
        ((work *)payload)->in_cells = false;
    return RP_OK;
}

static rp_status text(void *payload, const char *bytes, size_t length) {
    (void)payload;
    (void)bytes;
    (void)length;
    return RP_OK;
}

rp_status rp_styles_read(rp_styles *out, rp_archive *archive,
                         const char *part) {
    static const rp_xml_reader reader = {start, end, text};
    work w = {.archive = archive, .styles = out};

    *out = (rp_styles){0};
    rp_status status = rp_xml_read(archive, part, &reader, &w);
    free(w.formats);
    return status;
}

void rp_styles_clear(rp_styles *styles) {
    free(styles->shown);
    *styles = (rp_styles){0};
}
