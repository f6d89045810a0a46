"""Views of needs: the lists, one need with its acts, and asking for needs."""
