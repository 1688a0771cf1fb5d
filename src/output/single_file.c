#include "output/single_file.h"

#include "base/shortage.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void rp_single_file_put(void *buffer, const void *bytes, size_t length) {
    if (!rp_buffer_put(buffer, bytes, length))
        rp_shortage_note();
}

/* @param path  of a template, which gets the name */
static bool write_part(char *path, const rp_buffer *bytes) {
    int descriptor = mkstemp(path); /* for the user alone: it has cells */
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "wb");

    if (!file) {
        if (descriptor >= 0)
            close(descriptor);
        return false;
    }
    bool whole =
        bytes->length == 0 || fwrite(bytes->bytes, bytes->length, 1, file) == 1;
    whole &= fflush(file) == 0 && !ferror(file);
    return fclose(file) == 0 && whole;
}

rp_status rp_single_file_write(const char *path, const rp_buffer *bytes) {
    rp_buffer part = {0};
    rp_status status = RP_ERR_MEMORY;

    if (rp_buffer_puts(&part, path) && rp_buffer_puts(&part, ".part-XXXXXX")) {
        status = write_part(part.bytes, bytes) && rename(part.bytes, path) == 0
                     ? RP_OK
                     : RP_ERR_IO;
        int reason = errno;
        if (status != RP_OK)
            unlink(part.bytes);
        errno = reason;
    }
    rp_buffer_clear(&part);
    return status;
}
