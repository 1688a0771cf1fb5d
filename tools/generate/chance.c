#include "chance.h"

static uint64_t mixed(uint64_t z) {
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

uint64_t chance_next(uint64_t *stream) {
    return mixed(*stream += UINT64_C(0x9e3779b97f4a7c15));
}

uint64_t chance_stream(const settings *s, enum stream purpose, int64_t row) {
    uint64_t own = (uint64_t)purpose * UINT64_C(0xd1342543de82ef95);

    return chance_of_pair(mixed(s->seed + own), row);
}

uint64_t chance_of_pair(uint64_t stream, int64_t other) {
    return mixed(stream + ((uint64_t)other + 1) * UINT64_C(0x9e3779b97f4a7c15));
}

int chance_below(uint64_t *stream, int limit) {
    return (int)(((chance_next(stream) >> 32) * (uint64_t)limit) >> 32);
}

int chance_small(uint64_t *stream, int limit) {
    int a = chance_below(stream, limit);

    return chance_below(stream, a + 1);
}

bool chance_percent(uint64_t *stream, int percent) {
    return chance_below(stream, 100) < percent;
}

uint32_t chance_bits(uint64_t *stream, const int *percent, int count) {
    uint32_t bits = 0;

    for (int i = 0; i < count; i++)
        bits |= (uint32_t)chance_percent(stream, percent[i]) << i;
    return bits;
}
