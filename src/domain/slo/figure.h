// figure.h: one figure over one window while it is being made: its counts, its inputs and what a reader should know of them.
#pragma once

#include <string>
#include <utility>

#include "domain/slo/budget.h"
#include "domain/slo/measures.h"

namespace plimsoll::slo {

inline constexpr const char* kWorkbook = " Source: SRE Workbook, ch. 5.";

/// A length names the period's window where it is as long; a rule's window rolls.
enum class Window { any, rolls };

struct Figure {
    const Account& account;
    const ledger::WindowSum* sum;  ///< nullptr: no sample yet
    Duration length;
    Known counts;
    CountScale scale;
    Measure out;

    Figure(const Account& from, std::string id, Unit unit, std::string formula, Duration window, Window which = Window::any);

    void input(std::string name, std::int64_t numerator, std::int64_t denominator = 1);
    /// In the SLO's unit: so many of its parts.
    void counts_as_inputs();
    void allowance_as_input();
    void period_as_input(Duration period) { input("period in seconds", period.in_ms(), 1000); }
    [[nodiscard]] std::string ledger_words() const;

    [[nodiscard]] Budget budget() const { return budget_of(counts, account.slo.objective); }
    /// So many counts in the SLO's unit.
    [[nodiscard]] double in_unit(const SignedFraction& n) const {
        return SignedFraction{n.numerator, n.denominator * scale.per_one}.value();
    }
    /// Why no ratio can be said; empty when one can.
    [[nodiscard]] std::string nothing_to_divide() const { return why_no_ratio(sum != nullptr, counts, length); }
    /// Why no count can be said; empty when one can.
    [[nodiscard]] std::string measured() const { return why_no_count(sum != nullptr, counts, length); }

    Measure empty(std::string why) && {
        out.why_empty = std::move(why);
        return std::move(out);
    }
    Measure value(double v) && {
        out.value = v;
        return std::move(out);
    }

private:
    void caveat(std::string words) { out.caveats.push_back(std::move(words)); }
    void add_caveats();
    void add_nature();
    void add_revision(const RevisionRecord& revision);
};

/// Over the period, with the counts and 1 - objective as inputs.
[[nodiscard]] Figure period_figure(const Account& account, std::string id, Unit unit, std::string formula);

}  // namespace plimsoll::slo
