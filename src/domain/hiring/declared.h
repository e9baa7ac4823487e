// declared.h: what candidates declare of themselves, for sums alone: whether groups advance at different rates.
//
// Own        by the candidate, through their own link, or not at all. Never inferred, never asked for by anybody who interviews.
// Apart      in a file of its own (server/demographics.h); in no event, no card, no export of candidates, and joined to nobody's page.
// Blocks     of decided applications, in the order of the decisions, only whole blocks of kFairnessBlock are counted, so that two looks
//            differ by that many people at least. A declaration counts if it was made before its block was full.
// Few        a group under kLeastGroup has no figures; beside one that has none, the totals are withheld too, and a table of two
//            attributes with such a group is withheld whole, since the others would tell it by subtraction.
// Erased     candidates, and those who withdrew, count as not declared, at once. Whoever looks before and after sees that difference.
// Pure       any thread.
#pragma once

#include <boost/describe/class.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/catalog/object.h"
#include "domain/catalog/problem.h"
#include "domain/hiring/funnel.h"
#include "domain/people/fairness.h"

namespace plimsoll::hiring {

inline constexpr std::size_t kFairnessBlock = 10;
inline constexpr std::int64_t kLeastGroup = 10;

struct DeclaredChoice {
    std::string id;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(DeclaredChoice, (), (id, text))

struct DeclaredAttribute {
    std::string id;
    std::string question;
    std::vector<DeclaredChoice> choices;
};
BOOST_DESCRIBE_STRUCT(DeclaredAttribute, (), (id, question, choices))

/// `kit: fairness` of the files: attributes with their choices; at most people::kMostAttributes of 20 choices. What is wrong goes to `problems`,
/// and nothing is then read.
[[nodiscard]] std::vector<DeclaredAttribute> read_attributes(const std::vector<catalog::FileText>& files, catalog::Problems& problems);
/// Those that ship.
[[nodiscard]] const std::vector<DeclaredAttribute>& shipped_attributes();

/// Attribute to choice. What is left out was not declared.
using Declared = std::map<std::string, std::string>;

/// What one candidate declared for one application.
struct DeclaredRow {
    std::string candidate;
    std::string application;
    Declared values;
    Timestamp at;
};

/// Errors: invalid, all at once: attributes and choices are known.
[[nodiscard]] Result<> check_declared(const std::vector<DeclaredAttribute>& attributes, const Declared& values);

struct FairnessTable {
    people::ImpactTable table;
    bool totals_withheld = false;   ///< some group is too small: known and unknown are 0 here
    std::string why_withheld;       ///< of the whole table: it has no rows then
};
BOOST_DESCRIBE_STRUCT(FairnessTable, (), (table, totals_withheld, why_withheld))

struct FairnessPage {
    std::string of;                 ///< "applied" to "offer": who went on from there; "hired": who was hired of all that ended
    std::int64_t counted = 0;       ///< whole blocks
    std::int64_t block = static_cast<std::int64_t>(kFairnessBlock);
    std::int64_t least_people = kLeastGroup;
    std::vector<DeclaredAttribute> attributes;
    std::vector<FairnessTable> tables;
    std::string why_empty;
    std::vector<std::string> notes;
};
BOOST_DESCRIBE_STRUCT(FairnessPage, (), (of, counted, block, least_people, attributes, tables, why_empty, notes))

/// `from`: the stage that is looked at; empty: from the application to being hired. Errors: those of people::impact_of.
[[nodiscard]] Result<FairnessPage> fairness_of(const HiringFacts& facts, const std::vector<DeclaredRow>& declared, const std::vector<DeclaredAttribute>& attributes, std::optional<Stage> from);

/// The page as an audit table: a line for each group of each table, under a heading.
[[nodiscard]] std::string fairness_csv(const FairnessPage& page);

}  // namespace plimsoll::hiring
