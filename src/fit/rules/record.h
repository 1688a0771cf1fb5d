/**
 * @file record.h
 * A rule as a record.
 *
 * To add a rule, write its functions and its row in one of the families of
 * this folder: nothing else needs to change. The keys of eligibility, which
 * edits can matter to whom, the phone list, the remedies of options.csv and
 * bottlenecks.csv and every text follow from the row. Another family is one
 * name here and one in rules.c.
 */
#ifndef RP_FIT_RULES_RECORD_H
#define RP_FIT_RULES_RECORD_H

#include "fit/columns.h"
#include "fit/confirm.h"
#include "fit/fit.h"
#include "fit/sweep/ask.h"

typedef enum rp_verdict { RP_PASS, RP_UNCONFIRMED, RP_FORBID } rp_verdict;

/** How a remedy writes its cell. */
typedef enum rp_remedy_how {
    RP_REMEDY_ADD,       /* a value of the other side's `from` that is missing
                            (of a column of wishes only musts), one an edit */
    RP_REMEDY_DROP,      /* all values that suit, in one edit */
    RP_REMEDY_DROP_EACH, /* a value that suits, one an edit */
    RP_REMEDY_UNMARK,    /* musts become wishes */
    RP_REMEDY_NUMBER,    /* what `number` says */
    RP_REMEDY_YES,
    RP_REMEDY_SAME,   /* the other side's choice of `from` */
    RP_REMEDY_WINDOW, /* the other side's shortest window of `from` that holds
                         a session */
    RP_REMEDY_HOUR,   /* an hour more that suits the other side */
    RP_REMEDY_OTHER   /* a row or a cell that no rule asks for */
} rp_remedy_how;

/** Where remedies stand among each other: those that ask less come first. */
enum {
    RP_RANK_CONFIRM = 0,    /* a therapist's blank is confirmed */
    RP_RANK_CLIENT = 100,   /* and up: the client gives way */
    RP_RANK_OPENING = 200,  /* a therapist takes one client more */
    RP_RANK_THERAPIST = 300 /* and up: the therapist does */
};

/** An edit that could make a pair pass. */
typedef struct rp_remedy_row {
    const char *name;  /* as in options.csv and bottlenecks.csv */
    const char *words; /* what the one who is named does: " takes %s" */
    int rank;          /* two of one rank are one kind */
    rp_side side;      /* whose cell */
    const char *column;
    rp_remedy_how how;
    const char *from; /* a column of the other side */
    /** Can adding or dropping this tag help? NULL: any. */
    bool (*suits)(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                  uint32_t tag);
    /** What would be enough; NAN: no number helps. */
    double (*number)(const rp_fit *fit, const rp_need *need,
                     uint32_t therapist);
} rp_remedy_row;

enum { RP_RULE_BLANKS = 4, RP_RULE_REMEDIES = 6 };

/** A rule. */
typedef struct rp_rule_row {
    /** Can it forbid any therapist for this client, or ask for a blank? It
     *  sees the client, the policy and `declined`. NULL: always. */
    bool (*asks)(const rp_fit *fit, const rp_need *need);
    /** The verdict where it asks; `confirm` (may be NULL) gets the blanks of
     *  an RP_UNCONFIRMED. NULL: the score decides, and this is the last. */
    rp_verdict (*judge)(const rp_fit *fit, const rp_need *need,
                        uint32_t therapist, rp_confirm *confirm);
    /** Strike out of many those whom it refuses, by tables; of a client whom
     *  it asks about. False: nothing was done, judge them one by one. NULL:
     *  always so. */
    bool (*strike)(const rp_ask *ask, const rp_crowd *crowd);
    const char *name;    /* as in waitlist.csv: "must_gender" */
    const char *words;   /* what has to hold: "the therapist sees that age" */
    const char *broken;  /* where it does not: "an earlier therapy ended"; NULL:
                            it is not so that words */
    const char *clients; /* the columns that it reads, by ';' */
    const char *therapists;
    const char *settings; /* of the policy, by ';'; NULL: none */
    /** Bytes of the client that the verdict depends on, where these are less
     *  than the cells of `clients`; NULL: those. False: out of memory. */
    bool (*key)(const rp_need *need, rp_buffer *out);
    /** Append to the words of a pair that was judged what they leave open, as
     *  whose cell it hangs on; nothing where they say it all. NULL: they
     *  always do. False: out of memory. */
    bool (*tell)(rp_buffer *out, const rp_fit *fit, const rp_need *need,
                 uint32_t therapist);
    /** The therapists who alone pass, where a file lists them; NULL: no. */
    const uint32_t *(*listed)(const rp_fit *fit, uint32_t client,
                              size_t *count);
    unsigned roles;   /* bits of rp_role: where it holds, too */
    bool breaks_pins; /* staff's pin does not override it */
    bool is_must;     /* the client insists: where it is unknown, no fit is
                         called a good one */
    bool is_regional; /* lets few therapists pass who are of few kinds: it is
                         asked first. At most one rule */
    rp_blank_row blanks[RP_RULE_BLANKS];      /* up to one without a column */
    rp_remedy_row remedies[RP_RULE_REMEDIES]; /* up to one without a name */
} rp_rule_row;

/** Bits of rp_rule_row.roles. */
enum {
    RP_FOR_PRESCRIBERS = 1 << RP_ROLE_PRESCRIBER,
    RP_FOR_GROUPS = 1 << RP_ROLE_GROUP,
    RP_FOR_ALL = RP_FOR_PRESCRIBERS | RP_FOR_GROUPS
};

/** Some rules, in the order of the table. */
typedef struct rp_rule_family {
    const rp_rule_row *rows; /* [count] */
    uint32_t count;
} rp_rule_family;

/** The families, one file each. */
extern const rp_rule_family rp_rules_practicalities, rp_rules_clinical,
    rp_rules_musts, rp_rules_decisions, rp_rules_groups;

/** Both lists name something and share nothing; a blank, whose member stands
 *  at `column`, has to be confirmed. */
rp_verdict rp_verdict_meet(const rp_list *asked, const rp_list *had,
                           size_t column, rp_confirm *confirm);

/** Add the column to what has to be confirmed. */
rp_verdict rp_verdict_blank(rp_confirm *confirm, size_t column);

#define RP_VERDICT(passes) ((passes) ? RP_PASS : RP_FORBID)

/** The family of an array of rows. */
#define RP_RULE_FAMILY(array)                                                  \
    { array, sizeof(array) / sizeof *(array) }

#endif
