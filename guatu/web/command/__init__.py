"""Pages of command (指挥调度): meetings, blockers, visits."""
