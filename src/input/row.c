#include "input/row.h"

#include "input/cell/list.h"
#include "input/cell/list_cell.h"
#include "input/cell/persons.h"
#include "input/cell/stated.h"
#include "input/order.h"
#include "input/safety/watch.h"
#include "input/times/pinned_hours.h"
#include "input/times/times.h"

#include <math.h>
#include <string.h>

/* The file's column of a schema column, unless its cells were unusable. */
static uint32_t own_column(const rp_layout *layout, uint32_t index) {
    uint32_t own = layout->own[index];

    return own != RP_NONE && layout->uses[own].column ? own : RP_NONE;
}

/* A concern that only a header names: what it says follows it. */
static void watch_tag(const rp_rows *rows, uint32_t row, uint32_t c,
                      uint32_t tag) {
    rp_reader *reader = rows->reader;
    rp_text header = {"", 0};

    if (tag < reader->names->vocabulary[RP_NAMES_CONCERNS]->count)
        return;
    header = rp_text_of(rp_names_name(reader->names, RP_NAMES_CONCERNS, tag));
    rp_danger_hit hit =
        rp_watch_entry(reader, rp_table_place(rows->table, row, c), header);
    if (hit.grade == RP_DANGER_PERSON && hit.concern != RP_NONE)
        rp_list_add(reader, (rp_item){hit.concern, RP_NO_NUMBER, RP_STRONG, 0});
}

/* Whom the ids of a column name; NULL: nobody knows yet. */
static rp_register *named_by(const rp_rows *rows, const rp_column *column) {
    return column->flags & RP_LINKED ? rows->same : rows->others;
}

/* Read the yes/no columns that a list is spread over. */
static void take_tags(const rp_rows *rows, uint32_t row, const rp_text *cells,
                      const rp_column *column, bool *any_yes, bool *all_no) {
    const rp_layout *layout = rows->layout;
    rp_reader *reader = rows->reader;

    for (uint32_t c = 0; c < layout->columns; c++) {
        const rp_use *use = &layout->uses[c];
        if (use->column != column || !use->is_tag)
            continue;
        rp_text cell = rp_cell_plain(cells[c]);
        rp_answer answer = rp_answer_parse(cell);
        *all_no &= answer == RP_NO;
        if (answer == RP_YES) {
            *any_yes = true;
            rp_item item = {use->tag, RP_NO_NUMBER, RP_STRONG, 0};
            if (column->names == RP_NAMES_FORMATS && use->tag == RP_HYBRID) {
                item.tag = RP_IN_PERSON;
                rp_list_add(reader, item);
                item.tag = RP_VIDEO;
            }
            rp_list_add(reader, item);
            if (reader->watches && column->flags & RP_WATCHED)
                watch_tag(rows, row, c, use->tag);
        } else if (answer == RP_UNKNOWN && cell.length > 0) {
            rp_findings_add(
                reader->findings, RP_ERROR, rp_table_place(rows->table, row, c),
                "%s:%s: expected yes or no, got '%s'", column->name,
                rp_names_name(reader->names, column->names, use->tag),
                rp_quote(cell).bytes);
        }
    }
}

/* The reasons of a cell, in the arena. */
static void hand_over_partings(rp_reader *reader, rp_client *client) {
    size_t count = reader->parting_count;
    rp_parting *kept =
        count ? rp_arena_array(reader->arena, count, sizeof *kept) : NULL;

    reader->out_of_memory |= count && !kept;
    if (kept)
        memcpy(kept, reader->partings, count * sizeof *kept);
    client->partings = kept;
    client->parting_count = kept ? (uint32_t)count : 0;
}

/* The hours of a pin, which are no ids. */
static void take_pinned_hours(const rp_rows *rows, const rp_column *column,
                              rp_place place, rp_text *cell, void *record) {
    rp_text typed = *cell;

    if (rows->layout->side != RP_CLIENTS || strcmp(column->name, "pin") != 0)
        return;
    if (!rp_pinned_hours_take(&((rp_client *)record)->pin_hours, cell))
        rp_findings_add(rows->reader->findings, RP_ERROR, place,
                        "pin: expected one hour, or two of twice a week, as in "
                        "T07 tue 18:00; thu 18:00, got '%s'",
                        rp_quote(typed).bytes);
}

static void read_list(const rp_rows *rows, uint32_t row, const rp_text *cells,
                      uint32_t index, void *record) {
    const rp_layout *layout = rows->layout;
    const rp_column *column = &rp_schemas[layout->side].columns[index];
    uint32_t own = own_column(layout, index);
    bool known = false;

    rp_list_begin(rows->reader);
    rows->reader->parting_count = 0;
    if (own != RP_NONE) {
        rp_text cell = rp_cell_plain(cells[own]);
        if (cell.length > 0) {
            rp_place place = rp_table_place(rows->table, row, own);
            take_pinned_hours(rows, column, place, &cell, record);
            known = column->kind == RP_KIND_IDS
                        ? rp_persons_take(rows->reader, column, place, cell,
                                          named_by(rows, column))
                        : rp_list_cell_take(rows->reader, column, place, cell);
        }
    }
    if (layout->has_tags[index]) {
        bool any_yes = false, all_no = true;
        take_tags(rows, row, cells, column, &any_yes, &all_no);
        known |= any_yes || (all_no && layout->own[index] == RP_NONE);
    }
    *(const rp_list **)(void *)((char *)record + column->offset) =
        rp_list_end(rows->reader, known);
    if (column->flags & RP_PARTED)
        hand_over_partings(rows->reader, record);
}

/* A text cell loses the apostrophe that guards = + - @ and nothing else. */
static rp_text unguarded(rp_text cell) {
    if (cell.length > 1 && cell.bytes[0] == '\'' &&
        strchr("=+-@", cell.bytes[1]))
        return (rp_text){cell.bytes + 1, cell.length - 1};
    return cell;
}

/* What the other cells of a date's column say. */
static void prepare_date(const rp_rows *rows, uint32_t own, rp_text cell) {
    int32_t day;

    if (rows->layout->is_dated || rp_date_parse(&day, cell))
        return;
    rp_order_find(rows->layout, rows->table, rows->reader);
    rows->reader->reading = rows->layout->uses[own].reading;
}

/* More than the digits of one number? */
static bool may_be_range(rp_text cell) {
    size_t plain = 0;

    while (plain < cell.length &&
           ((cell.bytes[plain] >= '0' && cell.bytes[plain] <= '9') ||
            cell.bytes[plain] == '.' || cell.bytes[plain] == '$'))
        plain++;
    return plain < cell.length;
}

/* Is the lowest fee of the row said in its own cell? */
static void prepare_fee(const rp_rows *rows, const rp_text *cells) {
    const rp_layout *layout = rows->layout;
    const rp_column *least =
        rp_schema_find(layout->side, rp_text_of("fee_min"));
    uint32_t own =
        least ? own_column(layout,
                           (uint32_t)(least - rp_schemas[layout->side].columns))
              : RP_NONE;

    rows->reader->is_beside_fee_min =
        own != RP_NONE && rp_cell_plain(cells[own]).length > 0;
}

/* Times that have a column for each day. */
static void read_days(const rp_rows *rows, uint32_t row, const rp_text *cells,
                      const rp_column *column, void *record) {
    const rp_layout *layout = rows->layout;
    rp_reader *reader = rows->reader;
    rp_times *times = (void *)((char *)record + column->offset);

    for (uint32_t c = 0; c < layout->columns; c++) {
        const rp_use *use = &layout->uses[c];
        rp_text cell = rp_cell_plain(cells[c]);
        if (use->column != column || !use->is_tag || cell.length == 0)
            continue;
        rp_place place = rp_table_place(rows->table, row, c);
        if (rp_stated_nothing(cell) || rp_stated_anything(cell)) {
            rp_cell_tell_blank(reader, column, place, cell);
            continue;
        }
        rp_times_trouble trouble = rp_times_parse_day(
            times, reader->arena, cell, (int)use->tag, reader->parts);
        if (trouble == RP_TIMES_MEMORY)
            reader->out_of_memory = true;
        else if (trouble != RP_TIMES_FINE)
            rp_findings_add(reader->findings, RP_ERROR, place, "%s: '%s': %s",
                            column->name, rp_quote(cell).bytes,
                            rp_times_expected(trouble));
    }
}

/* Read one column, whatever was read before. */
static void read_afresh(const rp_rows *rows, uint32_t row, const rp_text *cells,
                        uint32_t index, void *record) {
    const rp_layout *layout = rows->layout;
    const rp_column *column = &rp_schemas[layout->side].columns[index];
    uint32_t own = own_column(layout, index);

    if (column->kind == RP_KIND_LIST ||
        (column->kind == RP_KIND_IDS && named_by(rows, column))) {
        if (own != RP_NONE || layout->has_tags[index])
            read_list(rows, row, cells, index, record);
        return;
    }
    if (column->kind == RP_KIND_TIMES && layout->has_tags[index]) {
        *(rp_times *)(void *)((char *)record + column->offset) = (rp_times){0};
        read_days(rows, row, cells, column, record);
    }
    if (own == RP_NONE || column->kind == RP_KIND_IDS)
        return;
    rp_place place = rp_table_place(rows->table, row, own);
    rp_text cell = rp_cell_plain(cells[own]);
    rows->reader->reading = layout->uses[own].reading;
    if (cell.length == 0 && layout->uses[own].reading.blank_is_no)
        cell = (rp_text){"no", 2};
    if (cell.length == 0) {
        if ((column->flags & RP_REQUIRED) && column->kind == RP_KIND_ID)
            rp_findings_add(rows->reader->findings, RP_ERROR, place,
                            "%s: missing, expected %s", column->name,
                            rp_kind_words(column));
        return;
    }
    if (column->kind == RP_KIND_TEXT) /* blanks inside quotes are kept */
        cell = unguarded(cells[own]);
    if (column->kind == RP_KIND_DATE || column->kind == RP_KIND_BIRTH)
        prepare_date(rows, own, cell);
    else if ((column->flags & RP_MONEY) && may_be_range(cell))
        prepare_fee(rows, cells);
    rp_cell_read(rows->reader, column, place, cell, record);
    if (column->kind == RP_KIND_WHOLE && column->max >= 9999 &&
        !rp_stated_nothing(cell) && !rp_stated_anything(cell)) {
        int32_t *count = (void *)((char *)record + column->offset);
        if (*count == RP_BLANK)
            *count = 0; /* not blank, and what is wrong with it was told */
    }
    if (rows->reader->is_range)
        ((rp_therapist *)record)->fee_min = rows->reader->range_least;
    rows->reader->is_range = false;
}

_Static_assert(sizeof(rp_times) <= RP_MEMO_VALUE, "the largest value");

/* The bytes of a value that its cell alone decides; 0 for one that is the
 * row's own: texts, and lists of ids, which are renumbered in place. */
static size_t value_size(rp_kind kind) {
    switch (kind) {
    case RP_KIND_WHOLE:
    case RP_KIND_DATE:
    case RP_KIND_BIRTH:
        return sizeof(int32_t);
    case RP_KIND_AGES:
        return sizeof(rp_ages);
    case RP_KIND_NUMBER:
        return sizeof(double);
    case RP_KIND_ACCEPTING:
    case RP_KIND_RISK:
    case RP_KIND_ANSWER:
    case RP_KIND_CHOICE:
        return sizeof(int8_t);
    case RP_KIND_PRIORITIES:
        return 3 * sizeof(int8_t);
    case RP_KIND_LIST:
        return sizeof(rp_list *);
    case RP_KIND_TIMES:
        return sizeof(rp_times);
    case RP_KIND_ID:
    case RP_KIND_TEXT:
    case RP_KIND_IDS:
    case RP_KIND_AUDIT:
        break;
    }
    return 0;
}

/* Is there nothing in a cell to be pointed out? */
static bool is_harmless(rp_reader *reader, const rp_column *column,
                        rp_text cell) {
    const rp_danger *danger = &reader->names->taxonomy->danger;
    rp_danger_hit hit;

    if (!rp_watch_is_worth(column, cell) || !rp_danger_may_find(danger, cell))
        return true;
    if (!rp_danger_find(danger, cell, &hit))
        reader->out_of_memory = true;
    return hit.grade == RP_DANGER_NONE;
}

void rp_row_read(const rp_rows *rows, uint32_t row, const rp_text *cells,
                 uint32_t index, void *record) {
    const rp_layout *layout = rows->layout;
    const rp_column *column = &rp_schemas[layout->side].columns[index];
    rp_reader *reader = rows->reader;
    uint32_t own = layout->own[index];
    bool may_recall = rows->memo && own != RP_NONE && !layout->has_tags[index];

    if (may_recall && cells[own].length == 0 &&
        !(column->flags & RP_REQUIRED) &&
        !layout->uses[own].reading.blank_is_no)
        return;
    size_t size = value_size(column->kind);
    if (!may_recall || size == 0 || !layout->uses[own].column) {
        read_afresh(rows, row, cells, index, record);
        return;
    }
    void *member = (char *)record + column->offset;
    rp_text cell = rp_cell_plain(cells[own]);
    const void *before = rp_memo_find(rows->memo, index, cell);
    if (before) {
        memcpy(member, before, size);
        if (rows->harmless)
            rows->harmless[own] = row;
        return;
    }
    size_t findings = reader->findings->count, notes = reader->note_count;
    read_afresh(rows, row, cells, index, record);
    /* what is wrong with a cell is reported for each line where it stands, and
     * what it says of danger of each client */
    if (rows->harmless && !(column->flags & RP_WATCHED)) {
        if (!is_harmless(reader, column, cell))
            return;
        rows->harmless[own] = row;
    }
    if (reader->findings->count == findings && reader->note_count == notes &&
        !reader->out_of_memory && !reader->findings->out_of_memory)
        rp_memo_keep(rows->memo, index, cell, member, size);
}

/* A member whose cell is blank. */
static void set_blank(const rp_column *column, void *record) {
    void *member = (char *)record + column->offset;

    switch (column->kind) {
    case RP_KIND_TEXT:
        *(const char **)member = "";
        break;
    case RP_KIND_WHOLE:
        *(int32_t *)member = RP_BLANK;
        break;
    case RP_KIND_NUMBER:
        *(double *)member = NAN;
        break;
    case RP_KIND_DATE:
    case RP_KIND_BIRTH:
        *(int32_t *)member = RP_NO_DAY;
        break;
    case RP_KIND_ANSWER:
    case RP_KIND_ACCEPTING:
    case RP_KIND_RISK:
        *(int8_t *)member = RP_UNKNOWN;
        break;
    case RP_KIND_AGES:
        *(rp_ages *)member = (rp_ages){RP_BLANK, RP_BLANK};
        break;
    case RP_KIND_CHOICE:
        *(int8_t *)member = RP_BLANK;
        break;
    case RP_KIND_PRIORITIES:
        memset(member, RP_BLANK, 3 * sizeof(int8_t));
        break;
    case RP_KIND_LIST:
    case RP_KIND_IDS:
        *(const rp_list **)member = &rp_unknown_list;
        break;
    case RP_KIND_ID: /* NULL */
    case RP_KIND_TIMES:
    case RP_KIND_AUDIT:
        break;
    }
}

void rp_row_start(rp_side side, uint32_t row, void *record) {
    const rp_schema *schema = &rp_schemas[side];

    if (side == RP_CLIENTS)
        *(rp_client *)record = (rp_client){.row = row};
    else if (side == RP_THERAPISTS)
        *(rp_therapist *)record = (rp_therapist){.row = row};
    else if (side == RP_GROUPS)
        *(rp_group *)record = (rp_group){.offer = {.row = row}};
    else if (side == RP_LIMITS)
        *(rp_limit *)record = (rp_limit){.row = row};
    else if (side == RP_OUTCOMES)
        *(rp_outcome_row *)record = (rp_outcome_row){.row = row};
    else
        *(rp_history_row *)record = (rp_history_row){.row = row};
    for (uint32_t i = 0; i < schema->count; i++)
        set_blank(&schema->columns[i], record);
}

rp_place rp_row_place(const rp_rows *rows, uint32_t row, const char *name) {
    rp_side side = rows->layout->side;
    const rp_column *column = rp_schema_find(side, rp_text_of(name));
    uint32_t own = rows->layout->own[column - rp_schemas[side].columns];

    return rp_table_place(rows->table, row, own == RP_NONE ? 0 : own);
}

bool rp_row_has(const rp_rows *rows, const char *name) {
    rp_side side = rows->layout->side;
    const rp_column *column = rp_schema_find(side, rp_text_of(name));

    return column &&
           own_column(rows->layout,
                      (uint32_t)(column - rp_schemas[side].columns)) != RP_NONE;
}

void rp_row_missing(const rp_rows *rows, uint32_t row, const char *name) {
    const rp_column *column =
        rp_schema_find(rows->layout->side, rp_text_of(name));

    rp_findings_add(rows->reader->findings, RP_ERROR,
                    rp_row_place(rows, row, name), "%s: missing, expected %s",
                    name, rp_kind_words(column));
}

static void check_therapist(const rp_rows *rows, const rp_therapist *t) {
    rp_findings *findings = rows->reader->findings;

    if (t->age_min != RP_BLANK && t->age_max != RP_BLANK &&
        t->age_min > t->age_max)
        rp_findings_add(findings, RP_ERROR,
                        rp_row_place(rows, t->row, "age_min"),
                        "age_min: expected at most age_max, %d, got '%d'",
                        (int)t->age_max, (int)t->age_min);
    if (t->available_from != RP_NO_DAY && t->available_until != RP_NO_DAY &&
        t->available_from > t->available_until)
        rp_findings_add(findings, RP_ERROR,
                        rp_row_place(rows, t->row, "available_from"),
                        "available_from: expected a day that is not after "
                        "available_until");
    if (!isnan(t->fee) && !isnan(t->fee_min) && t->fee_min > t->fee)
        rp_findings_add(
            findings, RP_ERROR, rp_row_place(rows, t->row, "fee_min"),
            "fee_min: expected at most fee, %g, got '%g'", t->fee, t->fee_min);
}

/* As many hours as they come a week, each of the weeks that they come in. */
static void check_pinned_hours(const rp_rows *rows, const rp_client *c) {
    bool two = c->frequency == RP_TWICE_A_WEEK;
    const char *wrong = NULL;

    if (c->pin_hours.count == 2 && !two)
        wrong = "one hour, as frequency is not twice_weekly";
    else if (c->pin_hours.week && c->frequency != RP_EVERY_OTHER_WEEK)
        wrong = "no week behind the hour, as frequency is not biweekly";
    else if (c->pin_hours.count == 2 &&
             c->pin_hours.begin[0] / RP_DAY_MINUTES ==
                 c->pin_hours.begin[1] / RP_DAY_MINUTES)
        wrong = "hours on two different days";
    if (wrong)
        rp_findings_add(rows->reader->findings, RP_ERROR,
                        rp_row_place(rows, c->row, "pin"), "pin: expected %s",
                        wrong);
}

void rp_row_check(const rp_rows *rows, const void *record) {
    const rp_client *c = record;

    if (rows->layout->side == RP_THERAPISTS)
        check_therapist(rows, record);
    else if (c->pin_hours.count > 0)
        check_pinned_hours(rows, c);
    if (rows->layout->side == RP_CLIENTS && c->pin->count > 1)
        rp_findings_add(
            rows->reader->findings, RP_ERROR, rp_row_place(rows, c->row, "pin"),
            "pin: expected one therapist, got %u", (unsigned)c->pin->count);
}

/* -- a row ---------------------------------------------------------------- */

/* A memo's place for cells that were looked at, behind those of columns. */
static uint32_t watched(void) { return rp_schemas[RP_CLIENTS].count; }

static void watch_cell(const rp_rows *rows, uint32_t row, uint32_t c,
                       rp_text cell) {
    rp_reader *reader = rows->reader;
    size_t notes = reader->note_count;

    if (!rp_watch_is_worth(rows->layout->uses[c].column, cell) ||
        !rp_danger_may_find(&reader->names->taxonomy->danger, cell) ||
        rp_memo_find(rows->memo, watched(), cell))
        return;
    rp_watch_cell(reader, rp_table_place(rows->table, row, c),
                  rp_text_trim(rp_table_cell(rows->table, 0, c)), cell);
    if (reader->note_count == notes)
        rp_memo_keep(rows->memo, watched(), cell, "", 1);
}

/* Did a map take words of danger out of a cell of concerns? */
static bool hides_danger(rp_reader *reader, rp_text typed, rp_text cell) {
    const rp_danger *danger = &reader->names->taxonomy->danger;
    rp_danger_hit before, after;

    if (rp_text_compare(typed, cell) == 0)
        return false;
    bool whole = rp_danger_find(danger, typed, &before) &&
                 rp_danger_find(danger, cell, &after);
    reader->out_of_memory |= !whole;
    return whole && before.grade > after.grade;
}

/* What the client wrote is looked at, whatever a map makes of it. */
void rp_row_watch(const rp_rows *rows, uint32_t row, const rp_text *cells,
                  rp_client *client) {
    rp_text typed[RP_MAX_COLUMNS];
    bool is_changed = rows->table->typed && rows->table->typed[row];

    if (is_changed)
        rp_table_typed(rows->table, row, typed);
    for (uint32_t c = 0; c < rows->table->columns; c++) {
        const rp_use *use = &rows->layout->uses[c];
        rp_text cell = is_changed ? typed[c] : cells[c];
        if (cell.length < 3 || (!is_changed && rows->harmless[c] == row))
            continue;
        bool is_watched = use->column && use->column->flags & RP_WATCHED;
        if ((use->column && use->column->kind == RP_KIND_RISK) ||
            (is_watched &&
             !(is_changed && hides_danger(rows->reader, cell, cells[c]))))
            continue;
        watch_cell(rows, row, c, rp_text_trim(cell));
    }
    rp_watch_hand_over(rows->reader, client);
    client->pin_name = rows->reader->name_taken;
    rows->reader->name_taken = NULL;
}
