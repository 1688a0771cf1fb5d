#include "output/split/saved.h"

#include "output/csv/sheet.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static void put_stream(void *stream, const void *bytes, size_t length) {
    fwrite(bytes, 1, length, stream);
}

rp_status rp_saved_write(const rp_table *table, const char *path) {
    rp_text cells[RP_MAX_COLUMNS];
    rp_sheet sheet;
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "wb");

    if (!file) {
        int reason = errno;
        if (descriptor >= 0)
            close(descriptor);
        errno = reason;
        return RP_ERR_IO;
    }
    rp_sheet_begin(&sheet, put_stream, file, table->delimiter, false);
    for (uint32_t row = 0; row <= table->rows; row++) {
        rp_table_row(table, row, cells);
        for (uint32_t c = 0; c < table->columns; c++)
            rp_sheet_bytes(&sheet, cells[c]);
        rp_sheet_end_row(&sheet);
    }
    bool whole = rp_sheet_end(&sheet);
    bool written = !ferror(file);
    written &= fclose(file) == 0;
    if (whole && written)
        return RP_OK;
    int reason = errno;
    unlink(path);
    errno = reason;
    return whole ? RP_ERR_IO : RP_ERR_MEMORY;
}
