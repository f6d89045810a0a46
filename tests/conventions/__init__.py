"""Rules of the house that no linter knows; each with samples that it must find and must not."""
