#include "input/workbook/workbook.h"

#include "base/array.h"
#include "input/workbook/xml.h"

#include <stdlib.h>
#include <string.h>

/* One line of a part's list of parts. */
typedef struct relation {
    const char *id, *type, *part;
} relation;

typedef struct work {
    rp_workbook *book;
    rp_buffer folder;    /* of the part whose relations are read, with '/' */
    relation *relations; /* [count] */
    size_t count, room;
    const char *main; /* the part that lists the sheets */
} work;

static bool starts(const unsigned char *bytes, size_t length, const char *mark,
                   size_t mark_length) {
    return length >= mark_length && memcmp(bytes, mark, mark_length) == 0;
}

static bool is_old(const void *bytes, size_t length) {
    return starts(bytes, length, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
}

bool rp_workbook_is(const void *bytes, size_t length) {
    return starts(bytes, length, "PK\x03\x04", 4) ||
           starts(bytes, length, "PK\x05\x06", 4) || is_old(bytes, length);
}

static bool holds(const unsigned char *bytes, size_t length, const char *what,
                  size_t size) {
    for (size_t at = 0; at + size <= length; at++) {
        const unsigned char *next =
            memchr(bytes + at, what[0], length - size + 1 - at);
        if (!next)
            return false;
        at = (size_t)(next - bytes);
        if (memcmp(next, what, size) == 0)
            return true;
    }
    return false;
}

/* An encrypted .xlsx lies in the container of the old format. */
static const char *trouble_of_old(const void *bytes, size_t length) {
    static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k";

    return holds(bytes, length, encrypted, sizeof encrypted - 1)
               ? "this workbook is encrypted; save it without a password"
               : "this is a workbook of Excel before 2007 (.xls); save it as "
                 ".xlsx or as CSV UTF-8";
}

static const char *keep(work *w, const char *text) {
    return rp_arena_text(&w->book->arena, text, strlen(text));
}

/* ---- relations ---------------------------------------------------------- */

/* A target as the name of a part: `/xl/a.xml`, or within the folder. */
static const char *part_of(work *w, const char *target) {
    rp_buffer path = {0};
    const char *part = NULL;
    bool put = *target == '/' || !w->folder.length ||
               rp_buffer_put(&path, w->folder.bytes, w->folder.length);

    target += *target == '/';
    while (put && strncmp(target, "../", 3) == 0) {
        size_t end = path.length ? path.length - 1 : 0;
        while (end > 0 && path.bytes[end - 1] != '/')
            end--;
        path.length = end;
        target += 3;
    }
    if (put && rp_buffer_puts(&path, target))
        part = keep(w, path.bytes);
    rp_buffer_clear(&path);
    return part;
}

static rp_status start_relation(void *payload, const char *name,
                                const char *const *attributes) {
    work *w = payload;
    const char *id = rp_xml_attribute(attributes, "Id");
    const char *type = rp_xml_attribute(attributes, "Type");
    const char *target = rp_xml_attribute(attributes, "Target");
    const char *mode = rp_xml_attribute(attributes, "TargetMode");

    if (strcmp(name, "Relationship") != 0 || !id || !type || !target ||
        (mode && strcmp(mode, "External") == 0))
        return RP_OK;
    relation *relations =
        rp_grow_array(w->relations, w->count, &w->room, sizeof *relations);
    if (!relations)
        return RP_ERR_MEMORY;
    w->relations = relations;
    const char *slash = strrchr(type, '/');
    relation r = {keep(w, id), keep(w, slash ? slash + 1 : type),
                  part_of(w, target)};
    if (!r.id || !r.type || !r.part)
        return RP_ERR_MEMORY;
    relations[w->count++] = r;
    return RP_OK;
}

static rp_status end_nothing(void *payload, const char *name) {
    (void)payload;
    (void)name;
    return RP_OK;
}

static rp_status no_text(void *payload, const char *bytes, size_t length) {
    (void)payload;
    (void)bytes;
    (void)length;
    return RP_OK;
}

/* The part that a relation of a type leads to; NULL: there is none. */
static const char *part_of_type(const work *w, const char *type) {
    for (size_t k = 0; k < w->count; k++)
        if (strcmp(w->relations[k].type, type) == 0)
            return w->relations[k].part;
    return NULL;
}

static rp_status read_relations(work *w, const char *part) {
    static const rp_xml_reader reader = {start_relation, end_nothing, no_text};

    w->count = 0;
    return rp_xml_read(&w->book->archive, part, &reader, w);
}

/* ---- the list of sheets ------------------------------------------------- */

static rp_status add_sheet(work *w, const char *const *attributes) {
    rp_workbook *book = w->book;
    const char *name = rp_xml_attribute(attributes, "name");
    const char *id = rp_xml_attribute(attributes, "id");
    const char *state = rp_xml_attribute(attributes, "state");
    size_t k = 0;

    while (id && k < w->count && strcmp(w->relations[k].id, id) != 0)
        k++;
    if (rp_archive_charge(&book->archive, k) != RP_OK)
        return RP_ERR_DATA;
    /* a chart has a tab of its own, but no cells */
    if (!name || !id || k == w->count ||
        strcmp(w->relations[k].type, "worksheet") != 0)
        return RP_OK;
    rp_workbook_sheet *sheets =
        rp_grow_array(book->sheets, book->count, &book->room, sizeof *sheets);
    if (!sheets)
        return RP_ERR_MEMORY;
    book->sheets = sheets;
    sheets[book->count] =
        (rp_workbook_sheet){keep(w, name), w->relations[k].part,
                            state && strcmp(state, "visible") != 0};
    return sheets[book->count++].name ? RP_OK : RP_ERR_MEMORY;
}

static rp_status start_main(void *payload, const char *name,
                            const char *const *attributes) {
    work *w = payload;

    if (strcmp(name, "workbookPr") == 0)
        w->book->from_1904 = rp_xml_is_set(attributes, "date1904");
    return strcmp(name, "sheet") == 0 ? add_sheet(w, attributes) : RP_OK;
}

/* `xl/workbook.xml` -> `xl/_rels/workbook.xml.rels`, and the folder `xl/`. */
static rp_status read_main_relations(work *w) {
    const char *slash = strrchr(w->main, '/');
    size_t folder = slash ? (size_t)(slash - w->main) + 1 : 0;
    rp_buffer path = {0};
    rp_status status = RP_ERR_MEMORY;

    if ((folder == 0 || rp_buffer_put(&w->folder, w->main, folder)) &&
        (folder == 0 || rp_buffer_put(&path, w->main, folder)) &&
        rp_buffer_puts(&path, "_rels/") &&
        rp_buffer_puts(&path, w->main + folder) &&
        rp_buffer_puts(&path, ".rels"))
        status = read_relations(w, path.bytes);
    rp_buffer_clear(&path);
    return status;
}

/* Which part lists the sheets, or what this file is instead. */
static rp_status find_main(work *w) {
    rp_archive *archive = &w->book->archive;

    if (rp_archive_has(archive, "content.xml") ||
        rp_archive_has(archive, "META-INF/manifest.xml")) {
        archive->trouble = "this is an OpenDocument file (.ods); save it as "
                           ".xlsx or as CSV UTF-8";
        return RP_ERR_DATA;
    }
    rp_status status = rp_archive_has(archive, "_rels/.rels")
                           ? read_relations(w, "_rels/.rels")
                           : RP_OK;
    if (status != RP_OK)
        return status;
    w->main = part_of_type(w, "officeDocument");
    if (rp_archive_has(archive, "xl/workbook.bin"))
        archive->trouble = "this is a binary workbook (.xlsb); save it as "
                           ".xlsx or as CSV UTF-8";
    else if (!w->main)
        archive->trouble = "this is a zip file, and no workbook (.xlsx) is in "
                           "it; expected CSV or .xlsx";
    return archive->trouble ? RP_ERR_DATA : RP_OK;
}

static rp_status read_main(work *w) {
    static const rp_xml_reader reader = {start_main, end_nothing, no_text};
    rp_workbook *book = w->book;
    rp_status status = find_main(w);

    if (status == RP_OK)
        status = read_main_relations(w);
    if (status != RP_OK)
        return status;
    book->strings_part = part_of_type(w, "sharedStrings");
    book->styles_part = part_of_type(w, "styles");
    status = rp_xml_read(&book->archive, w->main, &reader, w);
    if (status == RP_OK && book->count == 0) {
        book->archive.trouble = "this file holds no sheet of cells; expected a "
                                "workbook (.xlsx) or CSV";
        status = RP_ERR_DATA;
    }
    return status;
}

rp_status rp_workbook_open(rp_workbook *out, const void *bytes, size_t length) {
    work w = {.book = out};

    *out = (rp_workbook){0};
    if (is_old(bytes, length)) {
        out->trouble = trouble_of_old(bytes, length);
        return RP_ERR_DATA;
    }
    rp_status status = rp_archive_open(&out->archive, bytes, length);
    if (status == RP_OK)
        status = read_main(&w);
    if (status == RP_OK && out->strings_part)
        status =
            rp_text_pool_read(&out->strings, &out->archive, out->strings_part);
    if (status == RP_OK && out->styles_part)
        status = rp_styles_read(&out->styles, &out->archive, out->styles_part);
    rp_buffer_clear(&w.folder);
    free(w.relations);
    out->trouble = out->archive.trouble;
    return status;
}

rp_status rp_workbook_read(rp_workbook *book, size_t which, rp_worksheet *out) {
    const rp_worksheet_book shared = {&book->archive, &book->strings,
                                      &book->styles, book->from_1904};
    rp_status status =
        rp_worksheet_read(out, &shared, book->sheets[which].part);

    book->trouble = book->archive.trouble;
    return status;
}

void rp_workbook_clear(rp_workbook *book) {
    rp_archive_close(&book->archive);
    rp_text_pool_clear(&book->strings);
    rp_styles_clear(&book->styles);
    rp_arena_clear(&book->arena);
    free(book->sheets);
    *book = (rp_workbook){0};
}
