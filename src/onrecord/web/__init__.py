"""The pages: a ledger in the browser, on this machine only.

``create_app`` gives the ASGI application; ``onrecord serve`` runs it.
"""

from onrecord.web.app import create_app

__all__ = ["create_app"]
