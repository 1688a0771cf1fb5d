#include "scores.h"

#include <string.h>

#include "chance.h"
#include "sheet.h"

enum { FACTORS = 3, FACTOR_MAX = 1000, FAVOURITES = 24 };

/* 0..10000 hundredths of a point, as a function of the pair alone. */
static int64_t score_of(const settings *s, uint64_t noise, int64_t client,
                        int64_t therapist) {
    uint64_t pair = chance_of_pair(noise, therapist);
    int64_t there, favourites, place, sum = 0;

    switch (s->shape) {
    case LOWRANK: {
        uint64_t c = chance_stream(s, CLIENT_FACTOR, client);
        uint64_t t = chance_stream(s, THERAPIST_FACTOR, therapist);

        for (int i = 0; i < FACTORS; i++) {
            int64_t has = chance_below(&c, FACTOR_MAX + 1);

            sum += has * chance_below(&t, FACTOR_MAX + 1);
        }
        return sum / (FACTORS * FACTOR_MAX * FACTOR_MAX / 10000);
    }
    case COARSE:
        return 5000 * chance_below(&pair, 3);
    case LISTS: /* the same few stand at the top of every list */
        there = settings_in_region(s, s->therapists, client % s->regions);
        favourites = there / 4 < FAVOURITES ? there / 4 + 1 : FAVOURITES;
        place = therapist / s->regions;
        if (place < favourites)
            return 9900 - 40 * place + chance_below(&pair, 20);
        return 2000 + chance_below(&pair, 20);
    case TIED:
    case PROFILES:
        break;
    }
    return 7500;
}

/* One id: a letter and a number with leading zeros. */
static size_t put_id(char *to, char letter, int width, int64_t number) {
    to[0] = letter;
    for (int at = width; at > 0; at--) {
        to[at] = (char)('0' + number % 10);
        number /= 10;
    }
    return (size_t)width + 1;
}

static size_t put_score(char *to, int64_t score) {
    size_t length = 0;
    int64_t points = score / 100, rest = score % 100;

    to[length++] = ',';
    if (points >= 100)
        to[length++] = '1';
    if (points >= 10)
        to[length++] = (char)('0' + points / 10 % 10);
    to[length++] = (char)('0' + points % 10);
    if (rest > 0) {
        to[length++] = '.';
        to[length++] = (char)('0' + rest / 10);
        if (rest % 10 > 0)
            to[length++] = (char)('0' + rest % 10);
    }
    to[length++] = '\n';
    return length;
}

void scores_write(const settings *s, FILE *file) {
    int64_t density = s->density < 0 ? MILLION : s->density;
    int client_width = sheet_width(s->clients);
    int therapist_width = sheet_width(s->therapists);
    char line[64];

    fputs("client_id,therapist_id,score\n", file);
    for (int64_t row = 0; row < s->clients && !ferror(file); row++) {
        uint64_t listed = chance_stream(s, PAIR, row);
        uint64_t noise = chance_stream(s, NOISE, row);
        size_t start = put_id(line, 'C', client_width, row + 1);

        line[start++] = ',';
        for (int64_t other = row % s->regions; other < s->therapists;
             other += s->regions) {
            uint64_t pair = chance_of_pair(listed, other);
            size_t length = start;

            if (chance_below(&pair, MILLION) >= density)
                continue;
            length += put_id(line + length, 'T', therapist_width, other + 1);
            length += put_score(line + length, score_of(s, noise, row, other));
            fwrite(line, 1, length, file);
        }
    }
}
