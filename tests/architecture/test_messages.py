"""Each refusal has its sentence, and each sentence gets what it needs."""

import ast
import re

from tests.architecture.refusals import CODE, placeholders, refusals, sentences
from tests.architecture.sources import python_sources


def test_each_refusal_has_a_sentence():
    told = sentences()
    silent = sorted({f"{refusal.where} {refusal.code}" for refusal in refusals() if refusal.code not in told})
    assert silent == []


def test_each_code_is_a_subject_and_a_reason():
    odd = [f"{refusal.where} {refusal.code}" for refusal in refusals() if not CODE.match(refusal.code)]
    assert odd == []


def test_each_sentence_gets_every_value_it_names():
    told = sentences()
    starved = [
        f"{refusal.where} {refusal.code} lacks {', '.join(sorted(lacking))}"
        for refusal in refusals()
        if refusal.code in told and not refusal.takes_more
        if (lacking := placeholders(told[refusal.code]) - refusal.values)
    ]
    assert starved == []


def test_no_sentence_is_left_that_nothing_says():
    written = {
        node.value
        for source in python_sources("spoc_desk")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    # A code may be put together: then its subject stands as the beginning, "charging." or "charging.ask_".
    begun = tuple(text for text in written if re.fullmatch(r"[a-z][a-z_]*\.([a-z_]*_)?", text))
    assert sorted(code for code in sentences() if code not in written and not code.startswith(begun)) == []


def test_each_sentence_is_one_or_more_whole_sentences():
    odd = {
        code: sentence
        for code, sentence in sentences().items()
        if not (sentence.lstrip("“‘")[:1].isupper() or sentence.lstrip("“‘").startswith("{"))
        or sentence[-1:] not in ".?!}"
    }
    assert odd == {}


def test_nothing_is_put_into_a_text_before_it_is_translated():
    """A filled-in text is never found in a translation: fill it in afterwards."""
    filled = [
        source.at(node)
        for source in python_sources("spoc_desk")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) in {"tr", "translate"}
        for argument in node.args
        if isinstance(argument, ast.JoinedStr) or _formats(argument)
    ]
    assert filled == []


def _formats(argument: ast.expr) -> bool:
    if isinstance(argument, ast.BinOp):
        return isinstance(argument.op, ast.Mod)
    return (
        isinstance(argument, ast.Call)
        and isinstance(argument.func, ast.Attribute)
        and argument.func.attr == "format"
    )
