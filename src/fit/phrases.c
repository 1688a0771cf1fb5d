#include "fit/phrases.h"

#include "fit/criteria.h"
#include "fit/rules.h"
#include "fit/stale.h"
#include "fit/sweep/shared.h"

#include <stdio.h>
#include <string.h>

/* A word that the taxonomy does not know is shown as words, too: "night_fears"
 * as "night fears". */
static void show_blanks(char *words) {
    for (; *words; words++)
        if (*words == '_')
            *words = ' ';
}

enum {
    MOST_SAID = RP_MOST_BECAUSE > RP_MOST_BUT ? RP_MOST_BECAUSE : RP_MOST_BUT
};

/* Phrases in the order in which they are said. */
typedef struct picks {
    int which[MOST_SAID];
    int count;
} picks;

static void take(rp_phrase_list *f, int which, picks *out) {
    show_blanks(f->items[which].words);
    f->items[which].gain = f->items[which].loss = 0.0;
    out->which[out->count++] = which;
}

static int count_needed(const rp_phrase_list *f, bool gains) {
    int count = 0;

    for (int i = 0; i < f->count; i++)
        count += f->items[i].is_needed && (f->items[i].gain > 0.0) == gains;
    return count;
}

/* The best of some phrases so far, in order. */
typedef struct ranking {
    int which[MOST_SAID]; /* [count] */
    double effect[MOST_SAID];
    bool is_later[MOST_SAID]; /* shared: behind all that are not */
    int count, most;
} ranking;

/* Ties to the earlier. */
static void rank(ranking *r, int which, double effect, bool is_later) {
    int at = r->count < r->most ? r->count++ : r->most;

    for (; at > 0; at--) {
        bool goes_before = r->is_later[at - 1] != is_later
                               ? !is_later
                               : effect > r->effect[at - 1];
        if (!goes_before)
            break;
        if (at == r->most)
            continue; /* the last one drops out */
        r->which[at] = r->which[at - 1];
        r->effect[at] = r->effect[at - 1];
        r->is_later[at] = r->is_later[at - 1];
    }
    if (at == r->most)
        return;
    r->which[at] = which;
    r->effect[at] = effect;
    r->is_later[at] = is_later;
}

/* Take those on one side that have to be said, or those that need not. */
static void take_some(rp_phrase_list *f, bool gains, bool needed, int most,
                      picks *out) {
    const double least = 0.05; /* less than a tenth of a point shows nothing */
    ranking r = {.most = most};

    if (most <= 0)
        return;
    for (int i = 0; i < f->count; i++) {
        const rp_phrase *p = &f->items[i];
        double effect = gains ? p->gain : p->loss;
        if (effect > least && (p->gain >= p->loss) == gains &&
            p->is_needed == needed)
            rank(&r, i, effect, gains && p->is_shared);
    }
    for (int k = 0; k < r.count; k++)
        take(f, r.which[k], out);
}

/* The phrases with the largest gain, or loss, shared facts behind the others.
 * What has to be said speaks first against a pair and last for it. */
static picks take_best(rp_phrase_list *f, bool gains, int most) {
    int needed = count_needed(f, gains);
    picks out;

    out.count = 0;
    needed = needed < most ? needed : most;
    if (!gains)
        take_some(f, gains, true, needed, &out);
    take_some(f, gains, false, most - needed, &out);
    if (gains)
        take_some(f, gains, true, needed, &out);
    return out;
}

static rp_shared_counts count_shared(const rp_fit *fit, const rp_need *need,
                                     const uint32_t *therapists, size_t count) {
    const rp_client *c = need->client;
    rp_shared_counts sum = {0, 0, 0};

    for (size_t i = 0; i < count; i++) {
        const rp_therapist *t = &fit->roster->therapists[therapists[i]];
        if (c->languages->count > 0)
            sum.speak += rp_list_has(t->languages, c->languages->items[0].tag);
        sum.insure += rp_insurer_matches(fit, need, therapists[i]);
        if (need->formats != 0)
            sum.meet += rp_common_formats(fit, need, therapists[i]) >>
                            c->formats->items[0].tag &
                        1;
    }
    return sum;
}

unsigned rp_phrases_shared(const rp_fit *fit, const rp_tables *tables,
                           const rp_need *need, const uint32_t *therapists,
                           size_t count) {
    size_t enough = (4 * count + 4) / 5;
    rp_shared_counts of;

    if (count == 0)
        return 0;
    if (!tables || !rp_shared_count(&of, tables, need, therapists, count))
        of = count_shared(fit, need, therapists, count);
    return (of.speak >= enough ? RP_SHARED_LANGUAGE : 0u) |
           (of.insure >= enough ? RP_SHARED_INSURER : 0u) |
           (of.meet >= enough ? RP_SHARED_FORMAT : 0u);
}

/* The criterion weighs more since a therapy ended: said with its largest
 * part, to staff alone. */
static void explain_weight(rp_phrase_list *l, int criterion, int first) {
    int from = l->need->parted.factor_from[criterion], best = -1;
    double largest = 0.0;
    char words[RP_PARTED_WORDS];

    if (from < 0 || l->audience.is_page)
        return;
    for (int i = first; i < l->count; i++) {
        const rp_phrase *p = &l->items[i];
        double effect = p->gain >= p->loss ? p->gain : p->loss;
        if (p->is_needed || effect <= largest)
            continue;
        best = i;
        largest = effect;
    }
    if (best < 0)
        return;
    size_t used = strlen(l->items[best].words);
    rp_parted_words(words, l->need->client, from);
    snprintf(l->items[best].words + used, RP_PHRASE_LENGTH - used,
             ", and %s %s twice since %s", rp_criterion_names[criterion],
             criterion == RP_PREFERENCES ? "weigh" : "weighs", words);
}

/* Every phrase of a pair; none with --scores. */
static void collect(rp_phrase_list *list, const rp_score *score) {
    const rp_need *need = list->need;

    if (!score->computed)
        return;
    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        if (score->value[k] >= 0.0)
            list->weights += need->weight[k];
    for (int k = 0; k < RP_CRITERION_COUNT; k++) {
        list->weight = score->value[k] >= 0.0 ? need->weight[k] : 0.0;
        int first = list->count;
        rp_criterion_rows[k]->phrases(list);
        explain_weight(list, k, first);
    }
}

static bool add_texts(const rp_phrase_list *list, const picks *these,
                      rp_texts *out) {
    rp_texts_empty(out);
    for (int i = 0; i < these->count; i++)
        if (!rp_texts_add(out, list->items[these->which[i]].words))
            return false;
    return true;
}

bool rp_phrases_pair(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                     const rp_score *score, const rp_audience *audience,
                     rp_texts *because, rp_texts *but) {
    rp_phrase_list list;

    rp_phrase_list_begin(&list, fit, need, therapist, audience);
    collect(&list, score);
    picks gains = take_best(&list, true, RP_MOST_BECAUSE);
    picks losses = take_best(&list, false, RP_MOST_BUT);
    return add_texts(&list, &gains, because) && add_texts(&list, &losses, but);
}

static bool begins_with(const char *key, const char *word) {
    return key && strncmp(key, word, strlen(word)) == 0;
}

void rp_phrases_tell(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                     const rp_audience *audience, rp_told *out) {
    rp_score score = rp_score_judge(fit, need, therapist, NULL);
    rp_phrase_list list;

    out->because_count = out->missed_count = 0;
    rp_phrase_list_begin(&list, fit, need, therapist, audience);
    collect(&list, &score);
    for (int i = 0; i < list.count; i++) {
        rp_phrase *p = &list.items[i];
        if (begins_with(p->key, "missed.") && p->loss > 0.0 &&
            out->missed_count < RP_MOST_MISSED)
            out->missed[out->missed_count++] = *p;
        if (!begins_with(p->key, "because."))
            p->gain = p->loss = 0.0;
    }
    picks gains = take_best(&list, true, RP_MOST_BECAUSE);
    for (int i = 0; i < gains.count; i++)
        out->because[out->because_count++] = list.items[gains.which[i]];
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

const char *rp_phrases_blank(const rp_column *column) {
    const rp_blank_row *blank = rp_rules_blank(column);

    if (!blank)
        blank = rp_criteria_blank(column);
    if (!blank && strcmp(column->name, rp_stale_row.column) == 0)
        blank = &rp_stale_row;
    return blank ? blank->words : column->help;
}

bool rp_phrases_to_ask(const rp_confirm *confirm, rp_buffer *out) {
    const char *said[RP_CONFIRM_MOST];

    out->length = 0;
    if (!rp_buffer_put(out, "", 0))
        return false;
    for (uint32_t i = 0; i < confirm->count; i++) {
        bool is_said = false;
        said[i] = rp_phrases_blank(rp_confirm_column(confirm, i));
        for (uint32_t k = 0; k < i && !is_said; k++)
            is_said = strcmp(said[k], said[i]) == 0;
        if (!is_said && ((out->length > 0 && !rp_buffer_puts(out, "; ")) ||
                         !rp_buffer_puts(out, said[i])))
            return false;
    }
    return true;
}
