/**
 * @file person.h
 * One client of a report: a line that staff scan, and everything about the
 * client behind it.
 */
#ifndef RP_OUTPUT_REPORT_PERSON_H
#define RP_OUTPUT_REPORT_PERSON_H

#include "output/report/material.h"

/**
 * `{key, id, name, badge, class, place, therapist: {id, name}, points,
 * standing, reason, marks, page, code, blocks: [{title, items, therapists}]}`
 * for the template.
 *
 * @param prefix   of the key, which names the element on the page
 * @param is_need  the reason says what a person is needed for, not how many
 *                 therapists fit
 * @return NULL when out of memory
 */
json_t *rp_person_values(const rp_material *material, uint32_t client,
                         const char *prefix, bool is_need);

#endif
