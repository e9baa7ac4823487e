// exported.h: the catalogue in the formats of other tools: files, and what they cannot say.
//
// Loss       what the other format cannot say is in the list, at the place of the catalogue where it stands; `dropped` means that
//            nothing there does it, `changed` that it means nearly the same.
// Pure       a catalogue in, text out: no clock, no disk.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "convert/convert.h"
#include "domain/catalog/model.h"

namespace plimsoll::convert {

struct ExportedFile {
    std::string path;  ///< proposed: "checkout.rules.yaml"
    std::string text;
};
BOOST_DESCRIBE_STRUCT(ExportedFile, (), (path, text))

struct Exported {
    std::vector<ExportedFile> files;
    std::vector<Loss> losses;
    int slos = 0;  ///< that the files say
};
BOOST_DESCRIBE_STRUCT(Exported, (), (files, losses, slos))

/// Which SLOs are asked for; empty texts ask for all.
struct Wanted {
    std::string service;
    std::string slo;
};

/// Those of the catalogue that are asked for, by name. Groups are not among them: they come as their series do.
[[nodiscard]] std::vector<const catalog::Slo*> wanted_slos(const catalog::Catalog& catalog, const Wanted& wanted);

/// What is lost of an SLO, at its place.
[[nodiscard]] Loss loss_of(const catalog::Slo& slo, std::string field, Fate fate, std::string why, std::string instead = {});

/// As Prometheus names windows, and Sloth its recordings: "5m", "1h30m", "3d", "4w", "1y".
[[nodiscard]] std::string window_name(Duration window);

}  // namespace plimsoll::convert
