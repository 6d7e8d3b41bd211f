"""What a letter must name, in which language it is written, and how its fields are said in it."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from services.chassis.errors import Invalid
from services.intake.letters.model import Content, Form, Language, Promise, Wording

FALLBACK = "en"
# What each letter may name in its words. A list stands in a paragraph of its own.
FIELDS: Mapping[Form, frozenset[str]] = {
    Form.APPLICATION: frozenset({"signed_on", "travellers", "booking_days"}),
    Form.ACCEPTED: frozenset({"decided_on", "travellers"}),
    Form.DECLINED: frozenset({"decided_on", "reasons", "objection_days"}),
    Form.REINTEGRATION: frozenset({"amounts", "total", "contact"}),
}
LISTS = frozenset({"travellers", "reasons", "amounts", "contact"})
# R-AVRR-09: amount and contact. R-REAN-23: a reason that can be objected to.
MUST_NAME: Mapping[Form, frozenset[str]] = {
    Form.APPLICATION: frozenset({"signed_on"}),
    Form.ACCEPTED: frozenset({"decided_on"}),
    Form.DECLINED: frozenset({"decided_on", "reasons", "objection_days"}),
    Form.REINTEGRATION: frozenset({"amounts", "total", "contact"}),
}
FRAME: Mapping[str, frozenset[str]] = {
    "sender": frozenset(),
    "heading": frozenset({"name", "date", "reference"}),
    "fallback": frozenset({"asked_language"}),
    "closing": frozenset(),
}
LINES: Mapping[str, frozenset[str]] = {
    "allowance": frozenset({"name", "amount"}),
    "in_kind": frozenset({"name", "amount"}),
    "with_cash": frozenset({"name", "amount", "cash"}),
}
# Which settings a field shows; one that no source states is labelled with the letter.
SETTINGS = {"booking_days": "booking_target", "objection_days": "objection_term"}


def named_in(text: str) -> frozenset[str]:
    """Return the fields that a text names in braces; refuse braces that are none."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        raise Invalid("bad-wording", f"Braces do not match: {text}") from error
    if any(spec or conversion for _, name, spec, conversion in parts if name is not None):
        raise Invalid("bad-wording", f"A field is a name in braces and nothing more: {text}")
    return frozenset(name for _, name, _, _ in parts if name is not None)


def check_wording(form: Form, wording: Wording) -> None:
    """Refuse a letter that names what nobody fills in, or leaves out what it must say."""
    named = frozenset().union(*map(named_in, (wording.title, *wording.paragraphs)))
    check_named(f"letters.{form}", named, FIELDS[form])
    if missing := MUST_NAME[form] - named:
        raise Invalid("bad-wording", f"letters.{form} does not name {', '.join(sorted(missing))}.")
    for text in wording.paragraphs:
        if named_in(text) & LISTS and text not in {f"{{{one}}}" for one in LISTS}:
            raise Invalid("bad-wording", f"A list stands alone in its paragraph: {text}")


def check_named(place: str, named: frozenset[str], known: frozenset[str]) -> None:
    if unknown := named - known:
        raise Invalid("bad-wording", f"{place} names {', '.join(sorted(unknown))}, unknown here.")


def chosen(asked: str | None, there: Iterable[str]) -> tuple[str, str | None]:
    """Return the language of a letter, and which one it stands in for if it had to fall back."""
    languages = frozenset(there)
    tag = (asked or FALLBACK).lower()
    for candidate in (tag, tag.split("-")[0]):
        if candidate in languages:
            return candidate, None
    return FALLBACK, asked


def said_day(words: Language, day: date) -> str:
    return words.day.format(day=day.day, month=words.months[day.month - 1], year=day.year)


def said_money(words: Language, amount_minor: int, currency: str) -> str:
    """Say an amount as the language writes it: `€ 2.615,00` or `€2,615.00`."""
    digits = f"{Decimal(amount_minor) / 100:,.2f}"
    marks = {",": words.thousands, ".": words.decimal}
    amount = "".join(marks.get(one, one) for one in digits)
    return words.money.format(currency={"EUR": "€"}.get(currency, f"{currency} "), amount=amount)


def said_promises(
    words: Language, promises: Sequence[Promise], names: Mapping[str, str]
) -> tuple[str, ...]:
    """Say for each person what is held for him or her, and how much of it may be cash."""
    lines = []
    for one in promises:
        line = "with_cash" if one.cash_max_minor else "in_kind"
        template = words.lines["allowance" if one.kind == "allowance" else line]
        lines.append(
            template.format(
                name=names[one.person_id],
                amount=said_money(words, one.amount_minor, one.currency),
                cash=said_money(words, one.cash_max_minor, one.currency),
            )
        )
    return tuple(lines)


def said_total(words: Language, promises: Sequence[Promise]) -> str:
    """Say the sum, in each currency that occurs."""
    sums: dict[str, int] = {}
    for one in promises:
        sums[one.currency] = sums.get(one.currency, 0) + one.amount_minor
    return ", ".join(said_money(words, amount, currency) for currency, amount in sums.items())


def composed(
    words: Language,
    content: Content,
    names: Mapping[str, str],
    heading: str,
    fell_back_from: str | None,
) -> list[tuple[str, str]]:
    """Return the whole letter as places and texts, from the sender's line to the closing."""
    frame, wording = words.frame, words.letters[content.form]
    blocks = [("sender", frame["sender"]), ("text", heading)]
    if fell_back_from is not None:
        blocks.append(("text", frame["fallback"].format(asked_language=fell_back_from)))
    blocks.append(("title", wording.title))
    lists = {
        "travellers": list(names.values()),
        "reasons": [words.reasons[code] for code in content.codes],
        "amounts": said_promises(words, content.promises, names),
        "contact": content.contact,
    }
    fields = {name: said_day(words, day) for name, day in content.days.items()}
    fields |= {name: str(number) for name, number in content.settings.items()}
    fields |= {"total": said_total(words, content.promises)}
    for text in wording.paragraphs:
        name = text[1:-1]
        if text == f"{{{name}}}" and name in LISTS:
            blocks += [("item", item) for item in lists[name]]
        else:
            blocks.append(("text", text.format_map(fields)))
    return [*blocks, ("text", frame["closing"])]
