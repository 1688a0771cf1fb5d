/* zipped.h: a zip file of parts, not compressed, for tests of workbooks.
 *
 * What programs write is tested with their own files: tests/workbooks.py. */
#ifndef TESTS_UNIT_ZIPPED_H
#define TESTS_UNIT_ZIPPED_H

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

typedef struct zipped_part {
    const char *name;
    rp_text bytes;
} zipped_part;

static uint32_t zipped_sum(rp_text bytes) {
    uint32_t sum = 0xFFFFFFFF;

    for (size_t i = 0; i < bytes.length; i++) {
        sum ^= (unsigned char)bytes.bytes[i];
        for (int k = 0; k < 8; k++)
            sum = sum & 1 ? sum >> 1 ^ 0xEDB88320 : sum >> 1;
    }
    return ~sum;
}

static void zipped_put(rp_buffer *out, const void *bytes, size_t length) {
    if (length > 0 && !rp_buffer_put(out, bytes, length))
        abort();
}

/* Numbers of two and four bytes: "2" and "4" in `sizes`. */
static void zipped_numbers(rp_buffer *out, const char *sizes,
                           const uint32_t *numbers) {
    for (; *sizes; sizes++, numbers++)
        for (int k = 0; k < *sizes - '0'; k++)
            zipped_put(out, &(char){(char)(*numbers >> 8 * k & 0xFF)}, 1);
}

/** @param flags  of every part: 1 says that it is encrypted */
static void zipped_make(rp_buffer *out, const zipped_part *parts, size_t count,
                        uint32_t flags) {
    rp_buffer list = {0};
    uint32_t begin;

    for (size_t k = 0; k < count; k++) {
        uint32_t at = (uint32_t)out->length;
        uint32_t size = (uint32_t)parts[k].bytes.length;
        uint32_t sum = zipped_sum(parts[k].bytes);
        uint32_t length = (uint32_t)strlen(parts[k].name);
        zipped_put(out, "PK\3\4", 4);
        zipped_numbers(
            out,
            "22222444"
            "22",
            (uint32_t[]){20, flags, 0, 0, 33, sum, size, size, length, 0});
        zipped_put(out, parts[k].name, length);
        zipped_put(out, parts[k].bytes.bytes, size);
        zipped_put(&list, "PK\1\2", 4);
        zipped_numbers(&list,
                       "222222444222"
                       "2244",
                       (uint32_t[]){20, 20, flags, 0, 0, 33, sum, size, size,
                                    length, 0, 0, 0, 0, 0, at});
        zipped_put(&list, parts[k].name, length);
    }
    begin = (uint32_t)out->length;
    zipped_put(out, list.bytes, list.length);
    zipped_put(out, "PK\5\6", 4);
    zipped_numbers(out, "2222442",
                   (uint32_t[]){0, 0, (uint32_t)count, (uint32_t)count,
                                (uint32_t)list.length, begin, 0});
    rp_buffer_clear(&list);
}

#define ZIPPED_RELATIONS                                                       \
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

static const char zipped_top[] =
    "<Relationships><Relationship Id=\"r\" Type=\"" ZIPPED_RELATIONS
    "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
static const char zipped_rels[] =
    "<Relationships><Relationship Id=\"r1\" Type=\"" ZIPPED_RELATIONS
    "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" "
    "Type=\"" ZIPPED_RELATIONS "/worksheet\" Target=\"/xl/worksheets/"
    "sheet2.xml\"/><Relationship Id=\"r3\" Type=\"" ZIPPED_RELATIONS
    "/styles\" Target=\"styles.xml\"/><Relationship Id=\"r4\" "
    "Type=\"" ZIPPED_RELATIONS "/sharedStrings\" Target=\"sharedStrings.xml\"/>"
    "</Relationships>";

#endif
