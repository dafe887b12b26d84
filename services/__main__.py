"""Where the program starts: `gazette`, or `python -m services`."""

from services.cli import app


def main() -> None:
    """Run the command line."""
    app(prog_name="gazette")


if __name__ == "__main__":
    main()
