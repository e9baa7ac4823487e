// Runs tests/scenarios/*.scenario through the real worker, decide and apply, on a simulated clock.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "domain/catalog/fixture_for_tests.h"
#include "domain/slo/measures.h"
#include "domain/slo/scenario_world_for_tests.h"

namespace plimsoll::slo {
namespace {

using fixture::Check;
using fixture::Scenario;
using fixture::ScenarioText;

class ScenarioRun {
public:
    explicit ScenarioRun(Scenario scenario) : scenario_(std::move(scenario)), world_(scenario_) {}

    void all() {
        for (const fixture::Refused& refused : scenario_.refused) check(refused);
        for (const fixture::Step& step : scenario_.steps) std::visit([this](const auto& s) { take(s); }, step);
        check_up_to(position_);
        for (; next_check_ < scenario_.checks.size(); ++next_check_) {
            ADD_FAILURE() << "line " << scenario_.checks[next_check_].line << ": the scenario ends before it";
        }
        for (const fixture::Between& between : scenario_.betweens) check(between);
    }

private:
    void take(const fixture::Load& load) {
        const std::size_t steps = load.counted.at(0).good.size();
        for (const fixture::Counted& one : load.counted) {
            ASSERT_EQ(one.good.size(), steps) << "all are told equally often";
            ASSERT_EQ(one.valid.size(), steps) << "good and valid are told equally often";
        }
        for (std::size_t i = 0; i < steps; ++i) {
            check_up_to(position_);
            const Duration from = position_;
            position_ = position_ + load.every;
            for (const fixture::Counted& one : load.counted) world_.load(from, position_, one.of, one.good[i], one.valid[i]);
            world_.settle(position_);
        }
    }
    void take(const fixture::Scrape& scrape) {
        for (std::int64_t i = 0; i < scrape.times; ++i) {
            check_up_to(position_);
            position_ = position_ + scrape.every;
            world_.scrape(position_, scrape.grew);
        }
    }
    void take(const fixture::RestartCounters&) { world_.restart_counters(); }
    void take(const fixture::MissingFor& missing) {
        const Duration end = position_ + missing.length;
        while (position_ < end) {
            check_up_to(position_);
            position_ = std::min(position_ + Duration::minutes(1), end);
            world_.missing(position_);
            world_.settle(position_);
        }
    }
    void take(const fixture::SilentFor& silent) {
        const Duration end = position_ + silent.length;
        while (position_ < end) {
            check_up_to(position_);
            position_ = std::min(position_ + ledger::kStep, end);
            world_.only_time(position_);
        }
    }
    void take(const fixture::BacklogOf& backlog) {
        check_up_to(position_);
        const Duration end = world_.wall() + backlog.length;
        for (Duration wall = world_.wall(); wall < end; wall = wall + ledger::kStep) world_.only_time(wall + ledger::kStep);
    }
    void take(const fixture::Edit& edit) {
        check_up_to(position_);
        const std::vector<std::string>& w = edit.words;
        world_.edit([&](catalog::Catalog& catalog) {
            catalog::Slo& slo = catalog.slos.at(first());
            if (w.at(0) == "remove") catalog.slos.clear();
            else if (w.at(0) == "rule") replace_rule(slo, ScenarioText::rule(w));
            else if (w.at(0) == "objective") slo.objective = ScenarioText::objective(w.at(1));
            else if (w.at(0) == "over") slo.period = ScenarioText::duration(w.at(1));
            else ADD_FAILURE() << "what is \"then " << w.at(0) << "\"?";
            if (!catalog.slos.empty()) slo.definition_version += "+";
        });
    }
    static void replace_rule(catalog::Slo& slo, const catalog::BurnRule& rule) {
        for (catalog::BurnRule& present : slo.rules) {
            if (present.name == rule.name) present = rule;
        }
    }

    void check_up_to(Duration now) {
        for (; next_check_ < scenario_.checks.size() && scenario_.checks[next_check_].at <= now; ++next_check_) {
            const Check& check = scenario_.checks[next_check_];
            of_ = check.of.empty() ? first() : check.of;
            const std::string wrong = judge_check(check);
            EXPECT_EQ(wrong, "") << "line " << check.line << ", at " << text::duration(check.at);
        }
    }
    /// A catalogue with this value is refused in these words.
    static void check(const fixture::Refused& refused) {
        std::string file = catalog::fixture::slo("x", "", refused.field == "target" ? "target: " + refused.value : "target: 0.999");
        if (refused.field == "window") file.replace(file.find("duration: 30d"), 13, "duration: " + refused.value);
        std::string told;
        for (const std::string& line : catalog::fixture::told(catalog::fixture::read(file).errors)) told += line + "; ";
        EXPECT_NE(told.find(refused.because), std::string::npos) << "line " << refused.line << ": it says " << (told.empty() ? "nothing" : told);
    }

    [[nodiscard]] const std::string& first() const { return scenario_.slos.at(0).name; }
    [[nodiscard]] const SloRecord& record() const {
        static const SloRecord nothing;
        const SloRecord* found = find_record(world_.state(), of_);
        return found == nullptr ? nothing : *found;
    }
    [[nodiscard]] const OpenAlert* open(const std::string& rule) const {
        const auto found = record().open.find(rule);
        return found == record().open.end() ? nullptr : &found->second;
    }
    [[nodiscard]] int fired() const {
        int count = 0;
        for (const Event& event : world_.log()) {
            const auto* alert = std::get_if<AlertFired>(&event);
            count += alert != nullptr && alert->kind == AlertKind::burn && alert->slo == of_ ? 1 : 0;
        }
        return count;
    }

    /// Empty when it holds; else what is so instead.
    std::string judge_check(const Check& check) {
        const std::vector<std::string>& w = check.words;
        if (w.empty()) return "nothing is said";
        const std::string& verb = w[0];
        if (verb == "no") return expect(open(fixture::rule_named(w.at(1), w.at(2))) == nullptr, "it is open");
        if (verb == "page" || verb == "ticket") return is_firing(fixture::rule_named(verb, w.at(1)));
        if (verb == "frozen") {
            const OpenAlert* alert = open(fixture::rule_named(w.at(1), w.at(2)));
            return expect(alert != nullptr && alert->frozen(), alert == nullptr ? "it is not open" : "it is not frozen");
        }
        if (verb == "pending") return expect(record().pending.contains(w.at(1)), "it is not pending");
        if (verb == "quiet") return expect(record().open.empty() && record().pending.empty(), "something is open or pending");
        if (verb == "stale") return expect(record().stale.has_value(), "it is not stale");
        if (verb == "fresh") return expect(!record().stale, "it is stale");
        if (verb == "fired") return expect(fired() == ScenarioText::number(w.at(1)), "fired " + std::to_string(fired()));
        if (verb == "anomaly") return expect(record().anomalies.contains(w.at(1)), "it was not seen");
        if (verb == "cannot") return expect(!cannot_tell(world_.slo(of_), world_.live(of_)).empty(), "it can");
        if (verb == "can") return expect_none(cannot_tell(world_.slo(of_), world_.live(of_)));
        if (verb == "version") return is_version(w.at(1));
        if (verb == "worst") return expect_same(world_.counts().worst_of(world_.slo(of_)), w.at(2));
        if (verb == "window") return expect_same(text::rfc3339(period().range.start), w.at(2));
        return judge_figure(w);
    }
    static std::string expect_same(const std::string& is, const std::string& wanted) { return is == wanted ? "" : "it is " + is; }
    static std::string expect_none(const std::string& said) { return said; }
    [[nodiscard]] ledger::WindowSum period() const {
        const ledger::LiveWindows live = world_.live(of_);
        const ledger::WindowSum* window = find_window(world_.slo(of_), live, world_.slo(of_).period);
        return window == nullptr ? ledger::WindowSum{} : *window;
    }
    [[nodiscard]] std::string is_version(const std::string& what) const {
        const char* words[] = {"created", "removed", "definition", "method", "window", "target", "rules"};
        const VersionRecord* last = last_version(world_.state(), of_);
        return last == nullptr ? "nothing is recorded" : expect_same(words[static_cast<std::size_t>(last->event.what)], what);
    }
    static std::string expect(bool holds, const std::string& otherwise) { return holds ? "" : otherwise; }
    [[nodiscard]] std::string is_firing(const std::string& rule) const {
        const OpenAlert* alert = open(rule);
        if (alert == nullptr) return "it is not open";
        return expect(!alert->frozen(), "it is frozen");
    }

    /// "burn 1h = 20", "budget = -98.0 %", "error = 0.9901 %", "minutes = 4.32", "events = 5"; "… undefined".
    std::string judge_figure(const std::vector<std::string>& w) {
        const catalog::Slo& slo = world_.slo(of_);
        const bool with_all = w[0] == "counted";  // "counted budget": exclusions are counted too
        const Account account{slo, world_.live(of_, with_all ? Exclusions::counted : Exclusions::left_out), {}, nullptr};
        const std::string& name = w.at(with_all ? 1 : 0);
        std::size_t at = with_all ? 2 : 1;
        Measure measure;
        if (name == "burn") measure = burn_rate(account, ScenarioText::duration(w.at(at++)));
        else if (name == "budget") measure = budget_remaining(account);
        else if (name == "error") measure = error_ratio(account, slo.period);
        else if (name == "minutes") measure = budget_minutes(account);
        else if (name == "events") measure = budget_events(account);
        else if (name == "good") measure = good_ratio(account, slo.period);
        else if (name == "projected") measure = budget_projected(account);
        else if (name == "coverage") measure = coverage(account);
        else if (name == "valid") return compare(static_cast<double>(period().sum.valid), w, at + 1);
        else if (name == "bad") return compare(static_cast<double>(period().sum.bad), w, at + 1);
        else return "what is \"" + name + "\"?";
        if (w.at(at) == "undefined") return expect(!measure.value, "it is defined");
        if (!measure.value) return "it is undefined: " + measure.why_empty;
        return compare(*measure.value, w, at + 1);
    }
    /// Equal to the digits that are written.
    static std::string compare(double value, const std::vector<std::string>& w, std::size_t at) {
        const std::string& written = w.at(at);
        const double scale = at + 1 < w.size() && w[at + 1] == "%" ? 100 : 1;
        const std::size_t point = written.find('.');
        const double digits = point == std::string::npos ? 0 : static_cast<double>(written.size() - point - 1);
        const double tolerance = 0.5 * std::pow(10, -digits) + 1e-9;
        return expect(std::fabs(value * scale - ScenarioText::number(written)) <= tolerance, "it is " + std::to_string(value * scale));
    }

    void check(const fixture::Between& between) {
        int found = 0;
        std::string seen;
        for (const Event& event : world_.log()) {
            const auto at = moment(event, between);
            if (!at) continue;
            seen += " " + text::duration(*at);
            found += between.from <= *at && *at <= between.to ? 1 : 0;
        }
        EXPECT_EQ(found, 1) << "line " << between.line << ": " << between.rule << " " << between.what << " at" << seen;
    }
    /// When the event happened, if it is of this rule and kind.
    [[nodiscard]] std::optional<Duration> moment(const Event& event, const fixture::Between& between) const {
        const auto of_rule = [&](const std::string& alert) { return alert.find("/" + between.rule + "/") != std::string::npos; };
        if (const auto* e = std::get_if<AlertFired>(&event); e && between.what == "fires" && of_rule(e->alert)) return e->as_of - scenario_.start;
        if (const auto* e = std::get_if<AlertResolved>(&event); e && between.what == "resolves" && of_rule(e->alert)) return e->as_of - scenario_.start;
        if (const auto* e = std::get_if<AlertFrozen>(&event); e && between.what == "freezes" && of_rule(e->alert)) return e->as_of - scenario_.start;
        if (const auto* e = std::get_if<AlertThawed>(&event); e && between.what == "thaws" && of_rule(e->alert)) return e->as_of - scenario_.start;
        return std::nullopt;
    }

    Scenario scenario_;
    fixture::ScenarioWorld world_;
    Duration position_;  ///< sample time since the start
    std::size_t next_check_ = 0;
    std::string of_ = first();  ///< the SLO that a check speaks of
};

std::vector<std::string> scenario_files() {
    std::vector<std::string> out;
    for (const auto& entry : std::filesystem::directory_iterator(PLIMSOLL_SOURCE_DIR "/tests/scenarios")) {
        if (entry.path().extension() == ".scenario") out.push_back(entry.path().string());
    }
    std::sort(out.begin(), out.end());
    return out;
}

class ScenarioFile : public testing::TestWithParam<std::string> {};

TEST_P(ScenarioFile, Holds) { ScenarioRun(ScenarioText::read(GetParam())).all(); }

INSTANTIATE_TEST_SUITE_P(Scenarios, ScenarioFile, testing::ValuesIn(scenario_files()), [](const auto& file) {
    std::string name = std::filesystem::path(file.param).stem().string();
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

/// The edge cases in which tools of this kind differ. Each has a scenario whose first line begins with its name.
const std::vector<std::string> kEdgeCases{
    "Zero traffic, series exist", "Errors above zero, total zero", "Error series absent, healthy", "Whole series absent",
    "Counter reset", "Target 100 %", "Average of ratios", "Timeslice, empty slice", "Timeslice, fixed calendar",
    "Occurrences, running calendar", "Group roll-up of slices", "Clock changes and zones", "What a month is", "Correction effect",
    "Window edges", "Burn reset and hysteresis", "Short-window scraping", "Error ratio precision", "Definition edited"};

TEST(Scenarios, EveryEdgeCaseHasOne) {
    std::string first_lines;
    for (const std::string& file : scenario_files()) {
        std::ifstream in(file);
        std::string line;
        std::getline(in, line);
        first_lines += line + "\n";
    }
    for (const std::string& edge_case : kEdgeCases) EXPECT_NE(first_lines.find("# " + edge_case + ": "), std::string::npos) << edge_case;
}

}  // namespace
}  // namespace plimsoll::slo
