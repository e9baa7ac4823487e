// ports.h: what this module needs from the rest of the program.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/route.h"
#include "domain/hiring/decide.h"
#include "domain/hiring/kit_shelf.h"
#include "domain/hiring/retention.h"
#include "domain/hiring/sight.h"
#include "domain/people/bank.h"
#include "domain/people/document.h"
#include "domain/people/skill_finder.h"

namespace plimsoll::hiring {

/// Papers of candidates, apart from the log: sealed under a key of each. Every function may wait for the disk.
struct Papers {
    /// A new candidate's id, with name and mail. Errors: io; invalid.
    std::function<Result<std::string>(const std::string& name, const std::string& mail, Timestamp at)> create;
    /// Takes back a create() that nothing followed, and erases for good. Again: nothing happens. Errors: io.
    std::function<Result<>(const std::string& candidate, Timestamp at)> erase;
    /// Fields: "name", "mail", "resume", "draft_<interview>_<rater's id without its prefix, shortened>". Errors: log.person_erased; io.
    std::function<Result<>(const std::string& candidate, const std::string& field, const std::string& value)> put;
    std::function<Result<std::optional<std::string>>(const std::string& candidate, const std::string& field)> get;
    std::function<Result<>(const std::string& candidate, const std::string& field)> remove;
    /// Text for an event's `sealed`, and back. The label is seal_label(). Errors: log.person_erased; log.field_unreadable.
    std::function<Result<std::string>(const std::string& candidate, const std::string& label, const std::string& text)> seal;
    std::function<Result<std::string>(const std::string& candidate, const std::string& label, const std::string& sealed)> unseal;
};

/// Every function is safe from any thread.
struct Ports {
    api::Engine<State, Command> engine;
    Papers papers;
    /// The hiring event at a place of the log, once it is durable. Errors: io; unknown (it is none); those of a log that failed.
    std::function<Result<Event>(std::uint64_t seq)> event_at;
    /// What an account is called; empty for somebody unknown.
    std::function<std::string(const std::string& person)> name_of;
    /// The person behind a token, so that nobody sees by a token what is hidden from them; else the actor itself.
    std::function<std::string(const std::string& actor)> person_behind;
    /// Accounts with the right to interview, that are active.
    std::function<std::vector<std::string>()> interviewers;
    using Work = std::function<Result<api::Reply>(const api::Request&)>;
    /// Has work done on the one thread that may wait for the disk: so drafts and cards are written one after another.
    std::function<api::AsyncHandler(Work)> apart;
    /// The same for work that takes seconds: documents are read, and matched.
    std::function<api::AsyncHandler(Work)> apart_for_long;
    /// Kits and calibration sets as they are now; never null.
    std::function<std::shared_ptr<const KitShelf>()> shelf;
    /// A document of a format that needs a reader; nothing for text and JSON. Errors: those of the reader.
    std::function<Result<std::optional<people::Document>>(std::string_view bytes)> read_document;
    const people::SkillFinder* skills = nullptr;
    std::function<std::shared_ptr<const people::Bank>()> bank;
    Duration keep = kUsualKeep;  ///< how long a candidate is kept after the last application ended
};

/// Who looks, by the person behind them.
[[nodiscard]] Viewer viewer_of(const Ports& ports, const api::Actor& actor);

/// What a sealed text is bound to besides its candidate: "hiring.CardSubmitted/iv-1/person:…/2".
[[nodiscard]] std::string seal_label(std::string_view json_tag, std::string_view id);

}  // namespace plimsoll::hiring
