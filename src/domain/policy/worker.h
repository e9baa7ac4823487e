// worker.h: judges budgets as they move, ends exceptions whose time is over, and forgets SLOs that are gone.
//
// When       every five seconds of the wall clock, and nothing is done unless counts or catalogue moved; an SLO is looked at
//            again once its data are ten seconds further.
// Cost       one read of the period's window and a comparison of whole numbers for each SLO that moved; a command only where
//            a state changes.
// Restart    nothing is remembered here that the log does not hold.
// Threads    one at a time.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/policy/ports.h"

namespace plimsoll::policy {

class Worker {
public:
    static constexpr Duration kEvery = Duration::seconds(5);
    static constexpr Duration kMoved = Duration::seconds(10);  ///< of sample time

    explicit Worker(Ports ports) : ports_(std::move(ports)) {}

    /// Does all that is due.
    void step(Timestamp now);
    /// When it wants to be called again.
    [[nodiscard]] Timestamp next_due() const { return next_; }

private:
    struct Watched {
        const catalog::Slo* slo = nullptr;
        std::size_t policy = 0;  ///< into policies_
        Timestamp looked_at = Timestamp::min();  ///< sample time
        BudgetState state = BudgetState::healthy;
        BudgetState known = BudgetState::healthy;
    };
    struct Applied {
        catalog::ErrorBudgetPolicy policy;
        std::string source;
        Terms terms;
    };

    void end_exceptions(Timestamp now);
    bool follow_catalog();
    void end_removed();
    void mirror();
    void look(Watched& watched, Timestamp now, bool anew);
    bool submit(Command command);

    const Ports ports_;
    std::shared_ptr<const catalog::Catalog> catalog_;
    std::vector<Applied> policies_;
    std::vector<Watched> watched_;
    std::unordered_map<std::string, std::size_t> by_name_;
    std::uint64_t revision_ = 0;
    std::uint64_t standing_changes_ = 0;
    std::uint64_t folds_ = 0;
    bool mirrored_ = false;
    bool again_ = true;  ///< a command was refused, or nothing was looked at yet
    Timestamp next_ = Timestamp::min();
};

}  // namespace plimsoll::policy
