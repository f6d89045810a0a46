"""Running Guatu: commands, the timetable of jobs, the demo city, the server."""
