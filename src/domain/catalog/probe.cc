// Probe: a check of ours, or a journey of several. What it meets is counted as series that SLIs select.
#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "base/text.h"
#include "domain/catalog/errors.h"
#include "domain/catalog/expectation.h"
#include "domain/catalog/own_kinds.h"
#include "domain/catalog/peer.h"
#include "domain/catalog/values.h"

namespace plimsoll::catalog {

namespace {

constexpr std::size_t kMostSteps = 20;
constexpr std::size_t kLongestBody = 64 * 1024;
constexpr std::size_t kLongestSent = 4096;

bool is_ip(const std::string& text) {
    std::array<unsigned char, sizeof(in6_addr)> address{};
    return inet_pton(AF_INET, text.c_str(), address.data()) == 1 || inet_pton(AF_INET6, text.c_str(), address.data()) == 1;
}

/// "9.9.9.9", "9.9.9.9:5353", "[2620:fe::fe]:53".
bool is_resolver(const std::string& text) {
    if (is_ip(text)) return true;
    if (!is_host_and_port(text)) return false;
    std::string host = text.substr(0, text.rfind(':'));
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    return is_ip(host);
}

bool is_domain(std::string_view name) {
    if (name.ends_with('.')) name.remove_suffix(1);
    if (name.empty() || name.size() > 253) return false;
    while (true) {
        const std::string_view label = name.substr(0, name.find('.'));
        const bool plain = std::all_of(label.begin(), label.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_'; });
        if (label.empty() || label.size() > 63 || !plain) return false;
        if (label.size() == name.size()) return true;
        name.remove_prefix(label.size() + 1);
    }
}

/// A text as it is sent: whitespace belongs to it.
std::string read_sent(const Fields& fields, std::string_view key, std::size_t longest) {
    const yaml::Node node = fields[key];
    if (!node || !node.is_scalar()) return fields.text(key);
    if (node.text().size() <= longest) return node.text();
    fields.invalid(key, fmt::format("has {} bytes; {} are allowed", node.text().size(), longest));
    return {};
}

void read_validity(const Fields& fields, ProbeStep& out) {
    out.least_validity = duration_within(fields, "leastValidity", Duration{}, Duration::days(365)).value_or(out.least_validity);
}

void read_http(const Fields& http, ProbeStep& out) {
    out.target = url(http, "url", {"https://", "http://"});
    const std::string method = http.one_of("method", {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}, Need::optional, true);
    if (!method.empty()) out.method = method;
    out.headers = read_headers(http, HeaderValues::with_captures);
    out.body = read_sent(http, "body", kLongestBody);
    const bool bodiless = out.method == "GET" || out.method == "HEAD" || out.method == "OPTIONS";
    if (http.has("body") && bodiless) http.invalid("body", fmt::format("does not go with {}", out.method), "write method: POST, or remove it");
    out.follow = static_cast<int>(http.integer("follow", 0, 10).value_or(0));
    read_validity(http, out);
    if (http.has("leastValidity") && out.target.starts_with("http://"))
        http.invalid("leastValidity", "needs a certificate, which http:// has not", "write url: https://...");
    read_captures(http, out);
}

void read_address(const Fields& fields, ProbeStep& out) {
    out.target = fields.text("address", Need::required, 300);
    if (!out.target.empty() && !is_host_and_port(out.target)) fields.invalid("address", "must be a host and a port", "write db.example.com:5432");
}

void read_tcp(const Fields& tcp, ProbeStep& out) {
    read_address(tcp, out);
    out.send = read_sent(tcp, "send", kLongestSent);
}

void read_tls(const Fields& tls, ProbeStep& out) {
    read_address(tls, out);
    out.server_name = tls.text("serverName", Need::optional, 253);
    if (!out.server_name.empty() && !is_domain(out.server_name)) tls.invalid("serverName", "must be a host's name", "write www.example.com");
    out.starttls_smtp = tls.one_of("starttls", {"smtp"}) == "smtp";
    read_validity(tls, out);
}

void read_dns(const Fields& dns, ProbeStep& out) {
    out.target = dns.text("name", Need::required, 254);
    if (!out.target.empty() && !is_domain(out.target)) dns.invalid("name", "must be a domain's name", "write www.example.com");
    const std::string record = dns.one_of("record", {"A", "AAAA", "CNAME", "MX", "NS", "TXT", "SOA"}, Need::optional, true);
    if (!record.empty()) out.record = record;
    out.resolver = dns.text("resolver", Need::optional, 100);
    if (!out.resolver.empty() && !is_resolver(out.resolver))
        dns.invalid("resolver", "must be an IP address, perhaps with a port", "write 9.9.9.9 or 127.0.0.1:5353");
    out.authoritative = dns.flag("authoritative").value_or(false);
}

struct Kind {
    const char* key;
    std::vector<std::string> fields;
    void (*read)(const Fields&, ProbeStep&);
};
const std::array<Kind, 4>& kinds() {  // in the order of ProbeKind
    static const std::array<Kind, 4> kAll{{{"http", {"url", "method", "headers", "body", "follow", "leastValidity", "expect", "capture"}, read_http},
                                           {"tcp", {"address", "send", "expect"}, read_tcp},
                                           {"tls", {"address", "serverName", "starttls", "leastValidity", "expect"}, read_tls},
                                           {"dns", {"name", "record", "resolver", "authoritative", "expect"}, read_dns}}};
    return kAll;
}

/// The one check that stands in `parent`; empty after telling that there is none, or more.
std::optional<ProbeStep> read_check(const Fields& parent) {
    std::optional<ProbeStep> out;
    const char* first = nullptr;
    for (std::size_t k = 0; k < kinds().size(); ++k) {
        const Kind& kind = kinds()[k];
        if (!parent.has(kind.key)) continue;
        if (first != nullptr) {
            parent.invalid(kind.key, fmt::format("and `{}` exclude each other", first), "write a journey of steps, or a probe for each");
            continue;
        }
        first = kind.key;
        out.emplace();
        out->kind = static_cast<ProbeKind>(k);
        const Fields fields(parent[kind.key], parent.path(kind.key), kind.fields, parent.problems());
        if (!parent[kind.key].is_map()) continue;
        kind.read(fields, *out);
        read_assertions(fields, *out);
    }
    return out;
}

void read_steps(const Fields& spec, Probe& out, std::vector<yaml::Place>& places) {
    const auto items = spec.list("steps", Need::required);
    if (items.size() > kMostSteps) spec.invalid("steps", fmt::format("has {} items; {} are allowed", items.size(), kMostSteps));
    std::set<std::string> names;
    for (std::size_t i = 0; i < items.size() && i < kMostSteps; ++i) {
        const Fields step(items[i], fmt::format("spec.steps[{}]", i), {"name", "http", "tcp", "tls", "dns"}, spec.problems());
        if (!items[i].is_map()) continue;
        const std::string name = step.text("name", Need::required, 100);
        if (!name.empty() && !names.insert(name).second) step.invalid("name", "stands twice", "rename one of the steps");
        auto check = read_check(step);
        if (!check) {
            step.invalid("http", "or tcp, tls, dns is missing", "write what the step does");
            continue;
        }
        check->name = name;
        out.steps.push_back(std::move(*check));
        places.push_back(items[i].place());
    }
}

void read_times(const Fields& spec, Probe& out) {
    out.interval = duration_within(spec, "interval", Duration::seconds(10), Duration::hours(1)).value_or(out.interval);
    out.timeout = std::min(out.timeout, Duration::ms(out.interval.in_ms() / 2));
    out.timeout = duration_within(spec, "timeout", Duration::ms(100), Duration::minutes(5)).value_or(out.timeout);
    if (out.timeout >= out.interval) {
        spec.invalid("timeout", fmt::format("must be shorter than the interval of {}", text::duration(out.interval)),
                     "write a shorter timeout, or a longer interval");
    }
    out.retries = static_cast<int>(spec.integer("retries", 0, 3).value_or(0));
}

}  // namespace

ProbeSpec read_probe(const Object& object, Problems& problems) {
    const Fields spec(object.spec, "spec",
                      {"description", "service", "interval", "timeout", "retries", "allowPrivate", "caFile", "buckets", "http", "tcp",
                       "tls", "dns", "steps"},
                      problems);
    ProbeSpec out;
    Probe& probe = out.probe;
    probe.name = object.metadata.name.name;
    probe.source = {object.place.file, object.place.line};
    if (!object.spec.is_map()) return out;
    probe.description = spec.description();
    out.service = {spec.reference("service"), spec.place("service")};
    probe.service = out.service.name;
    read_times(spec, probe);
    probe.allow_private = spec.flag("allowPrivate").value_or(false);
    probe.ca_file = spec.text("caFile", Need::optional, 4096);
    probe.buckets = read_buckets(spec);
    std::vector<yaml::Place> places;
    auto single = read_check(spec);
    if (single && spec.has("steps")) {
        spec.invalid("steps", "and a check beside them exclude each other", "move the check into the steps");
    } else if (spec.has("steps")) {
        read_steps(spec, probe, places);
    } else if (single) {
        probe.steps.push_back(std::move(*single));
        places.push_back(spec.place());
    } else {
        spec.invalid("http", "or tcp, tls, dns, steps is missing", "write what is checked: http: {url: ...}");
    }
    check_captures(probe.steps, places, problems);
    return out;
}

}  // namespace plimsoll::catalog
