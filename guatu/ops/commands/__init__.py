"""The subcommands of ``guatu``; each module imports what it needs only when it runs."""
