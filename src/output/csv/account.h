/**
 * @file account.h
 * An explanation as text for a person, as CSV or as JSON.
 */
#ifndef RP_OUTPUT_CSV_ACCOUNT_H
#define RP_OUTPUT_CSV_ACCOUNT_H

#include "output/csv/sheet.h"
#include "why/explain.h"

typedef enum rp_account_format {
    RP_ACCOUNT_TEXT,
    RP_ACCOUNT_CSV,
    RP_ACCOUNT_JSON
} rp_account_format;

/**
 * @param client     id of the client who is explained
 * @param delimiter  of CSV
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_account_write(const rp_explanation *explanation,
                           const char *client, rp_account_format format,
                           char delimiter, rp_put *put, void *payload);

#endif
