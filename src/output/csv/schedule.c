#include "output/csv/schedule.h"

#include "output/calendar/agenda.h"

static void put_row(rp_sheet *sheet, const rp_roster *roster,
                    const rp_appointment *a) {
    char name[RP_HOUR_NAME], end[RP_HOUR_NAME], week[2] = {a->week, '\0'};

    rp_hour_name(name, a->hour.begin);
    rp_hour_end(end, &a->hour);
    rp_sheet_bytes(sheet, (rp_text){name, 3});
    rp_sheet_text(sheet, name + 4);
    rp_sheet_text(sheet, end);
    rp_sheet_text(sheet, week);
    rp_sheet_text(sheet, roster->therapists[a->therapist].id);
    rp_sheet_text(sheet, a->id);
    rp_sheet_text(sheet, rp_agenda_names[a->kind]);
    rp_sheet_end_row(sheet);
}

void rp_schedule_rows(rp_sheet *sheet, const rp_source *source) {
    const rp_roster *roster = source->outcome->fit->roster;
    rp_agenda agenda;

    sheet->out_of_memory |= rp_agenda_make(&agenda, source->outcome) != RP_OK;
    for (size_t k = 0; k < agenda.count; k++)
        put_row(sheet, roster, &agenda.items[k]);
    rp_agenda_clear(&agenda);
}
