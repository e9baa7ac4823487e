// expect: could not convert
#include "base/units.h"
using namespace plimsoll;
void promise(Objective) {}
void proper() { promise(*Objective::parse("0.99")); }
#ifdef MISUSE
void nonsense(Ratio ratio) { promise(ratio); }
#endif
