"""``serve``: the pages of a ledger in the browser."""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.options import DEFAULT_LEDGER
from onrecord.cli.output import clean
from onrecord.errors import OnRecordError

if TYPE_CHECKING:
    from starlette.applications import Starlette

PORT = 8765
_SHORTEST_TOKEN = 16


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve", rich_help_panel="Show")(serve)


def serve(
    ledger: Annotated[
        Path,
        typer.Argument(metavar="[LEDGER]", envvar="ONRECORD_LEDGER", help="The ledger to show.", show_default="onrecord.db"),
    ] = DEFAULT_LEDGER,
    port: Annotated[int, typer.Option("--port", "-p", min=0, max=65535, help="0 takes any that is free.")] = PORT,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in the browser.")] = True,
    host: Annotated[
        str, typer.Option("--host", help="Where to listen; other than this machine only with --token.")
    ] = "127.0.0.1",
    token: Annotated[
        str | None,
        typer.Option("--token", envvar="ONRECORD_TOKEN", help="What the address must bring; made at random unless given."),
    ] = None,
) -> None:
    """Show the record in the browser: on this machine, without network or account.

    The printed address holds a token; whoever has it sees the ledger and can review it. Stop it with Ctrl+C. While onrecord
    read is running elsewhere the page tells of what comes in. Examples:

      onrecord serve floods.db

      onrecord serve --port 9000 --no-browser
    """
    _refuse_open_door(host, token)
    _refuse_bare_install()
    listening = _listen(host, port)
    port = listening.getsockname()[1]
    with listening:
        from onrecord.web import create_app

        app = create_app(ledger, token=token, hosts=_names(host), port=port, any_address=_everywhere(host))
        named = "127.0.0.1" if _everywhere(host) else f"[{host}]" if ":" in host else host
        address = f"http://{named}:{port}/?token={app.state.token}"
        typer.echo(f"{clean(str(ledger))} is open at\n\n  {address}\n\nCtrl+C stops it.")
        if browser:
            import webbrowser

            webbrowser.open(address)
        _run(app, listening)


def _refuse_open_door(host: str, token: str | None) -> None:
    if token is not None and len(token) < _SHORTEST_TOKEN:
        raise OnRecordError(f"the token has {len(token)} letters", f"give at least {_SHORTEST_TOKEN}, or leave --token out")
    if not _this_machine(host) and token is None:
        raise OnRecordError(
            f"{host} can be reached from other machines, and the record would go over the network unencrypted",
            "leave --host out; or, behind a proxy that encrypts, say who may come in with --token",
        )


def _everywhere(host: str) -> bool:
    """Whether this is every address of the machine at once."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def _names(host: str) -> tuple[str, ...]:
    """The names under which the server is asked: those of the address it listens on, on all of them also the machine's own."""
    here = ("127.0.0.1", "localhost", "[::1]")
    if _this_machine(host):
        return here
    return (*here, socket.gethostname()) if _everywhere(host) else (host, "127.0.0.1", "localhost")


def _this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_bare_install() -> None:
    try:
        import jinja2  # noqa: F401
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ModuleNotFoundError as error:
        raise OnRecordError(f"the pages need {error.name}", 'pip install "onrecord[web]"') from error


def _listen(host: str, port: int) -> socket.socket:
    """A socket bound before anything is printed, so that the printed address is true."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise OnRecordError(
            f"cannot listen on {host}:{port}: {error.strerror}", "name another with --port, or --port 0"
        ) from error


def _run(app: Starlette, listening: socket.socket) -> None:
    import uvicorn

    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, proxy_headers=False, ws="none")
    uvicorn.Server(config).run(sockets=[listening])
