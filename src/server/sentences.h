// sentences.h: what each event of the log says, in one plain sentence, and what it is about.
//
// Complete   every event of every module's variant has its sentence in sentences_<module>.cc, through std::visit: an event
//            without one does not compile.
// Pure       what a sentence needs beyond its event is asked of Names.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domain/catalog/diff.h"
#include "server/world.h"

namespace plimsoll::server {

/// An event, told to a person.
struct Told {
    std::string text;                ///< one sentence without a full stop, safe for terminals
    std::set<std::string> slos;      ///< that it is about
    std::set<std::string> services;  ///< the same; of its SLOs too
    std::string by;                  ///< who is behind it where the log's actor is not: the author of a commit; an id
    std::vector<catalog::FieldChange> changes;  ///< field by field, in words
};

struct Names {
    /// The service of an SLO, also of one that was removed lately; empty: not known.
    std::function<std::string(const std::string& slo)> service_of;
    /// "Ana Lima" of "person:9f…", "ci" of "token:ab12", "Plimsoll" of "system".
    std::function<std::string(const std::string& actor)> actor;
    /// The first event of a stream: a page's intent, a silence's beginning, a token's making.
    std::function<std::optional<WorldEvent>(const std::string& stream)> first;
    /// When the event that is told happened: times of that day are told without their date.
    std::optional<Timestamp> at;
};

[[nodiscard]] Told tell(const WorldEvent& event, const Names& names);

[[nodiscard]] Told tell(const access::Event& event, const Names& names);
[[nodiscard]] Told tell(const catalog::Event& event, const Names& names);
[[nodiscard]] Told tell(const slo::Event& event, const Names& names);
[[nodiscard]] Told tell(const paging::Event& event, const Names& names);
[[nodiscard]] Told tell(const exclusions::Event& event, const Names& names);
[[nodiscard]] Told tell(const attribution::Event& event, const Names& names);
[[nodiscard]] Told tell(const policy::Event& event, const Names& names);
[[nodiscard]] Told tell(const targets::Event& event, const Names& names);
/// Names no candidate: an application by its id, an interviewer by name.
[[nodiscard]] Told tell(const hiring::Event& event, const Names& names);

/// A time as a sentence says it: "14:05:10 UTC" of the day of the event, "18 Nov 2026, 14:05:10 UTC" of another.
[[nodiscard]] std::string when(Timestamp at, const Names& names);
/// A reason without the remark in parentheses that it ends with, 200 bytes at most: the event's body has all of it.
[[nodiscard]] std::string briefly(const std::string& why);

/// Told of one SLO, with its service.
[[nodiscard]] Told about(const std::string& slo, const Names& names, std::string text);

}  // namespace plimsoll::server
