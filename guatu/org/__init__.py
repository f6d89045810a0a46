"""Tenants, units, people, posts and their holders, roles and what they allow."""
