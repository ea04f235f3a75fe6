"""JSON lines: one event a line, whole, with the names and the order of `records.Event`."""

import json
from typing import IO

from dragoman.records import Coded


class JsonlWriter:
    """Every field is always there; missing values are null or []. Text is not escaped to ASCII."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream

    def write(self, coded: Coded) -> None:
        """One line for each event."""
        for event in coded.events:
            self.stream.write(json.dumps(event.model_dump(mode="json", by_alias=True), ensure_ascii=False) + "\n")

    def finish(self) -> None:
        """Nothing is held back."""
