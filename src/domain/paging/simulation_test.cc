// The dispatcher against a receiver that fails, delays and drops, and a process that dies between any two steps and
// folds again from what was durable. Whatever the order: every page that was due ends delivered, dropped for a stated
// reason, or dead-lettered; an alert that went on firing was received; and a page never has two keys.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <set>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/random.h"
#include "domain/paging/dispatcher.h"
#include "domain/paging/paging_testing.h"

namespace plimsoll::paging {
namespace {

using namespace testing;

/// Keeps what is in flight until the world lets it end; a crash of the sender loses the answers, not the deliveries.
class World final : public HttpClient, public MailClient, public SecretSource {
public:
    explicit World(Random& random) : random_(random) {}

    void send(HttpRequest request, std::function<void(Result<HttpResponse>)> done) override {
        if (request.url.find("alertmanager") != std::string::npos) ++refreshes;
        in_flight_.push_back({request.headers.empty() ? "" : key_of(request), std::move(done), request.body});
    }
    void send(MailMessage message, std::function<void(Result<std::string>)> done) override {
        const std::string key = message.message_id.substr(0, message.message_id.find('@'));
        in_flight_.push_back({key, [done](Result<HttpResponse> r) {
                                  if (!r) return done(r.error());
                                  done(r->status == 200 ? Result<std::string>("250 Ok") : Result<std::string>("451 later"));
                              }, message.body});
    }
    Result<std::string> resolve(const std::string&) const override { return std::string("secret"); }

    /// One of those in flight ends, by chance.
    void end_one() {
        if (in_flight_.empty()) return;
        const std::size_t i = random_.below(in_flight_.size());
        auto one = std::move(in_flight_[i]);
        in_flight_.erase(in_flight_.begin() + static_cast<std::ptrdiff_t>(i));
        const std::uint64_t fate = healthy ? 0 : random_.below(10);
        if (fate < 4 || fate == 4) received.insert(one.key);
        if (fate == 4) return one.done(fail(plimsoll::errors::unavailable, "the answer was lost"));
        if (fate == 5) return one.done(fail(plimsoll::errors::unreachable, "connection refused"));
        if (fate == 6) return one.done(fail(plimsoll::errors::unavailable, "time-out"));
        HttpResponse response;
        response.status = fate < 4 ? 200 : fate == 7 ? 429 : fate == 8 ? 503 : 400;
        if (fate == 7) response.headers["retry-after"] = "20";
        one.done(std::move(response));
    }
    /// The sender is gone: what is on the wire may still arrive, unanswered.
    void lose_answers() {
        for (const auto& one : in_flight_)
            if (random_.below(2) == 0) received.insert(one.key);
        in_flight_.clear();
    }
    [[nodiscard]] bool idle() const { return in_flight_.empty(); }

    std::set<std::string> received;
    bool healthy = false;
    int refreshes = 0;

private:
    static std::string key_of(const HttpRequest& request) {
        const auto it = request.headers.find("webhook-id");
        return it == request.headers.end() ? "" : it->second;
    }
    struct Flight {
        std::string key;
        std::function<void(Result<HttpResponse>)> done;
        std::string body;
    };
    Random& random_;
    std::vector<Flight> in_flight_;
};

class Trial {
public:
    explicit Trial(std::uint64_t seed) : random_(seed), clock_(t0()), world_(random_), engine_(clock_) {
        catalog::Channel mail = hook("mail", 5);
        mail.type = catalog::ChannelType::email;
        mail.to = {"a@b"};
        catalog_ = catalog_of({hook("pager", 3), mail});
        start();
    }

    void disturb(int steps) {
        for (int i = 0; i < steps; ++i) one_thing();
    }

    /// The receiver heals, nothing crashes any more: all that is pending must end.
    void settle() {
        world_.healthy = true;
        for (int i = 0; i < 5000 && pending(); ++i) {
            const Timestamp next = dispatcher_->step();
            engine_.commit();
            world_.end_one();
            engine_.commit();
            if (world_.idle() && next > clock_.now()) clock_.advance(std::min(next - clock_.now(), Duration::minutes(1)));
        }
    }

    void check() {
        std::map<std::string, std::set<std::string>> keys_of_alert;
        for (const auto& [id, page] : engine_.state().pages) {
            EXPECT_TRUE(ended(page.state)) << id << " " << boost::describe::enum_to_string(page.state, "");
            EXPECT_FALSE(page.end.empty()) << id;
            EXPECT_EQ(id, page.page);
            const std::string key = page.merged_into.empty() ? id : page.merged_into;
            if (page.state == PageState::delivered) {
                EXPECT_TRUE(world_.received.contains(key)) << "a receipt for what never arrived: " << id;
            }
            if (page.merged_into.empty() || page.parts.empty()) continue;
            ADD_FAILURE() << "a digest within a digest: " << id;
        }
        for (const std::string& key : world_.received) EXPECT_TRUE(engine_.state().pages.contains(key)) << "a key that no page has: " << key;
        for (const auto& [id, page] : engine_.state().pages)
            EXPECT_FALSE(!page.merged_into.empty() && world_.received.contains(id)) << "two keys for one page: " << id;
        EXPECT_EQ(json::encode(engine_.refolded()), json::encode(engine_.state())) << "the fold of the log is the state";
    }

    void count(std::map<std::string, int>& seen) const {
        for (const auto& [id, page] : engine_.state().pages) {
            ++seen[page.state == PageState::dropped ? page.end : boost::describe::enum_to_string(page.state, "")];
            ++seen[boost::describe::enum_to_string(page.reason, "")];
            if (page.attempts > 1) ++seen["several attempts"];
        }
        for (const log::NewEvent& row : engine_.rows())
            if (row.body.find("the server stopped") != std::string::npos) ++seen["taken up again"];
    }

private:
    void start() {
        dispatcher_ = std::make_unique<Dispatcher>(
            Ports{engine_.engine(), [this](std::uint64_t seq, std::function<void(Result<>)> done) { engine_.when_durable(seq, std::move(done)); },
                  [this](const std::string& name) -> std::optional<catalog::Channel> { return catalog_.channels.at(name); }, world_, world_,
                  world_, clock_, random_, metrics_},
            DispatcherSettings{});
    }

    void crash() {
        dispatcher_.reset();
        world_.lose_answers();
        engine_.crash();
        start();
    }

    void one_thing() {
        switch (random_.below(12)) {
            case 0: return fire();
            case 1: return resolve_one();
            case 2: return crash();
            case 3: case 4: return engine_.commit();
            case 5: case 6: return world_.end_one();
            case 7:
                // Rarely hours, so that repeats come due.
                return clock_.advance(Duration::ms(static_cast<std::int64_t>(random_.below(random_.below(40) == 0 ? 18'000'000 : 40'000))));
            case 8:
                if (random_.below(10) == 0) acknowledge_one();
                return;
            default: dispatcher_->step();
        }
    }

    /// The alert and its pages are one append, durable together, as the engine of the server does.
    void fire() {
        const auto e = fired("checkout/rule/" + std::to_string(++alerts_), {"pager", "mail"});
        engine_.append(pages_for(engine_.state(), e, catalog_), {clock_.now(), "system"});
        if (random_.below(2) == 0) engine_.commit();
    }

    [[nodiscard]] std::string some_alert() {
        const auto& alerts = engine_.state().alerts;
        if (alerts.empty()) return "";
        return std::next(alerts.begin(), static_cast<std::ptrdiff_t>(random_.below(alerts.size())))->first;
    }
    void resolve_one() {
        if (const std::string alert = some_alert(); !alert.empty())
            engine_.append(pages_for(engine_.state(), resolved(alert)), {clock_.now(), "system"});
    }
    void acknowledge_one() {
        const std::string alert = some_alert();
        if (alert.empty() || !open(engine_.state(), alert)) return;
        ASSERT_TRUE(engine_.engine().submit({"person:1", {}}, Acknowledge{alert}));
    }
    [[nodiscard]] bool pending() const {
        for (const auto& [id, page] : engine_.state().pages)
            if (!ended(page.state)) return true;
        return !world_.idle();
    }

    SeededRandom random_;
    ManualClock clock_;
    Metrics metrics_;
    World world_;
    FakeEngine engine_;
    catalog::Catalog catalog_;
    std::unique_ptr<Dispatcher> dispatcher_;
    int alerts_ = 0;
};

TEST(Simulation, WhateverFailsAndWheneverItDiesEveryPageEndsAndNoneHasTwoKeys) {
    const char* wanted = std::getenv("PLIMSOLL_SEEDS");
    const int seeds = wanted == nullptr ? 40 : std::atoi(wanted);
    std::map<std::string, int> seen;
    for (int seed = 1; seed <= seeds; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Trial run(static_cast<std::uint64_t>(seed));
        run.disturb(600);
        run.settle();
        run.check();
        run.count(seen);
        if (::testing::Test::HasFailure()) return;
    }
    // A simulation that never gets into trouble proves nothing.
    for (const char* what : {"delivered", "dead_lettered", "alert_over", "acknowledged", "never_told", "digest", "repeat", "resolved",
                             "taken up again", "several attempts"})
        EXPECT_GT(seen[what], 0) << what;
}

}  // namespace
}  // namespace plimsoll::paging
