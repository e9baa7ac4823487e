// expect: no match for 'operator=='
#include "base/units.h"
using namespace plimsoll;
bool same(Ratio a, Ratio b) { return a == b; }
#ifdef MISUSE
bool nonsense(Ratio a) { return a == 99.9; }
#endif
