// fixture_for_tests.h: small catalogues for this room's tests.
#pragma once

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

}  // namespace plimsoll::catalog::fixture
