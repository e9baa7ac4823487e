#include "ingest/otlp/point_labels.h"

#include <algorithm>
#include <map>

namespace plimsoll::ingest::otlp {
namespace {

using ByName = std::map<std::string, std::string>;

std::string value_of(const Pairs& attributes, std::string_view name) {
    const auto found = std::find_if(attributes.begin(), attributes.end(), [&](const auto& pair) { return pair.first == name; });
    return found == attributes.end() ? std::string() : found->second;
}

/// Labels by name; where several attributes become one, their values in the order of the attributes.
ByName labels_of_attributes(Pairs attributes) {
    std::stable_sort(attributes.begin(), attributes.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    ByName out;
    for (auto& [name, value] : attributes) {
        const auto [found, added] = out.try_emplace(label_name(name), value);
        if (!added) found->second += ';' + value;
    }
    return out;
}

void set_unless_empty(ByName& labels, const char* name, std::string value) {
    if (!value.empty()) labels.insert_or_assign(name, std::move(value));
}

Labels views_of(const Pairs& pairs) {
    Labels out;
    out.reserve(pairs.size());
    for (const auto& [name, value] : pairs) out.push_back({name, value});
    return out;
}

}  // namespace

Result<Target> target_of_resource(std::string_view resource) {
    TRY_ASSIGN(const Pairs attributes, attributes_of(resource, field::kResourceAttributes));
    Target out;
    const std::string space = value_of(attributes, "service.namespace");
    out.job = value_of(attributes, "service.name");
    if (!space.empty() && !out.job.empty()) out.job = space + '/' + out.job;
    out.instance = value_of(attributes, "service.instance.id");
    for (const std::string_view name : kPromoted) {
        if (std::string value = value_of(attributes, name); !value.empty()) out.promoted.emplace_back(label_name(name), std::move(value));
    }
    return out;
}

Result<const Target*> Resource::target() const {
    if (!target_) {
        TRY_ASSIGN(target_, target_of_resource(bytes_));
    }
    return &*target_;
}

Result<Pairs> PointLabels::pairs() const {
    TRY_ASSIGN(const Target* target, metric_.resource->target());
    TRY_ASSIGN(Pairs attributes, attributes_of(attributes_, metric_.attribute_field));
    ByName labels = labels_of_attributes(std::move(attributes));
    for (const auto& [name, value] : target->promoted) labels.try_emplace(name, value);
    set_unless_empty(labels, "otel_scope_name", std::string(metric_.scope_name));
    set_unless_empty(labels, "otel_scope_version", std::string(metric_.scope_version));
    set_unless_empty(labels, "job", target->job);
    set_unless_empty(labels, "instance", target->instance);
    if (const std::string_view bound = bound_label(part_.role); !bound.empty())
        labels.insert_or_assign(std::string(bound), bound_text(part_.bound));
    std::string name = metric_name(metric_.name, metric_.unit, metric_.kind);
    if (!name.empty()) name += suffix(part_.role);
    labels.insert_or_assign("__name__", std::move(name));
    return Pairs(std::make_move_iterator(labels.begin()), std::make_move_iterator(labels.end()));
}

Result<Labels> PointLabels::labels() const {
    TRY_ASSIGN(Pairs pairs, this->pairs());
    return views_of(owned_.emplace_back(std::move(pairs)));
}

Result<Labels> KeptLabels::labels() const {
    return views_of(pairs_);
}

}  // namespace plimsoll::ingest::otlp
