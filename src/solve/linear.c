#include "solve/linear.h"

#include "base/array.h"

#include <stdlib.h>

void rp_linear_clear(rp_linear *program) {
    free(program->columns);
    free(program->rows);
    free(program->begin);
    free(program->column);
    free(program->value);
    *program = (rp_linear){0};
}

size_t rp_linear_column(rp_linear *p, double low, double high) {
    rp_span *grown = rp_grow_array(p->columns, p->column_count, &p->column_room,
                                   sizeof *grown);

    if (!grown || p->out_of_memory) {
        p->out_of_memory = true;
        return 0;
    }
    p->columns = grown;
    grown[p->column_count] = (rp_span){low, high};
    return p->column_count++;
}

size_t rp_linear_row(rp_linear *p, double low, double high) {
    rp_span *rows =
        rp_grow_array(p->rows, p->row_count, &p->row_room, sizeof *rows);
    size_t *begin =
        rp_grow_array(p->begin, p->row_count, &p->begin_room, sizeof *begin);

    if (rows)
        p->rows = rows;
    if (begin)
        p->begin = begin;
    if (!rows || !begin || p->out_of_memory) {
        p->out_of_memory = true;
        return 0;
    }
    rows[p->row_count] = (rp_span){low, high};
    begin[p->row_count] = p->entries;
    return p->row_count++;
}

void rp_linear_put(rp_linear *p, size_t column, double value) {
    int *columns =
        rp_grow_array(p->column, p->entries, &p->entry_room, sizeof *columns);
    double *values =
        rp_grow_array(p->value, p->entries, &p->value_room, sizeof *values);

    if (columns)
        p->column = columns;
    if (values)
        p->value = values;
    if (!columns || !values || p->out_of_memory) {
        p->out_of_memory = true;
        return;
    }
    columns[p->entries] = (int)column;
    values[p->entries++] = value;
}
