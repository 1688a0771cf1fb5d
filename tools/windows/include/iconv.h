/* Of a build for Windows, which has no iconv. */
#include "../posix.h"
