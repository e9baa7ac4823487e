// inlined.h: an item that is either `{someRef: name}` or a whole object written in place `{kind, metadata, spec}`.
#pragma once

#include <fmt/format.h>

#include "domain/catalog/errors.h"
#include "domain/catalog/openslo.h"

namespace plimsoll::catalog {

/// `read(spec, path)` reads an object written in place. Its kind may be left out, for there is only one it can be.
template <class T, class Read>
RefOrInline<T> read_ref_or_inline(const yaml::Node& item, const std::string& path, const std::string& ref_key,
                                  const std::string& kind, Problems& problems, const Read& read) {
    RefOrInline<T> out;
    out.place = item.place();
    if (item.is_scalar()) {
        problems.add(errors::invalid, item.place(), fmt::format("`{}` must be a map", path),
                     fmt::format("write {}: {}", ref_key, as_dns_label(item.text())));
        return out;
    }
    const Fields fields(item, path, {ref_key, "kind", "metadata", "spec"}, problems);
    if (!item.is_map()) return out;
    const bool inlined = fields.has("spec") || fields.has("metadata") || fields.has("kind");
    if (inlined == fields.has(ref_key)) {
        fields.invalid(ref_key, inlined ? "and an object written in place exclude each other" : "or `spec` is missing",
                       inlined ? "remove one of them" : fmt::format("name a {}, or write one in place", kind));
        if (!inlined) return out;
    }
    if (fields.has(ref_key)) out.ref = {fields.reference(ref_key, Need::required), fields.place(ref_key)};
    if (!inlined) return out;
    fields.one_of("kind", {kind});
    if (!fields.has("spec")) fields.invalid("spec", "is missing");
    Defined<T> object;
    if (fields.has("metadata")) object.metadata = read_metadata(fields["metadata"], fields.path("metadata"), problems);
    object.spec = read(fields["spec"], fields.path("spec"));
    out.inlined = std::move(object);
    return out;
}

}  // namespace plimsoll::catalog
