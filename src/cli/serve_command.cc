// serve_command.cc: `plimsoll serve`: starts the server, waits for signals, stops it.
#include <fmt/format.h>
#include <signal.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "domain/hiring/decide.h"
#include "domain/hiring/retention.h"
#include "server/document_reading.h"
#include "server/match_routes.h"
#include "server/server.h"

namespace plimsoll::cli {

namespace {

Result<server::Settings> settings_of(const ServeOptions& options) {
    server::Settings settings;
    settings.data = options.data;
    settings.catalog = options.catalog;
    settings.kits = options.kits;
    settings.head_key = options.head_key;
    settings.base_url = options.base_url;
    settings.heartbeat_url = options.heartbeat_url;
    TRY_ASSIGN(settings.heartbeat_every, text::parse_duration(options.heartbeat_every));
    settings.open_write_on_loopback = !options.closed_write;
    settings.http.listen = options.listen;
    settings.http.io_threads = options.io_threads;
    settings.http.tls_certificate_file = options.tls_certificate;
    settings.http.tls_key_file = options.tls_key;
    settings.http.allowed_hosts = options.allowed_hosts;
    if (options.open_practise) settings.http.open_rows.insert("practise");
    if (options.open_match) settings.http.open_rows.insert("match");
    TRY_ASSIGN(settings.keep_candidates, text::parse_duration(options.keep_candidates));
    if (settings.keep_candidates < hiring::kShortestKeep || settings.keep_candidates > hiring::kLongestKeep)
        return fail(server::errors::settings, "--keep-candidates takes 1d to 3653d");
    settings.candidates_see_ratings = options.candidates_see_ratings;
    settings.match = options.match;
    TRY(server::check(settings.match));
    return settings;
}

}  // namespace

int serve(const ServeOptions& options) {
    spdlog::set_default_logger(spdlog::stderr_logger_mt("plimsoll"));
    spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    spdlog::set_level(options.verbose ? spdlog::level::debug : spdlog::level::info);
    // Blocked before any thread starts, so that every thread leaves them to sigwait below.
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    ::signal(SIGPIPE, SIG_IGN);

    auto settings = settings_of(options);
    if (!settings) return report(settings.error()), kUsage;
    auto server = server::Server::start(std::move(*settings));
    if (!server) {
        const int code = report(server.error());
        return server.error().is(server::errors::settings) ? kUsage : code;
    }
    server::tell_of_readers();
    fmt::print("{}", (*server)->greeting());
    std::fflush(stdout);
    for (int signal = 0; sigwait(&signals, &signal) == 0;) {
        if (signal != SIGHUP) break;
        (*server)->hang_up();
    }
    if (auto stopped = (*server)->stop(); !stopped) return report(stopped.error());
    return kOk;
}

}  // namespace plimsoll::cli
