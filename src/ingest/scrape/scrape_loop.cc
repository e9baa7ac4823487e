#include "ingest/scrape/scrape_loop.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <utility>

#include "base/crypto.h"
#include "base/text.h"
#include "ingest/scrape/gzip_body.h"
#include "ingest/write_answer.h"

namespace plimsoll::ingest::scrape {
namespace {

constexpr Duration kFileEvery = Duration::seconds(5);
constexpr Duration kAgain = Duration::seconds(1);
constexpr const char* kKind = "scrape";

std::string key_of(const Target& target) {
    std::string out = target.url;
    for (const auto& [name, value] : target.labels) out += '\0' + name + '\0' + value;
    return out;
}

}  // namespace

/// A target and how far its scrape is.
struct ScrapeLoop::One {
    enum class State { idle, asked, delivering };

    Job* job = nullptr;  ///< nullptr: it is a target no more
    Target target;
    TargetSeries series;
    Duration offset;
    Timestamp due;
    State state = State::idle;
    Timestamp asked;
    Duration took;
    std::shared_ptr<const Delivery> page;  ///< until it is taken
    std::uint64_t bytes = 0;
    Timestamp again = Timestamp::max();  ///< when the page is given once more
    std::string failure;                 ///< of the last scrape; empty: it went well
    std::string refusal;                 ///< why samples of the last page will never be good; empty: all were

    One(Job* of, Target t) : job(of), target(std::move(t)), series(target.labels) {}
};

struct ScrapeLoop::Job {
    Settings settings;
    Targets targets;
    Timestamp look_at_file = Timestamp::min();
    std::string file_problem;
    bool listed = false;  ///< by_key holds what `targets` says
    std::map<std::string, std::shared_ptr<One>> by_key;

    explicit Job(const Settings& s) : settings(s), targets(s) {}
};

/// What other threads bring.
struct ScrapeLoop::Inbox {
    struct Answer {
        std::shared_ptr<One> one;
        Result<HttpResponse> response;
    };
    struct Taken {
        std::shared_ptr<One> one;
        Result<DeliveryOutcome> outcome;
    };
    std::mutex mutex;
    std::vector<Answer> answers;
    std::vector<Taken> taken;
    std::function<void()> wake;  ///< empty once the loop is gone

    template <class T>
    void put(std::vector<T>& into, T item) {
        const std::lock_guard lock(mutex);
        into.push_back(std::move(item));
        if (wake) wake();
    }
};

ScrapeLoop::ScrapeLoop(Ports ports)
    : ports_(std::move(ports)),
      pages_(ports_.metrics.counter("plimsoll_scrape_pages_total", "Pages of metrics that were fetched and read.")),
      failures_(ports_.metrics.counter("plimsoll_scrape_failures_total", "Pages of metrics that could not be fetched or read.")),
      inbox_(std::make_shared<Inbox>()) {
    inbox_->wake = ports_.wake;
}

ScrapeLoop::~ScrapeLoop() {
    const std::lock_guard lock(inbox_->mutex);
    inbox_->wake = nullptr;
}

Timestamp ScrapeLoop::next_due(const One& one, Timestamp after) {
    const Duration interval = one.job->settings.interval;
    const Timestamp start = (after - one.offset).floor(interval) + one.offset;
    return start + interval;
}

void ScrapeLoop::apply(const std::vector<Settings>& wanted, Timestamp now) {
    std::map<std::string, std::unique_ptr<Job>> jobs;
    for (const Settings& settings : wanted) {
        auto known = jobs_.extract(settings.name);
        if (!known.empty() && known.mapped()->settings == settings) {
            jobs.insert(std::move(known));
            continue;
        }
        auto job = std::make_unique<Job>(settings);
        if (!known.empty()) {
            job->by_key = std::move(known.mapped()->by_key);  // targets that stay keep their series
            for (auto& [key, one] : job->by_key) one->job = job.get();
            refresh(*job, now);
        }
        jobs[settings.name] = std::move(job);
    }
    for (auto& [name, gone] : jobs_) {
        Delivery end{"scrape " + name, {}, now, {}};
        for (auto& [key, one] : gone->by_key) {
            one->job = nullptr;
            for (LabelledSample& sample : one->series.gone(now)) end.samples.push_back(std::move(sample));
        }
        if (!end.samples.empty()) ports_.deliver(std::move(end), [](Result<DeliveryOutcome>) {});
    }
    jobs_ = std::move(jobs);
}

void ScrapeLoop::refresh(Job& job, Timestamp now) {
    if (now < job.look_at_file) return;
    job.look_at_file = now + kFileEvery;
    const auto changed = job.targets.refresh();
    const std::string problem = changed ? std::string() : changed.error().report();
    if (problem != job.file_problem) {
        job.file_problem = problem;
        tell(job);
    }
    if (!changed) return;
    const bool listed = std::exchange(job.listed, true);
    if (!*changed && listed) return;
    std::map<std::string, std::shared_ptr<One>> by_key;
    for (const Target& target : job.targets.all()) {
        const std::string key = key_of(target);
        if (by_key.contains(key)) continue;
        if (auto known = job.by_key.extract(key); !known.empty()) {
            by_key.insert(std::move(known));
            continue;
        }
        auto one = std::make_shared<One>(&job, target);
        const std::uint64_t hash = XXH3_64bits(key.data(), key.size());
        one->offset = Duration::ms(static_cast<std::int64_t>(hash % static_cast<std::uint64_t>(job.settings.interval.in_ms())));
        one->due = next_due(*one, now);
        by_key.emplace(key, std::move(one));
    }
    Delivery end{"scrape " + job.settings.name, {}, now, {}};
    for (auto& [key, one] : job.by_key) {
        one->job = nullptr;
        for (LabelledSample& sample : one->series.gone(now)) end.samples.push_back(std::move(sample));
    }
    if (!end.samples.empty()) ports_.deliver(std::move(end), [](Result<DeliveryOutcome>) {});
    job.by_key = std::move(by_key);
}

Timestamp ScrapeLoop::step(Timestamp now) {
    take_answers(now);
    Timestamp next = Timestamp::max();
    for (auto& [name, job] : jobs_) {
        refresh(*job, now);
        next = std::min(next, job->look_at_file);
        for (auto& [key, one] : job->by_key) {
            if (one->due <= now) {
                if (one->page && one->again != Timestamp::max()) {
                    one->failure = "the ledger did not take the page for a whole interval";
                    one->page.reset();
                    one->again = Timestamp::max();
                    one->state = One::State::idle;
                }
                if (one->state != One::State::idle) {
                    one->due = next_due(*one, now);
                } else if (in_flight_ < kInFlight) {
                    one->due = next_due(*one, now);
                    ask(one, now);
                } else {
                    continue;  // the next answer makes a place, and wakes us
                }
            }
            if (one->again <= now) deliver(one);
            next = std::min({next, one->due, one->again});
        }
    }
    return next;
}

void ScrapeLoop::take_answers(Timestamp now) {
    std::vector<Inbox::Answer> answers;
    std::vector<Inbox::Taken> taken;
    {
        const std::lock_guard lock(inbox_->mutex);
        answers.swap(inbox_->answers);
        taken.swap(inbox_->taken);
    }
    for (Inbox::Answer& answer : answers) {
        --in_flight_;
        if (answer.one->job == nullptr) continue;
        page_came(*answer.one, std::move(answer.response));
        deliver(answer.one);
    }
    for (Inbox::Taken& t : taken) {
        if (t.one->job != nullptr) delivered(*t.one, std::move(t.outcome), now);
    }
}

Result<HttpRequest> ScrapeLoop::request_of(const Job& job, const Target& target) const {
    const Settings& s = job.settings;
    const auto value = [this](const std::string& text) -> Result<std::string> {
        if (!is_secret_reference(text)) return text;
        return ports_.secrets.resolve(text);
    };
    HttpRequest out;
    out.url = target.url;
    out.timeout = std::min(s.timeout, s.interval);
    out.bulkhead = "scrape " + s.name + " " + target.url;
    out.allow_private_addresses = s.allow_private;
    out.ca_file = s.ca_file;
    out.client_cert = s.client_cert;
    out.client_key = s.client_key;
    out.body_limit = kPageBytes;
    out.keep_alive = true;
    out.headers.emplace("Accept", kAccept);
    out.headers.emplace("Accept-Encoding", "gzip");
    out.headers.emplace("X-Prometheus-Scrape-Timeout-Seconds", text::number(out.timeout.in_seconds()));
    for (const auto& [name, reference] : s.headers) {
        TRY_ASSIGN(std::string resolved, value(reference));
        out.headers.emplace(name, std::move(resolved));
    }
    if (!s.token.empty()) {
        TRY_ASSIGN(const std::string token, value(s.token));
        out.headers.emplace("Authorization", "Bearer " + token);
    } else if (!s.user.empty()) {
        TRY_ASSIGN(const std::string user, value(s.user));
        TRY_ASSIGN(const std::string password, value(s.password));
        out.headers.emplace("Authorization", "Basic " + crypto::base64(user + ":" + password));
    }
    return out;
}

void ScrapeLoop::ask(const std::shared_ptr<One>& one, Timestamp now) {
    one->asked = now;
    one->state = One::State::asked;
    ++in_flight_;
    auto request = request_of(*one->job, one->target);
    const std::shared_ptr<Inbox> inbox = inbox_;
    if (!request) return inbox->put(inbox->answers, Inbox::Answer{one, std::move(request).error()});
    ports_.http.send(std::move(*request), [inbox, one](Result<HttpResponse> response) {
        inbox->put(inbox->answers, Inbox::Answer{one, std::move(response)});
    });
}

Result<std::vector<PageSample>> ScrapeLoop::page_of(const One& one, const HttpResponse& answer, std::string& unpacked) {
    if (answer.status != 200) return fail(plimsoll::errors::unavailable, "answered " + std::to_string(answer.status));
    if (answer.cut) return fail(plimsoll::errors::invalid, "the page is longer than 16 MiB");
    const auto header = [&](const char* name) {
        const auto found = answer.headers.find(name);
        return found == answer.headers.end() ? std::string() : found->second;
    };
    TRY_ASSIGN(const TextFormat format, format_of(header("content-type")));
    const std::string encoding = header("content-encoding");
    if (encoding == "gzip") {
        TRY_ASSIGN(unpacked, unpacked_gzip(answer.body, kPageBytes));
        return read_page(unpacked, format, one.target.labels, one.job->settings.sample_limit);
    }
    if (!encoding.empty() && encoding != "identity")
        return fail(plimsoll::errors::invalid, "the page is packed by " + encoding + ", and gzip was asked for");
    return read_page(answer.body, format, one.target.labels, one.job->settings.sample_limit);
}

void ScrapeLoop::page_came(One& one, Result<HttpResponse> answer) {
    one.took = answer ? answer->took : Duration();
    one.bytes = answer ? answer->body.size() : 0;
    std::string unpacked;
    auto page = answer ? page_of(one, *answer, unpacked) : Result<std::vector<PageSample>>(std::move(answer).error());
    one.failure = page ? std::string() : page.error().detail().empty() ? page.error().sentence() : page.error().detail();
    (page ? pages_ : failures_).add();
    Delivery delivery{"scrape " + one.job->settings.name, {}, one.asked, {}};
    delivery.samples = page ? one.series.page(std::move(*page), one.asked, one.took) : one.series.no_page(one.asked, one.took);
    one.page = std::make_shared<const Delivery>(std::move(delivery));
}

void ScrapeLoop::deliver(const std::shared_ptr<One>& one) {
    one->state = One::State::delivering;
    one->again = Timestamp::max();
    const std::shared_ptr<Inbox> inbox = inbox_;
    ports_.deliver(*one->page, [inbox, one](Result<DeliveryOutcome> outcome) {
        inbox->put(inbox->taken, Inbox::Taken{one, std::move(outcome)});
    });
}

void ScrapeLoop::delivered(One& one, Result<DeliveryOutcome> outcome, Timestamp now) {
    Job& job = *one.job;
    if (!outcome && outcome.error().kind().http_status == 503) {
        one.again = now + kAgain;
        return;
    }
    Heard heard;
    one.refusal.clear();
    if (!outcome) {
        one.failure = outcome.error().sentence();
    } else {
        heard.samples = one.page->samples.size();
        heard.bound = outcome->accepted + outcome->duplicates;
        heard.unbound = outcome->unbound;
        heard.refused = outcome->refused.total();
        heard.bytes = one.bytes;
        heard.series = one.page->samples.size();
        heard.latest = one.asked;
        if (heard.refused > 0) {
            const Error refused = refused_error(heard.samples, outcome->refused, outcome->told);
            one.refusal = one.target.url + ": " + refused.detail();
            if (!refused.fields().empty()) one.refusal += ". First: " + refused.fields()[0].where + "; " + refused.fields()[0].remedy;
        }
    }
    one.page.reset();
    one.state = One::State::idle;
    if (outcome && one.failure.empty()) ports_.book.heard(job.settings.name, kKind, job.settings.name, heard);
    tell(job);
}

void ScrapeLoop::tell(Job& job) {
    std::size_t failing = 0;
    std::string first;
    std::string refusal;
    for (const auto& [key, one] : job.by_key) {
        if (refusal.empty()) refusal = one->refusal;
        if (one->failure.empty()) continue;
        if (failing++ == 0) first = one->target.url + ": " + text::printable(one->failure);
    }
    const std::string& name = job.settings.name;
    if (!job.file_problem.empty()) return ports_.book.failed(name, kKind, name, job.file_problem);
    if (failing > 0 && failing == job.by_key.size()) {
        return ports_.book.failed(name, kKind, name, fmt::format("no target shows its page ({}); {}", failing, first));
    }
    if (failing > 0) refusal = fmt::format("{} of {} targets do not show their page; {}", failing, job.by_key.size(), first);
    ports_.book.note(name, kKind, name, std::move(refusal));
}

}  // namespace plimsoll::ingest::scrape
