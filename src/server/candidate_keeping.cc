#include "server/candidate_keeping.h"

#include <future>

#include "domain/hiring/copy_routes.h"
#include "domain/hiring/fairness_routes.h"
#include "domain/hiring/keeping_routes.h"
#include "http/problem.h"
#include "server/request_rate.h"

namespace plimsoll::server {

namespace {

constexpr std::size_t kMostEvents = 1u << 20;  ///< of one candidate

std::function<Result<>(std::uint64_t)> durable(log::Log& log) {
    return [&log](std::uint64_t seq) {
        std::promise<Result<>> told;
        log.when_durable(seq, [&](Result<> outcome) { told.set_value(std::move(outcome)); });
        return told.get_future().get();
    };
}

std::shared_ptr<const hiring::KeepingPorts> keeping_ports(const CandidateKeeping& parts) {
    auto out = std::make_shared<hiring::KeepingPorts>();
    out->hiring = parts.hiring;
    out->durable = durable(parts.log);
    out->finish = [&erasures = parts.erasures](const std::string& candidate, Timestamp at) { return erasures.finish(candidate, at); };
    out->finished_at = [&erasures = parts.erasures](const std::string& candidate) { return erasures.finished_at(candidate); };
    out->read_candidate = [&log = parts.log](const std::string& candidate, const std::function<bool(const log::Event&)>& each) {
        return log.read_stream("candidate/" + candidate, 1, kMostEvents, each);
    };
    return out;
}

std::shared_ptr<const hiring::CopyPorts> copy_ports(const CandidateKeeping& parts) {
    auto out = std::make_shared<hiring::CopyPorts>();
    out->hiring = parts.hiring;
    out->ratings = parts.ratings;
    out->random = &parts.random;
    out->durable = durable(parts.log);
    out->pace = [rate = std::make_shared<RequestRate>(kCopyRequestsPerHour)](const std::string& link, Timestamp at) { return rate->take(link, at); };
    out->slowed = [](const Error& error, Duration retry_after) { return http::problem(error, retry_after); };
    return out;
}

std::shared_ptr<const hiring::FairnessPorts> fairness_ports(const CandidateKeeping& parts, std::shared_ptr<const hiring::CopyPorts> copies) {
    auto out = std::make_shared<hiring::FairnessPorts>();
    out->copies = std::move(copies);
    out->attributes = [shelf = parts.hiring.shelf] { return shelf()->attributes; };
    out->declare = [&declared = parts.declared](const hiring::DeclaredRow& row) { return declared.declare(row); };
    out->withdraw = [&declared = parts.declared](const std::string& application) { return declared.withdraw(application); };
    out->of = [&declared = parts.declared](const std::string& application) { return declared.of(application); };
    out->all = [&declared = parts.declared] { return declared.all(); };
    return out;
}

}  // namespace

std::vector<api::Route> candidate_keeping_routes(const CandidateKeeping& parts) {
    const std::shared_ptr<const hiring::CopyPorts> copies = copy_ports(parts);
    std::vector<api::Route> out = hiring::keeping_routes(keeping_ports(parts));
    for (api::Route& row : hiring::copy_routes(copies)) out.push_back(std::move(row));
    for (api::Route& row : hiring::fairness_routes(fairness_ports(parts, copies))) out.push_back(std::move(row));
    return out;
}

}  // namespace plimsoll::server
