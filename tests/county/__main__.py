"""Command line of the sample county: `serve` it, or print its `truth`."""

from __future__ import annotations

import argparse
import signal
import sys
import threading

from tests.county.server import CountyServer
from tests.county.site import County

_EXAMPLES = """examples:
  python -m tests.county serve --seed 1 --days 30 --port 8765
  python -m tests.county truth --seed 1 --days 30 --base-url http://127.0.0.1:8765 > truth.jsonl
"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code: 2 when the port is taken."""
    options = _parser().parse_args(arguments)
    if options.command == "serve":
        return _serve(options)
    for line in County(options.seed, options.days, options.base_url, paper=options.paper).truth_json():
        print(line)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.county",
        description="A fictional county's news site and daily paper, drawn from a seed.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name, what in (("serve", "serve the site until SIGTERM or SIGINT"), ("truth", "print its truth as JSON lines")):
        command = commands.add_parser(
            name, help=what, description=what, epilog=_EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        command.add_argument("--seed", type=int, default=1, help="draws everything (default 1)")
        command.add_argument("--days", type=int, default=30, help="days published, from 2014-12-20 (default 30)")
        command.add_argument(
            "--paper",
            choices=("aheading", "founder"),
            default="aheading",
            help="markup of the daily paper, below /jryl/ (default %(default)s)",
        )
    commands.choices["serve"].add_argument("--host", default="127.0.0.1", help="address to listen on")
    commands.choices["serve"].add_argument("--port", type=int, default=8765, help="0 takes a free one (default 8765)")
    commands.choices["truth"].add_argument(
        "--base-url", default="http://127.0.0.1:8765", help="where the site is served (default %(default)s)"
    )
    return parser


def _serve(options: argparse.Namespace) -> int:
    try:
        server = CountyServer(options.host, options.port, seed=options.seed, days=options.days, paper=options.paper)
    except OSError as error:
        print(f"error: cannot listen on {options.host}:{options.port}: {error.strerror}", file=sys.stderr)
        return 2
    for number in (signal.SIGTERM, signal.SIGINT):
        # shutdown() waits for the loop that the handler interrupts, so it needs a thread of its own.
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"serving {server.county.base_url}", flush=True)
    with server:
        server.serve_forever(poll_interval=0.1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
