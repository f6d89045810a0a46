"""Views of light rules: the list, one pack, drafts, back-tests and adoption, two compared."""
