// expect: ignoring return
#include "base/units.h"
using namespace plimsoll;
bool use() { return Objective::parse("0.999").has_value(); }
#ifdef MISUSE
void drop() { Objective::parse("0.999"); }
#endif
