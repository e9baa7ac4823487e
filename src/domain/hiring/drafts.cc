#include "domain/hiring/drafts.h"

#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"

namespace plimsoll::hiring {

namespace {

constexpr std::size_t kDigitsOfRater = 16;
constexpr std::size_t kDigitsOfTag = 32;

std::string tag_of(const std::string& text) { return text::hex(crypto::view(crypto::sha256(text))).substr(0, kDigitsOfTag); }

/// "\"abc\"" and "W/\"abc\"" are abc.
std::string bare(std::string tag) {
    if (tag.starts_with("W/")) tag.erase(0, 2);
    if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"') tag = tag.substr(1, tag.size() - 2);
    return tag;
}

Result<> check_own(const Viewer& viewer, const Slice& slice, const std::string& interview) {
    if (!is_interviewer(slice.state.interviews.at(interview), viewer.person)) return fail(errors::not_yours, interview);
    return not_erased(slice);
}

Result<std::optional<std::string>> kept_text(const Ports& ports, const Viewer& viewer, const Slice& slice, const std::string& interview) {
    return ports.papers.get(slice.candidate().id, draft_field(interview, viewer.person));
}

bool fits(const std::optional<std::string>& kept, const std::string& if_match, const std::string& if_none_match) {
    if (!kept) return if_match.empty();
    if (if_none_match == "*" || if_match.empty()) return false;
    return if_match == "*" || bare(if_match) == tag_of(*kept);
}

}  // namespace

std::string draft_field(const std::string& interview, const std::string& rater) {
    std::string out = "draft_";
    for (const char c : interview) out += c == '-' ? '_' : c;
    return out + "_" + rater.substr(rater.find(':') + 1, kDigitsOfRater);
}

Result<Draft> read_draft(const Ports& ports, const Viewer& viewer, const Slice& slice, const std::string& interview) {
    TRY(check_own(viewer, slice, interview));
    TRY_ASSIGN(const auto text, kept_text(ports, viewer, slice, interview));
    if (!text) return fail(errors::no_draft, interview);
    Draft out;
    TRY_ASSIGN(out.card, json::decode<Card>(*text));
    out.tag = tag_of(*text);
    return out;
}

Result<std::string> write_draft(const Ports& ports, const Viewer& viewer, const Slice& slice, const std::string& interview, const Card& card,
                                const std::string& if_match, const std::string& if_none_match) {
    TRY(check_own(viewer, slice, interview));
    TRY(check_draft(card));
    TRY_ASSIGN(const auto before, kept_text(ports, viewer, slice, interview));
    if (!fits(before, if_match, if_none_match)) return fail(errors::draft_changed, interview);
    const std::string text = json::encode(card);
    if (before != text) TRY(ports.papers.put(slice.candidate().id, draft_field(interview, viewer.person), text));
    return tag_of(text);
}

Result<> remove_draft(const Ports& ports, const Viewer& viewer, const Slice& slice, const std::string& interview) {
    TRY(check_own(viewer, slice, interview));
    return ports.papers.remove(slice.candidate().id, draft_field(interview, viewer.person));
}

}  // namespace plimsoll::hiring
