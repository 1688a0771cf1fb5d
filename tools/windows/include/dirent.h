/* Of a build for Windows: folders are read by names in UTF-8. */
#include "../posix.h"
