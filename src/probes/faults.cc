// faults.cc: what is wrong with a probe before it runs: every field that breaks a rule, with what to write instead.
#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "base/text.h"
#include "probes/assertion.h"
#include "probes/dns_message.h"
#include "probes/json_path.h"
#include "probes/place.h"
#include "probes/prober.h"
#include "probes/substitution.h"

namespace plimsoll::probes {
namespace {

constexpr std::size_t kMostSteps = 20;
constexpr std::size_t kMostOfAKind = 50;  // headers, assertions, captures of a step
constexpr std::size_t kMostBuckets = 30;
constexpr std::size_t kMostBody = 64 << 10;
constexpr int kMostRetries = 3;
constexpr int kMostRedirects = 10;

/// Where the faults go, with the place that is looked at.
struct Report {
    std::vector<FieldError>& all;
    std::string at;
    void add(const std::string& field, std::string rule, std::string remedy) const {
        all.push_back({at + field, std::move(rule), std::move(remedy)});
    }
    [[nodiscard]] Report within(const std::string& field) const { return {all, at + field}; }
};

bool visible(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x20 && c != 0x7f; });
}

bool token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos;
    });
}

bool is_label(std::string_view name) {
    return !name.empty() && name.size() <= 63 && name.front() != '-' && name.back() != '-' &&
           std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '-'; });
}

std::string regex_fault(const std::string& pattern, int groups) {
    RE2::Options options;
    options.set_log_errors(false);
    const RE2 regex(pattern, options);
    if (!regex.ok()) return "is no RE2 expression: " + text::printable(regex.error());
    if (groups >= 0 && regex.NumberOfCapturingGroups() != groups) return fmt::format("has {} groups", regex.NumberOfCapturingGroups());
    return {};
}

void times(const Report& report, const Probe& p) {
    if (p.interval < Duration::seconds(10) || p.interval > Duration::hours(1))
        report.add("/interval", fmt::format("{} is not within 10s and 1h", text::duration(p.interval)), "write 30s");
    if (p.timeout < Duration::ms(100) || p.timeout >= p.interval)
        report.add("/timeout", fmt::format("{} is not within 100ms and the interval", text::duration(p.timeout)),
                   "write one below the interval, such as 10s");
    if (p.retries < 0 || p.retries > kMostRetries) report.add("/retries", fmt::format("{} is not within 0 and 3", p.retries), "write 0 to 3");
}

void buckets(const Report& report, const Probe& p) {
    if (p.buckets.size() > kMostBuckets)
        report.add("/buckets", fmt::format("has more than {} bounds", kMostBuckets), "keep those that SLIs count");
    double last = 0;
    for (const double bound : p.buckets) {
        if (!std::isfinite(bound) || bound <= last) {
            report.add("/buckets", "are not rising seconds above zero", "write them in order, such as [0.1, 0.5, 1]");
            return;
        }
        last = bound;
    }
}

void resolves(const Report& report, const std::string& field, std::string_view text, const std::set<std::string>& known) {
    for (const std::string& name : names_in(text))
        if (!known.contains(name))
            report.add(field, fmt::format("${{{}}} is captured by no step before", name), "capture it in an earlier step, or correct the name");
}

bool numeric(const std::string& of) {
    return of == "status" || of == "size" || of == "json" || of == "header";
}

void assertion(const Report& report, const Assertion& a, Kind kind) {
    const auto& known = subjects(kind);
    if (std::find(known.begin(), known.end(), a.of) == known.end()) {
        report.add("/of", fmt::format("\"{}\" is not asked of such a step", text::printable(a.of)),
                   "write " + fmt::format("{}", fmt::join(known, ", ")));
        return;
    }
    const int comparisons = !a.equals.empty() + !a.contains.empty() + !a.matches.empty() + a.at_least.has_value() + a.at_most.has_value();
    if (comparisons != 1)
        report.add("", "has not exactly one of equals, contains, matches, at_least, at_most",
                   "keep one; write a second assertion for a second one");
    if ((a.at_least || a.at_most) && !numeric(a.of)) report.add("/of", a.of + " is no number", "use equals, contains or matches");
    if ((a.at_least && !std::isfinite(*a.at_least)) || (a.at_most && !std::isfinite(*a.at_most)))
        report.add("", "compares with what is no number", "write a number");
    if (const std::string fault = a.matches.empty() ? "" : regex_fault(a.matches, -1); !fault.empty())
        report.add("/matches", fault, "correct the expression");
    if (a.of == "header" && !token(a.key)) report.add("/key", "names no header", "write the header's name");
    if (a.of == "json") {
        if (auto path = JsonPath::parse(a.key); !path) report.add("/key", path.error().detail(), "write a path such as $.items[0].id");
    }
}

void captured(const Report& report, const Capture& c) {
    if (!is_capture_name(c.name)) report.add("/name", "is no name", "write letters, digits and _, beginning with a letter");
    if (c.from == "header") {
        if (!token(c.key)) report.add("/key", "names no header", "write the header's name");
    } else if (c.from == "json") {
        if (auto path = JsonPath::parse(c.key); !path) report.add("/key", path.error().detail(), "write a path such as $.items[0].id");
    } else if (c.from == "body") {
        if (const std::string fault = regex_fault(c.key, 1); !fault.empty())
            report.add("/key", fault, "write an RE2 expression with one group, such as token=(\\w+)");
    } else {
        report.add("/from", fmt::format("\"{}\" is nothing to capture from", text::printable(c.from)), "write header, body or json");
    }
}

void http(const Report& report, const Step& s, const std::set<std::string>& known) {
    if (const std::string fault = url_fault(s.target); !fault.empty())
        report.add("/target", fault, "write http:// or https://, a host and a path");
    resolves(report, "/target", s.target, known);
    if (!token(s.method)) report.add("/method", "is no HTTP method", "write GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS");
    if (s.headers.size() > kMostOfAKind) report.add("/headers", "are more than 50", "remove some");
    for (const auto& [name, value] : s.headers) {
        if (!token(name))
            report.add("/headers", fmt::format("\"{}\" is no header's name", text::printable(name)), "write letters, digits and -");
        if (!visible(value)) report.add("/headers/" + text::printable(name), "holds control characters", "remove them");
        resolves(report, "/headers/" + text::printable(name), value, known);
    }
    if (s.body.size() > kMostBody) report.add("/body", "is longer than 64 KiB", "send less");
    resolves(report, "/body", s.body, known);
    if (s.follow < 0 || s.follow > kMostRedirects) report.add("/follow", fmt::format("{} is not within 0 and 10", s.follow), "write 0 to 10");
}

void host_and_port(const Report& report, const Step& s) {
    if (!place_of(s.target)) report.add("/target", "is not host:port", "write shop.example.org:443, or [2001:db8::1]:443");
}

void dns(const Report& report, const Step& s) {
    if (auto question = dns::question(0, s.target, dns::Type::a); s.target.empty() || !question)
        report.add("/target", question ? "is empty" : question.error().detail(), "write the name to ask for");
    if (!dns::type_of(s.record))
        report.add("/record", fmt::format("\"{}\" is not asked for", text::printable(s.record)), "write A, AAAA, CNAME, MX, NS, TXT or SOA");
    if (!s.resolver.empty() && !resolver_address(s.resolver))
        report.add("/resolver", "is no IP address",
                   "write an address such as 192.0.2.53, or with a port 192.0.2.53:5353; none for the system's");
}

void step(const Report& report, const Step& s, std::set<std::string>& known) {
    switch (s.kind) {
        case Kind::http:
            http(report, s, known);
            break;
        case Kind::tls:
            host_and_port(report, s);
            break;
        case Kind::dns:
            dns(report, s);
            break;
        case Kind::tcp:
            host_and_port(report, s);
            if (s.send.size() > kMostBody) report.add("/send", "is longer than 64 KiB", "send less");
            resolves(report, "/send", s.send, known);
            break;
    }
    if (s.least_validity < Duration() || (s.least_validity > Duration() && s.kind != Kind::tls && s.kind != Kind::http))
        report.add("/least_validity", "is a length of time for tls and https", "write 14d, or remove it");
    if (s.assertions.size() > kMostOfAKind) report.add("/assertions", "are more than 50", "remove some");
    for (std::size_t i = 0; i < s.assertions.size(); ++i) assertion(report.within(fmt::format("/assertions/{}", i)), s.assertions[i], s.kind);
    if (s.captures.size() > kMostOfAKind) report.add("/captures", "are more than 50", "remove some");
    if (!s.captures.empty() && s.kind != Kind::http) report.add("/captures", "are of http steps only", "remove them");
    for (std::size_t i = 0; i < s.captures.size(); ++i) {
        captured(report.within(fmt::format("/captures/{}", i)), s.captures[i]);
        known.insert(s.captures[i].name);
    }
}

}  // namespace

std::vector<FieldError> faults(const Probe& probe) {
    std::vector<FieldError> all;
    const Report report{all, ""};
    if (!is_label(probe.name)) report.add("/name", "is no DNS label", "write lower-case letters, digits and -, at most 63");
    times(report, probe);
    buckets(report, probe);
    if (probe.steps.empty() || probe.steps.size() > kMostSteps) report.add("/steps", "are not 1 to 20", "write at least one, at most 20");
    std::set<std::string> captured_before;
    std::set<std::string> names;
    for (std::size_t i = 0; i < probe.steps.size() && i < kMostSteps; ++i) {
        const Report here = report.within(fmt::format("/steps/{}", i));
        const std::string& name = probe.steps[i].name;
        if (probe.steps.size() > 1 && (name.empty() || !names.insert(name).second))
            here.add("/name", "is empty, or another step's", "give each step of a journey a name of its own");
        step(here, probe.steps[i], captured_before);
    }
    return all;
}

}  // namespace plimsoll::probes
