/**
 * @file whatif.h
 * Any edits together, and what they would change.
 */
#ifndef RP_WHY_EDIT_WHATIF_H
#define RP_WHY_EDIT_WHATIF_H

#include "match/outcome.h"
#include "why/edit/rewrite.h"

/** What was typed: one of `--set`, `--remove`, `--copy`. */
typedef enum rp_wish_kind {
    RP_WISH_SET,    /* "T05.openings=3", "T03.insurance+=aetna" */
    RP_WISH_REMOVE, /* "T09" */
    RP_WISH_COPY    /* "T02": another therapist, with one opening */
} rp_wish_kind;

/**
 * Make an edit of what was typed.
 *
 * The id stands before a dot, the column behind it as in the file or by any
 * name of the data dictionary.
 *
 * @param edits  [count + 1] those before it; the last one is written
 * @param w      gets the texts
 * @param wrong  [size] what is wrong with it, when the answer is RP_ERR_USAGE
 * @return RP_OK, RP_ERR_USAGE, RP_ERR_MEMORY
 */
rp_status rp_whatif_parse(rp_edit *edits, size_t count, rp_rewriter *w,
                          rp_wish_kind kind, const char *text, char *wrong,
                          size_t size);

typedef enum rp_move_kind {
    RP_MOVE_PLACED,    /* waited, and would not */
    RP_MOVE_MOVED,     /* another therapist */
    RP_MOVE_DISPLACED, /* would wait */
    RP_MOVE_KINDS
} rp_move_kind;

/** As printed ("newly placed"). */
extern const char *const rp_move_words[RP_MOVE_KINDS];

/** As in JSON, and in diff.csv ("newly_placed"). */
extern const char *const rp_move_names[RP_MOVE_KINDS];

/** What changes for one client; texts are the outcomes' rosters'. */
typedef struct rp_move {
    rp_move_kind kind;
    const char *client, *from, *to; /* therapists, "" for none */
} rp_move;

/**
 * Who would be placed, moved and displaced, by kind, then client.
 *
 * Clients are told apart by id; one who is not in both is left out, and so is
 * one who needs a person.
 *
 * @param[out] out  array to be freed, [*count]
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_whatif_compare(rp_move **out, size_t *count,
                            const rp_outcome *before, const rp_outcome *after);

#endif
