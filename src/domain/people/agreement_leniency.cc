#include "domain/people/agreement_leniency.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "domain/people/agreement_table.h"

namespace plimsoll::people {
namespace {

constexpr std::size_t kMostFieldErrors = 100;
constexpr double kNoPivot = 1e-7;  ///< the matrix is made of counts: what is left of a dependent row is rounding, of any other about 1 / effects

using Matrix = std::vector<std::vector<double>>;

/// Names of one kind, and the index of each.
class Names {
public:
    void add(const std::string& name) { index_.emplace(name, 0); }
    void number() {
        std::size_t next = 0;
        for (auto& [name, index] : index_) index = next++;
    }
    [[nodiscard]] std::size_t of(const std::string& name) const { return index_.at(name); }
    [[nodiscard]] std::size_t size() const { return index_.size(); }
    [[nodiscard]] const std::map<std::string, std::size_t>& all() const { return index_; }

private:
    std::map<std::string, std::size_t> index_;
};

std::vector<FieldError> problems(const std::vector<GivenRating>& ratings) {
    std::vector<FieldError> wrong;
    if (ratings.size() > kMostLeniencyRatings) return {{"", fmt::format("holds at most {} ratings; there are {}", kMostLeniencyRatings, ratings.size()), "look at a shorter time"}};
    std::set<std::tuple<std::string, std::string, std::string>> seen;
    std::set<std::string> raters;
    std::set<std::string> questions;
    std::map<std::string, std::size_t> of_candidate;
    for (std::size_t i = 0; i < ratings.size() && wrong.size() < kMostFieldErrors; ++i) {
        const GivenRating& r = ratings[i];
        if (r.rater.empty()) wrong.push_back({fmt::format("/{}/rater", i), "names who rated", ""});
        if (r.candidate.empty()) wrong.push_back({fmt::format("/{}/candidate", i), "names who was rated", ""});
        if (!(std::abs(r.value) <= kMostRating)) {
            wrong.push_back({fmt::format("/{}/value", i), "is a finite number of at most a billion in size", "leave out what was not assessed"});
        }
        if (r.question.empty() != ratings.front().question.empty()) {
            wrong.push_back({fmt::format("/{}/question", i), "is named in all ratings or in none", "leave out ratings without a question, or all questions"});
        }
        if (!seen.emplace(r.rater, r.candidate, r.question).second) {
            wrong.push_back({fmt::format("/{}", i), "is the only rating of a rater for a candidate and question", "keep the version that counts"});
        }
        if (++of_candidate[r.candidate] == kMostRatingsOfCandidate + 1) {
            wrong.push_back({fmt::format("/{}", i), fmt::format("is among at most {} ratings of one candidate", kMostRatingsOfCandidate), "look at fewer questions"});
        }
        raters.insert(r.rater);
        if (!r.question.empty()) questions.insert(r.question);
    }
    if (raters.size() + questions.size() > kMostLeniencyEffects) {
        wrong.push_back({"", fmt::format("names at most {} raters and questions together; there are {}", kMostLeniencyEffects, raters.size() + questions.size()), "look at a shorter time"});
    }
    return wrong;
}

/// Raters that share a candidate, or are joined by others who do.
std::vector<std::vector<std::string>> groups_of(const std::vector<GivenRating>& ratings, const Names& raters) {
    std::vector<std::size_t> joined(raters.size());
    std::iota(joined.begin(), joined.end(), std::size_t{0});
    const auto root = [&](std::size_t i) {
        while (joined[i] != i) i = joined[i] = joined[joined[i]];
        return i;
    };
    std::map<std::string, std::size_t> first;
    for (const GivenRating& r : ratings) {
        const auto [at, fresh] = first.emplace(r.candidate, raters.of(r.rater));
        if (!fresh) joined[root(raters.of(r.rater))] = root(at->second);
    }
    std::map<std::size_t, std::vector<std::string>> by_root;
    for (const auto& [name, index] : raters.all()) by_root[root(index)].push_back(name);
    std::vector<std::vector<std::string>> out;
    for (auto& [index, names] : by_root) out.push_back(std::move(names));
    std::sort(out.begin(), out.end());
    return out;
}

/// The inverse by Gauss and Jordan with the largest pivot; empty where a row depends on others.
std::optional<Matrix> inverse(Matrix a) {
    const std::size_t n = a.size();
    Matrix out(n, std::vector<double>(n));
    for (std::size_t i = 0; i < n; ++i) out[i][i] = 1;
    for (std::size_t i = 0; i < n; ++i) {
        std::size_t pivot = i;
        for (std::size_t k = i + 1; k < n; ++k) {
            if (std::abs(a[k][i]) > std::abs(a[pivot][i])) pivot = k;
        }
        if (std::abs(a[pivot][i]) < kNoPivot) return std::nullopt;
        std::swap(a[i], a[pivot]);
        std::swap(out[i], out[pivot]);
        const double by = a[i][i];
        for (std::size_t j = 0; j < n; ++j) {
            a[i][j] /= by;
            out[i][j] /= by;
        }
        for (std::size_t k = 0; k < n; ++k) {
            const double times = a[k][i];
            if (k == i || times == 0) continue;
            for (std::size_t j = 0; j < n; ++j) {
                a[k][j] -= times * a[i][j];
                out[k][j] -= times * out[i][j];
            }
        }
    }
    return out;
}

/// Raters and questions by the normal equations, each candidate's own mean taken out first: that leaves a small matrix however many
/// candidates there are. It is singular by one for each kind (all raters may shift against the candidates); adding 1 to every
/// pair of a kind asks that its effects add up to 0 and changes nothing else.
class Fit {
public:
    explicit Fit(const std::vector<GivenRating>& ratings) : ratings_(ratings) {
        for (const GivenRating& r : ratings) {
            raters_.add(r.rater);
            candidates_.add(r.candidate);
            if (!r.question.empty()) questions_.add(r.question);
        }
        raters_.number();
        candidates_.number();
        questions_.number();
        of_candidate_.resize(candidates_.size());
        sums_.resize(columns());
        counts_.resize(columns());
        for (const GivenRating& r : ratings) {
            of_candidate_[candidates_.of(r.candidate)].push_back(&r);
            count(raters_.of(r.rater), r.value);
            if (both_kinds()) count(question_column(r), r.value);
        }
    }

    [[nodiscard]] Leniency result() {
        Leniency out;
        out.formula = questions_.size() == 0 ? "rating = mean + rater + candidate + rest, least squares (Scheffe 1959)"
                                             : "rating = mean + rater + candidate + question + rest, least squares (Scheffe 1959)";
        out.ratings = static_cast<std::int64_t>(ratings_.size());
        out.groups = groups_of(ratings_, raters_);
        if (raters_.size() < 2) {
            out.why_empty = "leniency compares raters; there are fewer than two";
        } else if (out.groups.size() > 1) {
            out.why_empty = fmt::format("not enough overlap: the raters fall into {} groups that share no candidate", out.groups.size());
        } else if (!solve()) {
            out.why_empty = "not enough overlap: raters and questions cannot be told apart, as some questions were asked by some raters or of some candidates only";
        } else {
            write(out);
        }
        return out;
    }

private:
    [[nodiscard]] std::size_t columns() const { return raters_.size() + questions_.size(); }
    [[nodiscard]] bool both_kinds() const { return questions_.size() > 0; }
    [[nodiscard]] std::size_t question_column(const GivenRating& r) const { return raters_.size() + questions_.of(r.question); }
    void count(std::size_t column, double value) {
        sums_[column] += value;
        ++counts_[column];
    }
    [[nodiscard]] static double mean_of(const std::vector<const GivenRating*>& ratings) {
        double sum = 0;
        for (const GivenRating* r : ratings) sum += r->value;
        return sum / static_cast<double>(ratings.size());
    }

    void add(Matrix& a, std::vector<double>& b, const std::vector<const GivenRating*>& ratings) const {
        const double mean = mean_of(ratings);
        std::map<std::size_t, double> given;
        for (const GivenRating* r : ratings) {
            const std::size_t rater = raters_.of(r->rater);
            ++given[rater];
            ++a[rater][rater];
            b[rater] += r->value - mean;
            if (!both_kinds()) continue;
            const std::size_t question = question_column(*r);
            ++given[question];
            ++a[question][question];
            ++a[rater][question];
            ++a[question][rater];
            b[question] += r->value - mean;
        }
        for (const auto& [i, times_i] : given) {
            for (const auto& [j, times_j] : given) a[i][j] -= times_i * times_j / static_cast<double>(ratings.size());
        }
    }

    [[nodiscard]] bool solve() {
        Matrix a(columns(), std::vector<double>(columns()));
        std::vector<double> b(columns());
        for (const auto& ratings : of_candidate_) add(a, b, ratings);
        for (std::size_t i = 0; i < columns(); ++i) {
            for (std::size_t j = 0; j < columns(); ++j) {
                if ((i < raters_.size()) == (j < raters_.size())) ++a[i][j];
            }
        }
        auto solved = inverse(std::move(a));
        if (!solved) return false;
        inverse_ = std::move(*solved);
        effects_.assign(columns(), 0);
        for (std::size_t i = 0; i < columns(); ++i) effects_[i] = std::inner_product(inverse_[i].begin(), inverse_[i].end(), b.begin(), 0.0);
        return true;
    }

    [[nodiscard]] double of_rater_and_question(const GivenRating& r) const {
        return effects_[raters_.of(r.rater)] + (both_kinds() ? effects_[question_column(r)] : 0);
    }

    void write(Leniency& out) const {
        std::vector<double> levels;  // of candidates, were all raters and questions the mean ones
        double squares = 0;
        for (const auto& ratings : of_candidate_) {
            double level = 0;
            for (const GivenRating* r : ratings) level += (r->value - of_rater_and_question(*r)) / static_cast<double>(ratings.size());
            for (const GivenRating* r : ratings) squares += std::pow(r->value - of_rater_and_question(*r) - level, 2);
            levels.push_back(level);
            out.mean += level / static_cast<double>(of_candidate_.size());
        }
        out.degrees_of_freedom = out.ratings - static_cast<std::int64_t>(columns() + candidates_.size()) + (both_kinds() ? 2 : 1);
        if (out.degrees_of_freedom > 0) out.residual_deviation = std::sqrt(squares / static_cast<double>(out.degrees_of_freedom));
        for (const auto& [name, i] : raters_.all()) out.raters.push_back(effect(name, i, raters_.size(), out));
        for (const auto& [name, i] : questions_.all()) out.questions.push_back(effect(name, raters_.size() + i, questions_.size(), out));
        for (const auto& [name, i] : candidates_.all()) {
            out.candidates.push_back({name, levels[i] - out.mean, std::nullopt, mean_of(of_candidate_[i]), static_cast<std::int64_t>(of_candidate_[i].size())});
        }
    }

    /// The variance of an effect that adds up to 0 with its kind: sigma^2 (inverse_ii - 1 / kind^2).
    [[nodiscard]] RatingEffect effect(const std::string& name, std::size_t column, std::size_t kind, const Leniency& fit) const {
        RatingEffect out{name, effects_[column], std::nullopt, sums_[column] / static_cast<double>(counts_[column]), counts_[column]};
        const auto size = static_cast<double>(kind);
        if (fit.residual_deviation) out.standard_error = *fit.residual_deviation * std::sqrt(std::max(0.0, inverse_[column][column] - 1 / (size * size)));
        return out;
    }

    const std::vector<GivenRating>& ratings_;
    Names raters_;
    Names candidates_;
    Names questions_;
    std::vector<std::vector<const GivenRating*>> of_candidate_;
    // Raters, then questions.
    std::vector<double> sums_;
    std::vector<std::int64_t> counts_;
    Matrix inverse_;
    std::vector<double> effects_;
};

}  // namespace

Result<Leniency> leniency_of(const std::vector<GivenRating>& ratings) {
    if (auto wrong = problems(ratings); !wrong.empty()) return fail(errors::invalid, "the ratings", std::move(wrong));
    return Fit(ratings).result();
}

}  // namespace plimsoll::people
