#include "fit/phrases.h"

#include <stdio.h>
#include <string.h>

/* Tags are shown as words: "blue_cross" as "blue cross". */
static void show_blanks(char *words) {
    for (; *words; words++)
        if (*words == '_')
            *words = ' ';
}

/* Take the facts with the largest gain, or loss; ties to the earlier. */
static bool take_best(rp_phrase_list *f, bool gains, int most, rp_texts *out) {
    for (int taken = 0; taken < most; taken++) {
        int best = -1;
        double largest = 0.05; /* less than a tenth of a point shows nothing */
        for (int i = 0; i < f->count; i++) {
            double effect = gains ? f->items[i].gain : f->items[i].loss;
            bool for_it = f->items[i].gain >= f->items[i].loss;
            if (for_it == gains && effect > largest) {
                best = i;
                largest = effect;
            }
        }
        if (best < 0)
            break;
        f->items[best].gain = f->items[best].loss = 0.0;
        show_blanks(f->items[best].words);
        if (!rp_texts_add(out, f->items[best].words))
            return false;
    }
    return true;
}

bool rp_phrases_pair(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                     rp_texts *because, rp_texts *but) {
    rp_phrase_list list = {.fit = fit, .need = need, .therapist = therapist};

    rp_texts_empty(because);
    rp_texts_empty(but);
    rp_score score = rp_score_judge(fit, need, therapist, NULL);
    if (!score.computed)
        return true;
    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        if (score.value[k] >= 0.0)
            list.weights += need->weight[k];
    for (int k = 0; k < RP_CRITERION_COUNT; k++) {
        list.weight = score.value[k] >= 0.0 ? need->weight[k] : 0.0;
        rp_criterion_rows[k]->phrases(&list);
    }
    return take_best(&list, true, RP_MOST_BECAUSE, because) &&
           take_best(&list, false, RP_MOST_BUT, but);
}

bool rp_phrases_confirm(const rp_confirm *confirm, rp_buffer *out) {
    out->length = 0;
    if (!rp_buffer_put(out, "", 0))
        return false;
    for (uint32_t i = 0; i < confirm->count; i++)
        if ((i && !rp_buffer_puts(out, ";")) ||
            !rp_buffer_puts(out, rp_confirm_column(confirm, i)->name))
            return false;
    return true;
}
