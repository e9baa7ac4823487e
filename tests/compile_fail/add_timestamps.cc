// expect: no match for 'operator+'
#include "base/units.h"
using namespace plimsoll;
Timestamp later(Timestamp a, Duration b) { return a + b; }
#ifdef MISUSE
Timestamp nonsense(Timestamp a, Timestamp b) { return a + b; }
#endif
