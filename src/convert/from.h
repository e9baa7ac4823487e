// from.h: one reader for each format: an object of the input becomes documents of a Draft, and what does not carry is told.
//
// Source     of each format: its own documentation and, for the burn rules that a tool makes by itself, its source.
#pragma once

#include <vector>

#include "convert/draft.h"
#include "convert/source.h"

namespace plimsoll::convert {

/// A document, or an item of a list of documents, with the name of the file that it stands in.
struct InputObject {
    yaml::Node node;
    std::string path;  ///< within its document: "" or "items[3]"
};

/// Each reads all objects of its format at once, for they refer to one another. The number of objects is the caller's.
void from_sloth(const std::vector<InputObject>& objects, Draft& draft, Losses& losses);
void from_pyrra(const std::vector<InputObject>& objects, Draft& draft, Losses& losses);
void from_slo_generator(const std::vector<InputObject>& objects, Draft& draft, Losses& losses);
void from_nobl9(const std::vector<InputObject>& objects, Draft& draft, Losses& losses);
void from_grafana(const std::vector<InputObject>& objects, Draft& draft, Losses& losses);
/// v1, v1alpha and v2alpha.
void from_openslo(const std::vector<InputObject>& objects, Draft& draft, Losses& losses);
void from_backstage(const std::vector<InputObject>& objects, Draft& draft, Losses& losses);
/// CODEOWNERS is no YAML. Names owners of the draft's services; makes services where the input is about nothing else.
void from_codeowners(const Input& input, bool makes_services, Draft& draft, Losses& losses);

}  // namespace plimsoll::convert
