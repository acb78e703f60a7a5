"""The contract of forms, run on every one that is registered."""

import pytest

from inconcert.dossier.conformance import check_form
from inconcert.dossier.form import form_named, forms
from inconcert.errors import UsageError


@pytest.mark.parametrize("form", forms().values(), ids=lambda form: form.name)
def test_registered_forms_keep_the_contract(form, tmp_path):
    check_form(form, tmp_path)


def test_an_unknown_form_is_told_with_the_nearest():
    with pytest.raises(UsageError, match="report-html"):
        form_named("report-htm")
