"""Counts requests by the template of their route, with the time until the answer begins."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gazette.metrics import Metrics

NO_ROUTE = "none"


class Measured:
    """Plain ASGI; where the routes are reached with the same scope, so that they leave their template in it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()

        async def measured(message: Message) -> None:
            if message["type"] == "http.response.start":
                seconds = time.perf_counter() - began
                self.metrics.answered(scope["method"], template(scope), message["status"], seconds)
            await send(message)

        await self.app(scope, receive, measured)


def template(scope: Scope) -> str:
    """`/api/v1/issues/{issue_id}`, whatever the id; `none` for what no route answers."""
    return getattr(scope.get("route"), "path", NO_ROUTE)
