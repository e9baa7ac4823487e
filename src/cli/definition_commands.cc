// definition_commands.cc: `plimsoll import slo` and `plimsoll fmt`: files in, files out, no server.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "convert/convert.h"
#include "convert/layout.h"
#include "convert/references.h"
#include "convert/tree_reading.h"
#include "domain/catalog/folder.h"

namespace plimsoll::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostFileBytes = 5u << 20;  // more than a conversion takes, so that it can say so

Error io_error(const fs::path& path, const std::string& what) {
    return fail(plimsoll::errors::io, fmt::format("{}: {}", path.string(), what));
}

Result<std::string> read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::string text(kMostFileBytes, '\0');
    if (!in) return io_error(path, "cannot be opened");
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (in.bad()) return io_error(path, "cannot be read");
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

/// Written beside and moved into place, so that no reader sees half of it. A file that is there keeps its rights; a link stays one.
Result<> write_file(const fs::path& path, const std::string& text) {
    std::error_code ec;
    if (path.has_parent_path()) fs::create_directories(path.parent_path(), ec);
    if (ec) return io_error(path.parent_path(), ec.message());
    const fs::path place = fs::exists(path) ? fs::canonical(path, ec) : path;
    if (ec) return io_error(path, ec.message());
    const fs::path beside = place.string() + ".new";
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out) return io_error(beside, "cannot be written");
    if (fs::exists(place)) fs::permissions(beside, fs::status(place).permissions(), ec);
    if (!ec) fs::rename(beside, place, ec);
    if (ec) return io_error(place, ec.message());
    return {};
}

// ---- import slo

/// Folders are read as a catalogue's folder is: YAML and JSON at any depth.
Result<std::vector<convert::Input>> inputs_of(const std::vector<std::string>& paths) {
    std::vector<convert::Input> out;
    for (const std::string& path : paths) {
        if (!fs::is_directory(path)) {
            TRY_ASSIGN(std::string text, read_file(path));
            out.push_back({path, std::move(text)});
            continue;
        }
        TRY_ASSIGN(catalog::FolderText folder, catalog::read_folder(path));
        if (!folder.problems.empty())
            return fail(plimsoll::errors::invalid, folder.problems.front().where() + " " + folder.problems.front().rule,
                        catalog::field_errors(folder.problems));
        for (catalog::FileText& file : folder.files) out.push_back({(fs::path(path) / file.path).generic_string(), std::move(file.text)});
    }
    return out;
}

enum class State { fresh, same, differs };

/// What is to become of a document under --out.
struct Planned {
    const convert::Document* document;
    State state;
};

Result<std::vector<Planned>> plan(const convert::Converted& converted, const std::string& out) {
    std::vector<Planned> planned;
    for (const convert::Document& document : converted.documents) {
        const fs::path path = fs::path(out) / document.path;
        if (out.empty() || !fs::exists(path)) {
            planned.push_back({&document, State::fresh});
            continue;
        }
        TRY_ASSIGN(const std::string there, read_file(path));
        planned.push_back({&document, there == document.yaml ? State::same : State::differs});
    }
    return planned;
}

const char* words(State state, const SloImport& options) {
    const bool writes = !options.out.empty() && !options.dry_run;
    switch (state) {
        case State::fresh: return writes ? "written" : "new";
        case State::same: return "there already";
        case State::differs:
            return !options.overwrite ? "another is there, kept: --overwrite replaces it"
                   : writes           ? "replaced"
                                      : "would replace what is there";
    }
    return "";
}

const char* words(convert::Fate fate) {
    return fate == convert::Fate::changed ? "changed" : fate == convert::Fate::dropped ? "dropped" : "carried";
}

void print_losses(const convert::Converted& converted) {
    if (converted.losses.empty()) {
        fmt::print("\nEverything carries over.\n");
        return;
    }
    fmt::print("\nWhat does not carry over as it was:\n");
    const Terminal terminal(stdout);
    std::string object, file;
    for (const convert::Loss& loss : converted.losses) {
        if (loss.object != object || loss.file != file) fmt::print("\n{} ({})\n", text::printable(loss.object), text::printable(loss.file));
        object = loss.object;
        file = loss.file;
        const Tone tone = loss.fate == convert::Fate::dropped ? Tone::caution : Tone::quiet;
        fmt::print("  {}  {}{}\n      {}\n", terminal.tone(words(loss.fate), tone),
                   loss.line > 0 ? fmt::format("line {}  ", loss.line) : "", text::printable(loss.field), text::printable(loss.why));
        if (!loss.instead.empty()) fmt::print("      instead: {}\n", text::printable(loss.instead));
    }
}

void print_plan(const convert::Converted& converted, const std::vector<Planned>& planned, const SloImport& options) {
    fmt::print("{}: {} objects read, {} SLOs made, {} files{}\n", boost::describe::enum_to_string(converted.format, ""), converted.objects,
               converted.slos, converted.documents.size(),
               options.out.empty() ? "; --out FOLDER writes them" : " in " + text::printable(options.out));
    Table table({{"file"}, {"state"}});
    for (const Planned& one : planned) table.add({{one.document->path}, {words(one.state, options)}});
    if (!table.empty()) fmt::print("{}", table.text(Terminal(stdout)));
    print_losses(converted);
}

Result<> write_all(const std::vector<Planned>& planned, const SloImport& options) {
    for (const Planned& one : planned) {
        const bool wanted = one.state == State::fresh || (one.state == State::differs && options.overwrite);
        if (wanted) TRY(write_file(fs::path(options.out) / one.document->path, one.document->yaml));
    }
    return {};
}

Result<int> import_definitions(const Common& common, const SloImport& options) {
    TRY_ASSIGN(const std::vector<convert::Input> inputs, inputs_of(options.files));
    std::optional<convert::Format> format;
    if (!options.from.empty()) {
        convert::Format named{};
        if (!boost::describe::enum_from_string(options.from.c_str(), named)) return fail(convert::errors::unknown_format, options.from);
        format = named;
    }
    TRY_ASSIGN(const convert::Converted converted, convert::to_catalogue(inputs, format, {options.data_source, options.owner}));
    TRY_ASSIGN(const std::vector<Planned> planned, plan(converted, options.out));
    if (!options.out.empty() && !options.dry_run) TRY(write_all(planned, options));
    if (common.json) print_json(json::encode(converted));
    else print_plan(converted, planned, options);
    const bool kept =
        !options.overwrite && std::any_of(planned.begin(), planned.end(), [](const Planned& p) { return p.state == State::differs; });
    return converted.losses.empty() && !kept ? kOk : kFound;
}

// ---- fmt

struct Page {
    fs::path path;
    std::string text;
};

Result<std::vector<Page>> pages_of(const std::vector<std::string>& paths) {
    std::vector<Page> out;
    for (const std::string& path : paths) {
        TRY_ASSIGN(catalog::FolderText folder, catalog::read_folder(path));
        if (!folder.problems.empty())
            return fail(plimsoll::errors::invalid, folder.problems.front().where() + " " + folder.problems.front().rule,
                        catalog::field_errors(folder.problems));
        for (catalog::FileText& file : folder.files)
            out.push_back({fs::is_directory(path) ? fs::path(path) / file.path : fs::path(path), std::move(file.text)});
    }
    return out;
}

/// Told on standard error; what is no YAML makes the command fail, what merely stays as it is does not.
bool tell(const Error& error) {
    fmt::print(stderr, "{}\n", text::printable(error.sentence()));
    return !error.is(convert::errors::not_laid_out);
}

Result<int> lay_out(const LayoutOptions& options) {
    TRY_ASSIGN(const std::vector<Page> pages, pages_of(options.paths));
    bool failed = false, moved = false;
    for (const Page& page : pages) {
        const auto laid = convert::laid_out(page.text, page.path.string());
        if (!laid) {
            failed = tell(laid.error()) || failed;
            continue;
        }
        if (*laid == page.text) continue;
        moved = true;
        fmt::print("{}\n", text::printable(page.path.string()));
        if (!options.check) TRY(write_file(page.path, *laid));
    }
    return failed || (options.check && moved) ? kFound : kOk;
}

Result<std::vector<convert::TreeFile>> trees_of(const std::vector<Page>& pages) {
    std::vector<convert::TreeFile> out;
    for (const Page& page : pages) {
        TRY_ASSIGN(std::vector<convert::Tree> documents, convert::read_trees(page.text, page.path.string()));
        out.push_back({page.path.string(), std::move(documents)});
    }
    return out;
}

/// Files that are empty afterwards go.
Result<int> write_in_place(const LayoutOptions& options) {
    TRY_ASSIGN(const std::vector<Page> pages, pages_of(options.paths));
    TRY_ASSIGN(const std::vector<convert::TreeFile> before, trees_of(pages));
    std::vector<convert::TreeFile> after = before;
    convert::write_in_place(after);
    TRY(convert::check_same_promises(before, after));
    bool moved = false;
    for (std::size_t i = 0; i < after.size(); ++i) {
        const std::string text = convert::laid_out(after[i].documents);
        if (text == pages[i].text) continue;
        moved = true;
        fmt::print("{}{}\n", text::printable(after[i].path), text.empty() ? ": removed, all of it stands in its SLOs" : "");
        if (options.check) continue;
        std::error_code ec;
        if (!text.empty()) TRY(write_file(after[i].path, text));
        else if (!fs::remove(after[i].path, ec) && ec) return io_error(after[i].path, ec.message());
    }
    return options.check && moved ? kFound : kOk;
}

std::string scalar_of(const convert::Tree& map, const char* key) {
    const convert::Tree* found = map.find(key);
    return found == nullptr ? "" : convert::plain_text(*found);
}

/// One file an object, named by kind and name, in a folder that has none of them yet.
Result<int> take_out(const LayoutOptions& options) {
    TRY_ASSIGN(const std::vector<Page> pages, pages_of(options.paths));
    TRY_ASSIGN(const std::vector<convert::TreeFile> before, trees_of(pages));
    std::vector<convert::TreeFile> after = before;
    convert::take_out(after);
    TRY(convert::check_same_promises(before, after));
    std::map<std::string, std::vector<convert::Tree>> files;
    for (const convert::TreeFile& file : after) {
        for (const convert::Tree& document : file.documents) {
            const bool list = document.kind == convert::Tree::Kind::list;
            for (const convert::Tree& object : list ? document.items : std::vector<convert::Tree>{document}) {
                const convert::Tree* metadata = object.find("metadata");
                const std::string name = metadata == nullptr ? "" : scalar_of(*metadata, "name");
                files[fmt::format("{}/{}.yaml", convert::folder_of(scalar_of(object, "kind")), name)].push_back(object);
            }
        }
    }
    for (const auto& [path, documents] : files) {
        if (fs::exists(fs::path(options.out) / path))
            return io_error(fs::path(options.out) / path, "is there already: name an empty folder");
    }
    for (const auto& [path, documents] : files) {
        fmt::print("{}\n", text::printable((fs::path(options.out) / path).string()));
        if (!options.check) TRY(write_file(fs::path(options.out) / path, convert::laid_out(documents)));
    }
    return kOk;
}

int done(const Result<int>& result) { return result ? *result : report(result.error()); }

}  // namespace

int import_slo(const Common& common, const SloImport& options) { return done(import_definitions(common, options)); }

int fmt_files(const LayoutOptions& options) {
    if (!options.out.empty()) return done(take_out(options));
    return done(options.in_place ? write_in_place(options) : lay_out(options));
}

}  // namespace plimsoll::cli
