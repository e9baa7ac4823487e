#include "documents/docx_xml.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "base/text.h"

namespace plimsoll::documents {

namespace {

struct Known {
    std::string_view uri;
    std::string_view prefix;
};

constexpr auto kKnown = std::to_array<Known>({
    {"http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w"},
    {"http://purl.oclc.org/ooxml/wordprocessingml/main", "w"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r"},
    {"http://purl.oclc.org/ooxml/officeDocument/relationships", "r"},
    {"http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"},
    {"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", "wp"},
    {"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", "wp"},
    {"http://schemas.openxmlformats.org/drawingml/2006/main", "a"},
    {"http://purl.oclc.org/ooxml/drawingml/main", "a"},
    {"http://schemas.openxmlformats.org/drawingml/2006/picture", "pic"},
    {"http://purl.oclc.org/ooxml/drawingml/picture", "pic"},
    {"http://schemas.openxmlformats.org/drawingml/2006/diagram", "dgm"},
    {"http://purl.oclc.org/ooxml/drawingml/diagram", "dgm"},
    {"http://schemas.openxmlformats.org/drawingml/2006/chart", "c"},
    {"http://purl.oclc.org/ooxml/drawingml/chart", "c"},
    {"http://schemas.microsoft.com/office/word/2010/wordprocessingShape", "wps"},
    {"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup", "wpg"},
    {"http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas", "wpc"},
    {"http://schemas.microsoft.com/office/word/2010/wordml", "w14"},
    {"urn:schemas-microsoft-com:vml", "v"},
    {"urn:schemas-microsoft-com:office:office", "o"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/math", "m"},
    {"http://purl.oclc.org/ooxml/officeDocument/math", "m"},
    {"http://schemas.openxmlformats.org/package/2006/relationships", "pr"},
    {"http://schemas.openxmlformats.org/package/2006/content-types", "ct"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties", "ep"},
    {"http://purl.oclc.org/ooxml/officeDocument/extendedProperties", "ep"},
});

std::string_view usual_prefix(std::string_view uri) {
    for (const Known& known : kKnown)
        if (known.uri == uri) return known.prefix;
    return {};
}

bool is_usual(std::string_view prefix) {
    for (const Known& known : kKnown)
        if (known.prefix == prefix) return true;
    return false;
}

std::string_view prefix_of(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
}

std::string_view local_of(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// Goes over a tree once and gives its names the usual prefixes. Without recursion: nothing is known yet of its depth.
class Renamer {
public:
    Result<> run(pugi::xml_node root) {
        pugi::xml_node node = root;
        for (;;) {
            TRY(enter(node));
            if (node.first_child()) {
                node = node.first_child();
                if (++depth_ > kDeepest) return fail(errors::damaged, fmt::format("its XML is nested deeper than {} levels", kDeepest));
                continue;
            }
            while (!node.next_sibling()) {
                leave();
                if (depth_ == 0) return {};
                node = node.parent();
                --depth_;
            }
            leave();
            if (depth_ == 0) return {};
            node = node.next_sibling();
        }
    }

private:
    struct Binding {
        std::string prefix;  // as the file has it
        std::string_view usual;
        std::string_view uri;
        int depth;
    };

    Result<> enter(pugi::xml_node node) {
        if (++nodes_ > kMostNodes) return fail(errors::inflates, fmt::format("a part has more than {} elements", kMostNodes));
        if (node.type() != pugi::node_element) return {};
        for (const pugi::xml_attribute attribute : node.attributes()) {
            const std::string_view name = attribute.name();
            if (name == "xmlns") TRY(bind("", attribute.value()));
            else if (name.starts_with("xmlns:")) TRY(bind(name.substr(6), attribute.value()));
        }
        const std::string_view name = node.name();
        if (const auto renamed = usual_name(name, true)) node.set_name(renamed->c_str());
        for (pugi::xml_attribute attribute : node.attributes()) {
            const std::string_view attribute_name = attribute.name();
            if (attribute_name.starts_with("xmlns") || attribute_name.find(':') == std::string_view::npos) continue;
            if (++nodes_ > kMostNodes) return fail(errors::inflates, fmt::format("a part has more than {} attributes", kMostNodes));
            if (const auto renamed = usual_name(attribute_name, false)) attribute.set_name(renamed->c_str());
        }
        if (is(node, "mc:Choice")) {
            if (pugi::xml_attribute requires_what = node.attribute("Requires")) requires_what.set_value(understood(requires_what.value()) ? "known" : "unknown");
        }
        return {};
    }

    /// Forgets what the element declared that is being left.
    void leave() {
        while (!bindings_.empty() && bindings_.back().depth == depth_) bindings_.pop_back();
    }

    Result<> bind(std::string_view prefix, std::string_view uri) {
        if (bindings_.size() >= kMostPrefixes) return fail(errors::damaged, fmt::format("its XML declares more than {} prefixes at once", kMostPrefixes));
        bindings_.push_back({std::string(prefix), usual_prefix(uri), uri, depth_});
        return {};
    }

    [[nodiscard]] const Binding* binding(std::string_view prefix) const {
        for (auto b = bindings_.rbegin(); b != bindings_.rend(); ++b)
            if (b->prefix == prefix) return &*b;
        return nullptr;
    }

    /// What the name should be; nothing where it is that already.
    [[nodiscard]] std::optional<std::string> usual_name(std::string_view name, bool element) const {
        const std::string_view prefix = prefix_of(name);
        if (prefix.empty() && !element) return std::nullopt;
        const Binding* bound = binding(prefix);
        std::string_view wanted = bound == nullptr ? std::string_view() : bound->usual;
        if (wanted.empty()) wanted = is_usual(prefix) ? "x" : prefix;
        if (wanted == prefix) return std::nullopt;
        return fmt::format("{}:{}", wanted, local_of(name));
    }

    /// Whether a program of Word's kind knows all namespaces that a choice requires.
    [[nodiscard]] bool understood(std::string_view prefixes) const {
        bool any = false;
        while (!prefixes.empty()) {
            const std::size_t end = std::min(prefixes.find(' '), prefixes.size());
            const std::string_view prefix = prefixes.substr(0, end);
            prefixes.remove_prefix(std::min(end + 1, prefixes.size()));
            if (prefix.empty()) continue;
            any = true;
            const Binding* bound = binding(prefix);
            if (bound == nullptr || !(bound->uri.starts_with("http://schemas.microsoft.com/office/") || bound->uri.starts_with("http://schemas.openxmlformats.org/") || !bound->usual.empty())) return false;
        }
        return any;
    }

    std::vector<Binding> bindings_;
    int depth_ = 0;
    std::size_t nodes_ = 0;
};

bool is_utf16(std::string_view bytes) {
    return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF") || bytes.starts_with(std::string_view("<\0", 2)) || bytes.starts_with(std::string_view("\0<", 2));
}

}  // namespace

Result<XmlPart> XmlPart::parse(std::string_view bytes) {
    const bool wide = is_utf16(bytes);
    if (!wide && !text::is_utf8(bytes)) return fail(errors::damaged, "its XML is not UTF-8");
    XmlPart part;
    part.tree_ = std::make_unique<pugi::xml_document>();
    const unsigned options = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_wconv_attribute | pugi::parse_eol | pugi::parse_ws_pcdata_single | pugi::parse_doctype;
    const auto encoding = !wide ? pugi::encoding_utf8 : bytes.starts_with("\xFE\xFF") || bytes[0] == '\0' ? pugi::encoding_utf16_be : pugi::encoding_utf16_le;
    const pugi::xml_parse_result parsed = part.tree_->load_buffer(bytes.data(), bytes.size(), options, encoding);
    if (parsed.status == pugi::status_out_of_memory) return fail(errors::inflates, "a part has more elements than there is memory for");
    if (!parsed) return fail(errors::damaged, fmt::format("its XML ends at byte {}: {}", parsed.offset, parsed.description()));
    for (const pugi::xml_node node : part.tree_->children())
        if (node.type() == pugi::node_doctype) return fail(errors::damaged, "its XML declares a document type, which no such file has");
    if (!part.root()) return fail(errors::damaged, "a part of its XML is empty");
    TRY(Renamer().run(part.root()));
    return part;
}

std::string_view value_of(pugi::xml_node parent, const char* child) { return parent.child(child).attribute("w:val").value(); }

std::optional<bool> flag_of(pugi::xml_node parent, const char* child) {
    const pugi::xml_node node = parent.child(child);
    if (!node) return std::nullopt;
    const std::string_view value = node.attribute("w:val").value();
    return value != "0" && value != "false" && value != "off";
}

std::optional<long long> whole(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    long long value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || value > (1LL << 40) || value < -(1LL << 40)) return std::nullopt;
    return value;
}

}  // namespace plimsoll::documents
