/**
 * @file embedded.h
 * Files that the program carries in itself, made by tools/embed at build time.
 *
 * Each array ends with a zero byte that its size does not count.
 */
#ifndef RP_BASE_EMBEDDED_H
#define RP_BASE_EMBEDDED_H

#include <stddef.h>

#define RP_EMBEDDED(name)                                                      \
    extern const unsigned char rp_embedded_##name[];                           \
    extern const size_t rp_embedded_##name##_size

RP_EMBEDDED(concerns);
RP_EMBEDDED(modalities);
RP_EMBEDDED(evidence);
RP_EMBEDDED(sources);
RP_EMBEDDED(languages);
RP_EMBEDDED(danger);
RP_EMBEDDED(couple_safety);
RP_EMBEDDED(adult);
RP_EMBEDDED(payers);
RP_EMBEDDED(payer_pairs);
RP_EMBEDDED(compacts);
RP_EMBEDDED(measures);
RP_EMBEDDED(policy_default);
RP_EMBEDDED(words_en);
RP_EMBEDDED(words_es);
RP_EMBEDDED(page_css);
RP_EMBEDDED(shortlist_html);
RP_EMBEDDED(shortlist_css);
RP_EMBEDDED(shortlist_js);
RP_EMBEDDED(report_html);
RP_EMBEDDED(report_css);
RP_EMBEDDED(report_js);

#endif
