#include "output/words/phrasebook.h"

#include "base/embedded.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const struct language {
    const char *code;
    rp_builtin_file file;
} languages[RP_PHRASEBOOKS] = {
    {"en", {"en.csv", rp_embedded_words_en, &rp_embedded_words_en_size, 0}},
    {"es", {"es.csv", rp_embedded_words_es, &rp_embedded_words_es_size, 0}},
};

static int by_key(const void *left, const void *right) {
    const rp_phrasebook_entry *a = left, *b = right;

    return strcmp(a->key, b->key);
}

static const char *keep(rp_phrasebook *book, rp_text text) {
    return rp_arena_text(&book->arena, text.bytes, text.length);
}

static rp_status take_rows(rp_phrasebook *book, rp_sheetfile *sheet) {
    book->entries =
        rp_arena_array(&book->arena, sheet->rows + 1, sizeof *book->entries);
    if (!book->entries)
        return RP_ERR_MEMORY;
    for (uint32_t row = 1; row <= sheet->rows; row++) {
        rp_phrasebook_entry *entry = &book->entries[book->count];
        rp_text text = rp_sheetfile_cell(sheet, row, 1);
        entry->text = keep(book, text);
        entry->key = keep(book, rp_sheetfile_cell(sheet, row, 0));
        if (!entry->key || !entry->text)
            return RP_ERR_MEMORY;
        if (text.length == 0)
            rp_sheetfile_error(sheet, row, 1, "no text");
        book->count++;
    }
    qsort(book->entries, book->count, sizeof *book->entries, by_key);
    for (size_t i = 1; i < book->count; i++)
        if (strcmp(book->entries[i - 1].key, book->entries[i].key) == 0)
            rp_sheetfile_error(sheet, 1, 0, "'%s' twice", book->entries[i].key);
    return RP_OK;
}

rp_status rp_phrasebook_read(rp_phrasebook *out, const char *code,
                             const rp_builtin_file *file,
                             rp_findings *findings) {
    static const char *const columns[] = {"key", "text", NULL};
    rp_sheetfile sheet;

    *out = (rp_phrasebook){.code = code};
    rp_status status = rp_sheetfile_open(&sheet, NULL, file, columns, findings);
    if (status == RP_OK)
        status = take_rows(out, &sheet);
    return rp_sheetfile_close(&sheet, status);
}

void rp_phrasebook_clear(rp_phrasebook *book) {
    rp_arena_clear(&book->arena);
    *book = (rp_phrasebook){0};
}

const char *rp_phrasebook_find(const rp_phrasebook *book, const char *key) {
    rp_phrasebook_entry wanted = {key, NULL};
    const rp_phrasebook_entry *found =
        book->count ? bsearch(&wanted, book->entries, book->count,
                              sizeof *book->entries, by_key)
                    : NULL;

    return found ? found->text : NULL;
}

rp_status rp_phrasebooks_open(rp_phrasebooks *out) {
    rp_findings findings = {0};
    rp_status status = RP_OK;

    *out = (rp_phrasebooks){0};
    for (int k = 0; k < RP_PHRASEBOOKS && status == RP_OK; k++)
        status = rp_phrasebook_read(&out->books[k], languages[k].code,
                                    &languages[k].file, &findings);
    assert(status != RP_ERR_DATA); /* a file of ours */
    rp_findings_clear(&findings);
    return status;
}

void rp_phrasebooks_clear(rp_phrasebooks *books) {
    for (int k = 0; k < RP_PHRASEBOOKS; k++)
        rp_phrasebook_clear(&books->books[k]);
}

const rp_phrasebook *rp_phrasebooks_of(const rp_phrasebooks *books,
                                       const rp_names *names,
                                       const rp_client *client) {
    for (uint32_t i = 0; i < client->languages->count; i++) {
        const char *code = rp_names_name(names, RP_NAMES_LANGUAGES,
                                         client->languages->items[i].tag);
        for (int k = 0; k < RP_PHRASEBOOKS; k++)
            if (strcmp(books->books[k].code, code) == 0)
                return &books->books[k];
    }
    return &books->books[0];
}
