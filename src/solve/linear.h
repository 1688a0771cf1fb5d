/**
 * @file linear.h
 * A linear program, row by row: what a general question to GLPK is put in.
 *
 *     least or greatest  cost · x
 *     subject to         low_r <= sum of value x <= high_r   for every row
 *                        low_c <= x_c <= high_c              for every column
 *
 * -INFINITY and INFINITY are no bound. Columns and rows count from 0. A column
 * may have to be whole; a program with such columns is solved by branching.
 */
#ifndef RP_SOLVE_LINEAR_H
#define RP_SOLVE_LINEAR_H

#include "rapport/status.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct rp_span {
    double low, high;
} rp_span;

/** A program in the making; begin with zeros. After a lack of memory it says
 *  so, and nothing more is added. */
typedef struct rp_linear {
    rp_span *columns; /* [column_count] */
    bool is_whole;    /* every x_c is a whole number, and so is every cost */
    rp_span *rows;    /* [row_count] */
    size_t *begin;    /* [row_count] first entry of a row */
    int *column;      /* [entries] */
    double *value;    /* [entries] */
    size_t column_count, row_count, entries;
    size_t column_room, row_room, begin_room, entry_room, value_room;
    bool out_of_memory;
} rp_linear;

void rp_linear_clear(rp_linear *program);

/** Add a column; its number is returned. */
size_t rp_linear_column(rp_linear *program, double low, double high);

/** Begin a row; its number is returned. */
size_t rp_linear_row(rp_linear *program, double low, double high);

/** Add a column, which the row has not yet, to the row begun last. */
void rp_linear_put(rp_linear *program, size_t column, double value);

/** How the search for one goal ended. */
typedef enum rp_linear_end {
    RP_LINEAR_OPTIMAL,
    RP_LINEAR_INFEASIBLE, /* nothing satisfies all rows */
    RP_LINEAR_UNBOUNDED   /* there is no best value */
} rp_linear_end;

/**
 * Something to make as small, or as large, as it can be.
 *
 * Goals of one program are sought one after the other. One that holds keeps
 * all later ones within `slack` of its best value.
 */
typedef struct rp_linear_goal {
    const double *cost; /* [count] of the columns from `first` on, or with
                           count 0 of all columns */
    size_t first, count;
    bool is_greatest, holds;
    double slack;   /* 0 or more */
    bool has_bound; /* there is nothing beyond `bound`: where the point before
                       reaches it, nothing is sought */
    double bound;
    rp_linear_end end; /* found */
    double best;       /* found: cost · x */
    double *at;        /* [column_count] found: x; NULL: not wanted */
} rp_linear_goal;

/**
 * Adds rows that every solution satisfies and that a point breaks, where there
 * are too many to be written down from the start.
 *
 * @param x     [column_count] the best point of the rows so far
 * @param more  gets the rows, of columns of the program; it has none itself
 */
typedef void rp_linear_cut(void *payload, const double *x, rp_linear *more);

#endif
