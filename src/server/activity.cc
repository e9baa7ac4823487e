#include "server/activity.h"

#include <algorithm>
#include <cctype>

#include "api/cursor.h"
#include "base/text.h"
#include "log/chain.h"

namespace plimsoll::server {

namespace {

constexpr std::size_t kMostFirsts = 10'000;

bool equal_in_any_case(const std::string& a, const std::string& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string only(const std::set<std::string>& names) { return names.size() == 1 ? *names.begin() : std::string(); }

LogEntry entry_of(const log::Event& row) {
    LogEntry entry;
    entry.seq = row.seq;
    entry.at = row.fact.at;
    entry.type = row.fact.type;
    entry.version = row.fact.version;
    entry.stream = row.fact.stream;
    entry.actor = row.fact.actor;
    entry.source = row.fact.source;
    entry.hash = log::hex(row.hash);
    return entry;
}

constexpr const char* kWithheldType = "hiring.Withheld";

LogEntry withheld_entry(const log::Event& row) {
    LogEntry entry;
    entry.seq = row.seq;
    entry.at = row.fact.at;
    entry.type = kWithheldType;
    entry.stream = "hiring";
    entry.text = "An event of hiring, for those who hire";
    entry.hash = log::hex(row.hash);
    entry.withheld = true;
    return entry;
}

/// What the row itself says, before its body is read.
bool may_fit(const LogFilter& filter, const log::NewEvent& fact) {
    // What is withheld must not be found by what it holds.
    if (!may_see(filter.rights, fact)) {
        const bool asks_more = !filter.slo.empty() || !filter.service.empty() || !filter.actor.empty() || !filter.stream.empty();
        return !asks_more && std::string_view(kWithheldType).starts_with(filter.type);
    }
    if (!fact.type.starts_with(filter.type)) return false;
    const bool asks_subject = !filter.slo.empty() || !filter.service.empty();
    if (asks_subject && fact.type.starts_with("access.")) return false;
    const bool of_one_slo = fact.stream.starts_with("slo/");
    return filter.slo.empty() || !of_one_slo || fact.stream == "slo/" + filter.slo;
}

}  // namespace

bool may_see(const api::Rights& rights, const log::NewEvent& fact) {
    return !fact.type.starts_with("hiring.") || rights.has(api::Right::hire);
}

Activity::Activity(const log::Log& log, std::filesystem::path log_file, const Engine& engine, log::PersonVault& vault)
    : log_(log), reader_(std::move(log_file)), engine_(engine), vault_(vault) {}

Result<LogPage> Activity::page(const LogFilter& filter) {
    people_.clear();
    LogPage page;
    std::size_t bytes = 0;
    std::size_t rows = 0;
    const auto look = [&](const log::Event& row) {
        if (!filter.stream.empty() && !may_see(filter.rights, row.fact)) return true;  // not even how far the stream goes
        page.scanned_to = row.seq;
        bytes += row.fact.body.size();
        ++rows;
        if (may_fit(filter, row.fact)) {
            Seen seen = see(row, filter.rights);
            if (fits(filter, seen)) page.items.push_back(std::move(seen.entry));
        }
        return page.items.size() < filter.limit && bytes < kMostBytes;
    };
    const log::Seq below = std::min(filter.below, log_.durable() + 1);
    const auto stream = filter.stream.empty() ? std::nullopt : std::optional<std::string>(filter.stream);
    TRY(reader_.read(below, kMostRows, stream, look));
    const bool cut_short = page.items.size() >= filter.limit || bytes >= kMostBytes || rows >= kMostRows;
    if (cut_short && page.scanned_to > 1) page.next_cursor = api::cursor_after(std::to_string(page.scanned_to));
    return page;
}

Result<LogEvent> Activity::event(log::Seq seq, const api::Rights& rights) {
    people_.clear();
    std::optional<log::Event> row;
    TRY(log_.read(seq, 1, [&](const log::Event& found) {
        if (found.seq == seq) row = found;
        return false;
    }));
    if (seq == 0 || !row) return fail(plimsoll::errors::not_found, "the log has no event " + std::to_string(seq));
    Seen seen = see(*row, rights);
    LogEvent out;
    out.entry = std::move(seen.entry);
    out.body = out.entry.withheld ? "{}" : std::move(row->fact.body);
    out.changes = std::move(seen.told.changes);
    TRY_ASSIGN(const crypto::Sha256 previous, log_.chain_hash(seq - 1));
    out.previous_hash = log::hex(previous);
    return out;
}

Activity::Seen Activity::see(const log::Event& row, const api::Rights& rights) {
    if (!may_see(rights, row.fact)) return {withheld_entry(row), {}};
    Seen seen{entry_of(row), {}};
    const auto event = understand(row.fact);
    if (event) seen.told = tell(*event, names(row.fact.at));
    else seen.told.text = "An event that this version cannot read: " + event.error().sentence();
    seen.entry.actor_name = name_of(seen.told.by.empty() ? row.fact.actor : seen.told.by);
    seen.entry.service = only(seen.told.services);
    seen.entry.slo = only(seen.told.slos);
    seen.entry.text = seen.told.text;
    return seen;
}

bool Activity::fits(const LogFilter& filter, const Seen& seen) const {
    if (!filter.slo.empty() && !seen.told.slos.contains(filter.slo)) return false;
    if (!filter.service.empty() && !seen.told.services.contains(filter.service)) return false;
    return filter.actor.empty() || filter.actor == seen.entry.actor || filter.actor == seen.told.by ||
           equal_in_any_case(filter.actor, seen.entry.actor_name);
}

Names Activity::names(Timestamp at) {
    return {[this](const std::string& slo) { return service_of(slo); }, [this](const std::string& actor) { return name_of(actor); },
            [this](const std::string& stream) { return first_of(stream); }, at};
}

std::string Activity::service_of(const std::string& slo) const {
    std::string service;
    engine_.read([&](const World& world) {
        const auto now = world.catalog.current.slos.find(slo.substr(0, slo.find('@')));  // a group's service is its roll-up's
        if (now != world.catalog.current.slos.end()) service = now->second.service;
        const auto removed = world.catalog.removed.find(slo);
        if (service.empty() && removed != world.catalog.removed.end()) service = removed->second.slo.service;
    });
    return service;
}

std::optional<WorldEvent> Activity::first_of(const std::string& stream) {
    if (const auto known = first_.find(stream); known != first_.end()) return known->second;
    std::optional<WorldEvent> first;
    const auto read = log_.read_stream(stream, 1, 1, [&](const log::Event& row) {
        if (auto event = understand(row.fact)) first = std::move(*event);
        return false;
    });
    if (!read || !first) return std::nullopt;  // asked again next time
    if (first_.size() >= kMostFirsts) first_.clear();
    return first_[stream] = std::move(first);
}

std::string Activity::person_name(const std::string& person) {
    const auto kind = vault_.kind(person);
    if (kind && *kind == log::PersonKind::candidate) return "a candidate";
    for (const char* field : {"name", "login"}) {
        const auto value = vault_.get(person, field);
        if (!value && value.error().is(log::errors::erased)) return "somebody who was erased";
        if (!value) return person;
        if (*value && !(*value)->empty()) return text::printable(**value);
    }
    return person;
}

std::string Activity::name_of(const std::string& actor) {
    if (actor == "system" || actor.starts_with("system:")) return "Plimsoll";
    if (actor == "loopback") return "this machine";
    if (actor.starts_with("link:")) return "a candidate";
    if (actor.starts_with("person:")) {
        const auto known = people_.find(actor);
        return known != people_.end() ? known->second : people_[actor] = person_name(actor);
    }
    if (!actor.starts_with("token:")) return actor;
    const auto made = first_of("token/" + actor.substr(6));
    const auto* of_access = made ? std::get_if<access::Event>(&*made) : nullptr;
    const auto* token = of_access == nullptr ? nullptr : std::get_if<access::TokenCreated>(of_access);
    return token == nullptr ? actor : text::printable(token->name);
}

}  // namespace plimsoll::server
