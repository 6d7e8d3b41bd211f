"""The stores of the kinds of case in memory; the integration suite holds them to the real ones."""

from services.intake.alerts.store import AlertStore
from services.intake.detention.store import DetentionStore


class FakeAlertStore:
    def __init__(self):
        self.kept = {}

    def add(self, alert):
        self.kept[alert.case_ref, alert.about, alert.what] = alert

    def find(self, case_ref, about, what):
        return self.kept.get((case_ref, about, what))

    def of_case(self, case_ref):
        found = [one for one in self.kept.values() if one.case_ref == case_ref and not one.settled]
        return sorted(found, key=lambda one: (one.breaks_on, one.what))

    def standing(self, *, until, after, limit):
        def place(one):
            return (one.alert_on, one.case_ref, one.about, one.what)

        found = [one for one in self.kept.values() if not one.settled and one.alert_on <= until]
        return [one for one in sorted(found, key=place) if not after or place(one) > after][:limit]


class FakeDetentionStore:
    def __init__(self):
        self.kept = {}

    def add(self, detention):
        self.kept[detention.case_ref] = detention

    def find(self, case_ref):
        return self.kept.get(case_ref)


def fake_kind_stores():
    """Empty stores, by the class that a use case asks for."""
    return {AlertStore: FakeAlertStore(), DetentionStore: FakeDetentionStore()}
