"""Key projects: milestones and plans, progress, lights, totals."""
