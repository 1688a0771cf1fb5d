/*
 * Reading and writing of CSV against the least that could be done.
 *
 *     throughput read THERAPISTS CLIENTS
 *     throughput write CSV SCRATCH
 *
 * Prints "name bytes seconds" for each way, seconds of the processor, medians
 * of interleaved runs:
 * read: libcsv in bulk, our table of cells, our whole checked roster;
 * write: plain fwrite, our sheet.
 */
#include "base/array.h"
#include "input/intake.h"
#include "output/csv/sheet.h"
#include "pairfile.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 5, WAYS = 3, CHUNK = 1 << 16 };

static void stop(const char *what) {
    fprintf(stderr, "throughput: %s\n", what);
    exit(4);
}

static int ascending(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

static double median(double *seconds) {
    qsort(seconds, ROUNDS, sizeof *seconds, ascending);
    return seconds[ROUNDS / 2];
}

/* ---- reading ------------------------------------------------------------ */

static void count_cell(void *cell, size_t length, void *counts) {
    (void)cell;
    ((size_t *)counts)[0] += length > 0;
}

static void count_row(int end, void *counts) {
    (void)end;
    ((size_t *)counts)[1]++;
}

/* The bytes of the file. */
static size_t read_bulk(const char *path) {
    static char chunk[CHUNK];
    struct csv_parser parser;
    size_t counts[2] = {0}, bytes = 0, got;
    FILE *file = fopen(path, "rb");

    if (!file || csv_init(&parser, CSV_APPEND_NULL) != 0)
        stop("cannot read");
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0) {
        bytes += got;
        if (csv_parse(&parser, chunk, got, count_cell, count_row, counts) !=
            got)
            stop("libcsv refused");
    }
    csv_fini(&parser, count_cell, count_row, counts);
    csv_free(&parser);
    fclose(file);
    return bytes;
}

static void read_table(const char *path) {
    rp_findings findings = {0};
    rp_table table;

    if (rp_table_read(&table, path, &findings) != RP_OK)
        stop("our table refused");
    rp_table_clear(&table);
    rp_findings_clear(&findings);
}

static void read_roster(const char *therapists, const char *clients,
                        const rp_taxonomy *taxonomy) {
    rp_findings findings = {0};
    rp_roster roster;
    rp_intake intake = {
        .therapists = therapists, .clients = clients, .taxonomy = taxonomy};

    if (rp_intake_read(&roster, &intake, &findings) != RP_OK)
        stop("our roster refused");
    rp_roster_settle(&roster, &findings);
    rp_roster_clear(&roster);
    rp_findings_clear(&findings);
}

static void time_reading(const char *therapists, const char *clients) {
    static const char *const names[WAYS] = {"read-libcsv", "read-table",
                                            "read-roster"};
    double seconds[WAYS][ROUNDS];
    rp_findings findings = {0};
    rp_taxonomy taxonomy;
    size_t bytes = 0;

    if (rp_taxonomy_load(&taxonomy, NULL, &findings) != RP_OK)
        stop("no taxonomy");
    for (int round = 0; round < ROUNDS; round++) {
        double begin = pairfile_effort();
        bytes = read_bulk(therapists) + read_bulk(clients);
        double bulk = pairfile_effort();
        read_table(therapists);
        read_table(clients);
        double table = pairfile_effort();
        read_roster(therapists, clients, &taxonomy);
        seconds[0][round] = bulk - begin;
        seconds[1][round] = table - bulk;
        seconds[2][round] = pairfile_effort() - table;
    }
    for (int way = 0; way < WAYS; way++)
        printf("%s %zu %.6f\n", names[way], bytes, median(seconds[way]));
    rp_taxonomy_clear(&taxonomy);
    rp_findings_clear(&findings);
}

/* ---- writing ------------------------------------------------------------ */

static void put(void *payload, const void *bytes, size_t length) {
    if (fwrite(bytes, 1, length, payload) != length)
        stop("cannot write");
}

static FILE *open_scratch(const char *path) {
    FILE *file = fopen(path, "wb");

    /* As much as result files are written at a time. */
    if (!file || setvbuf(file, NULL, _IOFBF, CHUNK) != 0)
        stop("cannot open the scratch file");
    return file;
}

static void write_sheet(const rp_text *cells, const rp_table *table,
                        const char *path) {
    FILE *file = open_scratch(path);
    rp_sheet sheet;
    size_t at = 0;

    rp_sheet_begin(&sheet, put, file, ',', true);
    for (uint32_t row = 0; row <= table->rows; row++) {
        for (uint32_t column = 0; column < table->columns; column++)
            rp_sheet_bytes(&sheet, cells[at++]);
        rp_sheet_end_row(&sheet);
    }
    if (!rp_sheet_end(&sheet) || fclose(file) != 0)
        stop("our sheet failed");
}

static void write_plain(const char *bytes, size_t length, const char *path) {
    FILE *file = open_scratch(path);

    for (size_t at = 0; at < length; at += CHUNK)
        put(file, bytes + at, length - at < CHUNK ? length - at : CHUNK);
    if (fclose(file) != 0)
        stop("cannot write");
}

static char *whole_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    long size = -1;

    if (file && fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    char *bytes = size > 0 ? malloc((size_t)size) : NULL;
    if (!bytes || fseek(file, 0, SEEK_SET) != 0 ||
        fread(bytes, 1, (size_t)size, file) != (size_t)size)
        stop("cannot read");
    fclose(file);
    *length = (size_t)size;
    return bytes;
}

static void time_writing(const char *csv, const char *scratch) {
    double plain[ROUNDS], sheet[ROUNDS];
    rp_findings findings = {0};
    rp_table table;
    size_t length;

    if (rp_table_read(&table, csv, &findings) != RP_OK)
        stop("our table refused");
    rp_text *cells =
        rp_new_array(((size_t)table.rows + 1) * table.columns, sizeof *cells);
    if (!cells)
        stop("not enough memory");
    for (uint32_t row = 0; row <= table.rows; row++)
        rp_table_row(&table, row, cells + (size_t)row * table.columns);
    write_sheet(cells, &table, scratch);
    char *bytes = whole_file(scratch, &length);
    for (int round = 0; round < ROUNDS; round++) {
        double begin = pairfile_effort();
        write_plain(bytes, length, scratch);
        double middle = pairfile_effort();
        write_sheet(cells, &table, scratch);
        plain[round] = middle - begin;
        sheet[round] = pairfile_effort() - middle;
    }
    printf("write-fwrite %zu %.6f\nwrite-sheet %zu %.6f\n", length,
           median(plain), length, median(sheet));
    free(bytes);
    free(cells);
    rp_table_clear(&table);
    rp_findings_clear(&findings);
}

int main(int argc, char **argv) {
    if (argc == 4 && strcmp(argv[1], "read") == 0) {
        time_reading(argv[2], argv[3]);
    } else if (argc == 4 && strcmp(argv[1], "write") == 0) {
        time_writing(argv[2], argv[3]);
    } else {
        fputs("usage: throughput read THERAPISTS CLIENTS\n"
              "       throughput write CSV SCRATCH\n",
              stderr);
        return 2;
    }
    return fflush(stdout) == 0 ? 0 : 4;
}
