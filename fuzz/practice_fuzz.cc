// Stories, sheets, claims and kits of asks of any bytes: looked at or refused with a reason; what is cited stands in the text.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/invariant.h"
#include "domain/practice/ask.h"
#include "domain/practice/closing.h"
#include "domain/practice/figure.h"
#include "domain/practice/sheet_reader.h"
#include "domain/practice/story.h"

namespace {

using namespace plimsoll;

std::string squeezed(const std::string& text) {
    std::string out;
    for (const char c : text)
        if (c != ' ' && c != '\n' && c != '\t' && c != '\r') out += c;
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    practice::Story story;
    story.kind = static_cast<practice::StoryKind>(size % 6);
    story.problem = text.substr(0, size / 2);
    story.action = text.substr(size / 2);
    const std::string all = squeezed(story.problem) + squeezed(story.action);
    const practice::StoryCheck check = practice::check_story(story);
    for (const practice::StoryFinding& finding : check.findings)
        for (const std::string& words : finding.words) INVARIANT(all.find(squeezed(words)) != std::string::npos, "what is cited stands there");

    practice::Figure figure;
    figure.claim = text.substr(0, size / 3);
    figure.baseline = text.substr(size / 3, size / 3);
    figure.after = text.substr(2 * (size / 3));
    if (const auto out = practice::check_figure(figure)) INVARIANT(out->computed.has_value() == out->why_not_computed.empty(), "recomputed, or said why not");
    (void)practice::find_claims({text});
    (void)practice::check_closing({text.substr(0, 100), {{practice::ProofOf::automation, text, text}}, {}});

    const catalog::FileText file{"a.yaml", text};
    if (const auto stories = practice::read_stories(file)) (void)practice::check_stories({*stories});
    if (const auto figures = practice::read_figures(file))
        for (const practice::Figure& each : *figures) (void)practice::check_figure(each);
    catalog::Problems problems;
    const auto asks = practice::read_ask_kits({file}, problems);
    practice::lint_asks(asks, problems);
    for (const catalog::Problem& problem : problems.in_order_errors()) INVARIANT(!problem.rule.empty(), "an error says what is wrong");
    return 0;
}
