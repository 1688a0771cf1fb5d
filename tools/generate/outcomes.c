#include "outcomes.h"

#include <inttypes.h>

#include "chance.h"
#include "sheet.h"

/* ---- what is measured */

/* A questionnaire: scores in thousandths. */
typedef struct scale {
    const char *name, *other; /* two spellings */
    int mean, spread;         /* of first scores */
    int change;               /* of the mean from first to last, downwards */
    int noise;                /* what one standard deviation of change is */
    int most;
    bool higher_is_better;
} scale;

static const scale scales[] = {
    {"phq9", "PHQ-9", 16000, 4000, 5000, 5000, 27000, false},
    {"gad7", "GAD-7", 13000, 3500, 4000, 4200, 21000, false},
    {"pcl5", "PCL-5", 45000, 11000, 12000, 12000, 80000, false},
    {"core10", "CORE-10", 21000, 6000, 6000, 6000, 40000, false},
    {"ors", "ORS", 20000, 6000, 6000, 6000, 40000, true}};
enum { CORE10 = 3, ORS = 4, SLOPE = 700 /* thousandths */ };

/* Concerns, each with the questionnaire that is about it. A blank one is not
 * written down: it is the questionnaire's, or nobody's. */
static const struct {
    const char *name;
    int scale;
    int written; /* percent of rows that name it */
} concerns[] = {{"depression", 0, 60},
                {"gad", 1, 60},
                {"ptsd", 2, 60},
                {"insomnia", CORE10, 100},
                {"", CORE10, 100}};

/* ---- chance */

/* Normal, in millionths: twelve uniform numbers less their mean. */
static int64_t normal(uint64_t *r) {
    int64_t sum = -6 * (int64_t)MILLION;

    for (int i = 0; i < 12; i++)
        sum += chance_below(r, MILLION);
    return sum;
}

/* The square root of millionths, in millionths. */
static int64_t root(int64_t value) {
    int64_t low = 0, high = 2 * (int64_t)MILLION;

    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (middle * middle <= value * MILLION)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static int64_t times(int64_t a, int64_t b) { return a * b / MILLION; }

/* An effect of half of the variance each: of the therapist, and of the
 * therapist with one concern. */
static int64_t effect(const settings *s, int64_t therapist, int concern) {
    int64_t spread = root(s->icc / 2);
    uint64_t all = chance_stream(s, EFFECT, therapist);
    uint64_t own = chance_of_pair(all, concern + 1);
    int64_t g = normal(&all), d = normal(&own);

    return times(spread, g) + (concern < 0 ? 0 : times(spread, d));
}

/* ---- a client */

enum { MOST_SCALES = 2, MOST_DATES = 8 };

/* One questionnaire of a client: what was answered when. */
typedef struct answers {
    int scale, count;
    int score[MOST_DATES];
} answers;

typedef struct past {
    int64_t therapist;
    int concern, start, session_days, spelling;
    bool names_concern, is_lost, is_open;
    int scale_count;
    answers answers[MOST_SCALES];
} past;

static int on_scale(const scale *of, int64_t worse) {
    int64_t score = of->higher_is_better ? of->most - worse : worse;
    int64_t whole = (score + 500) / 1000;

    return (int)(score < 0                 ? 0
                 : whole > of->most / 1000 ? of->most / 1000
                                           : whole);
}

/* First, last and those between, from the worse side of the scale. */
static void answer(const settings *s, const past *p, answers *a, int dates,
                   uint64_t *r) {
    const scale *of = &scales[a->scale];
    int64_t z = effect(s, p->therapist, p->concern);
    int64_t pre = of->mean + times(of->spread, normal(r));
    z += times(root(MILLION - s->icc), normal(r));
    int64_t post = of->mean + (pre - of->mean) * SLOPE / 1000 - of->change -
                   times(of->noise, z);

    a->count = dates;
    for (int k = 0; k < dates; k++) {
        int64_t way = dates > 1 ? (post - pre) * k / (dates - 1) : 0;
        int64_t wobble = times(of->noise / 3, normal(r));
        bool is_end = k == 0 || k == dates - 1;
        a->score[k] = on_scale(of, pre + way + (is_end ? 0 : wobble));
    }
}

/* One therapist in eight loses sight of half of their clients, the others of
 * one in ten. */
static void make(past *p, const settings *s, int64_t row) {
    uint64_t r = chance_stream(s, PAST_CLIENT, row);
    int dates;

    *p = (past){0};
    p->therapist = chance_below(&r, (int)s->therapists);
    p->concern = chance_below(&r, COUNT(concerns));
    p->names_concern = chance_percent(&r, concerns[p->concern].written);
    p->is_lost = chance_percent(&r, p->therapist % 8 == 7 ? 50 : 10);
    p->is_open = chance_percent(&r, 4);
    p->start = chance_below(&r, 700);
    p->session_days = 7 + 7 * chance_below(&r, 2);
    p->spelling = chance_below(&r, 2);
    p->scale_count = 1 + chance_percent(&r, 40);
    dates = p->is_lost || p->is_open ? 1 : 2 + chance_below(&r, MOST_DATES - 1);
    if (p->is_open)
        p->start = 800 + chance_below(&r, 30);
    p->answers[0].scale = concerns[p->concern].scale;
    p->answers[1].scale = p->answers[0].scale == CORE10 ? ORS : CORE10;
    for (int k = 0; k < p->scale_count; k++)
        answer(s, p, &p->answers[k], dates, &r);
}

/* ---- rows */

static void put_ids(const settings *s, int64_t row, const past *p, FILE *file) {
    fprintf(file, "P%0*" PRId64 ",T%0*" PRId64 ",", sheet_width(s->outcomes),
            row + 1, sheet_width(s->therapists), p->therapist + 1);
}

/* A day after 2024-01-01. */
static void put_date(int day, FILE *file) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
    int year = 2024, month = 0;

    for (;;) {
        int length = lengths[month] + (month == 1 && year % 4 == 0);
        if (day < length)
            break;
        day -= length;
        month = (month + 1) % 12;
        year += month == 0;
    }
    fprintf(file, "%04d-%02d-%02d", year, month + 1, day + 1);
}

static const char *measure_of(const past *p, int k) {
    const scale *of = &scales[p->answers[k].scale];

    return p->spelling ? of->other : of->name;
}

static const char *concern_of(const past *p) {
    return p->names_concern ? concerns[p->concern].name : "";
}

void outcomes_write_sessions(const settings *s, FILE *file) {
    fputs("client_id,therapist_id,date,measure,score,concern\r\n", file);
    for (int64_t row = 0; row < s->outcomes; row++) {
        past p;
        make(&p, s, row);
        for (int k = 0; k < p.scale_count; k++)
            for (int i = 0; i < p.answers[k].count; i++) {
                put_ids(s, row, &p, file);
                put_date(p.start + i * p.session_days, file);
                fprintf(file, ",%s,%d,%s\r\n", measure_of(&p, k),
                        p.answers[k].score[i], concern_of(&p));
            }
    }
}

void outcomes_write_courses(const settings *s, FILE *file) {
    fputs("client_id,therapist_id,measure,pre,post,concern,ended\r\n", file);
    for (int64_t row = 0; row < s->outcomes; row++) {
        past p;
        make(&p, s, row);
        for (int k = 0; k < p.scale_count; k++) {
            const answers *a = &p.answers[k];
            put_ids(s, row, &p, file);
            fprintf(file, "%s,%d,", measure_of(&p, k), a->score[0]);
            if (a->count > 1)
                fprintf(file, "%d", a->score[a->count - 1]);
            fprintf(file, ",%s,%s\r\n", concern_of(&p),
                    p.is_open   ? "ongoing"
                    : p.is_lost ? "dropped_out"
                                : "completed");
        }
    }
}

static void put_millionths(int64_t value, FILE *file) {
    int64_t size = value < 0 ? -value : value;

    fprintf(file, "%s%" PRId64 ".%06" PRId64 "\r\n", value < 0 ? "-" : "",
            size / MILLION, size % MILLION);
}

void outcomes_write_truth(const settings *s, FILE *file) {
    fputs("therapist_id,concern,effect\r\n", file);
    for (int64_t t = 0; t < s->therapists; t++)
        for (int c = -1; c < COUNT(concerns); c++) {
            if (c >= 0 && *concerns[c].name == '\0')
                continue;
            fprintf(file, "T%0*" PRId64 ",%s,", sheet_width(s->therapists),
                    t + 1, c < 0 ? "" : concerns[c].name);
            put_millionths(effect(s, t, c), file);
        }
}
