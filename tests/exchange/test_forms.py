"""The forms of exchange and their goldens; the contract of forms is checked in ``tests/conformance``."""

from confirmed import golden as made

from inconcert.dossier.conformance import faults
from inconcert.exchange import forms
from inconcert.exchange.base import Exchange
from inconcert.plugins import registered

FORMS = list(forms())


def test_all_are_registered_and_strict_about_what_is_marked_red():
    known = registered("forms")
    assert {form.name for form in FORMS} <= set(known)
    assert all(isinstance(form, Exchange) and form.exchanged for form in FORMS)


def test_every_form_is_as_it_was(tmp_path, golden):
    written = made(tmp_path)
    assert len(written) == 16
    for name, content in written.items():
        golden(content, name)


class Forgetful(Exchange):
    """A form that drops the warning."""

    name, title, suffix = "bare", "Bare", ".txt"

    def write(self, dossier, target):
        from inconcert.exchange.base import write_lines

        write_lines(target, [dossier.imprint.operation])


def test_a_form_without_the_warning_is_found_out(tmp_path):
    assert any("lacks the warning" in fault for fault in faults(Forgetful(), tmp_path))
