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

/// What one SLO, or all of them, counts at each step.
struct Counted {
    std::vector<std::int64_t> good;
    std::vector<std::int64_t> valid;
    std::string of;  ///< empty: all
};
struct Load {
    Duration every;
    std::vector<Counted> counted;
};
/// Counters are scraped: what each grew by since the scrape before; one that is not named is absent.
struct Scrape {
    Duration every;
    std::int64_t times = 0;
    std::vector<std::pair<std::string, std::int64_t>> grew;
};
/// Every counter begins from zero again, as after a restart of the service.
struct RestartCounters {};
struct MissingFor { Duration length; };
struct SilentFor { Duration length; };
struct BacklogOf { Duration length; };
/// Catalogue edits while it runs.
struct Edit { std::vector<std::string> words; };
using Step = std::variant<Load, Scrape, RestartCounters, MissingFor, SilentFor, BacklogOf, Edit>;

struct Check {
    int line = 0;
    Duration at;
    std::vector<std::string> words;
    std::string of;  ///< the SLO; empty: the first
};
/// The catalogue refuses a value, and says so.
struct Refused {
    int line = 0;
    std::string field;
    std::string value;
    std::string because;
};
struct Excluded {
    std::string slo;
    Duration from;
    Duration to;
};
struct Between {
    int line = 0;
    Duration from;
    Duration to;
    std::string rule;
    std::string what;  ///< "fires", "resolves", "freezes", "thaws"
};

struct Scenario {
    Timestamp start = Timestamp::from_seconds(1'767'225'600);  ///< 2026-01-01T00:00:00Z
    std::vector<catalog::Slo> slos;
    std::vector<Refused> refused;
    std::vector<Excluded> excluded;
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
    static Timestamp instant(const std::string& word) {
        const auto parsed = text::parse_rfc3339(word);
        if (!parsed) throw std::runtime_error(parsed.error().sentence());
        return *parsed;
    }
    /// "99.9%"
    static Ratio objective(std::string percent) {
        percent.pop_back();
        const auto parsed = Objective::parse_percent(percent);
        if (!parsed) throw std::runtime_error(parsed.error().sentence());
        return parsed->ratio();
    }
    static double number(const std::string& word) {
        double value = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (error != std::errc() || end != word.data() + word.size()) throw std::runtime_error("not a number: " + word);
        return value;
    }
    /// "rule NAME page|ticket LONG [SHORT] FACTOR [or-equal] [guarded] [entry D] [clear D]".
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
            else if (words[at] == "guarded") out.guarded = true;
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
        else if (verb == "start") out_.start = instant(words.at(1));
        else if (verb == "refused") take_refused(words);
        else if (verb == "exclude") out_.excluded.push_back({slo().name, duration(words.at(2)), duration(words.at(4))});
        else if (take_definition(words)) return;
        else if (verb == "load") take_load(words);
        else if (verb == "scrape") take_scrape(words);
        else if (verb == "restart") out_.steps.emplace_back(RestartCounters{});
        else if (verb == "missing") out_.steps.emplace_back(MissingFor{duration(words.at(2))});
        else if (verb == "silent") out_.steps.emplace_back(SilentFor{duration(words.at(2))});
        else if (verb == "backlog") out_.steps.emplace_back(BacklogOf{duration(words.at(2))});
        else if (verb == "then") out_.steps.emplace_back(Edit{{words.begin() + 1, words.end()}});
        else if (verb == "at") take_checks(words);
        else if (verb == "between") take_between(words);
        else throw std::runtime_error("what is \"" + verb + "\"?");
    }
    void take_slo(const std::vector<std::string>& words) {
        catalog::Slo& slo = out_.slos.emplace_back();
        slo.name = words.at(1);
        slo.service = "shop";
        slo.objective = objective(words.at(3));
        slo.period = duration(words.at(5));
        slo.definition_version = "d1";
        slo.sli_version = "s1";
        slo.rules = catalog::workbook_rules(slo.period);
        own_rules_ = false;
    }
    /// What says more of the SLO above it.
    bool take_definition(const std::vector<std::string>& words) {
        const std::string& verb = words[0];
        if (verb == "stale") slo().stale_after = duration(words.at(2));
        else if (verb == "no-rules") slo().rules.clear();
        else if (verb == "slices") take_slices(words, catalog::BudgetingMethod::timeslices);
        else if (verb == "ratio-slices") take_slices(words, catalog::BudgetingMethod::ratio_timeslices);
        else if (verb == "calendar") take_calendar(words);
        else if (verb == "least") slo().low_traffic.least_events = std::stoll(words.at(1));
        else if (verb == "interval") slo().low_traffic.interval = true;
        else if (verb == "composite") take_composite(words);
        else if (verb == "groups") slo().grouping = catalog::Grouping{{"region"}, 100, words.at(1) == "worst" ? catalog::RollUp::worst : catalog::RollUp::summed};
        else if (verb == "group") take_group(words);
        else return false;
        return true;
    }
    /// "slices 5m at 99% empty bad", "ratio-slices 5m".
    void take_slices(const std::vector<std::string>& words, catalog::BudgetingMethod method) {
        slo().method = method;
        catalog::Slicing slicing{duration(words.at(1)), fixture::ratio(1, 1), catalog::EmptySlice::gap};
        for (std::size_t at = 2; at + 1 < words.size(); at += 2) {
            if (words[at] == "at") slicing.target = objective(words[at + 1]);
            else if (words[at] == "empty") slicing.empty = empty(words[at + 1]);
            else throw std::runtime_error("what is \"" + words[at] + "\"?");
        }
        slo().slicing = slicing;
    }
    static catalog::EmptySlice empty(const std::string& word) {
        if (word == "good") return catalog::EmptySlice::good;
        return word == "bad" ? catalog::EmptySlice::bad : catalog::EmptySlice::gap;
    }
    /// "calendar month Europe/Berlin".
    void take_calendar(const std::vector<std::string>& words) {
        static const std::vector<std::string> units{"day", "week", "month", "quarter", "year"};
        const auto unit = std::find(units.begin(), units.end(), words.at(1));
        if (unit == units.end()) throw std::runtime_error("what is a \"" + words[1] + "\"?");
        slo().calendar = catalog::CalendarWindow{static_cast<catalog::CalendarUnit>(unit - units.begin()), 1, "2024-01-01 00:00:00", words.at(2)};
    }
    /// "composite all of cart payments".
    void take_composite(const std::vector<std::string>& words) {
        static const std::vector<std::string> rules{"burn", "all", "any", "weighted", "worst", "shortfall"};
        const auto rule = std::find(rules.begin(), rules.end(), words.at(1));
        if (rule == rules.end()) throw std::runtime_error("what is \"" + words[1] + "\"?");
        catalog::Composite composite{static_cast<catalog::CompositeRule>(rule - rules.begin()), {}, ""};
        for (std::size_t at = 3; at < words.size(); ++at) composite.members.push_back({words[at], 1});
        slo().composite = composite;
    }
    /// "group eu of shop": another SLO as the one above, of one value of its label.
    void take_group(const std::vector<std::string>& words) {
        catalog::Slo group = slo();
        group.grouping.reset();
        group.group_of = words.at(3);
        group.group = {{"region", words.at(1)}};
        group.name = words.at(3) + "@" + words.at(1);
        const auto roll_up = std::find_if(out_.slos.begin(), out_.slos.end(), [&](const catalog::Slo& each) { return each.name == words.at(3); });
        if (roll_up == out_.slos.end()) throw std::runtime_error("no SLO is called " + words[3]);
        out_.slos.push_back(std::move(group));
    }
    [[nodiscard]] catalog::Slo& slo() {
        if (out_.slos.empty()) throw std::runtime_error("an SLO comes first");
        return out_.slos.back();
    }
    /// "refused target 1 because between 0 and 1"
    void take_refused(const std::vector<std::string>& words) {
        Refused refused{line_, words.at(1), words.at(2), ""};
        for (std::size_t at = 4; at < words.size(); ++at) refused.because += (at == 4 ? "" : " ") + words[at];
        out_.refused.push_back(std::move(refused));
    }
    /// "load every 1m good 980x60 valid 1000x60", for several SLOs at once each followed by "of NAME".
    void take_load(const std::vector<std::string>& words) {
        Load load{duration(words.at(2)), {}};
        for (std::size_t at = 3; at < words.size(); at += 2) {
            if (words[at] == "good") load.counted.push_back({counts(words.at(at + 1)), {}, ""});
            else if (words[at] == "valid") load.counted.at(load.counted.size() - 1).valid = counts(words.at(at + 1));
            else if (words[at] == "of") load.counted.at(load.counted.size() - 1).of = words.at(at + 1);
            else throw std::runtime_error("what is \"" + words[at] + "\"?");
        }
        out_.steps.emplace_back(std::move(load));
    }
    /// "scrape every 15s x40 total +100 bad +1"
    void take_scrape(const std::vector<std::string>& words) {
        Scrape scrape{duration(words.at(2)), std::stoll(words.at(3).substr(1)), {}};
        for (std::size_t at = 4; at + 1 < words.size(); at += 2) scrape.grew.emplace_back(words[at], std::stoll(words[at + 1]));
        out_.steps.emplace_back(std::move(scrape));
    }
    void take_rule(const std::vector<std::string>& words) {
        if (!own_rules_) slo().rules.clear();
        own_rules_ = true;
        slo().rules.push_back(rule(words));
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
            Check check{line_, duration(words.at(i + 1)), {}, ""};
            for (i += 2; i < words.size() && words[i] != "at"; ++i) check.words.push_back(words[i]);
            if (check.words.size() > 2 && check.words[check.words.size() - 2] == "of") {
                check.of = check.words.back();
                check.words.resize(check.words.size() - 2);
            }
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

}  // namespace plimsoll::slo::fixture
