#include "input/safety/watch.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN = 40 /* bytes */ };

static const char *keep_words(rp_reader *reader, rp_text words) {
    rp_quoted shown = rp_quote(words);
    const char *kept =
        rp_arena_text(reader->arena, shown.bytes, strlen(shown.bytes));

    reader->out_of_memory |= !kept;
    return kept;
}

static void add_note(rp_reader *reader, rp_place place, rp_note note) {
    rp_note *notes = rp_grow_array(reader->notes, reader->note_count,
                                   &reader->note_room, sizeof *notes);

    if (!notes) {
        reader->out_of_memory = true;
        return;
    }
    reader->notes = notes;
    note.at = place.cell;
    notes[reader->note_count++] = note;
}

/* The whole text where it can be shown, else the words that were found. */
static void note_hit(rp_reader *reader, rp_place place, rp_text text,
                     const rp_danger_hit *hit, const char *column) {
    rp_text words = text.length <= SHOWN ? text : hit->words;

    add_note(reader, place,
             (rp_note){.grade = (uint8_t)hit->grade,
                       .concern = hit->concern,
                       .words = keep_words(reader, words),
                       .column = column});
}

static rp_danger_hit look(rp_reader *reader, rp_text text) {
    rp_danger_hit hit;

    if (!rp_danger_find(&reader->names->taxonomy->danger, text, &hit))
        reader->out_of_memory = true;
    return hit;
}

rp_danger_hit rp_watch_entry(rp_reader *reader, rp_place place, rp_text entry) {
    rp_danger_hit hit = look(reader, entry);

    if (hit.grade != RP_DANGER_NONE)
        note_hit(reader, place, entry, &hit, NULL);
    return hit;
}

/* Does a person look at the concern first, whoever has it? */
static bool is_flagged(const rp_taxonomy *taxonomy, uint32_t concern) {
    return ((rp_taxonomy_flags(taxonomy, concern) |
             rp_couple_safety_flags(&taxonomy->couple_safety,
                                    &taxonomy->concerns, concern, 0, false)) &
            1u << RP_FLAG_HUMAN) != 0;
}

bool rp_watch_is_grave(const rp_reader *reader, uint32_t concern) {
    const rp_taxonomy *taxonomy = reader->names->taxonomy;

    return concern < taxonomy->concerns.count && is_flagged(taxonomy, concern);
}

uint32_t rp_watch_name(rp_reader *reader, rp_place place, rp_text name,
                       rp_item *item) {
    const rp_taxonomy *taxonomy = reader->names->taxonomy;
    rp_danger_hit hit = look(reader, name);
    bool flagged = is_flagged(taxonomy, item->tag);

    if (!hit.is_whole)
        return RP_NONE;
    if (hit.grade != RP_DANGER_PERSON && flagged)
        item->wrote |= RP_WROTE_MILDLY;
    if (hit.grade == RP_DANGER_NONE ||
        (hit.grade == RP_DANGER_PERSON && flagged))
        return RP_NONE;
    note_hit(reader, place, name, &hit, NULL);
    return hit.grade == RP_DANGER_PERSON ? hit.concern : RP_NONE;
}

void rp_watch_sentence(rp_reader *reader, rp_place place, rp_text entry) {
    add_note(reader, place,
             (rp_note){.grade = RP_DANGER_NONE,
                       .concern = RP_NONE,
                       .words = keep_words(reader, entry)});
}

void rp_watch_cell(rp_reader *reader, rp_place place, rp_text header,
                   rp_text cell) {
    rp_danger_hit hit = look(reader, cell);

    if (hit.grade != RP_DANGER_NONE)
        note_hit(reader, place, cell, &hit, keep_words(reader, header));
}

static bool is_letter(char c) {
    return (c | 0x20) >= 'a' ? (c | 0x20) <= 'z' || (unsigned char)c >= 0x80
                             : (unsigned char)c >= 0x80;
}

static bool is_of_word(char c) {
    return is_letter(c) || (c >= '0' && c <= '9');
}

bool rp_watch_is_worth(const rp_column *column, rp_text cell) {
    bool has_letter = false, is_inside = false;
    int words = 0, enough = column && column->kind == RP_KIND_CHOICE ? 1 : 2;

    for (size_t i = 0; i < cell.length && (words < enough || !has_letter);
         i++) {
        bool is_in = is_of_word(cell.bytes[i]);
        words += is_in && !is_inside;
        is_inside = is_in;
        has_letter |= is_letter(cell.bytes[i]);
    }
    return words >= enough && has_letter;
}

void rp_watch_hand_over(rp_reader *reader, rp_client *client) {
    size_t count = client->note_count + reader->note_count;

    if (reader->note_count == 0)
        return;
    rp_note *notes = rp_arena_array(reader->arena, count, sizeof *notes);
    if (!notes) {
        reader->out_of_memory = true;
        return;
    }
    if (client->note_count > 0)
        memcpy(notes, client->notes, client->note_count * sizeof *notes);
    memcpy(notes + client->note_count, reader->notes,
           reader->note_count * sizeof *notes);
    client->notes = notes;
    client->note_count = (uint32_t)count;
    reader->note_count = 0;
}
