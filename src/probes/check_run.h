// check_run.h: one check of a probe: its steps in order until one fails, again if it may be tried again, within its time-out.
//
// Time-out   bounds all attempts together. An attempt that fails is followed by another only if half a second and as much
//            time again is left; the last attempt is the result, with the number of attempts.
// Lifetime   may be destroyed at any time but from within `done`, which is called once. Threads: the reactor's.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "probes/step_run.h"

namespace plimsoll::probes {

class CheckRun {
public:
    using Done = std::function<void(CheckResult)>;

    /// `due`: when it was due, and what it counts for.
    CheckRun(const Surroundings& around, std::shared_ptr<const Probe> probe, Timestamp due, Done done);
    ~CheckRun();
    CheckRun(const CheckRun&) = delete;
    CheckRun& operator=(const CheckRun&) = delete;

    void start();
    [[nodiscard]] Timestamp due() const { return due_; }

private:
    void attempt();
    void next_step();
    void step_ended(StepOutcome outcome);
    void timed_out();
    void keep(StepOutcome outcome);
    void finish();
    [[nodiscard]] bool may_try_again() const;

    const Surroundings& around_;
    const std::shared_ptr<const Probe> probe_;
    const Timestamp due_;
    const Done done_;
    Duration started_;
    Reactor::Timer deadline_{};
    Reactor::Timer next_{};
    int attempts_ = 0;
    // of this attempt
    std::vector<StepResult> results_;
    Values values_;
    std::vector<std::string> secrets_;
    std::unique_ptr<StepRun> step_;
};

}  // namespace plimsoll::probes
