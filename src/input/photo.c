#include "input/photo.h"

#include "base/path.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *rp_photo_words(rp_photo_trouble trouble) {
    static const char *const words[] = {
        [RP_PHOTO_FINE] = "",
        [RP_PHOTO_NAME] = "expected the plain name of a file beside the sheet",
        [RP_PHOTO_NO_FOLDER] =
            "no file stands beside a sheet from standard input",
        [RP_PHOTO_MISSING] = "no such file beside the sheet",
        [RP_PHOTO_LINK] =
            "a link or a special file: put the picture itself beside it",
        [RP_PHOTO_LARGE] = "more than 40 kB: save a smaller picture",
        [RP_PHOTO_KIND] = "neither a JPEG nor a PNG",
        [RP_PHOTO_BROKEN] = "the picture is damaged or not whole",
        [RP_PHOTO_TURNED] = "the picture lies on its side: save it upright",
        [RP_PHOTO_MEMORY] = "out of memory"};

    return words[trouble];
}

/* -- JPEG ----------------------------------------------------------------- */

enum {
    MARK = 0xFF,
    START = 0xD8,
    END = 0xD9,
    SCAN = 0xDA,
    RESTART_0 = 0xD0,
    RESTART_7 = 0xD7,
    APP_0 = 0xE0,
    APP_1 = 0xE1,
    APP_14 = 0xEE, /* how colours are meant; decoders need it */
    APP_15 = 0xEF,
    COMMENT = 0xFE
};

static unsigned byte_at(rp_text t, size_t at) {
    return (unsigned char)t.bytes[at];
}

static unsigned two_at(rp_text t, size_t at, bool little) {
    return little ? byte_at(t, at + 1) << 8 | byte_at(t, at)
                  : byte_at(t, at) << 8 | byte_at(t, at + 1);
}

/* Does an EXIF segment say that the picture has to be turned? Its entries of
 * twelve bytes are searched for orientation, 0x0112. */
static bool is_turned(rp_text segment) {
    enum { TIFF = 6, ENTRY = 12, ORIENTATION = 0x0112 };

    if (segment.length < TIFF + 10 || memcmp(segment.bytes, "Exif", 5) != 0)
        return false;
    rp_text t = {segment.bytes + TIFF, segment.length - TIFF};
    bool little = t.bytes[0] == 'I';
    size_t at = two_at(t, little ? 4 : 6, little);
    if (at + 2 > t.length)
        return false;
    unsigned count = two_at(t, at, little);
    for (at += 2; count-- > 0 && at + ENTRY <= t.length; at += ENTRY)
        if (two_at(t, at, little) == ORIENTATION)
            return two_at(t, at + 8, little) > 1;
    return false;
}

/* Where the data of a scan end: at a marker that is no restart. */
static size_t scan_end(rp_text t, size_t at) {
    while (at + 1 < t.length) {
        unsigned next = byte_at(t, at + 1);
        if (byte_at(t, at) == MARK && next != 0 && next != MARK &&
            !(next >= RESTART_0 && next <= RESTART_7))
            return at;
        at++;
    }
    return t.length;
}

static bool is_kept(unsigned marker) {
    return marker == APP_0 || marker == APP_14 ||
           !((marker > APP_0 && marker <= APP_15) || marker == COMMENT);
}

static rp_photo_trouble strip_jpeg(rp_buffer *out, rp_text t) {
    size_t at = 2;
    bool has_scan = false;

    if (!rp_buffer_put(out, t.bytes, 2))
        return RP_PHOTO_MEMORY;
    while (at + 4 <= t.length && byte_at(t, at) == MARK) {
        unsigned marker = byte_at(t, at + 1);
        if (marker == END || marker == START || marker == 0)
            break;
        if (marker == MARK) { /* fill bytes may stand before a marker */
            at++;
            continue;
        }
        size_t end = at + 2 + two_at(t, at + 2, false);
        if (end > t.length || end < at + 4)
            return RP_PHOTO_BROKEN;
        if (marker == APP_1 &&
            is_turned((rp_text){t.bytes + at + 4, end - at - 4}))
            return RP_PHOTO_TURNED;
        if (marker == SCAN)
            end = scan_end(t, end);
        has_scan |= marker == SCAN;
        if (is_kept(marker) && !rp_buffer_put(out, t.bytes + at, end - at))
            return RP_PHOTO_MEMORY;
        at = end;
    }
    if (!has_scan || at + 2 > t.length || byte_at(t, at) != MARK ||
        byte_at(t, at + 1) != END)
        return RP_PHOTO_BROKEN;
    return rp_buffer_put(out, t.bytes + at, 2) ? RP_PHOTO_FINE
                                               : RP_PHOTO_MEMORY;
}

/* -- PNG ------------------------------------------------------------------ */

static const char png_sign[] = "\x89PNG\r\n\x1a\n";

enum { SIGN = 8, CHUNK = 12 /* bytes of a chunk beside its data */ };

static bool is_chunk(const char *name, const char *const *names) {
    for (; *names; names++)
        if (memcmp(name, *names, 4) == 0)
            return true;
    return false;
}

static rp_photo_trouble strip_png(rp_buffer *out, rp_text t) {
    static const char *const kept[] = {"IHDR", "PLTE", "tRNS",
                                       "IDAT", "IEND", NULL};
    bool has_data = false;
    size_t at = SIGN;

    if (!rp_buffer_put(out, t.bytes, SIGN))
        return RP_PHOTO_MEMORY;
    while (at + CHUNK <= t.length) {
        size_t length =
            (size_t)two_at(t, at, false) << 16 | two_at(t, at + 2, false);
        const char *name = t.bytes + at + 4;
        if (length > t.length - at - CHUNK ||
            (at == SIGN && memcmp(name, "IHDR", 4) != 0))
            return RP_PHOTO_BROKEN;
        has_data |= memcmp(name, "IDAT", 4) == 0;
        if (is_chunk(name, kept) &&
            !rp_buffer_put(out, t.bytes + at, length + CHUNK))
            return RP_PHOTO_MEMORY;
        if (memcmp(name, "IEND", 4) == 0)
            return has_data ? RP_PHOTO_FINE : RP_PHOTO_BROKEN;
        at += length + CHUNK;
    }
    return RP_PHOTO_BROKEN;
}

rp_photo_trouble rp_photo_strip(rp_buffer *out, const char **type,
                                rp_text bytes) {
    out->length = 0;
    *type = "";
    if (bytes.length >= 3 && byte_at(bytes, 0) == MARK &&
        byte_at(bytes, 1) == START && byte_at(bytes, 2) == MARK) {
        *type = "image/jpeg";
        return strip_jpeg(out, bytes);
    }
    if (bytes.length >= SIGN && memcmp(bytes.bytes, png_sign, SIGN) == 0) {
        *type = "image/png";
        return strip_png(out, bytes);
    }
    return RP_PHOTO_KIND;
}

/* -- files ---------------------------------------------------------------- */

/* No way out of the folder, and nothing that another system takes for one. */
static bool is_plain_name(const char *name) {
    return *name != '\0' && *name != '.' && !strpbrk(name, "/\\:");
}

static rp_photo_trouble read_file(rp_buffer *out, int file) {
    struct stat about;
    char block[4096];
    ssize_t got;

    if (fstat(file, &about) != 0)
        return RP_PHOTO_MISSING;
    if (!S_ISREG(about.st_mode))
        return RP_PHOTO_LINK;
    while ((got = read(file, block, sizeof block)) > 0) {
        if (!rp_buffer_put(out, block, (size_t)got))
            return RP_PHOTO_MEMORY;
        if (out->length > RP_PHOTO_BYTES)
            return RP_PHOTO_LARGE;
    }
    return got < 0 ? RP_PHOTO_MISSING : RP_PHOTO_FINE;
}

/* Of a file that does not open: is there a link? */
static rp_photo_trouble closed_of(const char *path) {
    struct stat about;

    return lstat(path, &about) == 0 && !S_ISREG(about.st_mode)
               ? RP_PHOTO_LINK
               : RP_PHOTO_MISSING;
}

rp_photo_trouble rp_photo_read(rp_buffer *out, const char **type,
                               const char *sheet, const char *name) {
    size_t folder = (size_t)(rp_path_name(sheet) - sheet);
    rp_buffer path = {0}, bytes = {0};
    rp_photo_trouble trouble = RP_PHOTO_MEMORY;

    *type = "";
    if (!is_plain_name(name))
        return RP_PHOTO_NAME;
    if (strcmp(sheet, "-") == 0)
        return RP_PHOTO_NO_FOLDER;
    if (rp_buffer_put(&path, sheet, folder) && rp_buffer_puts(&path, name)) {
        int file = open(path.bytes, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
        trouble = file < 0 ? closed_of(path.bytes) : read_file(&bytes, file);
        if (file >= 0)
            close(file);
    }
    if (trouble == RP_PHOTO_FINE)
        trouble =
            rp_photo_strip(out, type, (rp_text){bytes.bytes, bytes.length});
    rp_buffer_clear(&bytes);
    rp_buffer_clear(&path);
    return trouble;
}
