"""python -m dpia."""

from dpia.cli.main import main

main()
