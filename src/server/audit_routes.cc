#include "server/audit_routes.h"

#include <charconv>

#include "api/cursor.h"
#include "api/row.h"
#include "base/text.h"
#include "log/chain.h"

namespace plimsoll::server {

namespace {

std::optional<log::Seq> seq_of(const std::string& text) {
    log::Seq seq = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), seq);
    if (ec != std::errc() || end != text.data() + text.size() || seq > INT64_MAX) return std::nullopt;
    return seq;
}

Result<LogFilter> filter_of(const api::Request& request) {
    const auto asked = api::page_of(request);
    const api::Page page = asked.value_or(api::Page{});
    LogFilter filter;
    filter.rights = request.actor.rights;
    filter.limit = page.limit;
    filter.service = request.query_value("service").value_or("");
    filter.slo = request.query_value("slo").value_or("");
    filter.actor = request.query_value("actor").value_or("");
    filter.type = request.query_value("type").value_or("");
    filter.stream = request.query_value("stream").value_or("");
    const auto before = request.query_value("before");
    const auto given = before ? seq_of(*before) : std::optional<log::Seq>(UINT64_MAX);
    const auto cursor = page.after.empty() ? std::optional<log::Seq>(UINT64_MAX) : seq_of(page.after);
    std::vector<FieldError> broken = asked ? std::vector<FieldError>() : asked.error().fields();
    if (!given || *given == 0) broken.push_back({"before", "must be a sequence number, a whole number from 1", "leave it out for the newest"});
    if (!cursor) broken.push_back({"cursor", "is not a cursor of this list", "take it from the reply before, unchanged"});
    if (!broken.empty()) return fail(plimsoll::errors::invalid, {}, std::move(broken));
    filter.below = std::min(*given, *cursor);
    return filter;
}

Result<api::Reply> get_log(const AuditPorts& ports, const api::Request& request) {
    TRY_ASSIGN(const LogFilter filter, filter_of(request));
    TRY_ASSIGN(const LogPage page, ports.activity.page(filter));
    return api::ok(page);
}

Result<api::Reply> get_event(const AuditPorts& ports, const api::Request& request) {
    const std::string& text = request.path_parameters.at("seq");
    const auto seq = seq_of(text);
    if (!seq) return fail(plimsoll::errors::not_found, "`" + text::printable(text) + "` is not a sequence number");
    TRY_ASSIGN(const LogEvent event, ports.activity.event(*seq, request.actor.rights));
    const bool is_json = json::pretty(event.body).has_value();
    api::Reply reply;
    reply.body = "{\"entry\":" + json::encode(event.entry) + ",\"body\":" + (is_json ? event.body : json::quote(event.body)) +
                 ",\"changes\":" + json::encode(event.changes) + ",\"previous_hash\":" + json::quote(event.previous_hash) + "}";
    return reply;
}

/// An export holds whole events, or its hashes would prove nothing: those of hiring too, once there are any.
Result<api::Reply> get_export(const AuditPorts& ports, const api::Request& request) {
    bool hires = false;
    ports.engine.read([&](const World& world) { hires = !world.hiring.openings.empty() || !world.hiring.calibrations.empty(); });
    const api::Rights& rights = request.actor.rights;
    if (hires && !rights.has(api::Right::admin) && !rights.has(api::Right::hire)) return fail(errors::holds_hiring);
    return ports.exports.begin(request);
}

Result<api::Reply> get_versions(const AuditPorts& ports, const api::Request& request) {
    SloVersions out;
    out.name = request.path_parameters.at("name");
    TRY(ports.versions.catch_up());
    out.items = ports.versions.of(out.name);
    if (out.items.empty()) return fail(plimsoll::errors::not_found, "SLO \"" + text::printable(out.name) + "\"");
    ports.engine.read([&](const World& world) {
        const auto judged = world.slo.versions.find(out.name);
        if (judged != world.slo.versions.end()) join(out.items, judged->second);
    });
    for (SloVersion& version : out.items) version.actor_name = ports.activity.name_of(version.actor_name);
    return api::ok(out);
}

using api::view_row;

/// The struct's schema, but the body is any JSON object.
api::TypeRef detail_type() {
    api::TypeRef type = api::type<LogEntryDetail>("LogEntryDetail");
    const std::string as_text = R"("body":{"type":"string"})";
    type.schema.replace(type.schema.find(as_text), as_text.size(), R"("body":{"type":"object","additionalProperties":true})");
    return type;
}

std::vector<api::Parameter> log_parameters() {
    std::vector<api::Parameter> out = api::page_parameters();
    for (api::Parameter& p : out) p.required = false;
    const auto add = [&](std::string name, std::string what) { out.push_back({std::move(name), "query", std::move(what), false}); };
    add("service", "only what is about this service");
    add("slo", "only what is about this SLO");
    add("actor", "only what they did: an id, or a name in any case");
    add("type", "only types that begin so: `paging.`, `slo.AlertFired`");
    add("stream", "only this stream: `slo/checkout`, `catalog`");
    add("before", "only events with a lower sequence number");
    return out;
}

}  // namespace

Result<ChainState> chain_state(const AuditPorts& ports) {
    ChainState out;
    out.chain = ports.log.chain_id();
    out.newest_seq = ports.log.durable();
    TRY_ASSIGN(const crypto::Sha256 hash, ports.log.chain_hash(out.newest_seq));
    out.hash = log::hex(hash);
    TRY(ports.log.read(out.newest_seq, 1, [&](const log::Event& newest) {
        out.newest_at = newest.fact.at;
        return false;
    }));
    if (const auto head = ports.housekeeping.last_head()) {
        out.signed_seq = head->seq;
        out.signed_at = head->at;
    }
    out.public_key = text::hex(ports.housekeeping.key().public_key());
    ChainProgress progress = ports.chain.progress();
    out.verified_seq = progress.verified_seq;
    out.verified_at = progress.verified_at;
    out.state = progress.verdict;
    out.problem = std::move(progress.problem);
    return out;
}

std::vector<api::Route> audit_routes(const AuditPorts& ports) {
    std::vector<api::Route> rows;
    const auto add = [&](api::Route route, Desk::Work work) {
        route.async_handler = ports.desk.handler(std::move(work));
        rows.push_back(std::move(route));
    };
    add(view_row("/api/v1/log", "List what happened, newest first, each event as a sentence", api::type<LogPage>("LogPage"), log_parameters()),
        [ports](const api::Request& request) { return get_log(ports, request); });
    add(view_row("/api/v1/log/{seq}", "Show one event of the log with its body and the hash before it", detail_type(),
            {{"seq", "path", "its sequence number", true}}),
        [ports](const api::Request& request) { return get_event(ports, request); });
    add(view_row("/api/v1/log/export", "Export the log with its hashes and a signed head, to be checked offline",
            api::opaque("LogExport", "application/x-ndjson"),
            {{"from", "query", "first sequence number; 1 when not given", false},
             {"to", "query", "last sequence number; the newest when not given", false}}),
        [ports](const api::Request& request) { return get_export(ports, request); });
    add(view_row("/api/v1/audit/chain", "Say how far the log is signed and known to be whole", api::type<ChainState>("ChainState")),
        [ports](const api::Request&) -> Result<api::Reply> {
            TRY_ASSIGN(const ChainState state, chain_state(ports));
            return api::ok(state);
        });
    add(view_row("/api/v1/slos/{name}/versions", "List the versions of an SLO's definition, newest first, with what changed",
            api::type<SloVersions>("SloVersions"), {{"name", "path", "of the SLO", true}}),
        [ports](const api::Request& request) { return get_versions(ports, request); });
    return rows;
}

}  // namespace plimsoll::server
