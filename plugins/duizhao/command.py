"""Where the command `duizhao` starts: worker processes load this again, and have no use for what a terminal needs."""


def main() -> None:
    """Runs the command."""
    from duizhao.garbage import look_seldom

    look_seldom()  # loading is most of a short command
    from duizhao.cli import main

    main()
