#include "input/sheet/decode.h"

#include "base/array.h"
#include "input/workbook/workbook.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    CHUNK = 1 << 16,
    /* bytes without an end of a cell: a cell beyond any limit, whatever its
     * encoding and its quotes */
    ENDLESS = 8 << 20
};
static const uint64_t largest_file = (uint64_t)4 << 30;

static rp_place whole_source(uint32_t source) {
    return (rp_place){source, RP_NO_RECORD, 0};
}

/* Where the last cell that begins before `used` may begin; `from` if no cell
 * ends behind it. */
static size_t last_end(const unsigned char *bytes, size_t from, size_t used) {
    while (used > from && !strchr(",;\t\r\n", bytes[used - 1]))
        used--;
    return used;
}

/* Read to the end, but never more than one byte past the limit, and no further
 * than into a cell that is too long for certain.
 * @param expected  bytes, as far as that is known
 * @param[out] out  with room for one byte more */
static rp_status read_all(FILE *in, size_t expected, unsigned char **out,
                          size_t *length) {
    unsigned char *bytes = NULL;
    size_t used = 0, room = 0, cell = 0, got;

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
        size_t want = room - used < ENDLESS ? room - used : ENDLESS;
        got = fread(bytes + used, 1, want, in);
        used += got;
        cell = last_end(bytes, cell, used);
    } while (got > 0 && used <= largest_file && used - cell <= ENDLESS);
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
                            uint32_t source, size_t line,
                            rp_findings *findings) {
    size_t column = 1;

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

/* @param line  of the file, on which the bytes begin */
static rp_status convert(rp_document *out, const unsigned char *bytes,
                         size_t length, const char *encoding, uint32_t source,
                         size_t line, rp_findings *findings) {
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
        report_bad_byte(out, encoding, source, line, findings);
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

/* The end of the line that begins at `from`, its line end included. */
static size_t line_end(const unsigned char *bytes, size_t length, size_t from) {
    while (from < length && bytes[from] != '\n' && bytes[from] != '\r')
        from++;
    if (from + 1 < length && bytes[from] == '\r' && bytes[from + 1] == '\n')
        from++;
    return from < length ? from + 1 : from;
}

/* Line by line: UTF-8 where it is that, else Windows-1252. */
static rp_status convert_lines(rp_document *out, const unsigned char *bytes,
                               size_t length, uint32_t source,
                               rp_findings *findings) {
    size_t line = 1, first = 0, lines = 0, end;
    rp_status status = RP_OK;
    rp_buffer text = {0};

    for (size_t at = 0; at < length && status == RP_OK; at = end, line++) {
        rp_document piece = {0};
        end = line_end(bytes, length, at);
        rp_text raw = {(const char *)bytes + at, end - at};
        if (!rp_text_is_utf8(raw)) {
            if (!first)
                first = line;
            lines++;
            status = convert(&piece, bytes + at, end - at, "WINDOWS-1252",
                             source, line, findings);
            raw = (rp_text){piece.text, piece.length};
        }
        if (status == RP_OK && !rp_buffer_put(&text, raw.bytes, raw.length))
            status = RP_ERR_MEMORY;
        free(piece.text);
    }
    out->text = text.bytes;
    out->length = text.length;
    if (status != RP_OK)
        return status;
    rp_findings_add(findings, RP_WARNING, whole_source(source),
                    "text: %s not UTF-8, read as Windows-1252; save it as CSV "
                    "UTF-8 to be sure of every letter",
                    lines == 1 ? "this line is" : "this line and others are");
    if (!findings->out_of_memory)
        findings->items[findings->count - 1].line = first;
    return RP_OK;
}

static rp_status note_mark(rp_document *out, bool is_marked, rp_status status) {
    out->is_marked = is_marked;
    return status;
}

/* @param[in,out] owned  [length + 1]; NULL when they were taken over */
static rp_status decode(rp_document *out, unsigned char **owned, size_t length,
                        uint32_t source, rp_findings *findings) {
    const unsigned char *bytes = *owned;

    if (rp_workbook_is(bytes, length)) {
        out->book = *owned;
        out->book_length = length;
        *owned = NULL;
        return RP_OK;
    }
    if (starts(bytes, length, "\xFF\xFE", 2))
        return note_mark(out, true,
                         convert(out, bytes + 2, length - 2, "UTF-16LE", source,
                                 1, findings));
    if (starts(bytes, length, "\xFE\xFF", 2))
        return note_mark(out, true,
                         convert(out, bytes + 2, length - 2, "UTF-16BE", source,
                                 1, findings));
    size_t mark = starts(bytes, length, "\xEF\xBB\xBF", 3) ? 3 : 0;
    if (rp_text_is_utf8((rp_text){(const char *)bytes + mark, length - mark}))
        return note_mark(out, mark > 0, keep(out, owned, mark, length));
    return note_mark(
        out, true,
        convert_lines(out, bytes + mark, length - mark, source, findings));
}

/* The bytes, with room for one more, are freed or taken over. */
static rp_status take(rp_document *out, unsigned char *bytes, size_t length,
                      uint32_t source, rp_findings *findings) {
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
        rp_digest(out->sha256, bytes, length);
        status = take(out, bytes, length, source, findings);
    }
    errno = reason;
    return status;
}

void rp_document_clear(rp_document *document) {
    free(document->text);
    free(document->book);
    *document = (rp_document){0};
}
