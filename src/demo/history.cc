#include "demo/history.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include "base/json.h"
#include "domain/catalog/replies.h"

namespace plimsoll::demo {
namespace {

constexpr Duration kHour = Duration::hours(1);
constexpr int kSenders = 2;
constexpr std::size_t kHoursARequest = 90;

using Versions = std::map<std::string, std::string>;

Result<Versions> versions_of(const Caller& server) {
    TRY_ASSIGN(const std::string body, server.get("/api/v1/catalog/objects?kind=SLO&limit=500"));
    TRY_ASSIGN(const auto objects, json::decode<catalog::ObjectList>(body));
    Versions versions;
    for (const catalog::CatalogObject& object : objects.items) {
        if (object.slo) versions[object.slo->name] = object.slo->sli_version;
    }
    return versions;
}

struct Work {
    const CompanyService* service;
    const PromisedSlo* slo;
    std::string name;  ///< the SLO's, or that of another promise on its events
};

/// Takes SLOs until none is left or one failed.
class Senders {
public:
    Senders(const Caller& server, const Counts& counts, const Versions& versions,
            const ImportProgress& progress)
        : server_(server), counts_(counts), versions_(versions), progress_(progress), newest_(counts.founded().floor(kHour)),
          oldest_((counts.founded() - kPast).floor(kHour)) {
        for (const CompanyService& service : company()) {
            for (const PromisedSlo& slo : service.slos) {
                work_.push_back({&service, &slo, slo.name});
                for (const OtherPromise& other : slo.also) work_.push_back({&service, &slo, other.name});
            }
        }
        all_ = work_.size() * static_cast<std::uint64_t>((newest_ - oldest_) / kHour + 1);
    }

    Result<std::int64_t> run() {
        std::vector<std::thread> threads;
        for (int i = 0; i < kSenders; ++i) threads.emplace_back([this] { take(); });
        for (std::thread& thread : threads) thread.join();
        if (error_) return *std::move(error_);
        return filled_.load();
    }

private:
    void take() {
        for (std::size_t mine = next_++; mine < work_.size() && !failed_; mine = next_++) {
            if (auto sent = send(work_[mine]); !sent) note(std::move(sent).error());
        }
    }
    void note(Error error) {
        const std::lock_guard lock(mutex_);
        if (!failed_.exchange(true)) error_ = std::move(error);
    }
    Result<> send(const Work& work) {
        const auto version = versions_.find(work.name);
        if (version == versions_.end()) return {};  // its owner took the SLO out of the catalogue
        server::ImportRequest request{work.name, version->second, {}};
        for (Timestamp hour = newest_; hour >= oldest_ && !failed_; hour = hour - kHour) {
            request.hours.push_back(hour_of(counts_, *work.service, *work.slo, hour));
            if (request.hours.size() == kHoursARequest || hour == oldest_) TRY(flush(request));
        }
        return {};
    }
    Result<> flush(server::ImportRequest& request) {
        TRY_ASSIGN(const std::string body, server_.post("/api/v1/import/slots", json::encode(request)));
        TRY_ASSIGN(const auto reply, json::decode<server::ImportReply>(body));
        filled_ += reply.filled;
        const std::uint64_t done = done_ += request.hours.size();
        request.hours.clear();
        return progress_(done, all_);
    }

    const Caller& server_;
    const Counts& counts_;
    const Versions& versions_;
    const ImportProgress& progress_;
    const Timestamp newest_;
    const Timestamp oldest_;
    std::vector<Work> work_;
    std::uint64_t all_ = 0;
    std::atomic<std::size_t> next_{0};
    std::atomic<std::uint64_t> done_{0};
    std::atomic<std::int64_t> filled_{0};
    std::atomic<bool> failed_{false};
    std::mutex mutex_;
    std::optional<Error> error_;  // guarded by mutex_ until the threads have ended
};

}  // namespace

server::ImportHour hour_of(const Counts& counts, const CompanyService& service, const PromisedSlo& slo, Timestamp hour) {
    server::ImportHour out{hour, {}};
    const Timestamp live_from = slo.stops ? counts.founded() - kFeedBegins : counts.founded();
    const Timestamp end = std::min(hour + kHour, live_from);
    const Timestamp first = counts.founded() - kPast;
    for (Timestamp at = hour; at < end; at = at + ledger::kStep) {
        if (at < first) continue;
        const ledger::Slot slot = counts.together(service, slo, at);
        if (slot.measured > 0) out.slots.push_back({(at - hour) / ledger::kStep, slot.valid, slot.bad, slot.reporting, slot.live});
    }
    return out;
}

Result<std::int64_t> import_past(const Caller& server, const Counts& counts, const ImportProgress& progress) {
    TRY_ASSIGN(const Versions versions, versions_of(server));
    return Senders(server, counts, versions, progress).run();
}

}  // namespace plimsoll::demo
