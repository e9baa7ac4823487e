#include "probes/check_run.h"

namespace plimsoll::probes {
namespace {

constexpr Duration kBeforeTheNext = Duration::ms(500);

}  // namespace

CheckRun::CheckRun(const Surroundings& around, std::shared_ptr<const Probe> probe, Timestamp due, Done done)
    : around_(around), probe_(std::move(probe)), due_(due), done_(std::move(done)) {}

CheckRun::~CheckRun() {
    around_.reactor.cancel(deadline_);
    around_.reactor.cancel(next_);
}

void CheckRun::start() {
    started_ = around_.reactor.clock().monotonic();
    deadline_ = around_.reactor.after(probe_->timeout, [this] { timed_out(); });
    attempt();
}

void CheckRun::attempt() {
    ++attempts_;
    results_.clear();
    values_.clear();
    next_step();
}

void CheckRun::next_step() {
    const Step& step = probe_->steps[results_.size()];
    step_ = run_of(around_, {step, *probe_, values_}, [this](StepOutcome outcome) { step_ended(std::move(outcome)); });
    step_->start();
}

/// Called by the step itself, so that it goes on only once the step is done with.
void CheckRun::step_ended(StepOutcome outcome) {
    keep(std::move(outcome));
    const bool good = results_.back().good;
    if (good && results_.size() < probe_->steps.size()) {
        next_ = around_.reactor.after(Duration(), [this] { next_step(); });
    } else if (!good && may_try_again()) {
        next_ = around_.reactor.after(kBeforeTheNext, [this] { attempt(); });
    } else {
        next_ = around_.reactor.after(Duration(), [this] { finish(); });
    }
}

bool CheckRun::may_try_again() const {
    const Duration left = probe_->timeout - (around_.reactor.clock().monotonic() - started_);
    return attempts_ <= probe_->retries && left >= kBeforeTheNext * 2;
}

void CheckRun::timed_out() {
    around_.reactor.cancel(next_);
    const bool under_way = results_.size() < probe_->steps.size() && (results_.empty() || results_.back().good);
    if (under_way && step_) keep(step_->abandoned());
    finish();
}

void CheckRun::keep(StepOutcome outcome) {
    for (std::string& secret : outcome.secrets) secrets_.push_back(std::move(secret));
    outcome.result.failure = blotted(std::move(outcome.result.failure), secrets_);
    outcome.result.excerpt = blotted(std::move(outcome.result.excerpt), secrets_);
    values_.merge(outcome.captured);
    results_.push_back(std::move(outcome.result));
}

void CheckRun::finish() {
    around_.reactor.cancel(deadline_);
    step_.reset();
    CheckResult result{probe_->name, due_, results_.back().good && results_.size() == probe_->steps.size(), attempts_,
                       around_.reactor.clock().monotonic() - started_, std::move(results_)};
    done_(std::move(result));
}

}  // namespace plimsoll::probes
