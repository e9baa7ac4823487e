// expect: could not convert
#include "base/units.h"
using namespace plimsoll;
void spend(BudgetShare) {}
void proper() { spend(BudgetShare{0.5}); }
#ifdef MISUSE
void nonsense(BurnRate burn) { spend(burn); }
#endif
