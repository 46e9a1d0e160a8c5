"""The command line: parses options, prints, chooses the exit code. Everything heavy is imported inside commands."""
