// sentences_catalog.cc: what became of the catalogue, in words.
#include <fmt/format.h>

#include "base/text.h"
#include "domain/catalog/change_text.h"
#include "server/sentences.h"

namespace plimsoll::server {

namespace {

/// Beyond it an event lists no more field changes: whoever wants them all reads the body.
constexpr std::size_t kMostChanges = 1000;

std::string plural(std::uint64_t n, std::string_view noun) { return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s"); }

void add_subject(Told& told, const catalog::Change& change, const catalog::Catalog& upserts, const Names& names) {
    if (change.kind == "Service") told.services.insert(change.name);
    if (change.kind != "SLO") return;
    told.slos.insert(change.name);
    const auto now = upserts.slos.find(change.name);
    std::string service = now == upserts.slos.end() ? names.service_of(change.name) : now->second.service;
    if (!service.empty()) told.services.insert(std::move(service));
}

void add_changes(Told& told, const catalog::Change& change) {
    const std::string object = change.kind + "/" + change.name;
    if (change.action == catalog::ChangeAction::added) told.changes.push_back({object, std::nullopt, "added"});
    if (change.action == catalog::ChangeAction::removed) told.changes.push_back({object, "removed", std::nullopt});
    for (catalog::FieldChange& field : catalog::in_words(change.fields)) {
        told.changes.push_back({object + "." + field.field, std::move(field.before), std::move(field.after)});
    }
}

struct Say {
    const Names& names;

    Told operator()(const catalog::CatalogApplied& e) const {
        Told told;
        told.text = fmt::format("Catalogue version {} applied: {}", e.version, catalog::counted(e.changes));
        if (!e.commit.empty()) told.text += fmt::format(" (commit {})", e.commit.substr(0, 10));
        told.by = e.author;
        for (const catalog::Change& change : e.changes) {
            add_subject(told, change, e.upserts, names);
            if (told.changes.size() < kMostChanges) add_changes(told, change);
        }
        return told;
    }
    Told operator()(const catalog::CatalogRefused& e) const {
        std::string text = fmt::format("Catalogue refused for {}; nothing was changed", plural(e.total, "error"));
        if (!e.problems.empty()) {
            const std::string where = e.problems.front().where();
            text += fmt::format(". The first: {}{}{}", where, where.empty() ? "" : ": ", e.problems.front().rule);
        }
        return {std::move(text), {}, {}, {}, {}};
    }
    Told operator()(const catalog::CatalogHeld& e) const {
        Told told;
        told.text = fmt::format("Catalogue held: {} of {} objects would go; nothing was changed until somebody allows it", e.removals.size(), e.objects);
        for (const catalog::Removal& gone : e.removals) {
            if (gone.kind == "SLO") told.slos.insert(gone.name);
            if (gone.kind == "Service") told.services.insert(gone.name);
            if (told.changes.size() < kMostChanges) told.changes.push_back({gone.kind + "/" + gone.name, "to be removed", std::nullopt});
        }
        return told;
    }
    Told operator()(const catalog::CatalogConfirmed& e) const {
        return {fmt::format("Catalogue right again: the files say what applies, version {}", e.version), {}, {}, {}, {}};
    }
    Told operator()(const catalog::RemovedSlosForgotten& e) const {
        Told told;
        told.text = fmt::format("The counts of {} removed long ago may go", plural(e.slos.size(), "SLO"));
        told.slos.insert(e.slos.begin(), e.slos.end());
        return told;
    }
};

}  // namespace

Told tell(const catalog::Event& event, const Names& names) { return std::visit(Say{names}, event); }

}  // namespace plimsoll::server
