/**
 * @file filling.h
 * Columns and rows that are added to a program while it is solved.
 */
#ifndef RP_SOLVE_PROGRAM_FILLING_H
#define RP_SOLVE_PROGRAM_FILLING_H

#include "solve/program/program.h"

/** Add a pair, with all hours that suit, or with those given.
 *  @return false: out of memory */
bool rp_program_add(rp_program *program, uint32_t unit, size_t pair);
bool rp_program_add_hours(rp_program *program, uint32_t unit, size_t pair,
                          uint32_t client, const uint16_t *hour, bool *is_new);
bool rp_program_add_holder(rp_program *program, uint32_t j, uint32_t holder,
                           const uint16_t *hour, bool *is_new);

/** Take a therapist apart into hours. */
bool rp_program_part(rp_program *program, uint32_t j);

/** At most `bound` of these pairs. */
bool rp_program_limit(rp_program *program, const size_t *pair, size_t count,
                      int64_t bound);

/** The same, or at least minus the bound where they count as less: its line.
 *  @return RP_NONE: out of memory */
uint32_t rp_program_count(rp_program *program, const size_t *pair, size_t count,
                          bool is_less, int64_t bound);
bool rp_program_ration(rp_program *program, uint32_t ration);
bool rp_program_clique(rp_program *program, uint32_t j, uint32_t hour,
                       uint32_t person);

#endif
