"""What pydantic finds in a YAML file, said in Vietnamese and English with the way out."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from data_contract import models
from pipelines.contract import types
from pipelines.findings import Finding
from pipelines.text import Text
from pipelines.yaml_source import Place, Source

TEXTS = {
    "missing": Text("Thiếu mục bắt buộc này; hãy thêm vào.", "This mandatory key is missing; add it."),
    "extra_forbidden": Text(
        "Mục này không có trong quy ước; hãy xóa hoặc sửa tên{hint}.",
        "This key is not part of the model; remove it or correct its name{hint}.",
    ),
    "string_type": Text(
        "Phải là chữ; hãy đặt giá trị trong dấu ngoặc kép.", "Must be text; put the value in quotation marks."
    ),
    "string_pattern_mismatch": Text("Sai dạng: {hint}", "Wrong form: {hint}"),
    "string_too_short": Text("Ít nhất {min_length} ký tự.", "At least {min_length} characters."),
    "string_too_long": Text(
        "Nhiều nhất {max_length} ký tự; hãy rút ngắn.", "At most {max_length} characters; shorten it."
    ),
    "literal_error": Text("Chỉ được là một trong: {expected}.", "Must be one of: {expected}."),
    "union_tag_invalid": Text(
        "Mục {discriminator} chỉ được là một trong: {expected_tags}.",
        "{discriminator} must be one of: {expected_tags}.",
    ),
    "union_tag_not_found": Text(
        "Thiếu mục {discriminator}; hãy thêm vào.", "{discriminator} is missing; add it."
    ),
    "too_short": Text("Cần ít nhất {min_length} mục.", "At least {min_length} entry is needed."),
    "too_long": Text("Nhiều nhất {max_length} mục.", "At most {max_length} entry is allowed."),
    "int_type": Text(
        "Phải là số nguyên, không có dấu ngoặc kép.", "Must be an integer without quotation marks."
    ),
    "bool_type": Text("Phải là true hoặc false.", "Must be true or false."),
    "list_type": Text("Phải là danh sách.", "Must be a list."),
    "greater_than_equal": Text("Phải từ {ge} trở lên.", "Must be {ge} or more."),
}
GROUP = Text("Phải là một nhóm khóa: giá trị.", "Must be a group of key: value pairs.")
OTHER = Text("Giá trị không hợp lệ ({msg}).", "The value is not valid ({msg}).")

FORMS = {
    models.SLUG: Text(
        "chỉ chữ thường không dấu, chữ số và gạch nối, như 'van-ban-dien-tu'.",
        "only lower-case letters, digits and hyphens, such as 'van-ban-dien-tu'.",
    ),
    models.COLUMN: Text(
        "chỉ chữ thường không dấu, chữ số và gạch dưới, bắt đầu bằng chữ, tối đa 63 ký tự.",
        "only lower-case letters, digits and underscores, a letter first, at most 63 characters.",
    ),
    types.DATE: Text('ngày dạng "2025-07-01".', 'a day such as "2025-07-01".'),
    types.PERIOD: Text(
        'năm, tháng hoặc ngày: "2025", "2025-07", "2025-07-01".',
        'a year, month or day: "2025", "2025-07", "2025-07-01".',
    ),
    types.EMAIL: Text("địa chỉ thư điện tử.", "an e-mail address."),
    types.WEB: Text(
        "địa chỉ bắt đầu bằng http:// hoặc https://.", "an address that starts with http:// or https://."
    ),
    types.CSV_PATH: Text(
        "tên tệp .csv nằm cùng thư mục, không dấu.", "the name of a .csv file in the same folder."
    ),
    types.SPOKEN: Text(
        "một dòng chữ, không trống và không có khoảng trắng ở hai đầu.",
        "one line of text, not empty and without blanks around it.",
    ),
}


def findings(error: ValidationError, source: Source, model: type[BaseModel]) -> Iterator[Finding]:
    """One finding for each error, at its line of ``source``; repeated places are named once."""
    keys = known_keys(model)
    seen: set[Place] = set()
    for item in error.errors():
        place = _place(item["loc"], source.data)
        if place in seen:
            continue
        seen.add(place)
        value = "" if isinstance(item["input"], (dict, list)) else item["input"]
        yield source.finding(place, item["type"], _message(item, keys), value)


def known_keys(model: type[BaseModel]) -> set[str]:
    """Every key that ``model`` and the models inside it know."""
    schema = model.model_json_schema(by_alias=True)
    parts = [schema, *schema.get("$defs", {}).values()]
    return {key for part in parts for key in part.get("properties", {})}


def _message(item: Any, keys: set[str]) -> Text:
    kind, context = item["type"], dict(item.get("ctx", {}))
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return GROUP
    text = TEXTS.get(kind, OTHER)
    if kind == "string_pattern_mismatch":
        form = FORMS.get(context["pattern"], Text(context["pattern"], context["pattern"]))
        return Text(text.vi.format(hint=form.vi), text.en.format(hint=form.en))
    if kind == "extra_forbidden":
        near = get_close_matches(str(item["loc"][-1]), keys, 1)
        hint = Text(f" (gần nhất: '{near[0]}')", f" (nearest: '{near[0]}')") if near else Text("", "")
        return Text(text.vi.format(hint=hint.vi), text.en.format(hint=hint.en))
    return text.filled(**{**context, "msg": item["msg"]})


def _place(location: tuple[str | int, ...], data: Any) -> Place:
    """The location without the steps for unions and keys, which pydantic adds and the file does not have."""
    place: list[str | int] = []
    last = len(location) - 1
    for index, part in enumerate(location):
        known = (isinstance(data, dict) and part in data) or (
            isinstance(data, list) and isinstance(part, int)
        )
        # The tag of a union can be the name of one of its keys too; only a place has something inside
        if known and (index == last or isinstance(data[part], (dict, list))):
            data = data[part]
            place.append(part)
        elif index == last and isinstance(data, dict) and part != "[key]":
            place.append(part)
    return tuple(place)
