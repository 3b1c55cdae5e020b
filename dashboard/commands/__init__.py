"""What people type: a command a file, each with add_to(commands) and run(args) -> exit code."""
