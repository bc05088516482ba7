"""What frictionless finds in a file, said in Vietnamese and English with the way out."""

from __future__ import annotations

import re

from frictionless import Error

from pipelines.text import Text

CONSTRAINT = re.compile(r'constraint "(\w+)" is "(.*)"', re.DOTALL)
ROW_POSITION = re.compile(r"row at position (\d+)")


def message(error: Error, field_type: str) -> Text:
    """The sentence for one error of a column whose declared type is ``field_type``."""
    if error.type == "constraint-error":
        name, limit = CONSTRAINT.search(error.note).groups()  # type: ignore[union-attr]
        return CONSTRAINTS.get(name, OTHER).filled(limit=limit, note=error.note)
    if error.type == "type-error":
        form = FORMS.get(field_type, Text(field_type, field_type))
        return Text(TYPE.vi.format(form=form.vi), TYPE.en.format(form=form.en))
    if error.type in ("primary-key", "unique-error"):
        first = ROW_POSITION.search(error.note)
        return TEXTS[error.type].filled(first=first.group(1) if first else "?")
    return TEXTS.get(error.type, OTHER).filled(note=error.note or error.message)


TYPE = Text(
    "Ô phải là {form}; hãy sửa ô hoặc kiểu của cột.",
    "The cell must be {form}; correct it or the column's type.",
)
OTHER = Text("Tệp không đúng contract ({note}).", "The file breaks its contract ({note}).")

FORMS = {
    "integer": Text("số nguyên như 1500", "an integer such as 1500"),
    "number": Text("số với dấu chấm thập phân như 78.2", "a number with a decimal point such as 78.2"),
    "boolean": Text("true hoặc false", "true or false"),
    "date": Text("ngày như 2025-07-01", "a day such as 2025-07-01"),
    "datetime": Text("ngày giờ như 2025-07-01T08:30:00", "a time such as 2025-07-01T08:30:00"),
    "time": Text("giờ như 08:30:00", "a time of day such as 08:30:00"),
    "year": Text("năm như 2025", "a year such as 2025"),
    "yearmonth": Text("tháng như 2025-07", "a month such as 2025-07"),
    "string": Text("chữ theo định dạng đã khai", "text in the declared format"),
}

CONSTRAINTS = {
    "required": Text("Ô không được để trống; hãy điền giá trị.", "The cell may not be empty; fill it in."),
    "minimum": Text("Giá trị phải từ {limit} trở lên.", "The value must be {limit} or more."),
    "maximum": Text("Giá trị nhiều nhất là {limit}.", "The value must be {limit} or less."),
    "minLength": Text("Ít nhất {limit} ký tự.", "At least {limit} characters."),
    "maxLength": Text("Nhiều nhất {limit} ký tự.", "At most {limit} characters."),
    "pattern": Text("Giá trị phải theo mẫu {limit}.", "The value must match {limit}."),
    "enum": Text("Giá trị phải là một trong {limit}.", "The value must be one of {limit}."),
}

TEXTS = {
    "primary-key": Text(
        "Trùng khóa với dòng {first}; mỗi khóa chỉ có một dòng.",
        "Same key as row {first}; a key names one row only.",
    ),
    "unique-error": Text(
        "Trùng giá trị với dòng {first}; cột này không được lặp.",
        "Same value as row {first}; this column may not repeat.",
    ),
    "missing-cell": Text(
        "Dòng thiếu ô cho cột này; hãy thêm dấu phẩy hoặc giá trị.",
        "The row has no cell for this column; add the comma or the value.",
    ),
    "extra-cell": Text(
        "Dòng có thừa ô; hãy bỏ ô thừa hoặc đặt ô có dấu phẩy trong ngoặc kép.",
        "The row has one cell too many; remove it or quote the cell that holds a comma.",
    ),
    "blank-row": Text("Dòng trống; hãy xóa dòng.", "The row is empty; delete it."),
    "missing-label": Text(
        "Tệp thiếu cột này; hãy thêm cột hoặc bỏ khỏi schema.",
        "The file lacks this column; add it or take it out of the schema.",
    ),
    "extra-label": Text(
        "Tệp có cột không khai trong schema; hãy bỏ cột hoặc khai thêm.",
        "The schema does not know this column; remove it or declare it.",
    ),
    "incorrect-label": Text(
        "Tên cột không đúng thứ tự hoặc chính tả của schema; hãy sửa dòng tiêu đề.",
        "The column's name is not the schema's at this position; correct the header row.",
    ),
    "duplicate-label": Text(
        "Tên cột bị lặp; hãy đổi tên một cột.", "The column's name is repeated; rename one."
    ),
    "blank-label": Text(
        "Cột không có tên; hãy đặt tên theo schema.", "The column has no name; take the schema's."
    ),
    "blank-header": Text(
        "Dòng tiêu đề trống; hãy ghi tên cột theo schema.",
        "The header row is empty; write the schema's column names.",
    ),
    "unmatched-header": Text(
        "Không cột nào trùng với schema; hãy kiểm tra dòng tiêu đề.",
        "No column is one of the schema's; check the header row.",
    ),
    "source-error": Text(
        "Tệp trống hoặc không đọc được thành bảng ({note}).",
        "The file is empty or cannot be read as a table ({note}).",
    ),
}
