/**
 * @file single_file.h
 * A file that stands alone, written whole or not at all.
 */
#ifndef RP_OUTPUT_SINGLE_FILE_H
#define RP_OUTPUT_SINGLE_FILE_H

#include "base/text.h"
#include "rapport/status.h"

/** Append bytes to an rp_buffer; the `put` of sheets. Lack of memory is noted:
 *  base/shortage.h. */
void rp_single_file_put(void *buffer, const void *bytes, size_t length);

/**
 * Write the bytes beside the path, under a name that nobody has, then put them
 * in its place: readable by their owner alone.
 *
 * @return RP_OK, RP_ERR_IO (errno), RP_ERR_MEMORY; then nothing has changed
 */
rp_status rp_single_file_write(const char *path, const rp_buffer *bytes);

#endif
