// fixture_for_tests.h: small catalogues for this room's tests.
#pragma once

#include <fstream>
#include <string>
#include <vector>

#include "domain/catalog/reading.h"

namespace plimsoll::catalog::fixture {

inline const std::string kService = R"(apiVersion: plimsoll/v1
kind: Service
metadata: {name: checkout}
spec: {owner: shop, channels: [pager]}
)";

inline const std::string kChannel = R"(apiVersion: plimsoll/v1
kind: Channel
metadata: {name: pager}
spec: {type: webhook, url: "https://pager.example/hook", secret: "env:PAGER_SECRET"}
)";

/// An SLO whose spec ends with `more` (lines indented by two).
inline std::string slo(const std::string& name, const std::string& more = "", const std::string& target = "target: 0.999") {
    return "apiVersion: openslo/v1\nkind: SLO\nmetadata: {name: " + name + R"(}
spec:
  service: checkout
  indicator:
    metadata: {name: requests}
    spec:
      ratioMetric:
        counter: true
        bad: {metricSource: {type: Prometheus, spec: {query: 'sum(increase(http_requests_total{code=~"5.."}[5m]))'}}}
        total: {metricSource: {type: Prometheus, spec: {query: 'sum(increase(http_requests_total[5m]))'}}}
  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives: [{)" + target + "}]\n" + more;
}

/// Service, channel and the text as "x.yaml".
inline Reading read(const std::string& text) {
    return read_catalog({{"channel.yaml", kChannel}, {"service.yaml", kService}, {"x.yaml", text}});
}

/// "where: rule" of each problem.
inline std::vector<std::string> lines(const std::vector<Problem>& problems) {
    std::vector<std::string> out;
    for (const Problem& p : problems) out.push_back(p.where() + ": " + p.rule);
    return out;
}

/// "line:col rule (remedy)" of each problem of "x.yaml".
inline std::vector<std::string> told(const std::vector<Problem>& problems) {
    std::vector<std::string> out;
    for (const Problem& p : problems) {
        if (p.file == "x.yaml") out.push_back(std::to_string(p.line) + ":" + std::to_string(p.column) + " " + p.rule + " (" + p.remedy + ")");
    }
    return out;
}

/// An object of plimsoll/v1 whose spec begins in line 5.
inline std::string own(const std::string& kind, const std::string& spec, const std::string& name = "x", const std::string& annotations = "") {
    return "apiVersion: plimsoll/v1\nkind: " + kind + "\nmetadata: {name: " + name + (annotations.empty() ? "" : ", annotations: {" + annotations + "}") +
           "}\nspec:\n" + spec;
}

/// An SLO on indicator `ref`, with `more` at the end of its spec.
inline std::string slo_on(const std::string& ref, const std::string& name = "a", const std::string& objectives = "[{target: 0.99}]",
                          const std::string& window = "[{duration: 30d, isRolling: true}]", const std::string& method = "Occurrences",
                          const std::string& metadata = "") {
    return "---\napiVersion: openslo/v1\nkind: SLO\nmetadata: {name: " + name + metadata + "}\nspec:\n  service: checkout\n" +
           (ref.empty() ? std::string() : "  indicatorRef: " + ref + "\n") + "  budgetingMethod: " + method + "\n  timeWindow: " + window +
           "\n  objectives: " + objectives + "\n";
}

/// Every ```yaml block of a document.
inline std::string examples_of(const std::string& document) {
    std::ifstream file(std::string(PLIMSOLL_SOURCE_DIR) + "/" + document);
    std::string out;
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("```")) {
            if (!inside && line == "```yaml") out += "---\n";
            inside = !inside && line == "```yaml";
        } else if (inside) {
            out += line + "\n";
        }
    }
    return out;
}

}  // namespace plimsoll::catalog::fixture
