#include "rapport/version.h"

const char *rp_version(void) { return RP_VERSION; }
