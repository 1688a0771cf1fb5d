#include "input/workbook/xml.h"

#include <expat.h>
#include <string.h>

typedef struct work {
    rp_archive *archive;
    const rp_xml_reader *reader;
    void *payload;
    XML_Parser parser;
    rp_status status;
} work;

static const char *local(const char *name) {
    const char *colon = strrchr(name, ':');

    return colon ? colon + 1 : name;
}

static void settle(work *w, rp_status status) {
    if (w->status != RP_OK)
        return;
    w->status = status;
    if (status != RP_OK)
        XML_StopParser(w->parser, XML_FALSE);
}

static void XMLCALL start(void *payload, const XML_Char *name,
                          const XML_Char **attributes) {
    work *w = payload;

    if (w->status == RP_OK)
        settle(w, w->reader->start(w->payload, local(name),
                                   (const char *const *)attributes));
}

static void XMLCALL end(void *payload, const XML_Char *name) {
    work *w = payload;

    if (w->status == RP_OK)
        settle(w, w->reader->end(w->payload, local(name)));
}

static void XMLCALL text(void *payload, const XML_Char *bytes, int length) {
    work *w = payload;

    if (w->status == RP_OK)
        settle(w, w->reader->text(w->payload, bytes, (size_t)length));
}

static void XMLCALL refuse_type(void *payload, const XML_Char *name,
                                const XML_Char *system, const XML_Char *public,
                                int has_subset) {
    work *w = payload;

    (void)name;
    (void)system;
    (void)public;
    (void)has_subset;
    w->archive->trouble = "this workbook declares a document type, which no "
                          "spreadsheet program does; it is not read";
    settle(w, RP_ERR_DATA);
}

static rp_status parse(work *w, const char *bytes, size_t length, int is_last) {
    if (XML_Parse(w->parser, bytes, (int)length, is_last) != XML_STATUS_ERROR)
        return w->status;
    if (w->status != RP_OK)
        return w->status;
    if (XML_GetErrorCode(w->parser) == XML_ERROR_NO_MEMORY)
        return w->status = RP_ERR_MEMORY;
    w->archive->trouble = "this workbook is damaged: a part of it is no XML; "
                          "open it in a spreadsheet program and save it again";
    return w->status = RP_ERR_DATA;
}

static rp_status take(void *payload, const char *bytes, size_t length) {
    return parse(payload, bytes, length, 0);
}

rp_status rp_xml_read(rp_archive *archive, const char *part,
                      const rp_xml_reader *reader, void *payload) {
    work w = {archive, reader, payload, XML_ParserCreate(NULL), RP_OK};

    if (!w.parser)
        return RP_ERR_MEMORY;
    XML_SetUserData(w.parser, &w);
    XML_SetElementHandler(w.parser, start, end);
    XML_SetCharacterDataHandler(w.parser, text);
    XML_SetStartDoctypeDeclHandler(w.parser, refuse_type);
    rp_status status = rp_archive_read(archive, part, take, &w);
    if (status == RP_OK)
        status = parse(&w, "", 0, 1);
    XML_ParserFree(w.parser);
    return status;
}

const char *rp_xml_attribute(const char *const *attributes, const char *name) {
    for (; attributes[0]; attributes += 2)
        if (strcmp(local(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

bool rp_xml_is_set(const char *const *attributes, const char *name) {
    const char *value = rp_xml_attribute(attributes, name);

    return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}
