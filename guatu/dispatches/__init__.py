"""Dispatches (交办单): one matter from its issue to its sign-off."""
