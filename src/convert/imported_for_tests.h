// imported_for_tests.h: text of another tool, imported, and what Plimsoll's own reader makes of the result. Every file that is made is also one that
// `plimsoll fmt` leaves alone.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "convert/convert.h"
#include "convert/layout.h"
#include "domain/catalog/reading.h"

namespace plimsoll::convert {

struct Imported {
    Converted converted;
    catalog::Catalog catalog;

    [[nodiscard]] const catalog::Slo& slo(const std::string& name) const {
        static const catalog::Slo kNone;
        const auto found = catalog.slos.find(name);
        EXPECT_NE(found, catalog.slos.end()) << "no SLO " << name;
        return found == catalog.slos.end() ? kNone : found->second;
    }
    /// What is told of a field; empty where nothing is.
    [[nodiscard]] std::vector<Loss> told(const std::string& field) const {
        std::vector<Loss> out;
        for (const Loss& loss : converted.losses) {
            if (loss.field == field) out.push_back(loss);
        }
        return out;
    }
    [[nodiscard]] bool dropped(const std::string& field) const {
        const auto losses = told(field);
        return !losses.empty() && losses.front().fate == Fate::dropped;
    }
    [[nodiscard]] bool changed(const std::string& field) const {
        const auto losses = told(field);
        return !losses.empty() && losses.front().fate == Fate::changed;
    }
    /// All of the report, for messages of tests.
    [[nodiscard]] std::string report() const {
        std::string out;
        for (const Loss& l : converted.losses) out += l.object + " | " + l.field + " | " + std::to_string(l.line) + " | " + l.why + " | " + l.instead + "\n";
        return out;
    }
};

/// Imports, and reads what came out: no file of it may be refused.
inline Imported imported(const std::vector<Input>& inputs, std::optional<Format> format = std::nullopt, Options options = {}) {
    Imported out;
    auto converted = to_catalogue(inputs, format, options);
    EXPECT_TRUE(converted) << (converted ? "" : converted.error().report());
    if (!converted) return out;
    out.converted = std::move(*converted);
    std::vector<catalog::FileText> files;
    for (const Document& document : out.converted.documents) files.push_back({document.path, document.yaml});
    if (!options.data_source.empty()) {
        files.push_back({"data-source.yaml", "apiVersion: openslo/v1\nkind: DataSource\nmetadata: {name: " + options.data_source +
                                                 "}\nspec: {type: prometheus, connectionDetails: {url: 'https://prometheus.example.com', pull: true}}\n"});
    }
    catalog::Reading reading = catalog::read_catalog(std::move(files));
    for (const Document& document : out.converted.documents) {
        const auto laid = laid_out(document.yaml, document.path);
        EXPECT_TRUE(laid && *laid == document.yaml) << "is written as `plimsoll fmt` leaves it:\n" << document.yaml << (laid ? *laid : laid.error().report());
    }
    for (const catalog::Problem& problem : reading.errors) ADD_FAILURE() << problem.where() << ": " << problem.rule;
    out.catalog = std::move(reading.catalog);
    return out;
}

inline Imported imported(const std::string& text, std::optional<Format> format = std::nullopt) { return imported({{"input.yaml", text}}, format); }

}  // namespace plimsoll::convert
