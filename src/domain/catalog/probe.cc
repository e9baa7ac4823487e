// Probe: a check of ours, or a journey of several. What it meets is counted as series that SLIs select.
#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "base/text.h"
#include "domain/catalog/errors.h"
#include "domain/catalog/expression.h"
#include "domain/catalog/own_kinds.h"
#include "domain/catalog/peer.h"
#include "domain/catalog/values.h"

namespace plimsoll::catalog {

namespace {

constexpr std::size_t kMostSteps = 20;
constexpr std::size_t kMostAssertions = 20;
constexpr std::size_t kMostCaptures = 20;
constexpr std::size_t kLongestBody = 64 * 1024;
constexpr std::size_t kLongestSent = 4096;
constexpr std::size_t kLongestExpected = 4096;

bool is_identifier(std::string_view name) {
    if (name.empty() || name.size() > 63 || std::isdigit(static_cast<unsigned char>(name.front())) != 0) return false;
    return std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

/// $, then .key, [0] or ['key'], as often as wanted.
bool is_json_path(std::string_view path) {
    if (!path.starts_with('$')) return false;
    path.remove_prefix(1);
    while (!path.empty()) {
        if (path.front() == '.') {
            const auto end = path.find_first_of(".[", 1);
            if (end == 1 || path.size() == 1) return false;
            path.remove_prefix(std::min(end, path.size()));
            continue;
        }
        const auto end = path.find(']');
        if (path.front() != '[' || end == std::string_view::npos || end < 2) return false;
        const std::string_view inside = path.substr(1, end - 1);
        const bool number = inside.size() <= 9 && std::all_of(inside.begin(), inside.end(), [](char c) { return c >= '0' && c <= '9'; });
        const bool quoted = inside.size() > 2 && (inside.front() == '\'' || inside.front() == '"') && inside.back() == inside.front();
        if (!number && !quoted) return false;
        path.remove_prefix(end + 1);
    }
    return true;
}

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

/// Keys of what an answer is asked for: by a name (a header, a JSON path), by none.
enum class Keyed { no, header, json };
struct Subject {
    const char* of;
    Keyed keyed = Keyed::no;
    bool number = false;  ///< atLeast and atMost suit it
};
const std::vector<Subject>& subjects(ProbeKind kind) {
    static const std::vector<Subject> kHttp{{"status", Keyed::no, true}, {"header", Keyed::header}, {"body"}, {"json", Keyed::json, true}, {"size", Keyed::no, true}};
    static const std::vector<Subject> kTcp{{"banner"}};
    static const std::vector<Subject> kTls{{"protocol"}, {"name"}};
    static const std::vector<Subject> kDns{{"answer"}, {"rcode"}};
    switch (kind) {
        case ProbeKind::http: return kHttp;
        case ProbeKind::tcp: return kTcp;
        case ProbeKind::tls: return kTls;
        case ProbeKind::dns: return kDns;
    }
    return kHttp;
}

std::string read_key(const Fields& fields, std::string_view of, Keyed keyed) {
    if (keyed == Keyed::no) {
        if (fields.has("key")) fields.invalid("key", fmt::format("does not belong to {}", of), "remove it");
        return {};
    }
    if (!fields.has("key")) {
        fields.invalid("key", "is missing", keyed == Keyed::header ? "write the header's name" : "write a path such as $.status");
        return {};
    }
    std::string key = fields.text("key", Need::required, 500);
    if (keyed == Keyed::json && !key.empty() && !is_json_path(key)) fields.invalid("key", "is not a path into JSON", "write $.items[0].id");
    return key;
}

void read_assertion(const Fields& fields, ProbeKind kind, std::vector<Assertion>& out) {
    std::vector<std::string> known;
    for (const Subject& s : subjects(kind)) known.emplace_back(s.of);
    Assertion a;
    a.of = fields.one_of("of", known, Need::required);
    const auto subject = std::find_if(subjects(kind).begin(), subjects(kind).end(), [&](const Subject& s) { return a.of == s.of; });
    if (subject == subjects(kind).end()) return;
    a.key = read_key(fields, a.of, subject->keyed);
    int conditions = 0;
    for (const char* key : {"equals", "contains", "matches", "atLeast", "atMost"}) conditions += fields.has(key) ? 1 : 0;
    if (conditions != 1) {
        fields.invalid("equals", conditions == 0 ? "or contains, matches, atLeast, atMost is missing" : "and the other conditions exclude each other",
                       "write one condition an item");
        return;
    }
    a.equals = fields.text("equals", Need::optional, kLongestExpected);
    a.contains = fields.text("contains", Need::optional, kLongestExpected);
    a.matches = read_expression(fields, "matches", Need::optional);
    a.at_least = fields.number("atLeast");
    a.at_most = fields.number("atMost");
    const char* bound = a.at_least ? "atLeast" : "atMost";
    if ((a.at_least || a.at_most) && !subject->number) fields.invalid(bound, fmt::format("does not suit {}, which is text", a.of), "write equals, contains or matches");
    for (const auto& [key, value] : {std::pair{"equals", &a.equals}, std::pair{"contains", &a.contains}}) {
        if (fields.has(key) && value->empty() && fields[key].is_scalar()) fields.invalid(key, "is empty, which every answer holds", "write what must stand there");
    }
    out.push_back(std::move(a));
}

void read_assertions(const Fields& check, ProbeStep& out) {
    const auto items = check.list("expect");
    if (items.size() > kMostAssertions) check.invalid("expect", fmt::format("has {} items; {} are allowed", items.size(), kMostAssertions));
    for (std::size_t i = 0; i < items.size() && i < kMostAssertions; ++i) {
        const Fields fields(items[i], fmt::format("{}[{}]", check.path("expect"), i), {"of", "key", "equals", "contains", "matches", "atLeast", "atMost"}, check.problems());
        if (items[i].is_map()) read_assertion(fields, out.kind, out.assertions);
    }
}

void read_capture(const Fields& fields, std::vector<Capture>& out) {
    Capture c;
    c.name = fields.text("name", Need::required, 63);
    if (!c.name.empty() && !is_identifier(c.name)) fields.invalid("name", "must be letters, digits and '_', not beginning with a digit", "write name: token");
    c.from = fields.one_of("from", {"header", "body", "json"}, Need::required);
    if (c.from == "body") c.key = read_expression(fields, "key", Need::required, 1);
    else if (!c.from.empty()) c.key = read_key(fields, c.from, c.from == "json" ? Keyed::json : Keyed::header);
    out.push_back(std::move(c));
}

void read_captures(const Fields& check, ProbeStep& out) {
    const auto items = check.list("capture");
    if (items.size() > kMostCaptures) check.invalid("capture", fmt::format("has {} items; {} are allowed", items.size(), kMostCaptures));
    for (std::size_t i = 0; i < items.size() && i < kMostCaptures; ++i) {
        const Fields fields(items[i], fmt::format("{}[{}]", check.path("capture"), i), {"name", "from", "key"}, check.problems());
        if (items[i].is_map()) read_capture(fields, out.captures);
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
    if (http.has("leastValidity") && out.target.starts_with("http://")) http.invalid("leastValidity", "needs a certificate, which http:// has not", "write url: https://...");
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
    if (!out.resolver.empty() && !is_resolver(out.resolver)) dns.invalid("resolver", "must be an IP address, perhaps with a port", "write 9.9.9.9 or 127.0.0.1:5353");
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

/// Every ${name} in a text.
void each_use(std::string_view text, std::set<std::string>& out) {
    for (auto at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2)) {
        const auto end = text.find('}', at);
        const std::string name(text.substr(at + 2, end == std::string_view::npos ? 0 : end - at - 2));
        if (is_identifier(name)) out.insert(name);
    }
}

/// What a step uses, an earlier step captured; and no name is captured twice.
void check_captures(const std::vector<ProbeStep>& steps, const std::vector<yaml::Place>& places, Problems& problems) {
    std::set<std::string> captured;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        std::set<std::string> used;
        each_use(steps[i].target, used);
        each_use(steps[i].body, used);
        for (const auto& [name, value] : steps[i].headers) each_use(value, used);
        for (const std::string& name : used) {
            if (captured.contains(name)) continue;
            problems.add(errors::invalid, places[i], fmt::format("uses ${{{}}}, which no earlier step captures", name),
                         fmt::format("capture it in a step before: capture: [{{name: {}, from: json, key: $.{}}}]", name, name));
        }
        for (const Capture& c : steps[i].captures) {
            if (c.name.empty() || captured.insert(c.name).second) continue;
            problems.add(errors::duplicate, places[i], fmt::format("captures `{}` a second time", c.name), "give it another name");
        }
    }
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
        spec.invalid("timeout", fmt::format("must be shorter than the interval of {}", text::duration(out.interval)), "write a shorter timeout, or a longer interval");
    }
    out.retries = static_cast<int>(spec.integer("retries", 0, 3).value_or(0));
}

}  // namespace

ProbeSpec read_probe(const Object& object, Problems& problems) {
    const Fields spec(object.spec, "spec",
                      {"description", "service", "interval", "timeout", "retries", "allowPrivate", "caFile", "buckets", "http", "tcp", "tls", "dns", "steps"}, problems);
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
