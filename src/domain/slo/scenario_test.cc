// Runs tests/scenarios/*.scenario through the real worker, decide and apply, on a simulated clock.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "domain/slo/fakes_for_tests.h"
#include "domain/slo/measures.h"
#include "domain/slo/scenario_for_tests.h"
#include "domain/slo/worker.h"

namespace plimsoll::slo {
namespace {

using fixture::Check;
using fixture::Scenario;
using fixture::ScenarioText;

constexpr Timestamp kStart = Timestamp::from_seconds(1'767'225'600);  // 2026-01-01T00:00:00Z
constexpr ledger::SliId kSli = 7;

class ScenarioRun {
public:
    explicit ScenarioRun(Scenario scenario)
        : scenario_(std::move(scenario)), catalog_(std::make_shared<catalog::Catalog>()) {
        catalog_->services["shop"] = {};
        catalog_->slos[scenario_.slo.name] = scenario_.slo;
    }

    void all() {
        for (const fixture::Step& step : scenario_.steps) std::visit([this](const auto& s) { take(s); }, step);
        check_up_to(position_);
        for (; next_check_ < scenario_.checks.size(); ++next_check_) {
            ADD_FAILURE() << "line " << scenario_.checks[next_check_].line << ": the scenario ends before it";
        }
        for (const fixture::Between& between : scenario_.betweens) check(between);
    }

private:
    void take(const fixture::Load& load) {
        ASSERT_EQ(load.good.size(), load.valid.size()) << "good and valid are told equally often";
        for (std::size_t i = 0; i < load.good.size(); ++i) {
            check_up_to(position_);
            const Duration from = position_;
            position_ = position_ + load.every;
            account_.measured(from, position_, load.valid[i], load.valid[i] - load.good[i]);
            settle();
        }
    }
    void take(const fixture::MissingFor& missing) {
        const Duration end = position_ + missing.length;
        while (position_ < end) {
            check_up_to(position_);
            position_ = std::min(position_ + Duration::minutes(1), end);
            account_.missing(position_);
            settle();
        }
    }
    void take(const fixture::SilentFor& silent) {
        const Duration end = position_ + silent.length;
        while (position_ < end) {
            check_up_to(position_);
            position_ = std::min(position_ + ledger::kStep, end);
            wall_to(position_);
            worker_.step();
        }
        account_.missing(position_);
    }
    void take(const fixture::BacklogOf& backlog) {
        check_up_to(position_);
        const Duration end = (clock_.now() - kStart) + backlog.length;
        for (Duration wall = clock_.now() - kStart; wall < end; wall = wall + ledger::kStep) {
            wall_to(wall + ledger::kStep);
            worker_.step();
        }
    }
    void take(const fixture::Edit& edit) {
        check_up_to(position_);
        catalog_ = std::make_shared<catalog::Catalog>(*catalog_);
        if (edit.words.at(0) == "remove") catalog_->slos.clear();
        else if (edit.words.at(0) == "rule") replace_rule(ScenarioText::rule(edit.words));
        else ADD_FAILURE() << "what is \"then " << edit.words.at(0) << "\"?";
        worker_.catalog_changed();
        worker_.step();
    }
    void replace_rule(const catalog::BurnRule& rule) {
        for (catalog::BurnRule& present : catalog_->slos.at(scenario_.slo.name).rules) {
            if (present.name == rule.name) present = rule;
        }
    }

    /// Samples up to `position_` have settled. The wall clock never lags behind them.
    void settle() {
        wall_to(position_);
        if (catalog_->slos.empty()) return;
        ledger_.windows[kSli] = account_.live(catalog_->slos.begin()->second, position_);
        worker_.notice({{kSli}, {}, {}});
        worker_.step();
    }
    void wall_to(Duration wall) {
        if (kStart + wall > clock_.now()) clock_.advance(kStart + wall - clock_.now());
    }

    void check_up_to(Duration now) {
        for (; next_check_ < scenario_.checks.size() && scenario_.checks[next_check_].at <= now; ++next_check_) {
            const Check& check = scenario_.checks[next_check_];
            const std::string wrong = judge_check(check);
            EXPECT_EQ(wrong, "") << "line " << check.line << ", at " << text::duration(check.at);
        }
    }

    [[nodiscard]] const SloRecord& record() const {
        static const SloRecord nothing;
        const SloRecord* found = find_record(engine_.state, scenario_.slo.name);
        return found == nullptr ? nothing : *found;
    }
    [[nodiscard]] const OpenAlert* open(const std::string& rule) const {
        const auto found = record().open.find(rule);
        return found == record().open.end() ? nullptr : &found->second;
    }
    [[nodiscard]] int fired() const {
        int count = 0;
        for (const Event& event : engine_.log) {
            const auto* alert = std::get_if<AlertFired>(&event);
            count += alert != nullptr && alert->kind == AlertKind::burn ? 1 : 0;
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
        return judge_figure(w);
    }
    static std::string expect(bool holds, const std::string& otherwise) { return holds ? "" : otherwise; }
    [[nodiscard]] std::string is_firing(const std::string& rule) const {
        const OpenAlert* alert = open(rule);
        if (alert == nullptr) return "it is not open";
        return expect(!alert->frozen(), "it is frozen");
    }

    /// "burn 1h = 20", "budget = -98.0 %", "error = 0.9901 %", "minutes = 4.32", "events = 5"; "… undefined".
    std::string judge_figure(const std::vector<std::string>& w) {
        const catalog::Slo& slo = scenario_.slo;
        const Account account{slo, account_.live(slo, position_), {}, nullptr};
        const std::string& name = w[0];
        std::size_t at = 1;
        Measure measure;
        if (name == "burn") measure = burn_rate(account, ScenarioText::duration(w.at(at++)));
        else if (name == "budget") measure = budget_remaining(account);
        else if (name == "error") measure = error_ratio(account, slo.period);
        else if (name == "minutes") measure = budget_minutes(account);
        else if (name == "events") measure = budget_events(account);
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
        for (const Event& event : engine_.log) {
            const auto at = moment(event, between);
            if (!at) continue;
            seen += " " + text::duration(*at);
            found += between.from <= *at && *at <= between.to ? 1 : 0;
        }
        EXPECT_EQ(found, 1) << "line " << between.line << ": " << between.rule << " " << between.what << " at" << seen;
    }
    /// When the event happened, if it is of this rule and kind.
    static std::optional<Duration> moment(const Event& event, const fixture::Between& between) {
        const auto of_rule = [&](const std::string& alert) { return alert.find("/" + between.rule + "/") != std::string::npos; };
        if (const auto* e = std::get_if<AlertFired>(&event); e && between.what == "fires" && of_rule(e->alert)) return e->as_of - kStart;
        if (const auto* e = std::get_if<AlertResolved>(&event); e && between.what == "resolves" && of_rule(e->alert)) return e->as_of - kStart;
        if (const auto* e = std::get_if<AlertFrozen>(&event); e && between.what == "freezes" && of_rule(e->alert)) return e->as_of - kStart;
        if (const auto* e = std::get_if<AlertThawed>(&event); e && between.what == "thaws" && of_rule(e->alert)) return e->as_of - kStart;
        return std::nullopt;
    }

    Scenario scenario_;
    std::shared_ptr<catalog::Catalog> catalog_;
    ManualClock clock_{kStart};
    fixture::FakeLedger ledger_;
    fixture::FakeEngine engine_{clock_};
    fixture::SlotAccount account_{kStart};
    Worker worker_{fixture::counted({engine_.port(), [this] { return catalog_; }, &ledger_,
                         [](const std::string&) -> std::optional<ledger::SliId> { return kSli; }, &clock_})};
    Duration position_;  ///< sample time since the start
    std::size_t next_check_ = 0;
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

}  // namespace
}  // namespace plimsoll::slo
