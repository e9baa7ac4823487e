#include "probes/step_run.h"

#include "base/invariant.h"

namespace plimsoll::probes {
namespace {

/// Shorter parts of a secret are words such as "Bearer" or "Basic".
constexpr std::size_t kShortestPart = 8;

void replace_all(std::string& text, std::string_view what) {
    if (what.empty()) return;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 3)) text.replace(at, what.size(), "***");
}

}  // namespace

std::unique_ptr<StepRun> run_of(const Surroundings& around, const StepOrder& order, StepDone done) {
    switch (order.step.kind) {
        case Kind::http: return http_run(around, order, std::move(done));
        case Kind::tcp: return tcp_run(around, order, std::move(done));
        case Kind::tls: return tls_run(around, order, std::move(done));
        case Kind::dns: return dns_run(around, order, std::move(done));
    }
    INVARIANT(false, "a step has one of four kinds");
    return nullptr;
}

std::string blotted(std::string text, const std::vector<std::string>& secrets) {
    for (const std::string& secret : secrets) {
        replace_all(text, secret);
        std::string_view rest = secret;
        while (!rest.empty()) {
            const std::string_view part = rest.substr(0, rest.find(' '));
            if (part.size() >= kShortestPart) replace_all(text, part);
            rest.remove_prefix(std::min(rest.size(), part.size() + 1));
        }
    }
    return text;
}

}  // namespace plimsoll::probes
