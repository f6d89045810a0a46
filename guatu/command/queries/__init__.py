"""Reading command: agendas, minutes, blockers, visits."""
