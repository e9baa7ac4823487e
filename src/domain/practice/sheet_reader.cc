#include "domain/practice/sheet_reader.h"

#include <functional>

#include "base/yaml.h"
#include "domain/catalog/fields.h"
#include "domain/catalog/problem.h"
#include "domain/people/question_words.h"

namespace plimsoll::practice {

namespace {

using catalog::Fields;
using catalog::Problems;

/// Each map of a file: its documents, and the items of those that are lists.
Result<> each_map(const catalog::FileText& file, Problems& problems, const std::function<void(const yaml::Node&)>& take) {
    auto documents = yaml::parse_documents(file.text, file.path);
    if (!documents) return std::move(documents).error().within("the file; text that holds a colon or begins with a quote needs quotes around it");
    const auto one = [&](const yaml::Node& node) {
        if (node.is_map()) return take(node);
        problems.add(plimsoll::errors::invalid, node.place(), "must be a map of keys and texts", "such as `context: I was on call for checkout`");
    };
    for (const yaml::Node& document : *documents) {
        if (!document || document.kind() == yaml::Node::Kind::null) continue;
        if (!document.is_list()) one(document);
        for (const yaml::Node& item : document.items()) one(item);
    }
    return {};
}

template <class T>
Result<std::vector<T>> ended(std::vector<T> found, const Problems& problems, const catalog::FileText& file) {
    if (problems.errors() > 0) return fail(plimsoll::errors::invalid, file.path, catalog::field_errors(problems.in_order_errors()));
    if (found.empty()) return fail(plimsoll::errors::invalid, file.path + " holds nothing to look at");
    return found;
}

}  // namespace

Result<std::vector<Story>> read_stories(const catalog::FileText& file) {
    Problems problems;
    std::vector<Story> found;
    TRY(each_map(file, problems, [&](const yaml::Node& node) {
        const Fields fields(node, "", {"id", "kind", "title", "context", "problem", "action", "result", "learning", "changed_at"}, problems);
        Story story;
        story.id = fields.text("id", catalog::Need::optional, kLongestId);
        if (const auto kind = people::from_word<StoryKind>(fields.one_of("kind", people::words_of<StoryKind>()))) story.kind = *kind;
        story.title = fields.text("title", catalog::Need::optional, kLongestTitle);
        for (const auto& [key, text] : {std::pair("context", &story.context), std::pair("problem", &story.problem), std::pair("action", &story.action), std::pair("result", &story.result), std::pair("learning", &story.learning)})
            *text = fields.text(key, catalog::Need::optional, kLongestLine);
        found.push_back(std::move(story));
    }));
    return ended(std::move(found), problems, file);
}

Result<std::vector<Figure>> read_figures(const catalog::FileText& file) {
    Problems problems;
    std::vector<Figure> found;
    TRY(each_map(file, problems, [&](const yaml::Node& node) {
        const Fields fields(node, "", {"id", "claim", "baseline", "after", "formula", "window", "sample", "included", "excluded", "mechanism", "caveats", "rework", "confidence", "changed_at"}, problems);
        Figure figure;
        figure.id = fields.text("id", catalog::Need::optional, kLongestId);
        for (const auto& [key, text] : {std::pair("claim", &figure.claim), std::pair("baseline", &figure.baseline), std::pair("after", &figure.after), std::pair("formula", &figure.formula), std::pair("window", &figure.window),
                                        std::pair("sample", &figure.sample), std::pair("included", &figure.included), std::pair("excluded", &figure.excluded), std::pair("mechanism", &figure.mechanism),
                                        std::pair("caveats", &figure.caveats), std::pair("rework", &figure.rework), std::pair("confidence", &figure.confidence)})
            *text = fields.text(key, catalog::Need::optional, kLongestLine);
        found.push_back(std::move(figure));
    }));
    return ended(std::move(found), problems, file);
}

}  // namespace plimsoll::practice
