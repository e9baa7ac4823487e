// backtest_command.cc: `plimsoll slo backtest`: asks the server, or reads a past that lies elsewhere and replays it here.
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "base/json.h"
#include "base/text.h"
#include "cli/backtest_print.h"
#include "cli/backtest_question.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "domain/backtest/backtest.h"
#include "domain/backtest/report.h"
#include "domain/backtest/words.h"
#include "domain/catalog/replies.h"
#include "domain/slo/views.h"
#include "egress/curl_client.h"
#include "egress/secrets.h"
#include "log/files.h"
#include "server/past.h"
#include "server/version.h"

namespace plimsoll::cli {

namespace {

using backtest::Backtest;

constexpr Duration kPatience = Duration::minutes(10);  ///< for the server's answer about one SLO
constexpr Duration kAskedOfSource = Duration::days(90);

/// A bar of its own for everything that takes time.
class Steps {
public:
    void at(const std::string& doing, std::uint64_t done, std::uint64_t of) {
        if (!bar_ || doing != doing_) bar_.emplace(text::printable(doing));
        doing_ = doing;
        bar_->at(done, of);
    }
    void end() { bar_.reset(); }

private:
    std::string doing_;
    std::optional<Progress> bar_;
};

/// While it lives, a signal that ends the process takes the copies of pasts with it, which may be large.
class EndsClean {
public:
    EndsClean() {
        sigemptyset(&signals_);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals_, signal);
        pthread_sigmask(SIG_BLOCK, &signals_, &before_);  // the threads that begin from here on leave them to the watcher
        watcher_ = std::thread([this] {
            int signal = 0;
            while (sigwait(&signals_, &signal) != 0) {
            }
            if (over_) return;
            server::remove_pasts();
            ::_exit(128 + signal);
        });
    }
    ~EndsClean() {
        over_ = true;
        pthread_kill(watcher_.native_handle(), SIGTERM);
        watcher_.join();
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    EndsClean(const EndsClean&) = delete;
    EndsClean& operator=(const EndsClean&) = delete;

private:
    sigset_t signals_{};
    sigset_t before_{};
    std::atomic<bool> over_{false};
    std::thread watcher_;
};

/// What became of the SLOs that were asked for.
struct Outcome {
    std::vector<Backtest> made;
    bool several = false;  ///< were asked for
    int code = kOk;
    void take(Result<Backtest> one) {
        if (one) {
            made.push_back(std::move(*one));
        } else {
            code = std::max(code, report(one.error()));
        }
    }
};

/// The SLOs that are meant: the one that was named (or all that its document makes), else all of the file's.
Result<std::vector<std::string>> names_in(const catalog::Catalog& catalog, const std::string& named) {
    std::vector<std::string> out;
    for (const auto& [name, slo] : catalog.slos) {
        if (named.empty() ? slo.group_of.empty() : name == named || slo.document == named) out.push_back(name);
    }
    if (std::find(out.begin(), out.end(), named) != out.end()) return std::vector{named};
    if (out.empty()) return fail(plimsoll::errors::not_found, named.empty() ? "it holds no SLO" : "SLO " + named);
    return out;
}

// --- by the server

/// For the rules that --factor changes.
Result<std::vector<catalog::BurnRule>> rules_of(const Session& session, const BacktestOptions& options, const std::string& name, const catalog::Catalog* drafts) {
    if (options.factors.empty()) return std::vector<catalog::BurnRule>{};
    if (drafts != nullptr && drafts->slos.contains(name)) return drafts->slos.at(name).rules;
    TRY_ASSIGN(const auto detail, fetch<slo::SloDetail>(session, "/api/v1/slos/" + encoded(name)));
    return detail.definition.rules;
}

Result<Backtest> ask(const Session& session, backtest::BacktestRequest question, const BacktestOptions& options, const std::string& name, const catalog::Catalog* drafts) {
    TRY_ASSIGN(const auto rules, rules_of(session, options, name, drafts));
    TRY_ASSIGN(question.variants, variants_of(options, rules));
    question.slo = name;
    TRY_ASSIGN(const std::string body, session.post("/api/v1/slos/backtest", json::encode(question)));
    return json::decode<Backtest>(body);
}

Result<Outcome> by_server(const Common& common, const BacktestOptions& options, backtest::BacktestRequest question, const std::optional<Drafts>& drafts) {
    Session session(common);
    session.allow(kPatience);
    std::vector<std::string> names{drafts ? options.slo : options.what};
    const catalog::Catalog* catalog = nullptr;
    if (drafts) {
        question.text = drafts->text;
        // What refers to the server's catalogue is read there: then the text must make one SLO, or --slo name it.
        if (drafts->reading.errors.empty()) {
            catalog = &drafts->reading.catalog;
            TRY_ASSIGN(names, names_in(*catalog, options.slo));
        }
    }
    Outcome out;
    out.several = names.size() > 1;
    Steps steps;
    for (std::size_t i = 0; i < names.size(); ++i) {
        steps.at("replaying " + (names[i].empty() ? options.what : names[i]), i, names.size());
        auto one = ask(session, question, options, names[i], catalog);
        steps.end();
        out.take(std::move(one));
    }
    return out;
}

// --- here

/// Every object of a kind that the server's catalogue has.
Result<catalog::Catalog> servers_catalog(const Common& common) {
    const Session session(common);
    catalog::Catalog out;
    for (const char* kind : {"SLO", "DataSource", "Service"}) {
        std::string cursor;
        do {
            TRY_ASSIGN(auto page, fetch<catalog::ObjectList>(session, fmt::format("/api/v1/catalog/objects?kind={}&limit=500{}", kind,
                                                                                  cursor.empty() ? "" : "&cursor=" + encoded(cursor))));
            for (catalog::CatalogObject& object : page.items) {
                if (object.slo) out.slos.emplace(object.slo->name, *object.slo);
                if (object.data_source) out.data_sources.emplace(object.name, *object.data_source);
                if (object.service) out.services.emplace(object.name, *object.service);
            }
            cursor = page.next_cursor;
        } while (!cursor.empty());
    }
    return out;
}

Result<catalog::DataSource> source_named(const Common& common, const std::string& name, const catalog::Catalog& drafts) {
    if (name.find("://") != std::string::npos) return server::source_at(name);
    const auto pick = [&](const catalog::Catalog& catalog) -> std::optional<catalog::DataSource> {
        const auto found = catalog.data_sources.find(name);
        if (found == catalog.data_sources.end() || !found->second.pull) return std::nullopt;
        return found->second;
    };
    if (auto own = pick(drafts)) return *std::move(own);
    TRY_ASSIGN(const catalog::Catalog servers, servers_catalog(common));
    if (auto theirs = pick(servers)) return *std::move(theirs);
    return fail(plimsoll::errors::not_found, "a DataSource \"" + name + "\" that is asked for counts; give its name or a URL");
}

Result<server::CountedPast> from_source(const Common& common, const BacktestOptions& options, const backtest::BacktestRequest& question, const catalog::Catalog& drafts,
                                        const std::string& named, const server::PastProgress& progress) {
    TRY_ASSIGN(const catalog::DataSource source, source_named(common, options.source, drafts));
    TRY_ASSIGN(const auto names, names_in(drafts, named));
    const SystemClock clock;
    // The newest step that the source has for sure, less the one that is live to whoever asks.
    const Timestamp newest = (clock.now() - source.pull->delay).floor(source.pull->step) - source.pull->step;
    const Timestamp end = std::min(question.to.value_or(newest), newest);
    const Timestamp start = question.from.value_or(end - kAskedOfSource);
    if (start >= end) return fail(plimsoll::errors::invalid, "the command line", {{"--from", "lies in the future", "give a range of the past"}});
    egress::CurlClient http({"plimsoll/" + std::string(server::kVersion), {}, 64, 10'000});
    const egress::EnvFileSecrets secrets;
    SystemRandom random;
    return server::past_of_source({http, secrets, random, clock}, {source, {start, end}, {names.begin(), names.end()}}, drafts, progress);
}

Result<server::CountedPast> past_for(const Common& common, const BacktestOptions& options, const backtest::BacktestRequest& question, std::optional<Drafts>& drafts,
                                     const std::string& named, const server::PastProgress& progress) {
    std::shared_ptr<const catalog::Catalog> catalog;
    if (drafts) {
        TRY_ASSIGN(catalog, catalog_of(std::move(*drafts)));
    }
    if (!options.data.empty() && server::is_data_folder(options.data)) return server::past_of_data(options.data, catalog, progress);
    if (!catalog) {
        TRY_ASSIGN(auto servers, servers_catalog(common));
        catalog = std::make_shared<const catalog::Catalog>(std::move(servers));
    }
    if (!options.data.empty()) return server::past_of_text(options.data, *catalog, progress);
    return from_source(common, options, question, *catalog, named, progress);
}

Result<Backtest> replay_here(const server::CountedPast& past, backtest::BacktestRequest question, const BacktestOptions& options, const std::string& name, Steps& steps) {
    const catalog::Slo& slo = past.catalog->slos.at(name);
    TRY_ASSIGN(question.variants, variants_of(options, slo.rules));
    question.slo = name;
    const auto progress = [&](std::int64_t done, std::int64_t of) {
        steps.at("replaying " + name, static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(of));
        return true;
    };
    TRY_ASSIGN(Backtest out, backtest::backtest({*past.catalog, *past.counts, progress}, slo, question));
    for (const std::string& caveat : past.caveats) {
        const bool of_another = std::any_of(past.catalog->slos.begin(), past.catalog->slos.end(),
                                            [&](const auto& other) { return other.first != name && caveat.starts_with(other.first + ": "); });
        if (!of_another) out.caveats.push_back(caveat);
    }
    return out;
}

Result<Outcome> here(const Common& common, const BacktestOptions& options, const backtest::BacktestRequest& question, std::optional<Drafts> drafts) {
    const EndsClean ends_clean;
    Steps steps;
    const std::string named = drafts ? options.slo : options.what;
    auto past = past_for(common, options, question, drafts, named, [&](const std::string& doing, std::uint64_t done, std::uint64_t of) { steps.at(doing, done, of); });
    steps.end();
    if (!past) return std::move(past).error();
    TRY_ASSIGN(const auto names, names_in(*past->catalog, named));
    Outcome out;
    out.several = names.size() > 1;
    for (const std::string& name : names) {
        auto one = replay_here(*past, question, options, name, steps);
        steps.end();
        out.take(std::move(one));
    }
    return out;
}

std::string json_of(const std::vector<Backtest>& made, bool several) {
    if (!several && made.size() == 1) return json::encode(made.front());
    std::string out = "[";
    for (const Backtest& one : made) out += (out.size() > 1 ? "," : "") + json::encode(one);
    return out + "]";
}

int show(const Common& common, const BacktestOptions& options, const Outcome& outcome) {
    if (!options.report.empty() && !outcome.made.empty()) {
        const std::string made = fmt::format("plimsoll {}, {} UTC", server::kVersion, backtest::minute_words(SystemClock().now()));
        if (auto written = log::replace_file(options.report, backtest::html_report(outcome.made, made)); !written) return report(written.error());
        fmt::print(stderr, "report: {}\n", options.report);
    }
    if (common.json) {
        if (!outcome.made.empty()) print_json(json_of(outcome.made, outcome.several));
        return outcome.code;
    }
    const Terminal terminal(stdout);
    for (std::size_t i = 0; i < outcome.made.size(); ++i) fmt::print("{}{}", i > 0 ? "\n" : "", backtest_text(outcome.made[i], terminal));
    return outcome.code;
}

}  // namespace

int slo_backtest(const Common& common, const BacktestOptions& options) {
    auto question = question_of(options, SystemClock().now());
    if (!question) return report(question.error());
    std::error_code ec;
    std::optional<Drafts> drafts;
    if (std::filesystem::exists(options.what, ec)) {
        auto read = drafts_of(options.what);
        if (!read) return report(read.error());
        drafts = std::move(*read);
    }
    const bool by_itself = !options.data.empty() || !options.source.empty();
    auto outcome = by_itself ? here(common, options, *question, std::move(drafts)) : by_server(common, options, *question, drafts);
    if (!outcome) return report(outcome.error());
    return show(common, options, *outcome);
}

}  // namespace plimsoll::cli
