# Static libraries from their sources, for a machine that is not this one.
#
# usage: make -f tools/sources/libraries.mk SOURCES=DIR OUT=DIR CC=... AR=...
#
# SOURCES is what tools/sources/fetch has unpacked. Makes OUT/lib/lib*.a and
# OUT/include. Nothing is configured: what a configure script would find out
# stands in the flags of each library. LIBRARIES names fewer of them.

CC     ?= cc
AR     ?= ar
CFLAGS ?= -O3
# Their warnings are not ours to mend, but a call that is not declared is. On
# Windows numbers are printed as elsewhere.
LIB_CFLAGS = -std=gnu11 -D__USE_MINGW_ANSI_STDIO=1 -w \
             -Werror=implicit-function-declaration -ffp-contract=off \
             $(CPPFLAGS) $(CFLAGS)

# as the linker calls them
LIBRARIES ?= glpk csv utf8proc jansson nettle z minizip expat xlsxwriter

in = $(addprefix $(SOURCES)/$(1)/,$(2))

glpk_files := $(filter-out %/main.c,$(wildcard $(SOURCES)/glpk/src/*/*.c \
                $(SOURCES)/glpk/src/bflib/*.c))
glpk_flags := -DTLS=_Thread_local $(if $(findstring mingw,$(CC)),-D__WOE__) \
              $(addprefix -I$(SOURCES)/glpk/src/, \
                . amd api bflib colamd draft env intopt minisat misc mpl npp \
                proxy simplex zlib)
glpk_headers := $(call in,glpk/src,glpk.h)

csv_files   := $(call in,libcsv,libcsv.c)
csv_headers := $(call in,libcsv,csv.h)

utf8proc_files   := $(call in,utf8proc,utf8proc.c)
utf8proc_flags   := -DUTF8PROC_STATIC
utf8proc_headers := $(call in,utf8proc,utf8proc.h)

# Without a seed that names of members be hashed with: the order of members is
# that in which they were put.
jansson_files := $(wildcard $(SOURCES)/jansson/src/*.c)
jansson_flags := -I$(OUT)/include -DHAVE_STDINT_H -DHAVE_SYS_TIME_H \
                 -DHAVE_GETTIMEOFDAY -DHAVE_SYS_TYPES_H -DHAVE_GETPID \
                 -DHAVE_ATOMIC_BUILTINS -DHAVE_LOCALE_H \
                 -DINITIAL_HASHTABLE_ORDER=3
jansson_headers := $(call in,jansson/src,jansson.h) \
                   $(call in,jansson/android,jansson_config.h)

nettle_files := $(call in,nettle,sha256.c sha256-compress.c sha256-meta.c \
                  write-be32.c hmac.c hmac-sha256.c memxor.c)

z_files   := $(wildcard $(SOURCES)/zlib/*.c)
z_flags   := -DHAVE_UNISTD_H
z_headers := $(call in,zlib,zlib.h zconf.h)

minizip_files   := $(call in,minizip,ioapi.c unzip.c zip.c \
                     $(if $(findstring mingw,$(CC)),iowin32.c))
minizip_flags   := -I$(OUT)/include -DUSE_FILE32API
minizip_headers := $(call in,minizip,ioapi.h unzip.h zip.h)

expat_files := $(call in,expat/expat/lib,xmlparse.c xmlrole.c xmltok.c)
# A seed of hashes is no secret here: documents with a DTD are refused.
expat_flags := -I$(OUT)/include -DXML_STATIC -DXML_NS=1 -DXML_DTD=1 -DXML_CONTEXT_BYTES=1024 \
               -DXML_POOR_ENTROPY -DBYTEORDER=1234 -DHAVE_MEMMOVE
expat_headers := $(call in,expat/expat/lib,expat.h expat_external.h)

xlsxwriter_files := $(wildcard $(SOURCES)/libxlsxwriter/src/*.c) \
    $(call in,libxlsxwriter/third_party/md5,md5.c) \
    $(call in,libxlsxwriter/third_party/tmpfileplus,tmpfileplus.c)
xlsxwriter_flags := -I$(SOURCES)/libxlsxwriter/include -I$(OUT)/include \
                    -DUSE_SYSTEM_MINIZIP
xlsxwriter_headers := $(call in,libxlsxwriter/include,xlsxwriter.h)

all: $(LIBRARIES:%=$(OUT)/lib/lib%.a) $(OUT)/headers

# Headers first: libraries include those of others.
$(OUT)/headers: tools/sources/libraries.mk
	@mkdir -p $(OUT)/include/nettle $(OUT)/include/minizip \
	    $(OUT)/include/xlsxwriter
	cp $(foreach each,$(LIBRARIES),$($(each)_headers)) $(OUT)/include
	cp $(call in,nettle,*.h) $(OUT)/include/nettle
	printf '#define NETTLE_VERSION_MAJOR 3\n#define NETTLE_VERSION_MINOR 8\n' \
	    >$(OUT)/include/nettle/version.h
	touch $(addprefix $(OUT)/include/,jansson_private_config.h \
	    expat_config.h)
	$(if $(filter minizip,$(LIBRARIES)), \
	    cp $(minizip_headers) $(call in,minizip,iowin32.h) \
	        $(OUT)/include/minizip)
	$(if $(filter xlsxwriter,$(LIBRARIES)), \
	    cp -R $(call in,libxlsxwriter/include,xlsxwriter) $(OUT)/include)
	touch $@

# object FILE: each library has a folder of objects.
objects = $(patsubst $(SOURCES)/%.c,$(OUT)/%.o,$($(1)_files))

define library
$(call objects,$(1)): LIBRARY_FLAGS := $($(1)_flags)
$(OUT)/lib/lib$(1).a: $(call objects,$(1))
	@mkdir -p $$(@D)
	@rm -f $$@
	$(AR) rcs $$@ $$^
endef
$(foreach each,$(LIBRARIES),$(eval $(call library,$(each))))

$(OUT)/%.o: $(SOURCES)/%.c | $(OUT)/headers
	@mkdir -p $(@D)
	$(CC) $(LIB_CFLAGS) $(LIBRARY_FLAGS) -c -o $@ $<

.PHONY: all
.DELETE_ON_ERROR:
