#include "output/directory/earlier.h"

#include "base/array.h"
#include "output/directory/journal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static rp_status blame(rp_earlier *e, const char *name) {
    e->culprit = name;
    return errno == ENOMEM ? RP_ERR_MEMORY : RP_ERR_IO;
}

/* A file that has to go, if it is there. */
static rp_status note_old(rp_earlier *e, const char *name) {
    rp_folder *folder = rp_hold_folder(e->hold);
    rp_status status = rp_hold_check(e->hold, name);

    if (status != RP_OK || rp_folder_is_free(folder, name, ""))
        return status;
    if (!rp_folder_is_free(folder, name, RP_OLD))
        return rp_hold_refuse_beside(e->hold, name, RP_OLD);
    rp_old_file *files =
        rp_grow_array(e->files, e->count, &e->room, sizeof *files);
    if (!files)
        return RP_ERR_MEMORY;
    e->files = files;
    files[e->count++] = (rp_old_file){name, false};
    return RP_OK;
}

rp_status rp_earlier_find(rp_earlier *out, rp_hold *hold, rp_claim_of *claim,
                          const void *payload) {
    const rp_manifest *listed = rp_hold_earlier(hold);
    rp_status status = RP_OK;

    *out = (rp_earlier){.hold = hold};
    for (size_t k = 0; k < listed->count && status == RP_OK; k++)
        if (claim(payload, listed->files[k].name) != RP_KEPT)
            status = note_old(out, listed->files[k].name);
    return status;
}

rp_status rp_earlier_add(rp_earlier *earlier, const char *name) {
    return rp_manifest_find(rp_hold_earlier(earlier->hold), name)
               ? RP_OK
               : note_old(earlier, name);
}

bool rp_earlier_note(const rp_earlier *earlier, rp_buffer *lines) {
    bool done = true;

    for (size_t k = 0; k < earlier->count && done; k++)
        done =
            rp_journal_put(lines, RP_JOURNAL_OLD, NULL, earlier->files[k].name);
    return done;
}

rp_status rp_earlier_set_aside(rp_earlier *earlier) {
    rp_folder *folder = rp_hold_folder(earlier->hold);

    for (size_t k = 0; k < earlier->count; k++) {
        rp_old_file *file = &earlier->files[k];
        file->is_aside = rp_folder_rename(folder, file->name, "", RP_OLD);
        if (!file->is_aside)
            return blame(earlier, file->name);
        if (k == 0) /* from here on it is no run, also after a crash */
            rp_folder_sync(folder, NULL);
    }
    return RP_OK;
}

bool rp_earlier_restore(rp_earlier *earlier) {
    rp_folder *folder = rp_hold_folder(earlier->hold);
    bool is_back = true;

    for (size_t k = earlier->count; k-- > 0 && is_back;)
        if (earlier->files[k].is_aside)
            is_back =
                rp_folder_rename(folder, earlier->files[k].name, RP_OLD, "");
    return is_back;
}

bool rp_earlier_forget(rp_earlier *earlier) {
    rp_folder *folder = rp_hold_folder(earlier->hold);
    bool is_gone = true;

    /* while the record lies there, the next run knows what to remove */
    for (size_t k = earlier->count; k-- > 0;)
        if (k > 0 || is_gone)
            is_gone &= rp_folder_unlink(folder, earlier->files[k].name, RP_OLD);
    for (size_t k = 0; k < earlier->count; k++) /* pages that are no more */
        rp_folder_remove(folder, earlier->files[k].name);
    return is_gone;
}

void rp_earlier_clear(rp_earlier *earlier) {
    free(earlier->files);
    *earlier = (rp_earlier){0};
}
