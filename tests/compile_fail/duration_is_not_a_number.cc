// expect: could not convert
#include "base/units.h"
using namespace plimsoll;
Duration five() { return Duration::minutes(5); }
#ifdef MISUSE
Duration nonsense() { return 300; }
#endif
