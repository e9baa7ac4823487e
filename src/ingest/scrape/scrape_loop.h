// scrape_loop.h: when each target is scraped, and what becomes of its answer: the work of Scrapes, step by step.
//
// Order      a target is due every interval, at an offset by the hash of its URL; one that is still being fetched or whose page
//            still waits for the ledger when it is due again is passed over, and a page that waits then is dropped.
// Waiting    no target waits for another, but for a place among 64 requests.
// Refused    a delivery that is answered 503 is given again each second until its target is due again.
// Threads    step() and apply() on one thread; answers arrive on any and are taken up by the next step.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "ingest/scrape/scrapes.h"
#include "ingest/scrape/target_series.h"
#include "ingest/scrape/targets.h"

namespace plimsoll::ingest::scrape {

class ScrapeLoop {
public:
    static constexpr std::size_t kInFlight = 64;
    static constexpr std::size_t kPageBytes = 16 << 20;

    struct Ports {
        HttpClient& http;
        std::function<void(Delivery, std::function<void(Result<DeliveryOutcome>)>)> deliver;  ///< Intake::deliver
        const SecretSource& secrets;
        SourceBook& book;
        Metrics& metrics;
        std::function<void()> wake;  ///< an answer is there; any thread
    };
    explicit ScrapeLoop(Ports ports);
    ~ScrapeLoop();

    void apply(const std::vector<Settings>& jobs, Timestamp now);
    /// Takes up what arrived, and asks those that are due. Returns when the next is.
    Timestamp step(Timestamp now);

private:
    struct Job;
    struct One;
    struct Inbox;

    void take_answers(Timestamp now);
    void refresh(Job& job, Timestamp now);
    void ask(const std::shared_ptr<One>& one, Timestamp now);
    Result<HttpRequest> request_of(const Job& job, const Target& target) const;
    void page_came(One& one, Result<HttpResponse> answer);
    static Result<std::vector<PageSample>> page_of(const One& one, const HttpResponse& answer, std::string& unpacked);
    void deliver(const std::shared_ptr<One>& one);
    void delivered(One& one, Result<DeliveryOutcome> outcome, Timestamp now);
    void tell(Job& job);
    static Timestamp next_due(const One& one, Timestamp after);

    const Ports ports_;
    Counter& pages_;
    Counter& failures_;
    std::shared_ptr<Inbox> inbox_;  ///< outlives this in the hands of those that will answer
    std::map<std::string, std::unique_ptr<Job>> jobs_;
    std::size_t in_flight_ = 0;
};

}  // namespace plimsoll::ingest::scrape
