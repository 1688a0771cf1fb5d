/**
 * @file xml.h
 * A part of a workbook as XML: elements by their local names, text.
 *
 * The only module that reads with expat. A document type is refused, and with
 * it every entity that could grow.
 */
#ifndef RP_INPUT_WORKBOOK_XML_H
#define RP_INPUT_WORKBOOK_XML_H

#include "input/workbook/archive.h"

/** What a reader does with a part. Names have lost their prefix. Each returns
 *  RP_OK or why to stop; with RP_ERR_DATA it sets the archive's trouble. */
typedef struct rp_xml_reader {
    rp_status (*start)(void *payload, const char *name,
                       const char *const *attributes);
    rp_status (*end)(void *payload, const char *name);
    rp_status (*text)(void *payload, const char *bytes, size_t length);
} rp_xml_reader;

/**
 * Read a part.
 *
 * @return RP_OK, RP_ERR_DATA (archive->trouble), RP_ERR_MEMORY, or what the
 *         reader returned
 */
rp_status rp_xml_read(rp_archive *archive, const char *part,
                      const rp_xml_reader *reader, void *payload);

/** The value of an attribute by its local name; NULL: it is not there. */
const char *rp_xml_attribute(const char *const *attributes, const char *name);

/** Is an attribute there, and true? */
bool rp_xml_is_set(const char *const *attributes, const char *name);

#endif
