# The offline page: the program as WebAssembly and everything it needs, in one
# file. Called by `make page`, from the root.
#
# The sources of the libraries are fetched once (tools/sources/fetch). None has
# a configure script that knows a browser: what one would have found out stands
# in the flags below.

EMCC   ?= emcc
EMAR   ?= emar
PYTHON ?= python3
P      := build/page
S      := build-sources

# Emscripten minifies with acorn, which Debian keeps outside Node's own paths.
export NODE_PATH ?= /usr/share/nodejs

SPEED := -O2
# A score is the same everywhere: no contraction, no fast math.
STRICT := -ffp-contract=off
FLAGS = $(SPEED) $(STRICT) -std=c11 -D_POSIX_C_SOURCE=200809L \
        -Iinclude -iquote src $(INCLUDES)
LIBRARY_FLAGS = $(SPEED) $(STRICT) -w
INCLUDES := -I$(S)/glpk/src -I$(S)/libcsv -I$(S)/utf8proc \
            -I$(S)/jansson/src -I$(S)/expat/expat/lib \
            -I$(S)/libxlsxwriter/include -I$(S)/zlib -I$(P)/include \
            -DUTF8PROC_STATIC

all: build/rapport.html

$(P)/ready: tools/sources/table tools/sources/fetch
	@mkdir -p $(@D)
	sh tools/sources/fetch $(S)
	touch $@

# ---- Compiling

# emcc is a script that calls clang; to start it takes longer than to compile
# one of these files. What it would call is asked once. Where the answer is not
# understood emcc is called each time.
$(P)/compile.mk:
	@mkdir -p $(P)
	@echo 'int probe;' >$(P)/probe.c
	@found=$$(cd $(P) && $(EMCC) -v -c -o probe.o probe.c 2>&1 | sed -n \
	    's/^ *\("[^"]*clang[^"]*" .*\) -v -c -o probe.o probe.c$$/\1/p; \
	     s/^ *\("[^"]*clang[^"]*" .*\) -v -c probe.c -o probe.o$$/\1/p; \
	     s/^ *\("[^"]*clang[^"]*" .*\) -c -v probe.c -o probe.o$$/\1/p'); \
	case $$found in \
	*wasm32*) echo "COMPILE := $(CCACHE) $$found" ;; \
	*) echo 'COMPILE := $(EMCC)' ;; \
	esac >$@
CCACHE := $(shell command -v ccache 2>/dev/null)
-include $(P)/compile.mk

# ---- Libraries: NAME_SOURCES within $(S)/NAME, and their flags

glpk_DIRS    := amd api bflib colamd draft env intopt minisat misc mpl npp \
                proxy simplex
glpk_SOURCES  = $(foreach each,$(glpk_DIRS),$(wildcard $(S)/glpk/src/$(each)/*.c))
glpk_FLAGS   := -DHAVE_SYS_TIME_H=1 -DHAVE_GETTIMEOFDAY=1 -DTLS= \
                -I$(S)/glpk/src -I$(S)/zlib \
                $(foreach each,$(glpk_DIRS),-I$(S)/glpk/src/$(each))
libcsv_SOURCES    = $(S)/libcsv/libcsv.c
libcsv_FLAGS     := -I$(S)/libcsv
utf8proc_SOURCES  = $(S)/utf8proc/utf8proc.c
utf8proc_FLAGS   := -DUTF8PROC_STATIC
jansson_SOURCES   = $(wildcard $(S)/jansson/src/*.c)
jansson_FLAGS    := -DHAVE_CONFIG_H -I$(P)/include -I$(S)/jansson/src
nettle_SOURCES    = $(addprefix $(S)/nettle/,sha256.c sha256-compress.c \
                      sha256-meta.c write-be32.c hmac.c hmac-sha256.c memxor.c)
nettle_FLAGS     := -I$(S)/nettle -I$(P)/include
zlib_SOURCES      = $(wildcard $(S)/zlib/*.c)
zlib_FLAGS       := -I$(S)/zlib -DHAVE_UNISTD_H

minizip_SOURCES   = $(addprefix $(S)/minizip/,unzip.c zip.c ioapi.c)
minizip_FLAGS    := -I$(S)/zlib -DUSE_FILE32API
expat_SOURCES     = $(addprefix $(S)/expat/expat/lib/,xmlparse.c xmlrole.c \
                      xmltok.c)
expat_FLAGS      := -DXML_NS -DXML_DTD -DXML_CONTEXT_BYTES=1024 \
                    -DXML_POOR_ENTROPY -DHAVE_MEMMOVE -DBYTEORDER=1234 \
                    -I$(P)/include
libxlsxwriter_SOURCES = $(wildcard $(S)/libxlsxwriter/src/*.c) \
                        $(S)/libxlsxwriter/third_party/md5/md5.c
libxlsxwriter_FLAGS := -DUSE_SYSTEM_MINIZIP -DUSE_STANDARD_TMPFILE \
                    -I$(S)/libxlsxwriter/include -I$(S)/zlib -I$(P)/include

# In the order in which a linker wants them.
LIBRARIES := glpk libcsv utf8proc jansson nettle libxlsxwriter minizip expat \
             zlib

# What configure would have written.
$(P)/include/ready: $(P)/ready
	@mkdir -p $(P)/include/nettle
	sed -e 's/@json_inline@/inline/' -e 's/@json_have_localeconv@/0/' \
	    -e 's/@json_have_[a-z_]*@/1/' \
	    $(S)/jansson/src/jansson_config.h.in >$(P)/include/jansson_config.h
	printf '#define HAVE_%s 1\n' STDINT_H INTTYPES_H SYS_TYPES_H UNISTD_H \
	    SYS_TIME_H GETTIMEOFDAY GETPID OPEN CLOSE READ STRTOLL \
	    LONG_LONG_INT >$(P)/include/jansson_private_config.h
	printf '#define INITIAL_HASHTABLE_ORDER 3\n' \
	    >>$(P)/include/jansson_private_config.h
	sed -e 's/@MAJOR_VERSION@/3/' -e 's/@MINOR_VERSION@/8/' \
	    -e 's/@NETTLE_USE_MINI_GMP@/0/' -e 's/@[A-Z_]*@/0/' \
	    $(S)/nettle/version.h.in >$(P)/include/nettle/version.h
	cp $(P)/include/nettle/version.h $(P)/include/version.h
	cp $(S)/nettle/*.h $(P)/include/nettle/
	: >$(P)/include/config.h
	: >$(P)/include/expat_config.h
	@mkdir -p $(P)/include/minizip
	cp $(S)/minizip/*.h $(P)/include/minizip
	touch $@

# Another make sees the sources that have only been fetched by this one.
define library
$(P)/lib$(1).a: $(P)/include/ready tools/page/page.mk
	@rm -f $$@
	$$(MAKE) -f tools/page/page.mk $(1)-objects
	$(EMAR) rcs $$@ $$$$(find $(P)/lib/$(1) -name '*.o' | LC_ALL=C sort)

$(1)-objects: $$($(1)_SOURCES:$(S)/%.c=$(P)/lib/%.o)

$(P)/lib/$(1)/%.o: $(S)/$(1)/%.c
	@mkdir -p $$(@D)
	$$(COMPILE) $$(LIBRARY_FLAGS) $$($(1)_FLAGS) -c -o $$@ $$<
endef
$(foreach each,$(LIBRARIES),$(eval $(call library,$(each))))

# ---- The program

# Whatever src has but its own main, and the page's instead.
SOURCES := $(filter-out src/cli/main.c,$(sort $(shell find src -name '*.c')))
OBJECTS := $(SOURCES:%.c=$(P)/%.o) $(P)/embedded.o

$(P)/src/%.o: src/%.c $(P)/include/ready tools/page/page.mk
	@mkdir -p $(@D)
	$(COMPILE) $(FLAGS) -MMD -MP -c -o $@ $<

$(P)/embedded.o: build/gen/embedded.c $(P)/include/ready
	$(COMPILE) $(FLAGS) -c -o $@ $<

# One thread, memory that grows, no code made at run time (the policy forbids
# it); what it writes to its streams goes to functions of the page's worker.
LINK := -sMODULARIZE=1 -sEXPORT_NAME=makeRapport -sENVIRONMENT=worker \
        -sINVOKE_RUN=0 -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=2GB \
        -sDYNAMIC_EXECUTION=0 -sFORCE_FILESYSTEM=1 \
        -sEXPORTED_RUNTIME_METHODS=FS,callMain,ENV -sEXPORTED_FUNCTIONS=_main \
        -sTOTAL_STACK=8MB -sINCOMING_MODULE_JS_API=instantiateWasm,$\
        stdin,stdout,stderr,preRun,noInitialRun

$(P)/rapport.js: $(OBJECTS) $(LIBRARIES:%=$(P)/lib%.a)
	$(EMCC) $(SPEED) $(LINK) -o $@ $^

# ---- The page

PAGE := $(wildcard src/page/*.html src/page/*.css src/page/*.js)

build/rapport.html: $(P)/rapport.js $(PAGE) tools/page/assemble \
                    $(wildcard src/output/html/page/*)
	$(PYTHON) tools/page/assemble $(P)/rapport.js $(P)/rapport.wasm $@

-include $(shell find $(P)/src -name '*.d' 2>/dev/null)

.PHONY: all $(LIBRARIES:%=%-objects)
.SECONDARY:
.DELETE_ON_ERROR:
