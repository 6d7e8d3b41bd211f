"""Writes every document that is made from the code: `python -m infra.documents`."""

from __future__ import annotations

from infra.documents import asyncapi, facts, look_back, names, need_to_know, rules, states

DOCUMENTS = (facts, states, asyncapi, rules, look_back, names, need_to_know)


def main() -> None:
    for document in DOCUMENTS:
        document.FILE.write_text(document.text())
        print(f"Wrote docs/{document.FILE.name}.")


if __name__ == "__main__":
    main()
