#include "domain/slo/replay.h"

namespace plimsoll::slo {

Result<Replay> replay(const catalog::Slo& slo, const Tape& tape, const ReplayPlan& plan) { return (void)slo, (void)tape, (void)plan, Replay{}; }
Result<Replay> replay(const catalog::Slo& slo, const Counts& counts, Duration step, const ReplayPlan& plan) {
    return (void)slo, (void)counts, (void)step, (void)plan, Replay{};
}
bool tapes(const catalog::Slo& slo) { return !slo.composite; }

}  // namespace plimsoll::slo
