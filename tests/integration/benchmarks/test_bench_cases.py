"""The bulk load of cases: references as real ones have them."""

from benchmarks.flat import load


def test_references_of_loaded_cases_are_real_ones_and_never_the_same():
    references = list(load._references(200_001))  # noqa: SLF001 - the load is the bench's own

    assert len(set(references)) == 200_001
    assert references[0].startswith("NL-2016-000001-")
    assert references[-1].startswith("NL-2018-000001-")
