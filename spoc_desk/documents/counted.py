"""Numbers of things in a sentence: one has words of its own."""


def counted(count: int, one: str, many: str) -> str:
    """The number with the words for one, or for any other number, such as "1 page is"."""
    return f"{count:,} {one if count == 1 else many}"


def remote_told(count: int) -> str:
    """That what a page or an e-mail wanted to fetch was left alone."""
    return f"{counted(count, 'remote picture or file was', 'remote pictures or files were')} not fetched."
