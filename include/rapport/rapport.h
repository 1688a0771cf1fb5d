/**
 * @file rapport.h
 * librapport: give each therapy client the right therapist.
 *
 *     read a clinic           clinic.h    findings by callback
 *     judge one pair          pair.h      score, criteria, rules, reasons
 *     match, explain, write   match.h     the best plan, proven
 *     run a command line      cli.h       the program without its process
 *
 * Nothing is printed and the process is never ended. There is no global state
 * to set up. Option structs begin with their own size: start with the macro
 * RP_..._INIT and set what differs. A call that can fail returns an rp_status.
 *
 * Where a value is missing, rp_result (match.h) and rp_judgement (pair.h) hold
 * RP_NONE for nobody, -1 for weeks or the value of a criterion, and 0 for a
 * score or points. rp_reason (match.h) holds NAN for a number, "" for a text.
 */
#ifndef RAPPORT_RAPPORT_H
#define RAPPORT_RAPPORT_H

#include "rapport/alert.h"
#include "rapport/cli.h"
#include "rapport/clinic.h"
#include "rapport/finding.h"
#include "rapport/match.h"
#include "rapport/pair.h"
#include "rapport/status.h"
#include "rapport/version.h"

#endif
