"""Views of versions: the list, one version, two compared, and the next adjustment."""
