/**
 * @file order.h
 * The order of day and month in the columns of a file.
 */
#ifndef RP_INPUT_ORDER_H
#define RP_INPUT_ORDER_H

#include "input/layout.h"

/**
 * Find the order of each column of dates: the one that all its cells allow;
 * else that of the file's other columns, with a warning; else the reader's,
 * else an error. A column of day numbers is found here, too.
 */
void rp_order_find(rp_layout *layout, const rp_table *table, rp_reader *reader);

#endif
