#include "input/scores.h"

#include "base/array.h"
#include "input/sheet/sheetfile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct listed {
    uint32_t client, therapist, row;
    uint16_t score;
} listed;

static const char *const columns[] = {"client_id", "therapist_id", "score",
                                      NULL};

static bool read_row(rp_sheetfile *sheet, const rp_roster *roster, uint32_t row,
                     listed *out, uint32_t *strangers) {
    rp_text client = rp_cell_plain(rp_sheetfile_cell(sheet, row, 0));
    rp_text therapist = rp_cell_plain(rp_sheetfile_cell(sheet, row, 1));
    rp_text text = rp_sheetfile_cell(sheet, row, 2);
    double score;

    if (!rp_number_parse(&score, text, sheet->table.delimiter != ',') ||
        score < 0.0 || score > 100.0 ||
        fabs(score * 100.0 - floor(score * 100.0 + 0.5)) > 1e-6) {
        rp_sheetfile_error(sheet, row, 2,
                           "expected a number from 0 to 100 with at most two "
                           "decimals, got '%s'",
                           rp_quote(text).bytes);
        return false;
    }
    *out = (listed){rp_roster_find(roster, RP_CLIENTS, client),
                    rp_roster_find(roster, RP_THERAPISTS, therapist), row,
                    (uint16_t)(score * 100.0 + 0.5)};
    bool no_client = out->client == RP_NONE;
    bool no_therapist = out->therapist == RP_NONE;
    /* an id is strange only to a file of which every id was read */
    bool is_strange = (no_client && !roster->is_cut[RP_CLIENTS]) ||
                      (no_therapist && !roster->is_cut[RP_THERAPISTS]);
    no_client &= !roster->is_cut[RP_CLIENTS];
    if (is_strange && (*strangers)++ == 0)
        rp_sheetfile_warn(sheet, row, no_client ? 0 : 1,
                          "'%s' stands in neither file; rows with such ids "
                          "are ignored",
                          rp_quote(no_client ? client : therapist).bytes);
    return out->client != RP_NONE && out->therapist != RP_NONE;
}

static int by_pair(const void *left, const void *right) {
    const listed *a = left, *b = right;

    if (a->client != b->client)
        return a->client < b->client ? -1 : 1;
    if (a->therapist != b->therapist)
        return a->therapist < b->therapist ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static void refuse_repeats(rp_sheetfile *sheet, const listed *pairs,
                           size_t count) {
    for (size_t i = 1; i < count; i++)
        if (pairs[i].client == pairs[i - 1].client &&
            pairs[i].therapist == pairs[i - 1].therapist) {
            rp_sheetfile_error(sheet, pairs[i].row, 0, "the pair given twice");
            rp_findings_relate(
                sheet->findings,
                rp_table_place(&sheet->table, pairs[i - 1].row, 0));
        }
}

static rp_status group(rp_scores *out, const rp_roster *roster,
                       const listed *pairs, size_t count) {
    out->first =
        rp_new_array((size_t)roster->client_count + 1, sizeof *out->first);
    out->therapist = rp_new_array(count, sizeof *out->therapist);
    out->score = rp_new_array(count, sizeof *out->score);
    if (!out->first || !out->therapist || !out->score)
        return RP_ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        out->first[pairs[i].client + 1]++;
        out->therapist[i] = pairs[i].therapist;
        out->score[i] = pairs[i].score;
    }
    for (uint32_t c = 0; c < roster->client_count; c++)
        out->first[c + 1] += out->first[c];
    return RP_OK;
}

rp_status rp_scores_read(rp_scores *out, const char *path,
                         const rp_roster *roster, rp_input *input,
                         rp_findings *findings) {
    rp_sheetfile sheet;
    listed *pairs = NULL;
    size_t count = 0;
    uint32_t strangers = 0;

    *out = (rp_scores){0};
    rp_status status = rp_sheetfile_read(&sheet, path, columns, findings);
    if (status == RP_ERR_MEMORY)
        goto done;
    *input = (rp_input){path, {0}, sheet.table.rows};
    memcpy(input->sha256, sheet.table.sha256, RP_DIGEST_SIZE);
    pairs = rp_new_array(sheet.rows, sizeof *pairs);
    if (!pairs) {
        status = RP_ERR_MEMORY;
        goto done;
    }
    for (uint32_t row = 1; row <= sheet.rows; row++)
        count += read_row(&sheet, roster, row, &pairs[count], &strangers);
    if (count > 1)
        qsort(pairs, count, sizeof *pairs, by_pair);
    refuse_repeats(&sheet, pairs, count);
    status = rp_status_graver(status, group(out, roster, pairs, count));
done:
    free(pairs);
    status = rp_sheetfile_close(&sheet, status);
    if (status != RP_OK)
        rp_scores_clear(out);
    return status;
}

void rp_scores_clear(rp_scores *scores) {
    free(scores->first);
    free(scores->therapist);
    free(scores->score);
    *scores = (rp_scores){0};
}

int rp_scores_find(const rp_scores *scores, uint32_t client,
                   uint32_t therapist) {
    size_t low = scores->first[client], high = scores->first[client + 1];

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (scores->therapist[middle] == therapist)
            return scores->score[middle];
        if (scores->therapist[middle] < therapist)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}
