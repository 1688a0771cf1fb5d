#include "why/edit/reviewed.h"

#include "base/array.h"
#include "input/parting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char reason[] = "not_helping";

/* Does the client's cell say so already? */
static bool is_left(const rp_client *client, const char *therapist) {
    for (uint32_t k = 0; k < client->parting_count; k++)
        if (strcmp(client->partings[k].id, therapist) == 0 &&
            strcmp(rp_parting_rows[client->partings[k].reason].reason,
                   reason) == 0)
            return true;
    return false;
}

/* Who was left is never offered again. */
static bool leave(rp_rewriter *w, rp_edit *out, const rp_review_client *r) {
    rp_buffer entry = {0};
    bool whole = rp_buffer_puts(&entry, r->therapist) &&
                 rp_buffer_puts(&entry, ":") &&
                 rp_buffer_puts(&entry, reason) &&
                 rp_rewrite_append(w, out, RP_CLIENTS, r->client,
                                   "past_therapists", entry.bytes);

    rp_buffer_clear(&entry);
    return whole;
}

static bool is_step(rp_step step) {
    return step != RP_STEP_NONE && step != RP_STEP_HUMAN;
}

rp_status rp_reviewed_edits(rp_edit **out, size_t *count, size_t *steps,
                            const rp_review *review, rp_rewriter *w) {
    const char *const cells[] = {"review_step", "reviewed_on"};
    char texts[2][16];
    rp_edit *edits =
        rp_new_array(review->client_count, RP_REVIEWED_CELLS * sizeof *edits);
    bool whole = edits != NULL;

    *out = edits;
    *count = *steps = 0;
    for (size_t k = 0; whole && k < review->client_count; k++) {
        const rp_review_client *r = &review->clients[k];
        if (!is_step(r->rung.step))
            continue;
        ++*steps;
        snprintf(texts[0], sizeof texts[0], "%d", (int)r->rung.step);
        rp_date_format(texts[1], review->newest);
        for (int i = 0; whole && i < 2; i++)
            whole = rp_rewrite_text(w, &edits[(*count)++], RP_CLIENTS,
                                    r->client, cells[i], texts[i]);
        if (whole && r->rung.step == RP_STEP_CHANGE &&
            !is_left(&w->roster->clients[r->client], r->therapist))
            whole = leave(w, &edits[(*count)++], r);
    }
    return whole ? RP_OK : RP_ERR_MEMORY;
}
