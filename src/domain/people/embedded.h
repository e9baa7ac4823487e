// embedded.h: the kits that the linker put into this binary: the YAML files of kits/questions and kits/skills, as they are.
#pragma once

#include <string_view>
#include <vector>

namespace plimsoll::people {

/// One file of kits/, as it was when the binary was built.
struct EmbeddedKit {
    std::string_view path;  ///< below kits/: "skills/cloud.yaml"
    std::string_view text;
};

/// The files of one folder of kits/ ("questions", "skills"), by path. They live as long as the process.
[[nodiscard]] std::vector<EmbeddedKit> embedded_kits(std::string_view folder);

}  // namespace plimsoll::people
