/**
 * @file photo.h
 * The picture of a therapist: a JPEG or PNG file beside the sheet, read down to
 * the image itself. What cameras and programs add (places, names, previews)
 * does not get in.
 */
#ifndef RP_INPUT_PHOTO_H
#define RP_INPUT_PHOTO_H

#include "base/text.h"

/** The largest file, in bytes. */
enum { RP_PHOTO_BYTES = 40000 };

typedef enum rp_photo_trouble {
    RP_PHOTO_FINE,
    RP_PHOTO_NAME,      /* not the plain name of a file */
    RP_PHOTO_NO_FOLDER, /* the sheet stands in none */
    RP_PHOTO_MISSING,   /* no such file, or it cannot be read */
    RP_PHOTO_LINK,      /* a link, or something else that is no file */
    RP_PHOTO_LARGE,
    RP_PHOTO_KIND, /* neither JPEG nor PNG */
    RP_PHOTO_BROKEN,
    RP_PHOTO_TURNED, /* it is upright by a note of the camera alone */
    RP_PHOTO_MEMORY
} rp_photo_trouble;

/** What is wrong and what to do, for a message; "" for RP_PHOTO_FINE. */
const char *rp_photo_words(rp_photo_trouble trouble);

/**
 * Read a picture.
 *
 * @param[in,out] out  overwritten with the image; clear it in any case
 * @param[out] type    "image/jpeg" or "image/png"
 * @param sheet        path of the sheet, beside which the file stands
 * @param name         of the file, as the cell has it
 */
rp_photo_trouble rp_photo_read(rp_buffer *out, const char **type,
                               const char *sheet, const char *name);

/** The same of the bytes of a file. */
rp_photo_trouble rp_photo_strip(rp_buffer *out, const char **type,
                                rp_text bytes);

#endif
