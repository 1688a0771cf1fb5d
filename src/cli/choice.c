#include "cli/choice.h"

#include <stddef.h>
#include <string.h>

int rp_choice_index(const char *text, const char *choices) {
    for (int index = 0; *choices; index++) {
        size_t length = strcspn(choices, "|");
        if (strlen(text) == length && strncmp(text, choices, length) == 0)
            return index;
        choices += length + (choices[length] == '|');
    }
    return -1;
}
