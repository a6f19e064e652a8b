__version__: str

def run(argv: list[str]) -> int:
    """Run the `oddwalk` command with these arguments, the program's name first, and return its exit code.

    It is meant for the console script: it writes to the process's own standard output and error, and from then on an
    interrupt ends the process. Other threads go on meanwhile.
    """
