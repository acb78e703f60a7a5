"""Excel, and what else is particular to tables."""

import io
import zipfile
from xml.sax.saxutils import escape

import pytest

from inconcert.errors import InputError

HEAD = ("id", "user", "created_at", "text")


def cell(value, at):
    if isinstance(value, (int, float)):
        return f'<c r="{at}"><v>{value!r}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def workbook(*sheets, skip=0):
    """A workbook with these sheets, each a list of rows, beginning after ``skip`` empty rows."""
    names = range(1, len(sheets) + 1)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = "http://schemas.openxmlformats.org/package/2006"
    part = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("[Content_Types].xml", f'<Types xmlns="{kinds}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{part}.sheet.main+xml"/>' + "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{part}.worksheet+xml"/>' for n in names)
            + "</Types>")  # fmt: skip
        file.writestr("_rels/.rels", f'<Relationships xmlns="{kinds}/relationships"><Relationship Id="rId1" '
            f'Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>')  # fmt: skip
        file.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>' + "".join(
            f'<sheet name="Sheet {n}" sheetId="{n}" r:id="rId{n}"/>' for n in names)
            + "</sheets></workbook>")  # fmt: skip
        file.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{kinds}/relationships">' + "".join(
            f'<Relationship Id="rId{n}" Type="{rel}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in names)
            + "</Relationships>")  # fmt: skip
        for n, rows in zip(names, sheets, strict=True):
            body = "".join(
                f'<row r="{r}">' + "".join(cell(value, f"{'ABCDEFG'[c]}{r}") for c, value in enumerate(row)) + "</row>"
                for r, row in enumerate(rows, skip + 1)
            )
            file.writestr(f"xl/worksheets/sheet{n}.xml",
                          f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>')  # fmt: skip
    return content.getvalue()


ROWS = [(8.0149612345678e17, "zoë", "2020-01-01T10:00:00Z", "=1+1"), (1234.0, "b", "2020-01-01T10:00:01Z", "two")]


@pytest.mark.parametrize("skip", [0, 1, 3])
def test_a_workbook_keeps_its_row_numbers_and_its_ruined_ids_are_known(put, posts, skip):
    receipt = put(workbook([HEAD, *ROWS], skip=skip), "posts.xlsx")
    first, second = posts('"row", post_id, id_derived, text')
    assert (first["row"], second["row"]) == (skip + 2, skip + 3)
    assert first["id_derived"]
    assert first["text"] == "=1+1"
    assert second["post_id"] == "1234"
    assert receipt.ids_derived == 1
    assert receipt.warnings[0]["message"] == "post_id: id ruined by a spreadsheet; a stable id was derived"


def test_other_filled_sheets_are_named(put):
    receipt = put(workbook([["a note"]], [HEAD, *ROWS], [HEAD, *ROWS]), "posts.xlsx")
    assert receipt.kept["posts"] == 2
    (told,) = [each for each in receipt.warnings if "only the first sheet" in each["message"]]
    assert told["examples"][0]["value"] == "Sheet 3"


def test_a_workbook_without_a_table_is_refused(put):
    with pytest.raises(InputError, match="no sheet"):
        put(workbook([["a note"]]), "posts.xlsx")


def test_a_workbook_inside_an_archive(put, posts):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("inner/posts.xlsx", workbook([HEAD, *ROWS]))
    assert put(archive.getvalue(), "posts.zip").file.endswith("posts.zip/inner/posts.xlsx")
    assert len(posts()) == 2


def test_doubled_and_empty_column_names_get_a_number(put, posts):
    rows = "id,user,created_at,text,text,\n" + "77,u,2020-01-01T10:00:00Z,first,second,x\n"
    receipt = put(rows)
    assert posts("text") == [{"text": "first"}]
    assert receipt.warnings[0]["examples"] == [{"row": 1, "value": "text"}]
    assert put(rows, "b.csv", mapping="account=user,time=created_at,text=text (5)").kept["posts"] == 1


def test_short_rows_miss_their_last_cells(put, posts):
    put("id,user,created_at,text,likes\n77,u,2020-01-01T10:00:00Z\n")
    assert posts("text, metrics") == [{"text": None, "metrics": None}]
