#include "domain/hiring/sealed_words.h"

#include "base/json.h"

namespace plimsoll::hiring {

namespace {

std::string id_of(const StageMoved& e) { return e.application; }
std::string id_of(const InterviewCancelled& e) { return e.interview; }
std::string id_of(const CardSubmitted& e) { return e.interview + "/" + e.rater + "/" + std::to_string(e.version); }
std::string id_of(const DebriefNoted& e) { return e.application; }
std::string id_of(const DecisionMade& e) { return e.application; }
std::string id_of(const OfferAnswered& e) { return e.application; }
std::string id_of(const QualityNoted& e) { return e.application; }
std::string id_of(const KeepChanged& e) { return e.candidate; }
std::string id_of(const HoldSet& e) { return e.candidate; }
std::string id_of(const HoldReleased& e) { return e.candidate; }
std::string id_of(const RequestMade& e) { return e.application; }
std::string id_of(const RequestAnswered& e) { return e.request; }

}  // namespace

std::optional<SealedWords> sealed_in(const Event& event) {
    return std::visit(
        [](const auto& fact) -> std::optional<SealedWords> {
            if constexpr (requires { fact.sealed; }) {
                if (fact.sealed.empty()) return std::nullopt;
                return SealedWords{fact.candidate, seal_label(std::decay_t<decltype(fact)>::json_tag, id_of(fact)), fact.sealed};
            } else {
                return std::nullopt;
            }
        },
        event);
}

Result<std::string> text_of(const KeptResume& resume) {
    TRY_ASSIGN(const people::Resume read, resume_in(resume));
    std::string out;
    int page = 0;
    for (const people::ReadLine& line : people::read_text_of(read.document, resume.name).lines) {
        if (page != 0 && line.page != page) out += "\n";
        page = line.page;
        out += line.text + "\n";
    }
    return out;
}

Result<std::string> open_words(const Papers& papers, const Event& event) {
    const auto words = sealed_in(event);
    if (!words) return std::string();
    return papers.unseal(words->candidate, words->label, words->sealed);
}

Result<std::string> said_at(const Ports& ports, const Written& written) {
    TRY_ASSIGN(const Event event, ports.event_at(written.seq));
    TRY_ASSIGN(const std::string opened, open_words(ports.papers, event));
    if (opened.empty()) return std::string();
    TRY_ASSIGN(SealedText text, json::decode<SealedText>(opened));
    return std::move(text.text);
}

}  // namespace plimsoll::hiring
