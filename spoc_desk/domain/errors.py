"""The one kind of error that a user can act on."""


class DomainError(Exception):
    """A refusal the user can put right.

    It carries a code, "subject.reason", and the values that the sentence for
    that code needs. The sentences live in resources/messages; no code here
    writes English for the screen. As text it is its code alone: the values
    hold names and numbers, and a traceback or a log would print them.
    """

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        return self.code
