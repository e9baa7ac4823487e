// errors.h: what can be wrong with a catalogue, and with what is asked of it.
#pragma once

#include "base/error.h"

namespace plimsoll::catalog::errors {

inline constexpr ErrorKind malformed{"catalog.malformed", 422, "The file is not YAML or JSON",
                                     "Correct it at the place named"};
inline constexpr ErrorKind invalid{"catalog.invalid", 422, "A definition breaks a rule of its kind",
                                   "Correct the field named"};
inline constexpr ErrorKind unknown_field{"catalog.unknown_field", 422, "A field is not one of its kind's",
                                         "Remove it or correct its spelling"};
inline constexpr ErrorKind unsupported{"catalog.unsupported", 422, "Valid OpenSLO, but from a source that this version does not read",
                                       "Write what the remedy says instead"};
inline constexpr ErrorKind dangling{"catalog.dangling", 422, "A reference points at nothing",
                                    "Define the object named, or correct the name"};
inline constexpr ErrorKind duplicate{"catalog.duplicate", 422, "Two definitions have the same kind and name",
                                     "Rename or remove one of them"};
inline constexpr ErrorKind secret{"catalog.secret", 422, "A secret stands in the catalogue",
                                  "Write env:NAME or file:PATH; change the secret, since it was readable in the file"};
inline constexpr ErrorKind query{"catalog.query", 422, "A query is not what its indicator reads",
                                 "Write a sum of increase() or rate() over counters; of a gauge, its selector"};
inline constexpr ErrorKind too_large{"catalog.too_large", 422, "The catalogue is larger than its bounds",
                                     "Split it, or remove what is not needed"};
inline constexpr ErrorKind unreadable{"catalog.unreadable", 422, "A file of the catalogue cannot be read",
                                      "Check the path and its rights"};

inline constexpr ErrorKind refused{"catalog.refused", 422, "The catalogue has errors, so nothing was changed",
                                   "Correct what is listed; `plimsoll check DIR` shows it before it is applied"};
inline constexpr ErrorKind held{"catalog.held", 409, "The catalogue removes more than a tenth of its objects, so nothing was changed",
                                "If that is meant, run `plimsoll catalog apply --allow-deletes`"};
inline constexpr ErrorKind not_found{"catalog.not_found", 404, "The catalogue holds no such object",
                                     "Check the name; list what exists first"};

inline constexpr ErrorKind no_file{"catalog.no_file", 404, "The catalogue's folder has no such file",
                                   "Name it as GET /api/v1/catalog/files does"};

}  // namespace plimsoll::catalog::errors
