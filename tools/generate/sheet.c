#include "sheet.h"

#include <inttypes.h>

#include "chance.h"
#include "person.h"

/* ---- vocabulary: known names of the taxonomy, the rest invented */

static const char *const concerns[CONCERNS] = {"depression",
                                               "gad",
                                               "ptsd",
                                               "panic",
                                               "ocd",
                                               "insomnia",
                                               "social_anxiety",
                                               "alcohol use",
                                               "couple_distress",
                                               "prolonged_grief",
                                               "adhd_adult",
                                               "chronic_pain",
                                               "bpd",
                                               "bipolar",
                                               "perinatal_depression",
                                               "burnout_work",
                                               "self esteem",
                                               "life transitions",
                                               "anger",
                                               "binge_eating",
                                               "complex_trauma",
                                               "gambling",
                                               "family conflict",
                                               "specific_phobia"};
static const char *const modalities[] = {
    "cbt",  "act",   "emdr",           "dbt",        "psychodynamic", "ipt",
    "mbct", "erp",   "person_centred", "mi",         "sfbt",          "schema",
    "cpt",  "cbt_i", "narrative",      "eft_couples"};
static const char *const languages[LANGUAGES] = {
    "en", "es", "zh", "fr", "ar", "pl", "vi", "ko", "ru", "pt", "ht", "de"};
static const char *const insurers[INSURERS] = {
    "aetna",    "blue_cross", "united", "cigna",
    "medicaid", "medicare",   "humana", "tricare"};
static const char *const formats[FORMATS] = {"in_person", "video", "phone"};
static const char *const sites[SITES] = {"north", "east",   "south",
                                         "west",  "centre", "harbour"};
static const char *const types[TYPES] = {"individual", "couple", "family"};
static const char *const genders[GENDERS] = {"female", "male", "non_binary"};
static const char *const populations[POPULATIONS] = {
    "students", "lgbtq",        "veterans",   "new parents",
    "bipoc",    "older adults", "immigrants", "first responders"};
static const char *const values[] = {"evidence based", "client led",
                                     "social justice", "trauma informed",
                                     "family centred", "collaborative"};
static const char *const criteria[] = {"expertise", "modality", "style",
                                       "preferences", "access"};
static const char *const reasons[] = {
    "no_connection", "schedule", "too_directive", "approach", "not_helping"};
static const char *const weekdays[] = {"mon", "tue", "wed", "thu",
                                       "fri", "sat", "sun"};
static const char *const first_names[] = {
    "Ada",  "Bela", "Chidi", "Dalia", "Emre",  "Femke", "Goran", "Hana",
    "Ines", "Joao", "Kaja",  "Luz",   "Mirek", "Noor",  "Oona",  "Pilar"};
static const char *const last_names[] = {
    "Arden",   "Brisk",  "Castell", "Dunmore", "Elvan",   "Farrow",
    "Grenier", "Holm",   "Ibarra",  "Jansky",  "Kestrel", "Lorne",
    "Marlow",  "Nyland", "Okell",   "Penrose"};

/* ---- cells */

int sheet_width(int64_t rows) {
    int digits = 1;

    while (rows >= 10) {
        rows /= 10;
        digits++;
    }
    return digits;
}

static void put_client(const settings *s, int64_t row, FILE *file) {
    fprintf(file, "C%0*" PRId64, sheet_width(s->clients), row + 1);
}

static void put_therapist(const settings *s, int64_t row, FILE *file) {
    fprintf(file, "T%0*" PRId64, sheet_width(s->therapists), row + 1);
}

static void put_set(const char *const *names, int count, uint32_t bits,
                    FILE *file) {
    const char *between = "";

    for (int i = 0; i < count; i++) {
        if (!(bits >> i & 1))
            continue;
        fputs(between, file);
        fputs(names[i], file);
        between = "; ";
    }
    fputc(',', file);
}

static void put_number(int number, FILE *file) {
    if (number >= 0)
        fprintf(file, "%d", number);
    fputc(',', file);
}

static void put_name(const char *const *names, int index, const char *mark,
                     FILE *file) {
    if (index >= 0)
        fprintf(file, "%s%s", names[index], mark);
    fputc(',', file);
}

static void put_week(const week *w, FILE *file) {
    const char *between = "";

    for (int day = 0; day < 7 && w->known; day++) {
        if (w->length[day] == 0)
            continue;
        fprintf(file, "%s%s %02d:00-%02d:00", between, weekdays[day],
                w->start[day], w->start[day] + w->length[day]);
        between = "; ";
    }
    fputc(',', file);
}

/* Different entries of a vocabulary, at most 32 long, in the order drawn. */
static uint32_t put_some(const char *const *names, int count, int number,
                         uint64_t *r, FILE *file) {
    uint32_t seen = 0;
    const char *between = "";

    for (int i = 0; i < number; i++) {
        int index = chance_small(r, count);

        if (seen >> index & 1)
            continue;
        seen |= 1U << index;
        fprintf(file, "%s%s", between, names[index]);
        between = "; ";
    }
    fputc(',', file);
    return seen;
}

static void put_styles(uint64_t *r, int stated, FILE *file) {
    for (int axis = 0; axis < 4; axis++) {
        int style = chance_below(r, 7) - 3;

        if (chance_percent(r, stated))
            fprintf(file, "%d", style);
        fputc(',', file);
    }
}

static void put_date(int days_before, FILE *file) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
    int day = 320 - days_before, year = 2026, month = 0; /* 16 November */

    if (day < 1) {
        year--;
        day += 365;
    }
    while (day > lengths[month])
        day -= lengths[month++];
    fprintf(file, "%d-%02d-%02d,", year, month + 1, day);
}

static void put_states(const settings *s, int64_t region, uint64_t states,
                       FILE *file) {
    const char *between = "";

    for (int i = 0; i < s->states; i++) {
        if (!(states >> i & 1))
            continue;
        fprintf(file, "%sr%" PRId64 "_s%d", between, region + 1, i + 1);
        between = "; ";
    }
}

/* ---- therapists */

static bool is_blank(uint64_t *r, const settings *s) {
    return chance_below(r, MILLION) < (int)s->blank;
}

static void put_specialties(uint64_t *r, int not_treated, FILE *file) {
    uint32_t seen = not_treated < 0 ? 0 : 1U << not_treated;
    const char *between = "";
    int number = 3 + chance_below(r, 5);

    for (int i = 0; i < number; i++) {
        int concern = chance_small(r, CONCERNS);
        int cases = 1 + chance_small(r, 90);

        if (seen >> concern & 1)
            continue;
        seen |= 1U << concern;
        fprintf(file, "%s%s", between, concerns[concern]);
        if (chance_percent(r, 80))
            fprintf(file, ":%d", cases);
        between = "; ";
    }
}

/* A client of the same region whom this therapist will not see: nobody who is
 * pinned, so that no pin is contradicted. */
static int64_t draw_declined(const settings *s, int64_t row, uint64_t *r) {
    int64_t region = row % s->regions;
    int64_t there = settings_in_region(s, s->clients, region);
    int64_t other;

    if (!chance_percent(r, 2) || there == 0 || s->asks == 0)
        return -1;
    other = region + s->regions * chance_below(r, (int)there);
    return settings_pin_of(s, other) < 0 ? other : -1;
}

static void put_therapist_row(const settings *s, int64_t row, FILE *file) {
    uint64_t stream = chance_stream(s, THERAPIST_SOFT, row), *r = &stream;
    const char *first = first_names[chance_below(r, COUNT(first_names))];
    const char *last = last_names[chance_below(r, COUNT(last_names))];
    int64_t declined = draw_declined(s, row, r);
    therapist t;

    therapist_make(&t, s, row);
    put_therapist(s, row, file);
    fprintf(file, ",%s %s,%d,", first, last, s->openings[row]);
    if (!is_blank(r, s))
        put_specialties(r, t.not_treated, file);
    fputc(',', file);
    put_name(concerns, t.not_treated, "", file);
    put_some(modalities, COUNT(modalities),
             is_blank(r, s) ? 0 : 1 + chance_below(r, 4), r, file);
    put_set(types, TYPES, t.types == 1 && chance_percent(r, 40) ? 0 : t.types,
            file);
    put_set(formats, FORMATS, t.formats, file);
    put_set(sites, SITES, t.sites, file);
    put_states(s, row % s->regions, t.states, file);
    fputc(',', file);
    put_number(t.age_min, file);
    put_number(t.age_max, file);
    put_set(languages, LANGUAGES, t.languages, file);
    if (t.insurance_known && t.insurers == 0)
        fputs("none", file);
    put_set(insurers, INSURERS, t.insurers, file);
    put_number(t.fee, file);
    put_number(t.fee_min, file);
    put_week(&t.slots, file);
    if (t.prescribes >= 0)
        fputs(t.prescribes ? "yes" : "no", file);
    fputc(',', file);
    put_name(genders, t.gender, "", file);
    put_set(populations, POPULATIONS, t.populations, file);
    put_some(values, COUNT(values), is_blank(r, s) ? 0 : 1 + chance_below(r, 3),
             r, file);
    put_styles(r, is_blank(r, s) ? 0 : 90, file);
    if (declined >= 0)
        put_client(s, declined, file);
    fputc('\n', file);
}

void sheet_write_therapists(const settings *s, FILE *file) {
    if (s->shape == PROFILES)
        fputs("therapist_id,name,openings,specialties,not_treated,modalities,"
              "client_types,formats,sites,licensed_in,age_min,age_max,"
              "languages,insurance,fee,fee_min,slots,prescribes,gender,"
              "populations,values,style_directive,style_emotion,style_past,"
              "style_support,declines\n",
              file);
    else
        fputs("therapist_id,openings,licensed_in\n", file);
    for (int64_t row = 0; row < s->therapists && !ferror(file); row++) {
        if (s->shape == PROFILES) {
            put_therapist_row(s, row, file);
            continue;
        }
        put_therapist(s, row, file);
        fprintf(file, ",%d,r%" PRId64 "_s1\n", s->openings[row],
                row % s->regions + 1);
    }
}

/* ---- clients */

/* Tier and wait: both columns, also where the rest is about scores only. */
static void put_wait(uint64_t *r, FILE *file) {
    int waited = chance_small(r, 180), kind = chance_below(r, 10000);

    if (!chance_percent(r, 3))
        put_date(waited, file);
    else
        fputc(',', file);
    if (kind < 400)
        fputs("urgent", file);
    else if (kind < 1200)
        fputs("soon", file);
    else if (kind < 6000)
        fputs("routine", file);
    fputc(',', file);
}

static void put_concerns(const client *c, uint64_t *r, FILE *file) {
    uint32_t seen = 0;
    bool weighted = chance_percent(r, 8);

    for (int i = 0; i < c->concern_count; i++) {
        if (seen >> c->concern[i] & 1)
            continue;
        fprintf(file, "%s%s", seen ? "; " : "", concerns[c->concern[i]]);
        if (weighted)
            fprintf(file, ":%d", 4 - i);
        seen |= 1U << c->concern[i];
    }
    fputc(',', file);
}

static void put_approaches(uint64_t *r, FILE *file) {
    int wanted = chance_percent(r, 35) ? chance_small(r, 16) : -1;
    int avoided = chance_percent(r, 6) ? chance_small(r, 16) : -1;
    int tried = chance_percent(r, 12) ? chance_small(r, 16) : -1;

    put_name(modalities, wanted, chance_percent(r, 25) ? "?" : "", file);
    put_name(modalities, avoided == wanted ? -1 : avoided, "", file);
    put_name(modalities, tried, "", file);
}

static void put_wishes(const client *c, uint64_t *r, FILE *file) {
    int gender = chance_percent(r, 18) ? chance_below(r, 2) : -1;
    int group = chance_percent(r, 20) ? chance_below(r, POPULATIONS) : -1;
    const char *mark = chance_percent(r, 30) ? "?" : "";

    if (c->gender >= 0)
        put_name(genders, c->gender, "!", file);
    else
        put_name(genders, gender, mark, file);
    if (c->population >= 0)
        put_name(populations, c->population, "!", file);
    else
        put_name(populations, group, mark, file);
    put_some(values, COUNT(values), chance_percent(r, 25), r, file);
}

static void put_past(const settings *s, int64_t row, uint64_t *r, FILE *file) {
    int64_t region = row % s->regions;
    int there = (int)settings_in_region(s, s->therapists, region);
    int64_t past = region + s->regions * chance_below(r, there);
    int reason = chance_below(r, COUNT(reasons));

    if (chance_percent(r, 6) && settings_pin_of(s, row) < 0 && s->asks > 0) {
        put_therapist(s, past, file);
        fprintf(file, ":%s", reasons[reason]);
    }
    fputc(',', file);
}

static void put_client_row(const settings *s, int64_t row, FILE *file) {
    uint64_t stream = chance_stream(s, CLIENT_SOFT, row), *r = &stream;
    int64_t pin = settings_pin_of(s, row);
    client c;

    client_make(&c, s, row);
    put_client(s, row, file);
    fputc(',', file);
    put_wait(r, file);
    put_concerns(&c, r, file);
    put_number(c.age, file);
    put_name(types, c.type > 0 || chance_percent(r, 30) ? c.type : -1, "",
             file);
    put_approaches(r, file);
    put_styles(r, 45, file);
    put_set(languages, LANGUAGES, c.languages, file);
    put_wishes(&c, r, file);
    put_past(s, row, r, file);
    put_set(formats, FORMATS, c.formats, file);
    put_set(sites, SITES, c.sites, file);
    put_states(s, row % s->regions, UINT64_C(1) << c.state, file);
    fputc(',', file);
    put_set(insurers, INSURERS, c.insurers, file);
    put_number(c.max_fee, file);
    put_week(&c.slots, file);
    fputs(c.prescriber ? "yes," : chance_percent(r, 40) ? "no," : ",", file);
    put_some(criteria, COUNT(criteria),
             chance_percent(r, 30) ? 1 + chance_below(r, 3) : 0, r, file);
    if (pin >= 0)
        put_therapist(s, s->pinned[pin], file);
    fputc('\n', file);
}

static void put_plain_client(const settings *s, int64_t row, FILE *file) {
    uint64_t stream = chance_stream(s, CLIENT_SOFT, row);
    int64_t pin = settings_pin_of(s, row);

    put_client(s, row, file);
    fputc(',', file);
    if (s->tiers)
        put_wait(&stream, file);
    fprintf(file, "r%" PRId64 "_s1,", row % s->regions + 1);
    if (pin >= 0)
        put_therapist(s, s->pinned[pin], file);
    fputc('\n', file);
}

void sheet_write_clients(const settings *s, FILE *file) {
    if (s->shape == PROFILES)
        fputs("client_id,referred_on,urgency,concerns,age,client_type,"
              "want_modalities,avoid_modalities,tried_modalities,"
              "style_directive,style_emotion,style_past,style_support,"
              "languages,want_gender,want_populations,want_values,"
              "past_therapists,formats,sites,lives_in,insurance,max_fee,"
              "slots,needs_prescriber,priorities,pin\n",
              file);
    else
        fputs(s->tiers ? "client_id,referred_on,urgency,lives_in,pin\n"
                       : "client_id,lives_in,pin\n",
              file);
    for (int64_t row = 0; row < s->clients && !ferror(file); row++) {
        if (s->shape == PROFILES)
            put_client_row(s, row, file);
        else
            put_plain_client(s, row, file);
    }
}
