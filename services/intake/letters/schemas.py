"""The words of each language, read from a file of its own; how a letter is asked for and shown."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from marshmallow import fields, post_load
from marshmallow.validate import Length, OneOf

from services.chassis.errors import Invalid
from services.chassis.schema import Command, View
from services.intake.consent.schemas import LANGUAGE
from services.intake.letters import rules
from services.intake.letters.model import Form, Language, LetterKind, Wording

# One file a language, named by its tag. Another language is another file, and no code.
FOLDER = Path(__file__).parents[1] / "letter_templates"
MONTHS, VERSION_LENGTH = 12, 12
WORDS = Length(1, 2000)


def word(longest: int = 200) -> fields.String:
    return fields.String(required=True, validate=Length(1, longest))


class WordingBody(Command):
    title = word()
    paragraphs = fields.List(fields.String(validate=WORDS), required=True, validate=Length(1, 40))

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> Wording:
        return Wording(title=read["title"], paragraphs=tuple(read["paragraphs"]))


class LanguageFile(Command):
    """All words of one language. `day` and `money` say how these are written in it."""

    direction = fields.String(required=True, validate=OneOf(["ltr", "rtl"]))
    months = fields.List(word(40), required=True, validate=Length(equal=MONTHS))
    day = word()
    money = word()
    thousands = fields.String(required=True, validate=Length(0, 2))
    decimal = fields.String(required=True, validate=Length(1, 2))
    frame = fields.Dict(keys=fields.String(), values=word(400), required=True)
    lines = fields.Dict(keys=fields.String(), values=word(400), required=True)
    reasons = fields.Dict(keys=fields.String(), values=word(400), required=True)
    letters = fields.Dict(
        keys=fields.Enum(Form, by_value=True), values=fields.Nested(WordingBody), required=True
    )


def read_language(path: Path) -> Language:
    """Read a file whole, or refuse it with what is wrong."""
    content = path.read_bytes()
    read = LanguageFile().load(yaml.safe_load(content))
    for form in Form:
        if form not in read["letters"]:
            raise Invalid("bad-wording", f"{path.name} has no letter {form}.")
        rules.check_wording(form, read["letters"][form])
    for part, known in (("frame", rules.FRAME), ("lines", rules.LINES)):
        if set(read[part]) != set(known):
            raise Invalid("bad-wording", f"{path.name}: {part} must have {', '.join(known)}.")
        for name, text in read[part].items():
            rules.check_named(f"{part}.{name}", rules.named_in(text), known[name])
    return Language(
        tag=path.stem,
        version=hashlib.sha256(content).hexdigest()[:VERSION_LENGTH],
        right_to_left=read.pop("direction") == "rtl",
        months=tuple(read.pop("months")),
        **read,
    )


@cache
def languages() -> dict[str, Language]:
    """Return every language that has a file, by its tag."""
    return {path.stem: read_language(path) for path in sorted(FOLDER.glob("*.yaml"))}


class ContactBody(Command):
    """Whom the person calls after arrival; no source lists them, so whoever issues knows."""

    office = word()
    address = fields.String(load_default=None, allow_none=True, validate=Length(1, 300))
    telephone = fields.String(load_default=None, allow_none=True, validate=Length(3, 60))
    email = fields.Email(load_default=None, allow_none=True)


class LetterBody(Command):
    """`language`: another one than that in which the application was signed."""

    kind = fields.Enum(LetterKind, by_value=True, required=True)
    language = fields.String(load_default=None, allow_none=True, validate=LANGUAGE)
    contact = fields.Nested(ContactBody, load_default=None, allow_none=True)


class LetterView(View):
    """A letter that was issued; its bytes have an address of their own."""

    letter_id = fields.String()
    case_ref = fields.String()
    person_id = fields.String()
    kind = fields.String()
    form = fields.String()
    language = fields.String()
    fell_back_from = fields.String(allow_none=True)
    template_version = fields.String()
    about = fields.List(fields.String())
    assumed = fields.List(fields.String())
    issued_on = fields.Date()
    issued_at = fields.AwareDateTime()
    issued_by = fields.String()
    size_bytes = fields.Integer()
    sha256 = fields.String()


class OfferView(View):
    """A letter that can be issued now, or that was; `issued` tells of the present contents."""

    kind = fields.String()
    form = fields.String()
    language = fields.String()
    fell_back_from = fields.String(allow_none=True)
    issued = fields.Boolean()
