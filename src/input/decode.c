#include "input/decode.h"

#include "base/array.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { CHUNK = 1 << 16 };
static const uint64_t largest_file = (uint64_t)4 << 30;

static rp_place whole_source(uint32_t source) {
    return (rp_place){source, RP_NO_RECORD, 0};
}

/* Read to the end, but never more than one byte past the limit.
 * @param expected  bytes, as far as that is known
 * @param[out] out  with room for one byte more */
static rp_status read_all(FILE *in, size_t expected, unsigned char **out,
                          size_t *length) {
    unsigned char *bytes = NULL;
    size_t used = 0, room = 0, got;

    do {
        if (used == room) {
            room = room ? room * 2 : expected + CHUNK;
            unsigned char *grown = rp_resize_array(bytes, room + 1, 1);
            if (!grown) {
                free(bytes);
                return RP_ERR_MEMORY;
            }
            bytes = grown;
        }
        errno = 0;
        got = fread(bytes + used, 1, room - used, in);
        used += got;
    } while (got > 0 && used <= largest_file);
    if (ferror(in)) {
        free(bytes);
        if (errno == 0)
            errno = EIO;
        return RP_ERR_IO;
    }
    *out = bytes;
    *length = used;
    return RP_OK;
}

/* The bytes of a file before it is read; 0 for what comes through a pipe. */
static uint64_t size_of(FILE *in) {
    struct stat there;

    return fstat(fileno(in), &there) == 0 && S_ISREG(there.st_mode)
               ? (uint64_t)there.st_size
               : 0;
}

static bool starts(const unsigned char *bytes, size_t length, const char *mark,
                   size_t mark_length) {
    return length >= mark_length && memcmp(bytes, mark, mark_length) == 0;
}

/* The place of the first byte that could not be converted. */
static void report_bad_byte(const rp_document *done, const char *encoding,
                            uint32_t source, rp_findings *findings) {
    size_t line = 1, column = 1;

    for (size_t i = 0; i < done->length; i++) {
        column++;
        if (done->text[i] == '\n' ||
            (done->text[i] == '\r' && done->text[i + 1] != '\n')) {
            line++;
            column = 1;
        }
    }
    rp_findings_add(findings, RP_ERROR, whole_source(source),
                    "text: byte that is not %s at line %zu, byte %zu; "
                    "save the sheet as CSV UTF-8",
                    encoding, line, column);
}

static rp_status convert(rp_document *out, const unsigned char *bytes,
                         size_t length, const char *encoding, uint32_t source,
                         rp_findings *findings) {
    iconv_t converter = iconv_open("UTF-8", encoding);
    rp_status status = RP_OK;

    if (converter == (iconv_t)-1 && errno == ENOMEM)
        return RP_ERR_MEMORY;
    if (converter == (iconv_t)-1) {
        rp_findings_add(findings, RP_ERROR, whole_source(source),
                        "text: this system cannot convert %s; save the sheet "
                        "as CSV UTF-8",
                        encoding);
        return RP_ERR_DATA;
    }
    /* No character of these encodings takes more than three bytes for one
     * byte, or for a half of one of two bytes. */
    size_t left = length * 3;
    out->text = rp_new_array(left + 1, 1);
    if (!out->text) {
        iconv_close(converter);
        return RP_ERR_MEMORY;
    }
    char *from = (char *)(uintptr_t)bytes, *to = out->text;
    size_t remaining = length;
    size_t failed = iconv(converter, &from, &remaining, &to, &left);
    out->length = (size_t)(to - out->text);
    if (failed == (size_t)-1) {
        report_bad_byte(out, encoding, source, findings);
        status = RP_ERR_DATA;
    }
    iconv_close(converter);
    return status;
}

/* The bytes are the text: they are taken over. */
static rp_status keep(rp_document *out, unsigned char **bytes, size_t skipped,
                      size_t length) {
    out->text = (char *)*bytes;
    out->length = length - skipped;
    if (skipped)
        memmove(out->text, out->text + skipped, out->length);
    out->text[out->length] = '\0';
    *bytes = NULL;
    return RP_OK;
}

/* @param[in,out] owned  [length + 1]; NULL when they were taken over */
static rp_status decode(rp_document *out, unsigned char **owned, size_t length,
                        uint32_t source, rp_findings *findings) {
    const unsigned char *bytes = *owned;
    rp_place place = whole_source(source);

    if (starts(bytes, length, "PK\x03\x04", 4) ||
        starts(bytes, length, "\xD0\xCF\x11\xE0", 4)) {
        rp_findings_add(findings, RP_ERROR, place,
                        "text: this is a spreadsheet workbook, expected CSV; "
                        "in the spreadsheet program save it as CSV UTF-8");
        return RP_ERR_DATA;
    }
    if (starts(bytes, length, "\xFF\xFE", 2))
        return convert(out, bytes + 2, length - 2, "UTF-16LE", source,
                       findings);
    if (starts(bytes, length, "\xFE\xFF", 2))
        return convert(out, bytes + 2, length - 2, "UTF-16BE", source,
                       findings);
    size_t mark = starts(bytes, length, "\xEF\xBB\xBF", 3) ? 3 : 0;
    if (rp_text_is_utf8((rp_text){(const char *)bytes + mark, length - mark}))
        return keep(out, owned, mark, length);
    if (mark) {
        rp_findings_add(findings, RP_ERROR, place,
                        "text: marked as UTF-8 but is not; save it as CSV "
                        "UTF-8 again");
        return RP_ERR_DATA;
    }
    rp_findings_add(findings, RP_WARNING, place,
                    "text: not UTF-8, read as Windows-1252; save it as CSV "
                    "UTF-8 to be sure of every letter");
    return convert(out, bytes, length, "WINDOWS-1252", source, findings);
}

/* The bytes, with room for one more, are freed or taken over. */
static rp_status take(rp_document *out, unsigned char *bytes, size_t length,
                      uint32_t source, rp_findings *findings) {
    rp_digest(out->sha256, bytes, length);
    rp_status status = decode(out, &bytes, length, source, findings);
    free(bytes);
    if (status != RP_OK)
        rp_document_clear(out);
    return status;
}

rp_status rp_document_decode(rp_document *out, const void *bytes, size_t length,
                             uint32_t source, rp_findings *findings) {
    unsigned char *copy = rp_new_array(length + 1, 1);

    *out = (rp_document){0};
    if (!copy)
        return RP_ERR_MEMORY;
    if (length)
        memcpy(copy, bytes, length);
    return take(out, copy, length, source, findings);
}

rp_status rp_document_read(rp_document *out, const char *path, uint32_t source,
                           rp_findings *findings) {
    bool is_stdin = strcmp(path, "-") == 0;
    FILE *in = is_stdin ? stdin : fopen(path, "rb");
    unsigned char *bytes = NULL;
    size_t length = 0;

    *out = (rp_document){0};
    if (!in)
        return RP_ERR_IO;
    uint64_t size = size_of(in);
    bool too_large = size > largest_file;
    rp_status status =
        too_large ? RP_OK : read_all(in, (size_t)size, &bytes, &length);
    int reason = errno;
    if (!is_stdin)
        fclose(in);
    if (status == RP_OK && (too_large || length > largest_file)) {
        free(bytes);
        rp_findings_add(findings, RP_ERROR, whole_source(source),
                        "text: larger than 4 GiB, the most that is read");
        status = RP_ERR_DATA;
    } else if (status == RP_OK) {
        status = take(out, bytes, length, source, findings);
    }
    errno = reason;
    return status;
}

void rp_document_clear(rp_document *document) {
    free(document->text);
    *document = (rp_document){0};
}
