"""The command line: languages, codes and the JSON line, without a portal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipelines.cli import main
from pipelines.tests.conftest import Tree

CLOSED = "http://127.0.0.1:9"
"""The discard port: nothing answers there."""


def run(samples: Tree, *arguments: str, lang: str = "en") -> Result:
    """A command on the sample tree."""
    folders = ["--datasets-dir", str(samples.datasets), "--province-dir", str(samples.provinces)]
    return CliRunner().invoke(main, ["--lang", lang, *arguments, *folders])


def publish(samples: Tree, token: str = "secret", *arguments: str) -> Result:
    """``publish`` to a portal that does not answer."""
    token_file = samples.datasets.parent / "token"
    token_file.write_text(token, encoding="utf-8")
    profile = ["--profile-file", str(samples.provinces / "coast.yaml")]
    return run(samples, "publish", "--url", CLOSED, "--token-file", str(token_file), *profile, *arguments)


def test_check_passes_a_sound_tree(samples: Tree) -> None:
    """Code 0 and a JSON line with the counts."""
    result = run(samples, "check", "--json")
    assert result.exit_code == 0
    last = json.loads(result.stdout.splitlines()[-1])
    assert (last["sound"], last["broken"]) == (2, 0)


def test_check_names_what_is_broken(samples: Tree) -> None:
    """Code 1; the finding is in the output and in the JSON line."""
    samples.rewrite(lambda text: text.replace(",131,", ",-1,"))
    result = run(samples, "check", "e-office", "--json")
    assert result.exit_code == 1
    (finding,) = json.loads(result.stdout.splitlines()[-1])["findings"]
    assert (finding["row"], finding["column"]) == (4, "documents_sent_count")
    assert "row 4, column documents_sent_count" in result.stderr


def test_an_unknown_dataset_is_refused(samples: Tree) -> None:
    """Code 2, naming the dataset."""
    result = run(samples, "check", "no-such-dataset")
    assert result.exit_code == 2
    assert "no-such-dataset" in result.stderr


@pytest.mark.parametrize(("lang", "words"), [("vi", "bộ dữ liệu đạt"), ("en", "datasets are sound")])
def test_messages_are_in_the_chosen_language(samples: Tree, lang: str, words: str) -> None:
    """--lang decides."""
    assert words in run(samples, "check", lang=lang).stdout


def test_publish_says_that_the_portal_is_gone(samples: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer: code 2, the address and the way out; the last line is JSON all the same."""
    monkeypatch.setattr("pipelines.publishing.client.READ_TRIES", 1)
    result = publish(samples, "secret", "--json")
    assert result.exit_code == 2
    assert CLOSED in result.stderr
    assert json.loads(result.stdout.splitlines()[-1])["findings"][0]["rule"] == "portal"


def test_publish_refuses_an_empty_token(samples: Tree) -> None:
    """Code 2, naming the file, before the portal is asked."""
    result = publish(samples, "\n")
    assert result.exit_code == 2
    assert "[token]" in result.stderr


def test_schema_is_written_beside_the_datasets(samples: Tree) -> None:
    """The file is there and is JSON."""
    result = CliRunner().invoke(main, ["schema", "--datasets-dir", str(samples.datasets)])
    assert result.exit_code == 0
    path = Path(samples.datasets / "contract.schema.json")
    assert json.loads(path.read_text(encoding="utf-8"))["title"] == "Contract"


def test_every_command_has_a_help_text() -> None:
    """Each discovered command is listed with what it does."""
    listed = CliRunner().invoke(main, ["--help"]).stdout
    assert main.list_commands(None)  # type: ignore[arg-type]
    for name in main.list_commands(None):  # type: ignore[arg-type]
        assert main.get_command(None, name).help  # type: ignore[arg-type, union-attr]
        assert f"  {name} " in listed
