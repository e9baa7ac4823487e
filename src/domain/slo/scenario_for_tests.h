// scenario_for_tests.h: scenarios that anyone on call can read, as steps. The language is in tests/scenarios/README.md.
#pragma once

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "base/text.h"
#include "domain/catalog/model.h"
#include "domain/slo/fixture_for_tests.h"

namespace plimsoll::slo::fixture {

struct Load {
    Duration every;
    std::vector<std::int64_t> good;
    std::vector<std::int64_t> valid;
};
struct MissingFor { Duration length; };
struct SilentFor { Duration length; };
struct BacklogOf { Duration length; };
/// Catalogue edits while it runs.
struct Edit { std::vector<std::string> words; };
using Step = std::variant<Load, MissingFor, SilentFor, BacklogOf, Edit>;

struct Check {
    int line = 0;
    Duration at;
    std::vector<std::string> words;
};
struct Between {
    int line = 0;
    Duration from;
    Duration to;
    std::string rule;
    std::string what;  ///< "fires", "resolves", "freezes", "thaws"
};

struct Scenario {
    catalog::Slo slo;
    std::vector<Step> steps;
    std::vector<Check> checks;  ///< in time order
    std::vector<Between> betweens;
};

/// "page fast" and its like, or the name of a rule.
inline std::string rule_named(const std::string& severity, const std::string& speed) {
    if (speed == "fast") return severity == "page" ? "page-1h-5m" : "ticket-1d-2h";
    if (speed == "slow") return severity == "page" ? "page-6h-30m" : "ticket-3d-6h";
    return speed;
}

class ScenarioText {
public:
    /// Throws std::runtime_error with file and line: a scenario is part of the test.
    static Scenario read(const std::string& file) {
        ScenarioText reader;
        std::ifstream in(file);
        std::string line;
        while (std::getline(in, line)) {
            ++reader.line_;
            try {
                reader.take(line.substr(0, line.find('#')));
            } catch (const std::exception& e) {
                throw std::runtime_error(file + ":" + std::to_string(reader.line_) + ": " + e.what());
            }
        }
        std::stable_sort(reader.out_.checks.begin(), reader.out_.checks.end(),
                         [](const Check& a, const Check& b) { return a.at < b.at; });
        return std::move(reader.out_);
    }

    static Duration duration(const std::string& word) {
        const auto parsed = text::parse_duration(word);
        if (!parsed) throw std::runtime_error(parsed.error().sentence());
        return *parsed;
    }
    static double number(const std::string& word) {
        double value = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (error != std::errc() || end != word.data() + word.size()) throw std::runtime_error("not a number: " + word);
        return value;
    }
    /// "rule NAME page|ticket LONG [SHORT] FACTOR [or-equal] [entry D] [clear D]".
    static catalog::BurnRule rule(const std::vector<std::string>& words) {
        catalog::BurnRule out;
        out.name = words.at(1);
        out.severity = words.at(2) == "page" ? catalog::Severity::page : catalog::Severity::ticket;
        out.long_window = duration(words.at(3));
        std::size_t at = 4;
        if (text::parse_duration(words.at(4)) && words.at(4) != "0") out.short_window = duration(words[at++]);
        out.factor = number(words.at(at++));
        for (; at < words.size(); ++at) {
            if (words[at] == "or-equal") out.at_or_above = true;
            else if (words[at] == "entry") out.entry_delay = duration(words.at(++at));
            else if (words[at] == "clear") out.clear_delay = duration(words.at(++at));
            else throw std::runtime_error("what is \"" + words[at] + "\"?");
        }
        return out;
    }

private:
    void take(const std::string& line) {
        std::istringstream in(line);
        const std::vector<std::string> words{std::istream_iterator<std::string>(in), {}};
        if (words.empty()) return;
        const std::string& verb = words[0];
        if (verb == "slo") take_slo(words);
        else if (verb == "rule") take_rule(words);
        else if (verb == "stale") out_.slo.stale_after = duration(words.at(2));
        else if (verb == "load") out_.steps.emplace_back(Load{duration(words.at(2)), counts(words.at(4)), counts(words.at(6))});
        else if (verb == "missing") out_.steps.emplace_back(MissingFor{duration(words.at(2))});
        else if (verb == "silent") out_.steps.emplace_back(SilentFor{duration(words.at(2))});
        else if (verb == "backlog") out_.steps.emplace_back(BacklogOf{duration(words.at(2))});
        else if (verb == "then") out_.steps.emplace_back(Edit{{words.begin() + 1, words.end()}});
        else if (verb == "at") take_checks(words);
        else if (verb == "between") take_between(words);
        else throw std::runtime_error("what is \"" + verb + "\"?");
    }
    void take_slo(const std::vector<std::string>& words) {
        catalog::Slo& slo = out_.slo;
        slo.name = words.at(1);
        slo.service = "shop";
        std::string percent = words.at(3);
        percent.pop_back();
        const auto objective = Objective::parse_percent(percent);
        if (!objective) throw std::runtime_error(objective.error().sentence());
        slo.objective = objective->ratio();
        slo.period = duration(words.at(5));
        slo.sli_version = "s1";
        slo.rules = catalog::workbook_rules(slo.period);
    }
    void take_rule(const std::vector<std::string>& words) {
        if (!own_rules_) out_.slo.rules.clear();
        own_rules_ = true;
        out_.slo.rules.push_back(rule(words));
    }
    /// "980x60" is sixty times 980; "990,10x3" is 990 10 990 10 990 10.
    static std::vector<std::int64_t> counts(const std::string& word) {
        const std::size_t times_at = word.find('x');
        std::vector<std::int64_t> pattern;
        std::istringstream in(word.substr(0, times_at));
        for (std::string one; std::getline(in, one, ',');) pattern.push_back(std::stoll(one));
        const long long times = times_at == std::string::npos ? 1 : std::stoll(word.substr(times_at + 1));
        std::vector<std::int64_t> out;
        for (long long i = 0; i < times; ++i) out.insert(out.end(), pattern.begin(), pattern.end());
        return out;
    }
    void take_checks(const std::vector<std::string>& words) {
        for (std::size_t i = 0; i < words.size();) {
            Check check{line_, duration(words.at(i + 1)), {}};
            for (i += 2; i < words.size() && words[i] != "at"; ++i) check.words.push_back(words[i]);
            out_.checks.push_back(std::move(check));
        }
    }
    /// "between A and B page fast fires"
    void take_between(const std::vector<std::string>& words) {
        out_.betweens.push_back({line_, duration(words.at(1)), duration(words.at(3)), rule_named(words.at(4), words.at(5)), words.at(6)});
    }

    Scenario out_;
    int line_ = 0;
    bool own_rules_ = false;
};

/// The account of slots that the naive way keeps: one series, its increase in the later sample's slot, every slot that
/// an interval touches measured.
class SlotAccount {
public:
    explicit SlotAccount(Timestamp start) : start_(start) { totals_.emplace_back(); }

    /// The interval (from, to] was measured and held these events.
    void measured(Duration from, Duration to, std::int64_t valid, std::int64_t bad) {
        const std::int64_t last = to / ledger::kStep;
        grow(last);
        for (std::int64_t i = std::max(from / ledger::kStep, next_unmeasured_); i <= last; ++i) {
            slots_[static_cast<std::size_t>(i)] = {0, 0, 1, 1, 1};
        }
        next_unmeasured_ = last + 1;
        slots_[static_cast<std::size_t>(last)] += {valid, bad, 0, 0, 0};
    }
    /// Time went on, and nothing measured it.
    void missing(Duration to) {
        grow(to / ledger::kStep);
        next_unmeasured_ = std::max(next_unmeasured_, to / ledger::kStep + 1);
    }
    [[nodiscard]] ledger::LiveWindows live(const catalog::Slo& slo, Duration as_of) {
        const std::int64_t end = as_of / ledger::kStep + 1;
        grow(end - 1);
        ledger::LiveWindows out{start_ + as_of, start_, {}};
        for (const Duration length : windows_of(slo)) {
            const std::int64_t first = std::max<std::int64_t>(0, end - length / ledger::kStep);
            out.windows.push_back({{start_ + ledger::kStep * end - length, start_ + ledger::kStep * end},
                                   ledger::kStep, length / ledger::kStep, sum_to(end) - sum_to(first)});
        }
        return out;
    }

private:
    void grow(std::int64_t last) {
        while (static_cast<std::int64_t>(slots_.size()) <= last) slots_.push_back({0, 0, 0, 0, 1});
    }
    /// The sum of slots before `end`; totals_ holds those of slots that can no longer change.
    [[nodiscard]] ledger::Slot sum_to(std::int64_t end) {
        while (static_cast<std::int64_t>(totals_.size()) < end) totals_.push_back(totals_.back() + slots_[totals_.size() - 1]);
        const std::int64_t settled = std::min<std::int64_t>(end, static_cast<std::int64_t>(totals_.size()) - 1);
        ledger::Slot out = totals_[static_cast<std::size_t>(settled)];
        for (std::int64_t i = settled; i < end; ++i) out += slots_[static_cast<std::size_t>(i)];
        return out;
    }

    Timestamp start_;
    std::vector<ledger::Slot> slots_;
    std::vector<ledger::Slot> totals_;
    std::int64_t next_unmeasured_ = 0;
};

}  // namespace plimsoll::slo::fixture
