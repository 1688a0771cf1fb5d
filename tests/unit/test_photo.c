/* Pictures beside a sheet: what gets in is the image alone, and what is no
 * picture is told by its reason. */
#include "input/photo.h"
#include "unit/clinic.h"
#include "unit/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A JPEG of few bytes: start, JFIF, a note, a table, a frame, a scan with a
 * stuffed byte and a restart, end, and what a phone left behind it. */
#define START "\xFF\xD8"
#define JFIF "\xFF\xE0\x00\x04JF"
#define EXIF(turn)                                                             \
    "\xFF\xE1\x00\x22"                                                         \
    "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0" turn "\0\0\0"      \
    "home"
#define NOTE "\xFF\xFE\x00\x08secret"
#define FRAME "\xFF\xC0\x00\x05\x08\x01\x01"
#define SCAN "\xFF\xDA\x00\x03\x01\x11\xFF\x00\x22\xFF\xD0\x33"
#define END "\xFF\xD9"

#define SIGN "\x89PNG\r\n\x1a\n"
#define IHDR "\0\0\0\x02IHDRxxcccc"
#define TEXT "\0\0\0\x06tEXtsecretcccc"
#define IDAT "\0\0\0\x03IDATabccccc"
#define IEND "\0\0\0\0IENDcccc"

typedef struct strip_case {
    const char *name, *bytes;
    size_t length;
    const char *left;
    size_t left_length;
    rp_photo_trouble trouble;
} strip_case;

#define CASE(name, bytes, left, trouble)                                       \
    { name, bytes, sizeof bytes - 1, left, sizeof left - 1, trouble }

static const strip_case strips[] = {
    CASE("photo/jpeg", START JFIF NOTE FRAME SCAN END "secret",
         START JFIF FRAME SCAN END, RP_PHOTO_FINE),
    CASE("photo/exif", START EXIF("\x01") FRAME SCAN END, START FRAME SCAN END,
         RP_PHOTO_FINE),
    CASE("photo/turned", START EXIF("\x06") FRAME SCAN END, "",
         RP_PHOTO_TURNED),
    CASE("photo/no_end", START JFIF FRAME SCAN, "", RP_PHOTO_BROKEN),
    CASE("photo/no_scan", START JFIF FRAME END, "", RP_PHOTO_BROKEN),
    CASE("photo/long_segment", START "\xFF\xE0\xFF\xFFxx", "", RP_PHOTO_BROKEN),
    CASE("photo/short_segment", START "\xFF\xE0\x00\x01" END, "",
         RP_PHOTO_BROKEN),
    CASE("photo/png", SIGN IHDR TEXT IDAT IEND "secret", SIGN IHDR IDAT IEND,
         RP_PHOTO_FINE),
    CASE("photo/png_cut", SIGN IHDR IDAT, "", RP_PHOTO_BROKEN),
    CASE("photo/png_long", SIGN IHDR "\xFF\xFF\xFF\xFFIDATxxxx", "",
         RP_PHOTO_BROKEN),
    CASE("photo/png_empty", SIGN IHDR IEND, "", RP_PHOTO_BROKEN),
    CASE("photo/gif", "GIF89a.......", "", RP_PHOTO_KIND),
    CASE("photo/svg", "<svg onload='a()'/>", "", RP_PHOTO_KIND),
    CASE("photo/empty", "", "", RP_PHOTO_KIND),
};

static void test_strip(void **state) {
    const strip_case *row = *state;
    char *exact = malloc(row->length + 1); /* a byte more is found */
    rp_buffer out = {0};
    const char *type;

    memcpy(exact, row->bytes, row->length);
    assert_int_equal(rp_photo_strip(&out, &type, (rp_text){exact, row->length}),
                     row->trouble);
    if (row->trouble == RP_PHOTO_FINE) {
        assert_int_equal(out.length, row->left_length);
        assert_memory_equal(out.bytes, row->left, row->left_length);
    }
    rp_buffer_clear(&out);
    free(exact);
}

typedef struct name_case {
    const char *name, *cell;
    rp_photo_trouble trouble;
} name_case;

static const name_case names[] = {
    {"photo/beside", "ok.png", RP_PHOTO_FINE},
    {"photo/up", "../ok.png", RP_PHOTO_NAME},
    {"photo/absolute", "/etc/passwd", RP_PHOTO_NAME},
    {"photo/backslash", "..\\ok.png", RP_PHOTO_NAME},
    {"photo/drive", "c:ok.png", RP_PHOTO_NAME},
    {"photo/dots", "..", RP_PHOTO_NAME},
    {"photo/hidden", ".ok.png", RP_PHOTO_NAME},
    {"photo/address", "https://example.org/ok.png", RP_PHOTO_NAME},
    {"photo/missing", "nobody.png", RP_PHOTO_MISSING},
    {"photo/link", "link.png", RP_PHOTO_LINK},
    {"photo/link_out", "out.png", RP_PHOTO_LINK},
    {"photo/folder", "folder", RP_PHOTO_LINK},
    {"photo/pipe", "pipe.png", RP_PHOTO_LINK},
    {"photo/large", "large.png", RP_PHOTO_LARGE},
    {"photo/text", "text.png", RP_PHOTO_KIND},
};

static void test_name(void **state) {
    static const char ok[] = SIGN IHDR IDAT IEND;
    static char large[RP_PHOTO_BYTES + 1] = SIGN IHDR;
    const name_case *row = *state;
    char *folder = scratch_new();
    rp_buffer out = {0};
    const char *type;

    scratch_write(scratch_path(folder, "ok.png"), ok, sizeof ok - 1);
    scratch_write(scratch_path(folder, "large.png"), large, sizeof large);
    scratch_write(scratch_path(folder, "text.png"), "hello", 5);
    assert_int_equal(symlink("ok.png", scratch_path(folder, "link.png")), 0);
    assert_int_equal(symlink("/etc/passwd", scratch_path(folder, "out.png")),
                     0);
    assert_int_equal(mkdir(scratch_path(folder, "folder"), 0700), 0);
    assert_int_equal(mkfifo(scratch_path(folder, "pipe.png"), 0600), 0);
    assert_int_equal(rp_photo_read(&out, &type,
                                   scratch_path(folder, "therapists.csv"),
                                   row->cell),
                     row->trouble);
    assert_int_equal(rp_photo_words(row->trouble)[0] == '\0',
                     row->trouble == RP_PHOTO_FINE);
    assert_int_equal(rp_photo_read(&out, &type, "-", "ok.png"),
                     RP_PHOTO_NO_FOLDER);
    rp_buffer_clear(&out);
    scratch_remove(folder);
}

int main(void) {
    static suite s;

    SUITE_TABLE(&s, strips, test_strip);
    SUITE_TABLE(&s, names, test_name);
    return suite_run(&s, "photo");
}
