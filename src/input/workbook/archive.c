#include "input/workbook/archive.h"

#include <errno.h>
#include <minizip/unzip.h>
#include <string.h>

enum {
    PIECE = 1 << 16,
    ANY_CASE = 2, /* as minizip calls it */
    IS_ENCRYPTED = 1
};

/* What a file may become: a real workbook unpacks to ten or twenty times its
 * size, a bomb to a thousand times. */
static const uint64_t least_bound = (uint64_t)64 << 20;
static const uint64_t times_its_size = 200;
static const uint64_t largest_bound = (uint64_t)4 << 30;

/* ---- a file in memory, as minizip asks for one ------------------------- */

static voidpf open_memory(voidpf archive, const void *name, int mode) {
    (void)name;
    (void)mode;
    return archive;
}

static uLong read_memory(voidpf opaque, voidpf stream, void *to, uLong length) {
    rp_archive *a = stream;
    size_t there = a->length - a->at;
    size_t taken = length < there ? length : there;

    (void)opaque;
    if (taken)
        memcpy(to, a->bytes + a->at, taken);
    a->at += taken;
    return (uLong)taken;
}

static uLong write_memory(voidpf opaque, voidpf stream, const void *from,
                          uLong length) {
    (void)opaque;
    (void)stream;
    (void)from;
    (void)length;
    return 0;
}

static ZPOS64_T tell_memory(voidpf opaque, voidpf stream) {
    (void)opaque;
    return ((rp_archive *)stream)->at;
}

static long seek_memory(voidpf opaque, voidpf stream, ZPOS64_T offset,
                        int origin) {
    rp_archive *a = stream;
    ZPOS64_T base = origin == ZLIB_FILEFUNC_SEEK_CUR   ? a->at
                    : origin == ZLIB_FILEFUNC_SEEK_END ? a->length
                                                       : 0;

    (void)opaque;
    if (offset > a->length - base)
        return -1;
    a->at = (size_t)(base + offset);
    return 0;
}

static int close_memory(voidpf opaque, voidpf stream) {
    (void)opaque;
    (void)stream;
    return 0;
}

static int fail_memory(voidpf opaque, voidpf stream) {
    (void)opaque;
    (void)stream;
    return 0;
}

/* ---- parts -------------------------------------------------------------- */

static rp_status complain(rp_archive *archive, const char *trouble) {
    archive->trouble = trouble;
    return RP_ERR_DATA;
}

static rp_status damaged(rp_archive *archive, int error) {
    if (error == Z_MEM_ERROR || error == UNZ_INTERNALERROR || errno == ENOMEM)
        return RP_ERR_MEMORY;
    return complain(archive, "this workbook is damaged: it cannot be unpacked; "
                             "open it in a spreadsheet program and save it "
                             "again");
}

static rp_status too_much(rp_archive *archive) {
    return complain(archive, "this workbook unpacks to far more than a sheet "
                             "of people can hold; save the sheet as CSV UTF-8");
}

rp_status rp_archive_open(rp_archive *out, const void *bytes, size_t length) {
    *out = (rp_archive){.bytes = bytes, .length = length};
    zlib_filefunc64_def memory = {.zopen64_file = open_memory,
                                  .zread_file = read_memory,
                                  .zwrite_file = write_memory,
                                  .ztell64_file = tell_memory,
                                  .zseek64_file = seek_memory,
                                  .zclose_file = close_memory,
                                  .zerror_file = fail_memory,
                                  .opaque = out};

    out->left = length > largest_bound / times_its_size
                    ? largest_bound
                    : (uint64_t)length * times_its_size;
    if (out->left < least_bound)
        out->left = least_bound;
    errno = 0;
    out->zip = unzOpen2_64("", &memory);
    return out->zip ? RP_OK : damaged(out, UNZ_OK);
}

void rp_archive_close(rp_archive *archive) {
    if (archive->zip)
        unzClose(archive->zip);
    archive->zip = NULL;
}

bool rp_archive_has(rp_archive *archive, const char *part) {
    return unzLocateFile(archive->zip, part, ANY_CASE) == UNZ_OK;
}

rp_status rp_archive_charge(rp_archive *archive, uint64_t bytes) {
    if (bytes > archive->left)
        return too_much(archive);
    archive->left -= bytes;
    return RP_OK;
}

static rp_status read_open_part(rp_archive *archive, rp_archive_take *take,
                                void *payload) {
    char piece[PIECE];
    rp_status status = RP_OK;

    while (status == RP_OK) {
        int got = unzReadCurrentFile(archive->zip, piece, sizeof piece);
        if (got == 0)
            return RP_OK;
        if (got < 0)
            return damaged(archive, got);
        status = rp_archive_charge(archive, (uint64_t)got);
        if (status == RP_OK)
            status = take(payload, piece, (size_t)got);
    }
    return status;
}

rp_status rp_archive_read(rp_archive *archive, const char *part,
                          rp_archive_take *take, void *payload) {
    unz_file_info64 info;

    if (!rp_archive_has(archive, part))
        return complain(archive, "this workbook is damaged: a part of it is "
                                 "missing; open it in a spreadsheet program "
                                 "and save it again");
    errno = 0;
    int error =
        unzGetCurrentFileInfo64(archive->zip, &info, NULL, 0, NULL, 0, NULL, 0);
    if (error != UNZ_OK)
        return damaged(archive, error);
    if (info.flag & IS_ENCRYPTED)
        return complain(archive, "this workbook is encrypted; save it without "
                                 "a password");
    if (info.uncompressed_size > archive->left)
        return too_much(archive);
    error = unzOpenCurrentFile(archive->zip);
    if (error != UNZ_OK)
        return damaged(archive, error);
    rp_status status = read_open_part(archive, take, payload);
    /* the checksum is compared when a part was read to its end */
    error = unzCloseCurrentFile(archive->zip);
    return status == RP_OK && error != UNZ_OK ? damaged(archive, error)
                                              : status;
}
