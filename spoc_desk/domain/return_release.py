"""Makes a return fit to be shown beyond the police: small counts and all handwritten text go."""

from __future__ import annotations

from collections.abc import Iterable

from spoc_desk.domain.return_payload import HASH_FIELD, Payload, ReturnSnapshot

SMALL = 5
Count = int | None


def suppress_small(snapshot: ReturnSnapshot, threshold: int = SMALL) -> Payload:
    """The figures with every count from 1 to threshold - 1 replaced by None.

    Where a hidden count could be worked out from a total printed elsewhere in
    the return, the next smallest is hidden too. Notable incidents, the risk
    narrative, the notes, the source digest and the payload digest are left
    out; "suppressed_below" says what was done. For police use send the return itself.
    """
    payload = snapshot.payload
    for name in ("notable", "data_quality", "correction_reason", "source_db_hash", HASH_FIELD):
        payload.pop(name)
    payload["risk_assessment"].pop("narrative")
    payload["suppressed_below"] = threshold
    for name in ("engagement", "events"):
        payload[name] = dict(zip(payload[name], _hide(payload[name].values(), threshold), strict=True))
    payload["progress"] = _progress(payload["progress"], threshold)
    payload["incidents"] = _rows(payload["incidents"], threshold)
    return payload


def _rows(rows: list[Payload], threshold: int) -> list[Payload]:
    to_date = _hide_twice([row["count_cumulative"] for row in rows], threshold)
    new = _hide_twice([row["count_new"] for row in rows], threshold)
    return [
        {**row, "count_new": fresh, "count_cumulative": total}
        for row, fresh, total in zip(rows, new, to_date, strict=True)
    ]


def _progress(progress: Payload, threshold: int) -> Payload:
    outcomes = progress["outcomes"]
    # open and the outcomes add up to the total of the incident rows.
    still_open, *closed = _hide_twice([progress["open"], *outcomes.values()], threshold)
    rest = {name: count for name, count in progress.items() if name not in {"open", "outcomes"}}
    hidden = dict(zip(rest, _hide(rest.values(), threshold), strict=True))
    return {**hidden, "open": still_open, "outcomes": dict(zip(outcomes, closed, strict=True))}


def _hide(counts: Iterable[int], threshold: int) -> list[Count]:
    return [None if 0 < count < threshold else count for count in counts]


def _hide_twice(counts: list[int], threshold: int) -> list[Count]:
    """Hide small counts, and never exactly one: it would be the total less the others."""
    hidden = _hide(counts, threshold)
    if hidden.count(None) == 1:
        others = [place for place, count in enumerate(hidden) if count]
        if others:
            hidden[min(others, key=lambda place: counts[place])] = None
    return hidden
