"""What changed on disk? Events are hints (`events`, `settle`); a directory diff is the truth (`scan`, `plan`)."""
