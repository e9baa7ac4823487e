// step_run.h: one step of a check under way, whatever its kind.
//
// Shape      start(), then either `done` once, or abandoned() by whoever will not wait any longer.
// Lifetime   a run may be destroyed at any time but from within `done`: whoever gets it puts that off (Reactor::after).
// Time-out   is not the step's: the check holds one for all its steps (check_run.h).
// Threads    the reactor's.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/secrets.h"
#include "probes/assertion.h"
#include "probes/certificates.h"
#include "probes/prober.h"
#include "probes/reactor.h"
#include "probes/substitution.h"

namespace plimsoll::probes {

/// What all checks share.
struct Surroundings {
    Reactor& reactor;
    TrustStores& trust;
    const SecretSource& secrets;
    std::string user_agent;
};

/// A step as it is to be made: everything that is known before it starts.
struct StepOrder {
    const Step& step;
    const Probe& probe;    ///< allow_private, ca_file
    const Values& values;  ///< captured so far
};

struct StepOutcome {
    StepResult result;
    Values captured;                    ///< by this step, if it was good
    std::vector<std::string> secrets;   ///< that it used: to be blotted out wherever a text of theirs turns up
};

class StepRun {
public:
    virtual ~StepRun() = default;
    virtual void start() = 0;
    /// It took too long: what it met so far, with what it was waiting for as `failure`.
    virtual StepOutcome abandoned() = 0;
};

using StepDone = std::function<void(StepOutcome)>;

/// The order's references must outlive the run.
[[nodiscard]] std::unique_ptr<StepRun> http_run(const Surroundings& around, const StepOrder& order, StepDone done);
[[nodiscard]] std::unique_ptr<StepRun> tcp_run(const Surroundings& around, const StepOrder& order, StepDone done);
[[nodiscard]] std::unique_ptr<StepRun> tls_run(const Surroundings& around, const StepOrder& order, StepDone done);
[[nodiscard]] std::unique_ptr<StepRun> dns_run(const Surroundings& around, const StepOrder& order, StepDone done);
[[nodiscard]] std::unique_ptr<StepRun> run_of(const Surroundings& around, const StepOrder& order, StepDone done);

/// Replaces secrets in a text by "***", also the parts of one that stand between blanks ("Bearer abc...").
[[nodiscard]] std::string blotted(std::string text, const std::vector<std::string>& secrets);

}  // namespace plimsoll::probes
