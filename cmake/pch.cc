namespace plimsoll { int pch_anchor() { return 0; } }
