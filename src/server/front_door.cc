#include "server/front_door.h"

#include <spdlog/spdlog.h>

#include <future>

#include "http/problem.h"
#include "server/server.h"

namespace plimsoll::server {

namespace {

constexpr Duration kTending = Duration::minutes(1);

Result<> wait_durable(log::Log& log, log::Seq seq) {
    std::promise<Result<>> told;
    log.when_durable(seq, [&](Result<> outcome) { told.set_value(std::move(outcome)); });
    return told.get_future().get();
}

}  // namespace

Result<std::unique_ptr<FrontDoor>> FrontDoor::open(FrontDoorPorts ports) {
    std::unique_ptr<FrontDoor> door(new FrontDoor(ports));
    TRY_ASSIGN(door->accounts_, VaultAccounts::open(*ports.vault));
    access::DeskPorts desk;
    desk.engine = door->engine("api");
    desk.accounts = door->accounts_.get();
    desk.authenticator = ports.authenticator;
    desk.random = ports.random;
    desk.hash_thread = [loop = &door->hashing_](std::function<void()> work) { return loop->post(std::move(work)); };
    desk.slowed = [](const Error& error, Duration retry_after) { return http::problem(error, retry_after); };
    desk.secure_cookie = ports.secure_cookie;
    desk.open = ports.open;
    door->desk_ = std::make_shared<access::Desk>(std::move(desk), ports.cost);
    return door;
}

api::Engine<access::State, access::Command> FrontDoor::engine(const std::string& source) {
    return {[this](const std::function<void(const access::State&)>& look) {
                return ports_.engine->read([&](const World& world) { look(world.access); });
            },
            [this, source](const api::Actor& actor, access::Command command) {
                auto seq = ports_.engine->submit(actor.id, source, command);
                if (seq) publish();
                return seq;
            }};
}

void FrontDoor::publish() {
    const std::lock_guard lock(publishing_);
    const Timestamp now = ports_.clock->now();
    ports_.engine->read([&](const World& world) { ports_.authenticator->publish(world.access, now); });
}

std::vector<api::Route> FrontDoor::rows() { return access::people_routes(desk_); }

Result<> FrontDoor::forget_strangers() {
    std::vector<std::string> strangers = accounts_->people();
    ports_.engine->read([&](const World& world) {
        std::erase_if(strangers, [&](const std::string& id) { return world.access.people.contains(id); });
    });
    for (const std::string& id : strangers) TRY(accounts_->forget(id, ports_.clock->now()));
    return {};
}

Result<> FrontDoor::prepare(const std::optional<FirstPerson>& first) {
    TRY(forget_strangers());
    bool nobody = false;
    bool has_admin = false;
    const log::Seq seen = ports_.engine->read([&](const World& world) {
        nobody = world.access.people.empty();
        has_admin = world.access.has_admin();
    });
    publish();
    if (has_admin) return {};
    log::Seq seq = seen;
    if (nobody && first) {
        TRY_ASSIGN(seq, desk_->add_first(first->name, first->display_name, first->password, ports_.clock->now()));
        return wait_durable(*ports_.log, seq);
    }
    const access::TokenText code = access::draw(*ports_.random);
    const access::IssueSetupCode issue{{code.id, access::secret_hash(code.secret)}};
    TRY_ASSIGN(seq, ports_.engine->submit("system", "cli", access::Command(issue)));
    TRY(wait_durable(*ports_.log, seq));
    setup_path_ = "/setup#" + access::format(code, access::SecretKind::code);
    return {};
}

Duty FrontDoor::duty() {
    return {"sign-in", [this] { return next_tending_; }, [this](Timestamp now) { tend(now); }};
}

void FrontDoor::tend(Timestamp now) {
    next_tending_ = now + kTending;
    if (auto done = desk_->tend(now); !done) spdlog::warn("sessions that ended, or failed sign-ins, were not noted: {}", done.error().sentence());
    publish();
}

void FrontDoor::stop() {
    hashing_.stop();
    if (desk_ && !ports_.log->failed()) tend(ports_.clock->now());
}

}  // namespace plimsoll::server
