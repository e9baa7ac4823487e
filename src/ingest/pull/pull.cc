#include "ingest/pull/pull.h"

namespace plimsoll::ingest::pull {

class Pull::Engine {};

Pull::Pull(Ports) : engine_(std::make_unique<Engine>()) {}
Pull::~Pull() = default;
void Pull::apply(std::vector<Source>) {}
void Pull::start() {}
void Pull::stop() {}
std::optional<Filling> Pull::filling(const std::string&) const { return std::nullopt; }
void Pull::ask(const std::string&, const std::string&, const std::vector<std::pair<std::string, std::string>>&,
               std::function<void(Result<std::string>)> done) const {
    done(fail(plimsoll::errors::unavailable, "pull"));
}

}  // namespace plimsoll::ingest::pull
