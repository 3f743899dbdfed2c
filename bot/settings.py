"""What an operator may set, read from the environment and from `.env`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _stripped(value: SecretStr) -> SecretStr:
    return SecretStr(value.get_secret_value().strip())


class Settings(BaseSettings):
    """Every setting; its variable has the same name in capitals.

    The environment wins over `.env`; a variable that is set to nothing counts as not set. Each
    description completes "must be …" for the person who has set something else.
    """

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    discord_token: Annotated[SecretStr, AfterValidator(_stripped)] = Field(
        default=SecretStr(""), description="the bot's token"
    )
    index_dir: Path = Field(default=Path("var/index"), description="a path")
    guilds_dir: Path = Field(default=Path("var/guilds"), description="a path")
    embedding_model: str = Field(
        default="all-MiniLM-L6-v2", min_length=1, description="the name of an embedding model"
    )
    reader_dir: Path | None = Field(default=None, description="a path")
    query_threads: int = Field(default=1, ge=1, le=64, description="a whole number from 1 to 64")
    build_threads: int = Field(default=0, ge=0, le=64, description="a whole number from 0 to 64")
    answer_workers: int = Field(default=1, ge=1, le=16, description="a whole number from 1 to 16")
    answer_queue: int = Field(
        default=32, ge=0, le=10_000, description="a whole number from 0 to 10000"
    )
    database_url: Annotated[SecretStr, AfterValidator(_stripped)] = Field(
        default=SecretStr("sqlite:///var/state.sqlite3"), description="the address of a database"
    )
    keep_days: int = Field(
        default=30, ge=1, le=3650, description="a whole number of days from 1 to 3650"
    )
    message_content: bool = Field(default=False, description="true or false")
    preview_port: int = Field(default=8765, ge=0, le=65_535, description="a port from 0 to 65535")
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = (
        Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR")
    )


def load_settings() -> Settings:
    """The settings in force; SettingsError names each variable that cannot be used, and why.

    What is set is quoted, but never the token.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("\n".join(map(_sentence, error.errors(include_url=False)))) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The file .env cannot be read ({error}). Make it a text file in UTF-8, or remove it."
        ) from error


def _sentence(problem: ErrorDetails) -> str:
    name = str(problem["loc"][0])
    value = str(problem["input"])
    # Whatever is long may be a token on the wrong line, and an address may hold a password.
    told = (
        f"is set to “{value}”"
        if len(value) <= 20 and "@" not in value
        else "has a value that cannot be used"
    )
    return f"{name.upper()} {told}; it must be {Settings.model_fields[name].description}."
