#include "ingest/pull/engine.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/scaled_clock.h"

namespace plimsoll::ingest::pull {
namespace {

constexpr Duration kIdle = Duration::seconds(1);
constexpr Duration kNothingToPull = Duration::hours(1);  // what is applied wakes it

}  // namespace

Engine::Engine(Ports ports) : ports_(std::move(ports)) {}

void Engine::apply(std::vector<Source> sources) {
    {
        // From here on an SLO that is to be filled counts as being filled, so that it is not judged before its first turn.
        const std::lock_guard lock(shown_mutex_);
        std::map<std::string, Filling> filling;
        for (const Source& source : sources) {
            const auto before = sources_.find(source.name);
            std::unordered_map<std::string_view, const PulledSli*> known;
            if (before != sources_.end())
                for (const PulledSli& sli : before->second.slis) known.emplace(sli.slo, &sli);
            for (const PulledSli& sli : source.slis) {
                const auto old = known.find(sli.slo);
                const bool same = old != known.end() && *old->second == sli;
                const auto shown = filling_.find(sli.slo);
                filling[sli.slo] = same && shown != filling_.end() ? shown->second : Filling{source.back_fill, source.back_fill ? 0.0 : 1.0, {}};
            }
        }
        filling_ = std::move(filling);
        sources_.clear();
        for (const Source& source : sources) sources_.emplace(source.name, source);
    }
    {
        const std::lock_guard lock(mailbox_->mutex);
        mailbox_->wanted = std::move(sources);
    }
    mailbox_->changed.notify_all();
}

void Engine::take(std::vector<Source> sources) {
    std::map<std::string, std::shared_ptr<Puller>> next;
    for (Source& source : sources) {
        const auto before = pullers_.find(source.name);
        if (before != pullers_.end() && before->second->source() == source) {
            next.emplace(source.name, before->second);
            continue;
        }
        PullerPorts ports{ports_,
                          [mailbox = mailbox_](std::function<void()> letter) {
                              {
                                  const std::lock_guard lock(mailbox->mutex);
                                  mailbox->mail.push_back(std::move(letter));
                              }
                              mailbox->changed.notify_all();
                          },
                          [this](const std::string& slo, const Filling& filling) {
                              const std::lock_guard lock(shown_mutex_);
                              if (const auto found = filling_.find(slo); found != filling_.end()) found->second = filling;
                          }};
        std::string name = source.name;
        auto puller = std::make_shared<Puller>(std::move(source), std::move(ports));
        if (before != pullers_.end()) puller->inherit(*before->second);
        next.emplace(std::move(name), std::move(puller));
    }
    pullers_ = std::move(next);
}

Duration Engine::turn() {
    std::deque<std::function<void()>> mail;
    std::optional<std::vector<Source>> wanted;
    {
        const std::lock_guard lock(mailbox_->mutex);
        mail.swap(mailbox_->mail);
        wanted = std::exchange(mailbox_->wanted, std::nullopt);
    }
    for (const auto& letter : mail) letter();
    if (wanted) take(std::move(*wanted));
    Duration again = ports_.clock.monotonic() + (pullers_.empty() ? kNothingToPull : kIdle);
    for (const auto& [name, puller] : pullers_) again = std::min(again, puller->step());
    return again;
}

bool Engine::wait(Duration until) {
    std::unique_lock lock(mailbox_->mutex);
    const Duration rest = std::max(Duration::ms(1), until - ports_.clock.monotonic());
    mailbox_->changed.wait_for(lock, machine_time(ports_.clock, rest),
                               [&] { return mailbox_->stopping || !mailbox_->mail.empty() || mailbox_->wanted.has_value(); });
    return !mailbox_->stopping;
}

void Engine::stop() {
    {
        const std::lock_guard lock(mailbox_->mutex);
        mailbox_->stopping = true;
    }
    mailbox_->changed.notify_all();
}

int Engine::outstanding() const {
    int out = 0;
    for (const auto& [name, puller] : pullers_) out += puller->outstanding();
    return out;
}

std::optional<Filling> Engine::filling(const std::string& slo) const {
    const std::lock_guard lock(shown_mutex_);
    const auto found = filling_.find(slo);
    return found == filling_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Source> Engine::source(const std::string& name) const {
    const std::lock_guard lock(shown_mutex_);
    const auto found = sources_.find(name);
    return found == sources_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace plimsoll::ingest::pull
