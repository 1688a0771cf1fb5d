#include "input/cell/urgency.h"

#include "input/record.h"

#include <string.h>

bool rp_urgency_is(const rp_column *column) {
    return strcmp(column->name, "urgency") == 0;
}

static bool is_of_word(char c) {
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static bool denies(rp_text word) {
    return rp_text_equals(word, "no") || rp_text_equals(word, "not") ||
           rp_text_equals(word, "non");
}

int8_t rp_urgency_spoken(const rp_column *column, rp_text cell, rp_buffer *key,
                         bool *no_memory) {
    int8_t gravest = RP_BLANK;
    bool is_denied = false;
    size_t end = 0;

    if (!rp_text_fold(key, cell)) {
        *no_memory = true;
        return RP_BLANK;
    }
    for (size_t from = 0; from < key->length; from = end + 1) {
        for (end = from; end < key->length && is_of_word(key->bytes[end]);)
            end++;
        rp_text word = {key->bytes + from, end - from};
        int found = rp_choice_find(column, word);
        is_denied |= denies(word);
        if (found >= RP_URGENT && found > gravest && !is_denied)
            gravest = (int8_t)found;
    }
    return gravest;
}
