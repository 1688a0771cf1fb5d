#include "output/single_file.h"

#include "base/shortage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

void rp_single_file_put(void *buffer, const void *bytes, size_t length) {
    if (!rp_buffer_put(buffer, bytes, length))
        rp_shortage_note();
}

static bool write_part(const char *path, const rp_buffer *bytes) {
    unlink(path);
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR);
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

    if (rp_buffer_puts(&part, path) && rp_buffer_puts(&part, ".part")) {
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
