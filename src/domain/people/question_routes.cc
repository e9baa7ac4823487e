#include "domain/people/question_routes.h"

#include "api/row.h"
#include "base/json.h"
#include "domain/people/question_words.h"

namespace plimsoll::people {

namespace {

/// Reads words of closed vocabularies from a query; every complaint at once.
class Query {
public:
    explicit Query(const api::Request& request) : request_(request) {}

    [[nodiscard]] std::string words(const std::string& name) const { return request_.query_value(name).value_or(""); }
    template <class E>
    std::optional<E> one_of(const std::string& name) {
        const std::string given = words(name);
        if (given.empty()) return std::nullopt;
        const auto value = from_word<E>(given);
        if (!value) broken_.push_back({"query " + name, "must be one of " + list_of<E>(), ""});
        return value;
    }
    Result<> checked() {
        if (broken_.empty()) return {};
        return fail(plimsoll::errors::invalid, "the questions cannot be listed", std::move(broken_));
    }

private:
    const api::Request& request_;
    std::vector<FieldError> broken_;
};

Result<api::Reply> get_questions(const BankReading& reading, const api::Request& request) {
    Query query(request);
    const BankFilter filter{query.words("search"),
                            query.one_of<Competency>("competency"),
                            query.one_of<QuestionKind>("kind"),
                            query.one_of<QuestionLevel>("level"),
                            query.one_of<Role>("role"),
                            query.one_of<Dimension>("dimension")};
    TRY(query.checked());
    TRY_ASSIGN(const QuestionList list, list_questions(reading, filter));
    return api::ok(list);
}

}  // namespace

std::vector<api::Route> question_routes(BankNow bank) {
    const std::vector<api::Parameter> filters = {
        {"search", "query",
         "Words that a question must hold; beginnings count, letter case does not; the best match comes first"},
        {"competency", "query", list_of<Competency>()},
        {"kind", "query", list_of<QuestionKind>()},
        {"level", "query", list_of<QuestionLevel>()},
        {"role", "query", "Whom it is for: " + list_of<Role>()},
        {"dimension", "query", "What an answer is evidence for: " + list_of<Dimension>()},
    };
    std::vector<api::Route> rows = {
        api::view_row("/api/v1/questions", "List the interview questions, without their answers",
                      api::type<QuestionList>("QuestionList"), filters,
                      [bank](const api::Request& request) { return get_questions(*bank(), request); }),
        api::view_row("/api/v1/questions/{id}",
                      "Show a question with its answers at three depths, signals and follow-ups",
                      api::type<Question>("Question"), {{"id", "path", "Such as A1", true}},
                      [bank](const api::Request& request) -> Result<api::Reply> {
                          TRY_ASSIGN(const Question question, show_question(*bank(), request.path_parameters.at("id")));
                          return api::ok(question);
                      }),
    };
    for (api::Route& row : rows) {
        row.right = api::Right::practise;
        row.open_as = "practise";
    }
    return rows;
}

}  // namespace plimsoll::people
