"""Command (指挥调度): meetings with their decisions, blockers in batches, visits on site."""
