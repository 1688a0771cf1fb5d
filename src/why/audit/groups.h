/**
 * @file groups.h
 * Clients in groups: by the values of the columns that an audit names.
 *
 * A list puts a client into the group of each of its values, any other cell
 * into one group. Who left the cell blank is in a group without a name; blank
 * urgency is routine and a blank client type individual, as everywhere.
 * Clients who need a person are in no group.
 */
#ifndef RP_WHY_AUDIT_GROUPS_H
#define RP_WHY_AUDIT_GROUPS_H

#include "input/roster.h"

/** A column of the clients' file. */
typedef struct rp_audited {
    const rp_column *column;
    uint32_t at;      /* of the file; RP_NONE: yes/no columns alone */
    const char *name; /* as in equity.csv: of the schema, or folded audit_ */
} rp_audited;

/** What --audit asks for. */
typedef struct rp_audit {
    rp_audited columns[RP_MAX_COLUMNS]; /* [count] each once, as asked */
    uint32_t count;
    rp_text wrong;       /* with RP_ERR_USAGE: a name, and what is wrong */
    const char *trouble; /* "is no column of the clients' file" */
    const char *nearest; /* or NULL */
} rp_audit;

/**
 * Find the columns.
 *
 * @param text  names, aliases or audit_ headers by ','; borrowed, as is the
 *              roster
 * @return RP_OK, RP_ERR_USAGE or RP_ERR_MEMORY
 */
rp_status rp_audit_parse(rp_audit *out, const rp_roster *roster,
                         const char *text);

#define RP_NO_COLUMN UINT32_MAX

typedef struct rp_audit_group {
    uint32_t column;   /* of the audit, or RP_NO_COLUMN: shown anyway */
    const char *name;  /* in the arena */
    uint32_t *clients; /* [n] ascending; in the arena */
    uint32_t n, placed;
    bool is_hidden; /* by suppression.h */
    bool is_open;   /* shown anyway, and an audited column says who is in it */
} rp_audit_group;

typedef struct rp_audit_groups {
    rp_arena arena;
    rp_audit_group *items; /* [count] by column, then bytewise by name */
    size_t count, room;
} rp_audit_groups;

/**
 * Add the groups of every audited column.
 *
 * @param out      may hold groups already; clear it in any case
 * @param counted  [clients] who is in any group
 * @param placed   [clients]
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_audit_groups_make(rp_audit_groups *out, const rp_audit *audit,
                               const rp_roster *roster, const bool *counted,
                               const bool *placed);

/** Add a group of whoever is `in`. @return false when out of memory */
bool rp_audit_groups_add(rp_audit_groups *out, uint32_t clients, const bool *in,
                         const bool *placed, bool is_open);
void rp_audit_groups_clear(rp_audit_groups *groups);

#endif
