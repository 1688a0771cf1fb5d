/**
 * @file danger_rules.h
 * The rows of danger.csv, ready to be looked for in a text.
 */
#ifndef RP_INPUT_SAFETY_DANGER_RULES_H
#define RP_INPUT_SAFETY_DANGER_RULES_H

#include "base/finding.h"
#include "input/safety/danger_words.h"
#include "input/words/vocabulary.h"
#include "rapport/status.h"

typedef enum rp_danger_kind {
    RP_DANGER_KIND_PERSON,
    RP_DANGER_KIND_LOOK,
    RP_DANGER_KIND_NONE,  /* a harmless use: its words are taken away */
    RP_DANGER_KIND_WEAKEN /* makes of a person near it a look */
} rp_danger_kind;

/** One word of a phrase. */
typedef struct rp_danger_piece {
    uint64_t hash;
    const char *letters;
    uint32_t length;
    bool is_stem; /* a word that begins so */
    bool is_gap;  /* '~': up to three words of anything */
} rp_danger_piece;

/** A word that must not stand near a match, `piece` as above. */
typedef struct rp_danger_guard {
    rp_danger_piece piece;
    bool is_before; /* else behind */
} rp_danger_guard;

/** One row. */
typedef struct rp_danger_rule {
    const rp_danger_piece *pieces; /* [piece_count] */
    const rp_danger_guard *guards; /* [guard_count] */
    uint32_t piece_count, guard_count;
    uint32_t concern; /* entry, or RP_NONE */
    uint8_t kind;     /* rp_danger_kind */
    bool is_capital;  /* only in plain capitals */
    bool is_before;   /* a weakener: it stands before what it weakens */
    bool is_word;     /* a single word or stem */
} rp_danger_rule;

/** A rule that holds of the words from..to-1. */
typedef struct rp_danger_match {
    uint32_t rule;
    size_t from, to;
} rp_danger_match;

typedef struct rp_danger_rules {
    rp_arena arena;
    rp_danger_rule *rules; /* [count] in the order of rows */
    size_t count, room;
    /* by the first word of a rule */
    uint64_t *first_hash;  /* [slots] 0: free */
    uint32_t *first_of;    /* [slots] start of a run of `by_first` */
    uint32_t *by_first;    /* [count] rules */
    uint32_t *run_of;      /* [count] length of the run that begins here */
    size_t slots;          /* a power of 2 */
    uint64_t stem_lengths; /* bit n: a first word is a stem of n letters */
} rp_danger_rules;

/** @param[out] out  clear with rp_danger_rules_clear()
 *  @return RP_OK, RP_ERR_DATA or RP_ERR_IO (findings say where),
 *          RP_ERR_MEMORY */
rp_status rp_danger_rules_load(rp_danger_rules *out, const char *folder,
                               const rp_vocabulary *concerns,
                               rp_findings *findings);
void rp_danger_rules_clear(rp_danger_rules *rules);

/** Told of each rule that matches. @return false to stop */
typedef bool rp_danger_matched(void *payload, const rp_danger_match *match);

/** Try every rule at every word, guards seen; from the first word on.
 *  @return false when `matched` said so */
bool rp_danger_rules_try(const rp_danger_rules *rules,
                         const rp_danger_words *words,
                         rp_danger_matched *matched, void *payload);

#endif
