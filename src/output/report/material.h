/**
 * @file material.h
 * What a report is made from. The sheets say what was decided; who the people
 * are and why a person has to look at them is known to the clinic.
 */
#ifndef RP_OUTPUT_REPORT_MATERIAL_H
#define RP_OUTPUT_REPORT_MATERIAL_H

#include "match/choices.h"
#include "outcomes/review/review.h"
#include "output/csv/reasons.h"
#include "output/directory/reference.h"
#include "output/report/binder.h"

#include <jansson.h>

/** Everything is borrowed. */
typedef struct rp_material {
    const rp_commit *commit;
    const rp_outcome *outcome;
    const rp_choices *choices;   /* NULL: none were made */
    const rp_review *review;     /* of therapies; NULL: no sheet of outcomes */
    const rp_findings *findings; /* about the sheets; NULL: not known */
    const rp_binder *binder;
    const rp_references *references;
    const json_t *run;   /* what run.json holds, with or without "files" */
    rp_chooser *chooser; /* room */
    rp_reasons *reasons; /* room */
} rp_material;

#endif
