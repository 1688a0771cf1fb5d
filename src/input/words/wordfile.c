#include "input/words/wordfile.h"

#include <string.h>

rp_status rp_wordfile_load(const rp_wordfile *wordfile, const char *folder,
                           rp_vocabulary *vocabulary, void *into,
                           rp_findings *findings) {
    rp_sheetfile sheet;
    rp_status status = rp_sheetfile_open(&sheet, folder, &wordfile->file,
                                         wordfile->columns, findings);
    bool is_lost = sheet.is_cut && sheet.rows == 0;

    if (vocabulary)
        vocabulary->is_cut |= sheet.is_cut;
    if (status != RP_ERR_MEMORY && !wordfile->take(&sheet, into))
        status = RP_ERR_MEMORY;
    status = rp_sheetfile_close(&sheet, status);
    if (status != RP_ERR_MEMORY && is_lost && folder) {
        /* the one built in serves for reading on; what does not fit it is no
         * fault of the user's */
        rp_findings unseen = {0};
        if (rp_wordfile_load(wordfile, NULL, vocabulary, into, &unseen) ==
            RP_ERR_MEMORY)
            status = RP_ERR_MEMORY;
        rp_findings_clear(&unseen);
    }
    return status;
}

bool rp_wordfile_piece(rp_text *rest, rp_text *piece) {
    while (rest->length > 0) {
        const char *end = memchr(rest->bytes, ';', rest->length);
        size_t length = end ? (size_t)(end - rest->bytes) : rest->length;
        *piece = rp_text_trim((rp_text){rest->bytes, length});
        rest->bytes += length + (end != NULL);
        rest->length -= length + (end != NULL);
        if (piece->length > 0)
            return true;
    }
    return false;
}

int rp_wordfile_choice(const char *const *choices, rp_text text) {
    for (int i = 0; choices[i]; i++)
        if (rp_text_equals(text, choices[i]))
            return i;
    return -1;
}

uint32_t rp_wordfile_entry(rp_sheetfile *sheet, uint32_t row, uint32_t column,
                           const rp_vocabulary *vocabulary, rp_text text) {
    rp_buffer key = {0};
    uint32_t entry = RP_NONE;

    if (!rp_text_fold(&key, text)) {
        sheet->findings->out_of_memory = true;
    } else {
        rp_text folded = {key.bytes, key.length};
        entry = rp_vocabulary_find(vocabulary, folded);
        if (entry == RP_NONE && !vocabulary->is_cut && !sheet->is_builtin) {
            const char *near = rp_vocabulary_nearest(vocabulary, folded);
            rp_sheetfile_error(sheet, row, column,
                               "'%s' is not in the taxonomy%s%s",
                               rp_quote(text).bytes, near ? ", nearest: " : "",
                               near ? near : "");
        }
    }
    rp_buffer_clear(&key);
    return entry;
}

const char *rp_wordfile_keep(rp_sheetfile *sheet, uint32_t row, uint32_t column,
                             rp_arena *arena) {
    rp_text cell = rp_sheetfile_cell(sheet, row, column);

    return rp_arena_text(arena, cell.bytes, cell.length);
}
