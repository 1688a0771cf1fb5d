/**
 * @file decode.h
 * Bytes of a file as UTF-8 text.
 */
#ifndef RP_INPUT_SHEET_DECODE_H
#define RP_INPUT_SHEET_DECODE_H

#include "base/digest.h"
#include "base/finding.h"
#include "rapport/status.h"

/** A whole file: its text in UTF-8 without byte-order mark, ends with zero; of
 *  a workbook its bytes, and no text before a sheet is chosen. */
typedef struct rp_document {
    char *text;
    size_t length;
    unsigned char *book; /* [book_length] NULL: no workbook */
    size_t book_length;
    bool is_marked; /* the file had a byte-order mark, or was no UTF-8: whoever
                       keeps it needs one to see what it is */
    char sha256[RP_DIGEST_SIZE]; /* of the bytes as they are in the file */
} rp_document;

/**
 * Read a file and decode it: UTF-8 with or without byte-order mark, UTF-16
 * with one; lines that are no UTF-8 as Windows-1252, with one warning at the
 * first of them. A workbook is recognised, and kept as it is. Of a file with a
 * cell that is far beyond RP_MAX_CELL no more is read than shows it.
 *
 * @param[out] out   clear with rp_document_clear(); empty on failure
 * @param path       the file, "-" for standard input
 * @param source     the file's number in findings
 * @return RP_OK, RP_ERR_DATA (said in findings), RP_ERR_IO (errno tells),
 *         RP_ERR_MEMORY
 */
rp_status rp_document_read(rp_document *out, const char *path, uint32_t source,
                           rp_findings *findings);

/** The same for bytes that are already in memory; they are copied, and no hash
 *  is made of them. */
rp_status rp_document_decode(rp_document *out, const void *bytes, size_t length,
                             uint32_t source, rp_findings *findings);

void rp_document_clear(rp_document *document);

#endif
