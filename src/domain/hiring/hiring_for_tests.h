// hiring_for_tests.h: an engine that is only decide and apply, papers in memory, and an opening of Acme with its kit of two dimensions.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "domain/hiring/debrief.h"
#include "domain/hiring/interview_kit_for_tests.h"
#include "domain/hiring/ports.h"
#include "log/keys.h"

namespace plimsoll::hiring::fixture {

inline constexpr Timestamp kStart = Timestamp::from_seconds(1'795'348'800);  // 2026-11-22T12:00:00Z
inline const std::string kCandidate = "person:c1";
inline const std::string kAna = "person:ana";    ///< interviews
inline const std::string kBob = "person:bob";    ///< interviews
inline const std::string kMara = "person:mara";  ///< hires
inline const std::string kOps = "person:ops";    ///< runs the service

inline api::Rights rights_of(const std::string& person) {
    if (person == kMara) return {api::Right::view, api::Right::hire};
    if (person == kOps) return {api::Right::admin};
    return {api::Right::practise, api::Right::interview};
}
inline Viewer viewer(const std::string& person) { return {person, rights_of(person)}; }

inline Opening opening(const std::string& title = "Site Reliability Engineer") {
    Opening out;
    out.title = title;
    out.team = "Terminals";
    out.kit = "acme";
    out.job = "Requirements:\n- Linux\n- Kubernetes\n";
    return out;
}

inline PlanInterview plan(const std::string& application, std::vector<std::string> people, std::vector<std::string> dimensions = {"systems_thinking", "care"}) {
    PlanInterview c;
    c.application = application;
    c.round = "shops";
    c.title = "The shops";
    c.kit = "acme";
    c.kit_version = 3;
    c.kit_dimensions = {"systems_thinking", "care"};
    c.dimensions = std::move(dimensions);
    c.interviewers = std::move(people);
    c.may_interview = {kAna, kBob, kMara};
    c.minutes = 30;
    return c;
}

/// Rates both dimensions on one answer.
inline Card card(std::optional<int> systems = 3, std::optional<int> care = 2) {
    Card out;
    out.answers = {{"a1", "T1", "", "First I asked since when\nthe terminals fail.", 4}};
    const auto rated = [](const char* id, std::optional<int> points) {
        CardDimension d;
        d.dimension = id;
        d.rating = points;
        if (points) d.evidence = {{"a1", "since when the terminals", ""}};
        else d.not_assessed = "No time was left";
        return d;
    };
    out.dimensions = {rated("systems_thinking", systems), rated("care", care)};
    out.recommendation = Recommendation::yes;
    out.why = "Asks before guessing";
    out.minutes = 28;
    return out;
}

/// Decides, applies and remembers.
class Engine {
public:
    State state;
    std::vector<std::pair<Event, log::Stamp>> log;
    ManualClock clock{kStart};

    Result<std::vector<Event>> give(const Command& command, const std::string& actor = kMara) {
        const log::Issued issued{clock.now(), actor};
        TRY_ASSIGN(const std::vector<Event> events, decide(state, command, issued));
        for (const Event& event : events) {
            log.push_back({event, {log.size() + 1, issued.at, actor}});
            apply(state, event, log.back().second);
        }
        return events;
    }
    /// The code of the refusal without its module and with the fields that are wrong, or "ok".
    std::string outcome(const Command& command, const std::string& actor = kMara) {
        const auto done = give(command, actor);
        if (done) return "ok";
        std::string out(done.error().code());
        out.erase(0, out.find('.') + 1);
        for (const FieldError& field : done.error().fields()) out += " " + field.where;
        return out;
    }
    /// An opening, and a candidate who applied for it: op-1, ap-1.
    void begin(const std::string& candidate = kCandidate) {
        if (state.openings.empty()) EXPECT_EQ(outcome(MakeOpening{opening()}), "ok");
        EXPECT_EQ(outcome(AddCandidate{candidate, "op-1", Source::referral}), "ok");
    }
    void hired() {
        EXPECT_EQ(outcome(Decide{"ap-1", Outcome::hire, ""}), "ok");
        EXPECT_EQ(outcome(MakeOffer{"ap-1", "2026-11-20"}), "ok");
        EXPECT_EQ(outcome(AnswerOffer{"ap-1", true, "2026-11-21", ""}), "ok");
    }
};

/// Papers as a vault would keep them: what was sealed opens for the same person and label alone, and never after erasing.
struct FakeVault {
    std::map<std::string, std::map<std::string, std::string>> people;
    std::set<std::string> erased;
    int made = 0;

    Result<> living(const std::string& id) const {
        if (erased.contains(id)) return fail(log::errors::erased, id);
        if (!people.contains(id)) return fail(plimsoll::errors::not_found, id);
        return {};
    }
    Papers papers() {
        Papers out;
        out.create = [this](const std::string& name, const std::string& mail, Timestamp) -> Result<std::string> {
            const std::string id = "person:v" + std::to_string(++made);
            people[id] = {{"name", name}, {"mail", mail}};
            return id;
        };
        out.erase = [this](const std::string& id, Timestamp) -> Result<> {
            people.erase(id);
            erased.insert(id);
            return {};
        };
        out.put = [this](const std::string& id, const std::string& field, const std::string& value) -> Result<> {
            TRY(living(id));
            people[id][field] = value;
            return {};
        };
        out.get = [this](const std::string& id, const std::string& field) -> Result<std::optional<std::string>> {
            TRY(living(id));
            const auto found = people[id].find(field);
            return found == people[id].end() ? std::optional<std::string>() : found->second;
        };
        out.remove = [this](const std::string& id, const std::string& field) -> Result<> {
            TRY(living(id));
            people[id].erase(field);
            return {};
        };
        out.seal = [this](const std::string& id, const std::string& label, const std::string& text) -> Result<std::string> {
            TRY(living(id));
            return id + "\n" + label + "\n" + text;
        };
        out.unseal = [this](const std::string& id, const std::string& label, const std::string& sealed) -> Result<std::string> {
            TRY(living(id));
            const std::string head = id + "\n" + label + "\n";
            if (!sealed.starts_with(head)) return fail(log::errors::unsealable, label);
            return sealed.substr(head.size());
        };
        return out;
    }
};

/// All that the routes lean on.
class Hiring {
public:
    Engine engine;
    FakeVault vault;
    std::shared_ptr<KitShelf> shelf = std::make_shared<KitShelf>();
    std::vector<std::string> may_interview{kAna, kBob, kMara};

    Hiring() { shelf->kits.push_back(whole_kit()); }

    Ports ports() {
        Ports out;
        out.engine.read = [this](const std::function<void(const State&)>& look) {
            look(engine.state);
            return static_cast<std::uint64_t>(engine.log.size());
        };
        out.engine.submit = [this](const api::Actor& actor, Command command) -> Result<std::uint64_t> {
            TRY(engine.give(command, actor.id));
            return static_cast<std::uint64_t>(engine.log.size());
        };
        out.papers = vault.papers();
        out.event_at = [this](std::uint64_t seq) -> Result<Event> {
            if (seq == 0 || seq > engine.log.size()) return fail(errors::unknown);
            return engine.log[seq - 1].first;
        };
        out.name_of = [](const std::string& person) { return person.substr(person.find(':') + 1); };
        out.person_behind = [](const std::string& actor) { return actor.starts_with("token:") ? "person:" + actor.substr(6) : actor; };
        out.interviewers = [this] { return may_interview; };
        const auto at_once = [](Ports::Work work) -> api::AsyncHandler { return [work](api::Request request, api::Done done) { done(work(request)); }; };
        out.apart = at_once;
        out.apart_for_long = at_once;
        out.shelf = [this] { return shelf; };
        out.read_document = [](std::string_view) { return Result<std::optional<people::Document>>(std::nullopt); };
        out.bank = [] { return std::make_shared<const people::Bank>(); };
        return out;
    }
};

}  // namespace plimsoll::hiring::fixture
