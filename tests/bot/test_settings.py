"""What an operator may set, and what is said about a mistake."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, load_settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder and an environment that sets nothing of the bot's."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_example_names_every_setting_and_no_other_with_its_default(nowhere: Path) -> None:
    default = load_settings()
    lines = EXAMPLE.read_text("utf-8").splitlines()
    assignments = [line for line in lines if line and not line.startswith("#")]
    names = [line.partition("=")[0] for line in assignments]
    assert names == [name.upper() for name in Settings.model_fields]
    (nowhere / ".env").write_text("\n".join(assignments))
    assert load_settings() == default
    empty = {line.partition("=")[0] for line in assignments if line.endswith("=")}
    assert empty == {"DISCORD_TOKEN", "READER_DIR"}  # what has no default to write down


def test_every_setting_in_the_example_has_a_comment() -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    for before, line in pairwise(lines):
        if line and not line.startswith("#"):
            assert before.startswith("# ")


def test_the_environment_wins_over_the_file_and_nothing_counts_as_not_set(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (nowhere / ".env").write_text("PREVIEW_PORT=1\nANSWER_QUEUE=7\nOF_ANOTHER_PROGRAM=x\n")
    monkeypatch.setenv("PREVIEW_PORT", "2")
    monkeypatch.setenv("QUERY_THREADS", "")
    settings = load_settings()
    assert settings.preview_port == 2
    assert settings.answer_queue == 7
    assert settings.query_threads == 1


def test_the_level_of_the_log_may_be_written_in_small_letters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "debug")
    assert load_settings().log_level == "DEBUG"


def test_blanks_around_a_token_are_no_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", " a.b.c\n")
    settings = load_settings()
    assert settings.discord_token.get_secret_value() == "a.b.c"
    assert "a.b.c" not in repr(settings)


def test_the_password_of_a_database_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", " postgresql://me:hunter2@host/name\n")
    settings = load_settings()
    assert settings.database_url.get_secret_value() == "postgresql://me:hunter2@host/name"
    assert "hunter2" not in repr(settings)


def test_the_reader_is_the_shipped_one_unless_a_folder_is_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert load_settings().reader_dir is None
    monkeypatch.setenv("READER_DIR", "var/reader")
    assert load_settings().reader_dir == Path("var/reader")


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("QUERY_THREADS", "0", "a whole number from 1 to 64"),
        ("QUERY_THREADS", "65", "a whole number from 1 to 64"),
        ("BUILD_THREADS", "-1", "a whole number from 0 to 64"),
        ("ANSWER_WORKERS", "many", "a whole number from 1 to 16"),
        ("ANSWER_QUEUE", "1.5", "a whole number from 0 to 10000"),
        ("KEEP_DAYS", "0", "a whole number of days from 1 to 3650"),
        ("KEEP_DAYS", "3651", "a whole number of days from 1 to 3650"),
        ("MESSAGE_CONTENT", "perhaps", "true or false"),
        ("PREVIEW_PORT", "65536", "a port from 0 to 65535"),
        ("LOG_LEVEL", "LOUD", "DEBUG, INFO, WARNING or ERROR"),
    ],
)
def test_a_mistake_is_named_with_what_is_allowed(
    name: str, value: str, allowed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value) == f"{name} is set to “{value}”; it must be {allowed}."


def test_every_mistake_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUERY_THREADS", "x")
    monkeypatch.setenv("PREVIEW_PORT", "y")
    with pytest.raises(SettingsError, match=r"(?s)QUERY_THREADS.*PREVIEW_PORT"):
        load_settings()


def test_a_token_on_the_wrong_line_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREVIEW_PORT", "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.not-a-real-secret")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value) == (
        "PREVIEW_PORT has a value that cannot be used; it must be a port from 0 to 65535."
    )
    assert caught.value.__cause__ is None


def test_a_file_that_is_no_text_is_named(nowhere: Path) -> None:
    (nowhere / ".env").write_bytes(b"\xff\xfe\x00PREVIEW_PORT=1")
    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        load_settings()
