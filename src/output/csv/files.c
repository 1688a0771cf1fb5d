#include "output/csv/files.h"

#include "match/second/second.h"
#include "output/csv/answers.h"
#include "output/csv/clients.h"
#include "output/csv/equity.h"
#include "output/csv/limits_csv.h"
#include "output/csv/offers.h"
#include "output/csv/reasons.h"
#include "output/csv/schedule.h"
#include "output/csv/second.h"
#include "output/csv/workload.h"
#include "output/directory/commit.h"

#include <string.h>

/* clang-format off */
const rp_result_file rp_result_files[] = {
    {RP_FILE_RUN, 0, NULL, NULL, NULL, NULL, NULL},
    {RP_FILE_ASSIGNMENTS, 0,
     "client_id,status,therapist_id,therapist_name,score,rank,tier,"
     "weeks_waited,because,but,confirm,flags,margin,firmness,held",
     rp_clients_assigned, "Assignments",
     "Every client: first those who need a person, then those who have a "
     "place, then those who wait.", "hour"},
    {"ranked.csv", 0,
     RP_RANKED_COLUMNS,
     rp_clients_ranked, NULL, NULL, "hours"},
    {"waitlist.csv", 0,
     "place,client_id,status,tier,weeks_waited,eligible_therapists,blocked_by,"
     "only_obstacle,note",
     rp_clients_waiting, "Waiting list",
     "Who has no place, who comes first, and which rules stand in the way.",
     NULL},
    {"workload.csv", 0,
     "therapist_id,therapist_name,openings,assigned,left,eligible_clients,"
     "mean_score",
     rp_workload_put, "Workload",
     "The openings of each therapist, how many are taken and how many are "
     "left; who leaves soon, or is not there yet, takes nobody new.", NULL},
    {"schedule.csv", RP_NEEDS_HOURS,
     "day,begin,end,week,therapist_id,client_id,kind",
     rp_schedule_rows, "The week",
     "Every hour that is given away: when, by whom, to whom.", NULL},
    {"limits.csv", RP_NEEDS_LIMITS,
     "limit,min,max,assigned,short,waiting",
     rp_limits_put, "Limits",
     "How many count in each limit, what it lacks of its least, and how many "
     "would have a place if it were one higher.", NULL},
    {"prescribers.csv", RP_NEEDS_PRESCRIBERS,
     "client_id,status,therapist_id,therapist_name,score,tier,hour,because,but,"
     "confirm,note",
     rp_second_prescribers, "Prescribers",
     "Who prescribes for whom, beside the therapist: first for those who need "
     "it, then offered where it may help.", NULL},
    {"groups.csv", RP_NEEDS_GROUPS,
     "group_id,name,hour,min_size,max_size,current,new,runs,needs,members,"
     "waiting",
     rp_second_groups, "Groups",
     "Who joins which group, and which of them have enough members to run.",
     NULL},
    {"group_seats.csv", RP_NEEDS_GROUPS,
     "client_id,group_id,name,status,wants,score,because,but,confirm",
     rp_second_seats, "Seats in groups",
     "Everybody who wants a seat in a group.", NULL},
    {"to_offer.csv", RP_NEEDS_WEEK, RP_OFFERS_COLUMNS, rp_offers_put, NULL,
     NULL, NULL},
    {"options.csv", RP_ANALYSE_OPTIONS,
     "client_id,option,kind,file,id,column,from,to,placed,displaced,"
     "points_change,words",
     rp_answers_options, "Options for those who wait",
     "Changes that would give a waiting client a place.", NULL},
    {"bottlenecks.csv", RP_ANALYSE_BOTTLENECKS,
     "kind,id,column,from,to,extra_urgent,extra_soon,extra_routine,"
     "extra_points,words",
     rp_answers_bottlenecks, "Bottlenecks",
     "The changes on the therapists' side that would help most.", NULL},
    {"unknowns.csv", RP_ANALYSE_UNKNOWNS,
     "file,id,column,favourable,unfavourable,placed_if_favourable,"
     "placed_if_unfavourable,points_if_favourable,points_if_unfavourable,words",
     rp_answers_unknowns, "Whom to call",
     "Blank cells whose answers matter: the clinic's call list.", NULL},
    {"prices.csv", RP_ANALYSE_PRICES,
     "objective,urgent,soon,routine,total,mean,worst,p10,below_floor,envy",
     rp_answers_prices, "Ways of matching compared",
     "How the same clients would be placed in other ways.", NULL},
    {"envy.csv", RP_ANALYSE_ENVY,
     "client_id,therapist_id,score,own_score,reason,price",
     rp_answers_envy, "Who would rather have another therapist",
     "And what giving them that place would cost everybody else.", NULL},
    {"moved.csv", RP_NEEDS_KEEP,
     "client_id,from,to,from_score,to_score,reason,price,words",
     rp_answers_moved, "Who was moved",
     "Pairs of the earlier run that were not kept, and why.", NULL},
    {"equity.csv", RP_NEEDS_AUDIT,
     "column,group,n,placed_percent,mean_weeks_waited,mean_score,"
     "first_choice_percent,difference,low,high",
     rp_equity_put, "Groups compared",
     "A rough guide, since groups compete for the same openings.", NULL},
    {RP_FILE_REPORT, RP_NEEDS_PAGES, NULL, NULL, NULL, NULL, NULL},
    {RP_FILE_WORKBOOK, RP_NEEDS_XLSX, NULL, NULL, NULL, NULL, NULL},
};
/* clang-format on */

const size_t rp_result_count = sizeof rp_result_files / sizeof *rp_result_files;

const rp_result_file *rp_result_find(const char *name) {
    for (size_t k = 0; k < rp_result_count; k++)
        if (strcmp(rp_result_files[k].name, name) == 0)
            return &rp_result_files[k];
    return NULL;
}

const char *rp_result_name(size_t k) {
    return k < rp_result_count ? rp_result_files[k].name : NULL;
}

unsigned rp_result_has(const rp_source *source, bool has_pages, bool has_xlsx) {
    unsigned has = source->analyses ? source->analyses->made : 0;

    /* what was moved is found by the analyses */
    if (source->analyses && source->outcome->triage->keep)
        has |= RP_NEEDS_KEEP;
    if (source->equity)
        has |= RP_NEEDS_AUDIT;
    if (source->outcome->schedule)
        has |= RP_NEEDS_HOURS;
    if (source->offers)
        has |= RP_NEEDS_WEEK;
    if (source->outcome->second && source->outcome->second->has_groups)
        has |= RP_NEEDS_GROUPS;
    if (source->outcome->second && source->outcome->second->has_prescribers)
        has |= RP_NEEDS_PRESCRIBERS;
    if (source->outcome->fit->limits)
        has |= RP_NEEDS_LIMITS;
    if (has_pages)
        has |= RP_NEEDS_PAGES;
    if (has_xlsx)
        has |= RP_NEEDS_XLSX;
    return has;
}

static void put_rows(rp_sheet *sheet, const rp_result_file *file,
                     const rp_source *source) {
    rp_source named = *source;

    bool is_timed = file->hours && rp_meeting_promises(source->outcome->fit);
    rp_buffer header = {0};

    named.file = file->name;
    if (!rp_buffer_puts(&header, file->header) ||
        (is_timed && (!rp_buffer_puts(&header, ",") ||
                      !rp_buffer_puts(&header, file->hours))))
        sheet->out_of_memory = true;
    else
        rp_sheet_header(sheet, header.bytes);
    file->put(sheet, &named);
    rp_buffer_clear(&header); /* objects had their names from it */
}

bool rp_result_put(const rp_result_file *file, const rp_source *source,
                   rp_put *put, void *payload, char delimiter, bool bom,
                   uint64_t *rows) {
    rp_sheet sheet;

    rp_sheet_begin(&sheet, put, payload, delimiter, bom);
    if (source->as_json)
        rp_sheet_as_json(&sheet);
    put_rows(&sheet, file, source);
    if (rows)
        *rows = sheet.ended > 0 ? sheet.ended - 1 : 0;
    return rp_sheet_end(&sheet);
}

/* Whom unpacked cells go to. */
typedef struct giving {
    const rp_cell_taker *taker;
    void *payload;
} giving;

static void unpack(void *payload, const void *bytes, size_t length) {
    const giving *to = payload;

    rp_sheet_unpack(bytes, length, to->taker, to->payload);
}

bool rp_result_give(const rp_result_file *file, const rp_source *source,
                    const rp_cell_taker *taker, void *payload) {
    giving to = {taker, payload};
    rp_sheet sheet;

    rp_sheet_begin(&sheet, unpack, &to, RP_PACKED, false);
    put_rows(&sheet, file, source);
    return rp_sheet_end(&sheet);
}
