"""Two people who do something in the same moment."""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

Person = TypeVar("Person")


def together(
    rounds: int, act: Callable[[Person, int], object], people: Sequence[Person]
) -> dict[Person, list[object]]:
    """Let people do something in the same moment, again and again; give what each got each time, errors too."""
    start = threading.Barrier(len(people), timeout=60)
    got: dict[Person, list[object]] = {who: [] for who in people}

    def run(who: Person) -> None:
        for number in range(rounds):
            start.wait()
            try:
                got[who].append(act(who, number))
            except Exception as error:  # noqa: BLE001 - the test looks at it
                got[who].append(error)

    threads = [threading.Thread(target=run, args=(who,)) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got
