"""Short polls may take part in sharing out a group: what the library 3.0 forgets between two of them is remembered."""

from typing import Any

from kafka.structs import MemberState


def remember_answers(consumer: Any) -> None:
    """Keep the answer to a request to join the group until a poll has read it.

    An answer that comes between two polls is thrown away by the library, and the group is asked again; members
    that poll for less time than the others need to answer so keep each other busy for ever. And where news of the
    topic began the request, the library forgets that it waits for an answer at all.
    """
    coordinator = consumer._coordinator
    join, answer = coordinator._do_join_and_sync_async, None

    async def join_once() -> Any:
        nonlocal answer
        coordinator.request_rejoin()
        if answer is None or coordinator.state is not MemberState.REBALANCING:
            answer = None
            answer = await join()
        return answer

    coordinator._do_join_and_sync_async = join_once
