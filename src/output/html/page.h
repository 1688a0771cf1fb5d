/**
 * @file page.h
 * A self-contained HTML page: a template, its style and script, and a policy
 * that lets nothing else run or load.
 *
 * The files stand in src/output/html/page and are built in. The style is
 * page.css and the page's own, the script the page's own.
 */
#ifndef RP_OUTPUT_HTML_PAGE_H
#define RP_OUTPUT_HTML_PAGE_H

#include "output/html/template.h"
#include "output/words/voice.h"
#include "rapport/status.h"

typedef enum rp_page_kind { RP_PAGE_SHORTLIST, RP_PAGE_REPORT } rp_page_kind;

typedef struct rp_page {
    rp_text html, script; /* borrowed from the program */
    rp_buffer style;
    rp_buffer policy; /* the Content-Security-Policy, hashes included */
} rp_page;

/** @return RP_OK or RP_ERR_MEMORY; clear it in any case */
rp_status rp_page_open(rp_page *out, rp_page_kind kind);
void rp_page_clear(rp_page *page);

/**
 * Write a page.
 *
 * @param values  fill the template; gets "policy" set
 * @param voice   whose texts the template names; NULL for none
 * @param data    goes into the script element that is data
 * @return RP_OK or RP_ERR_MEMORY; what became of the bytes `pen` knows
 */
rp_status rp_page_write(const rp_page *page, json_t *values, const json_t *data,
                        const rp_voice *voice, const rp_pen *pen);

#endif
