// source.h: an object of the input that remembers which of its fields were read, so that none can be dropped in silence.
//
// Rule       when a Source ends, every field that nobody read is told as dropped, with its path and line. So a reader that
//            forgets a field, or one that its author never heard of, cannot hide it. Null counts as not written.
// Threads    one; the Losses must outlive it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/yaml.h"
#include "convert/losses.h"

namespace plimsoll::convert {

class Source;

/// One value of a Source. Reading it says that its meaning was taken.
class Field {
public:
    [[nodiscard]] explicit operator bool() const;  ///< it is there and not null
    [[nodiscard]] bool is_map() const { return node_.is_map(); }
    [[nodiscard]] bool is_list() const { return node_.is_list(); }
    [[nodiscard]] bool is_scalar() const { return node_.is_scalar(); }
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] int line() const { return node_.place().line; }
    [[nodiscard]] const yaml::Node& node() const { return node_; }

    [[nodiscard]] Field operator[](std::string_view key) const;
    [[nodiscard]] std::vector<Field> items() const;
    [[nodiscard]] std::vector<std::pair<std::string, Field>> entries() const;

    /// The scalar's text, trimmed; empty where there is none.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] std::optional<double> number() const;  ///< quoted ones too: some formats write numbers as text
    [[nodiscard]] std::optional<bool> flag() const;
    /// Texts of a list, or of one scalar.
    [[nodiscard]] std::vector<std::string> texts() const;

    /// The whole value is taken, and means the same in the output.
    void carried() const;
    /// The whole value is taken, and this is what became of it. Nothing is told of a value that is not there.
    void changed(std::string why, std::string instead = {}) const;
    void dropped(std::string why, std::string instead = {}) const;
    /// What the input leaves to its tool's defaults, or says only by the way: told as changed, whether or not a value is
    /// there, and nothing of it is taken.
    void assumed(std::string why, std::string instead = {}) const;

private:
    friend class Source;
    Field(Source& source, yaml::Node node, std::string path) : source_(&source), node_(std::move(node)), path_(std::move(path)) {}
    Source* source_;
    yaml::Node node_;
    std::string path_;
};

class Source {
public:
    /// `object` names it in the report: "slo/checkout-availability". `path`: where the node stands in its document.
    Source(yaml::Node node, std::string path, std::string object, Losses& losses);
    ~Source();
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;

    [[nodiscard]] Field root();
    [[nodiscard]] Field operator[](std::string_view key) { return root()[key]; }
    [[nodiscard]] const std::string& object() const { return object_; }
    [[nodiscard]] const std::string& file() const { return node_.place().file; }
    [[nodiscard]] int line() const { return node_.place().line; }
    [[nodiscard]] Losses& losses() { return *losses_; }
    [[nodiscard]] std::size_t owner() const { return owner_; }

    /// The object cannot be judged: it is told as dropped as a whole, and nothing else of it.
    void leave_out(const Field& because, std::string why, std::string instead = {});
    [[nodiscard]] bool left_out() const { return left_out_; }

private:
    friend class Field;
    void tell(const Field& field, Fate fate, std::string why, std::string instead);
    void tell_unread(const yaml::Node& node, const std::string& path);
    [[nodiscard]] bool any_read_below(const std::string& path) const;

    yaml::Node node_;
    std::string path_;
    std::string object_;
    Losses* losses_;
    std::size_t owner_;
    std::set<std::string> read_;   ///< paths of values
    std::set<std::string> taken_;  ///< paths of values that were taken with all that is below them
    bool left_out_ = false;
};

}  // namespace plimsoll::convert
