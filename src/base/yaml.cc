#include "base/yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/anchor.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <map>
#include <sstream>

#include "base/json.h"
#include "base/text.h"

namespace plimsoll::yaml {

struct NodeBody {
    Place place;
    std::string text;
    std::vector<Node> items;
    std::vector<Node::Entry> entries;
};

namespace {

constexpr std::size_t kMaxBytes = 1 << 20;
constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxNodes = 100'000;

/// Thrown inside this file to leave yaml-cpp's parser; becomes a Result at its edge.
struct Stop {
    Error error;
};

Error at(const ErrorKind& kind, const Place& place, std::string rule, std::string remedy = {}) {
    std::string where = place.text();
    std::string detail = where + ": " + rule;
    return fail(kind, std::move(detail), {{std::move(where), std::move(rule), std::move(remedy)}});
}

const NodeBody& empty_body() {
    static const NodeBody body;
    return body;
}

}  // namespace

std::string Place::text() const {
    if (line == 0) return file;
    return fmt::format("{}:{}:{}", file, line, column);
}

/// Builds Nodes from yaml-cpp's events, so that every bound is checked while the text is read.
class Builder : public YAML::EventHandler {
public:
    explicit Builder(std::string file) : file_(std::move(file)) {}

    void OnDocumentStart(const YAML::Mark& mark) override {
        // yaml-cpp does not pass what can begin no value, such as a ',' behind a document, and would begin documents there for ever.
        if (mark.pos == started_at_) throw Stop{at(errors::malformed, place(mark), "not YAML: nothing can begin here", "check indentation and quotes near this place")};
        started_at_ = mark.pos;
        anchors_.clear();
        nodes_ = 0;
        start_ = place(mark);
    }
    void OnDocumentEnd() override {
        if (!root_) root_ = make(Node::Kind::null, start_);
        documents_.push_back(*std::exchange(root_, std::nullopt));
    }
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        add(make(Node::Kind::null, place(mark)), anchor, 1);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto found = anchors_.find(anchor);
        if (found == anchors_.end()) throw Stop{at(errors::malformed, place(mark), "the alias names no anchor before it")};
        add(found->second.first, 0, found->second.second);
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
        // yaml-cpp tags a quoted scalar "!", a plain one "?".
        const bool quoted = tag == "!" || tag == "tag:yaml.org,2002:str";
        const bool null = !quoted && (value == "null" || value == "~" || value == "Null" || value == "NULL");
        Node node = make(null ? Node::Kind::null : Node::Kind::scalar, place(mark), value);
        node.quoted_ = quoted;
        add(std::move(node), anchor, 1);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(Node::Kind::list, mark, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(Node::Kind::map, mark, anchor);
    }
    void OnMapEnd() override { close(); }

    [[nodiscard]] std::vector<Node> take() { return std::move(documents_); }

private:
    struct Open {
        Node::Kind kind;
        std::shared_ptr<NodeBody> body;
        YAML::anchor_t anchor;
        std::size_t nodes_before;
        std::optional<Node> key;
        std::map<std::string, Place> keys;  ///< of a map, so far
    };

    Place place(const YAML::Mark& mark) const { return {file_, mark.line + 1, mark.column + 1}; }

    static Node make(Node::Kind kind, Place place, std::string text = {}) {
        auto body = std::make_shared<NodeBody>();
        body->place = std::move(place);
        body->text = std::move(text);
        return with(kind, std::move(body));
    }
    static Node with(Node::Kind kind, std::shared_ptr<const NodeBody> body) {
        Node node;
        node.kind_ = kind;
        node.body_ = std::move(body);
        return node;
    }

    void open(Node::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
        if (stack_.size() >= kMaxDepth) throw Stop{at(errors::invalid, place(mark), "is nested deeper than 64 levels")};
        auto body = std::make_shared<NodeBody>();
        body->place = place(mark);
        stack_.push_back({kind, std::move(body), anchor, nodes_, std::nullopt, {}});
    }
    void close() {
        Open done = std::move(stack_.back());
        stack_.pop_back();
        const std::size_t inside = nodes_ - done.nodes_before;
        Node node = with(done.kind, std::move(done.body));
        nodes_ -= inside;
        add(std::move(node), done.anchor, inside + 1);
    }
    void add(Node node, YAML::anchor_t anchor, std::size_t weight) {
        nodes_ += weight;
        if (nodes_ > kMaxNodes) throw Stop{at(errors::invalid, node.place(), "the document has more than 100,000 values")};
        if (anchor != 0) anchors_[anchor] = {node, weight};
        if (stack_.empty()) {
            root_ = std::move(node);
            return;
        }
        Open& parent = stack_.back();
        if (parent.kind == Node::Kind::list) {
            parent.body->items.push_back(std::move(node));
        } else if (!parent.key) {
            if (!node.is_scalar()) throw Stop{at(errors::invalid, node.place(), "a key must be plain text")};
            const auto [first, fresh] = parent.keys.emplace(node.text(), node.place());
            if (!fresh) {
                throw Stop{at(errors::invalid, node.place(), "the key \"" + text::printable(node.text()) +
                                                                 "\" stands twice; it is first at " + first->second.text(),
                              "remove one of them")};
            }
            parent.key = std::move(node);
        } else {
            parent.body->entries.push_back({parent.key->text(), parent.key->place(), std::move(node)});
            parent.key.reset();
        }
    }

    std::string file_;
    Place start_;
    int started_at_ = -1;  ///< byte at which the last document began
    std::vector<Open> stack_;
    std::optional<Node> root_;
    std::map<YAML::anchor_t, std::pair<Node, std::size_t>> anchors_;
    std::size_t nodes_ = 0;
    std::vector<Node> documents_;
};

const Place& Node::place() const { return body_ ? body_->place : empty_body().place; }
const std::string& Node::text() const { return body_ ? body_->text : empty_body().text; }
// A node that is absent has a body of its own, which nobody else keeps: what it gives to loop over must outlive it.
const std::vector<Node>& Node::items() const { return body_ && !body_->items.empty() ? body_->items : empty_body().items; }
const std::vector<Node::Entry>& Node::entries() const { return body_ && !body_->entries.empty() ? body_->entries : empty_body().entries; }

Node Node::operator[](std::string_view key) const {
    for (const Entry& entry : entries()) {
        if (entry.key == key) return entry.value;
    }
    Node absent;
    if (body_) {
        auto body = std::make_shared<NodeBody>();
        body->place = body_->place;
        absent.body_ = std::move(body);
    }
    return absent;
}

std::optional<std::int64_t> Node::as_int() const {
    if (!is_scalar() || quoted_) return std::nullopt;
    std::int64_t value = 0;
    const std::string& t = text();
    const char* begin = t.data() + (t.starts_with('+') ? 1 : 0);
    const auto [end, ec] = std::from_chars(begin, t.data() + t.size(), value);
    if (ec != std::errc() || end != t.data() + t.size()) return std::nullopt;
    return value;
}

std::optional<double> Node::as_double() const {
    if (!is_scalar() || quoted_) return std::nullopt;
    double value = 0;
    const std::string& t = text();
    if (t.find_first_not_of("+-.0123456789eE") != std::string::npos) return std::nullopt;
    const char* begin = t.data() + (t.starts_with('+') ? 1 : 0);
    const auto [end, ec] = std::from_chars(begin, t.data() + t.size(), value);
    if (ec != std::errc() || end != t.data() + t.size()) return std::nullopt;
    return value;
}

std::optional<bool> Node::as_bool() const {
    if (!is_scalar() || quoted_) return std::nullopt;
    const std::string& t = text();
    if (t == "true" || t == "True" || t == "TRUE") return true;
    if (t == "false" || t == "False" || t == "FALSE") return false;
    return std::nullopt;
}

std::string Node::json() const {
    std::string out;
    switch (kind_) {
        case Kind::absent:
        case Kind::null: return "null";
        case Kind::scalar:
            if (const auto b = as_bool()) return *b ? "true" : "false";
            if (const auto i = as_int()) return std::to_string(*i);
            if (const auto d = as_double()) return text::number(*d);
            return json::quote(text());
        case Kind::list:
            for (const Node& item : items()) out += (out.empty() ? "" : ",") + item.json();
            return "[" + out + "]";
        case Kind::map:
            for (const Entry& entry : entries()) {
                out += (out.empty() ? "" : ",") + json::quote(entry.key) + ":" + entry.value.json();
            }
            return "{" + out + "}";
    }
    return out;
}

Result<std::vector<Node>> parse_documents(std::string_view text, const std::string& file) {
    if (text.size() > kMaxBytes) return at(errors::invalid, {file, 0, 0}, "the file is larger than 1 MiB", "split it");
    if (!text::is_utf8(text) || text.find('\0') != std::string_view::npos) {
        return at(errors::malformed, {file, 0, 0}, "the file is not UTF-8 text", "save it as UTF-8");
    }
    Builder builder(file);
    try {
        std::istringstream stream{std::string(text)};
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const Stop& stop) {
        return stop.error;
    } catch (const YAML::Exception& e) {
        return at(errors::malformed, {file, e.mark.line + 1, e.mark.column + 1}, "not YAML: " + e.msg,
                  "check indentation and quotes near this place");
    }
    return builder.take();
}

}  // namespace plimsoll::yaml
