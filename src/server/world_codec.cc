// A snapshot is one line for each module, "<module> <JSON of its state>": each state's codec stands in its module, and is not
// unfolded a second time here.
#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"
#include "server/world.h"

namespace plimsoll::server {

namespace {

using Modules = boost::describe::describe_members<World, boost::describe::mod_public>;

/// The rest of the line that begins with this word; empty when the next line is another's.
std::string_view take_line(std::string_view& lines, std::string_view word) {
    if (!lines.starts_with(word) || lines.substr(word.size(), 1) != " ") return {};
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = lines.substr(word.size() + 1, end - word.size() - 1);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    return line;
}

}  // namespace

std::string snapshot_text(const World& world) {
    std::string out;
    boost::mp11::mp_for_each<Modules>([&](auto module) {
        out += module.name;
        out += ' ';
        out += json::encode(world.*module.pointer);
        out += '\n';
    });
    return out;
}

Result<World> world_of(std::string_view snapshot) {
    World world;
    std::optional<Error> broken;
    boost::mp11::mp_for_each<Modules>([&](auto module) {
        if (broken) return;
        using ModuleState = std::decay_t<decltype(world.*module.pointer)>;
        auto state = json::decode<ModuleState>(take_line(snapshot, module.name));
        if (state) world.*module.pointer = std::move(*state);
        else broken = std::move(state).error().within(module.name);
    });
    if (broken) return *std::move(broken);
    return world;
}

std::string world_schema_hash() {
    std::string schemas;
    boost::mp11::mp_for_each<Modules>([&](auto module) {
        using ModuleState = std::decay_t<decltype(std::declval<World>().*module.pointer)>;
        schemas += std::string(module.name) + " " + json::schema<ModuleState>() + "\n";
    });
    return text::hex(crypto::view(crypto::sha256(schemas)));
}

}  // namespace plimsoll::server
