// Replaced by what this target is for.
