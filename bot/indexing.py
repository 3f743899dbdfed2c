"""The commands that make an index and look after it: `summit-bot index …`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

from bot.briefings import dated, keep_briefings
from bot.loading import embedding_bar, load_embedder, waiting
from bot.settings import Settings, load_settings
from bot.terminal import printable
from index import curating
from index.curating import Added, Bounds, can_refresh
from index.embedding import Embedder
from index.errors import IndexMissing, LibraryError, SourceError
from index.library import build, counts_in, read_documents, remove, rollback, sources_in
from index.sources import SHIPPED
from index.types import Source

_Command = TypeVar("_Command", bound=Callable[..., None])

_into = click.option(
    "--into",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the index; otherwise INDEX_DIR, which is var/index unless set.",
)
_guild = click.option(
    "--guild",
    type=click.IntRange(min=1),
    metavar="ID",
    help="A Discord server, by its id: what is indexed for it answers there alone.",
)


def _somewhere(command: _Command) -> _Command:
    return _guild(_into(command))


@click.group(name="index")
def index_group() -> None:
    """Make and look after the index."""


@index_group.command(name="build")
@click.option(
    "--source",
    "sources",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A .txt or .md file; may be given again. Without any, the shipped briefings.",
)
@_into
def build_index(*, sources: tuple[Path, ...], folder: Path | None) -> None:
    """Build the index from the shipped briefings, or from files, in place of what it holds."""
    settings = load_settings()
    documents = dated(read_documents(sources))
    into = folder or settings.index_dir
    before = _held(into)
    embedder = load_embedder(settings)
    with embedding_bar() as (started, progress):
        built = build(documents, into, embedder, started=started, progress=progress)
    click.echo(
        f"{into}: {built.passages} passages of {len(built.sources)} "
        f"{'source' if len(built.sources) == 1 else 'sources'}, {built.embedded} embedded, "
        f"{built.kept} unchanged."
    )
    for key in before.keys() - {source.id for source in built.sources}:
        if before[key].origin != SHIPPED:
            click.echo(f"No longer indexed: {_named(before[key])}, from {before[key].origin}")


@index_group.command(name="add")
@click.argument("places", nargs=-1, required=True, metavar="PATH_OR_URL...")
@_somewhere
def add_to_index(*, places: tuple[str, ...], guild: int | None, folder: Path | None) -> None:
    """Add files or web pages, or take up how they are now."""
    settings = load_settings()
    into = _place(settings, guild, folder)
    embedder = load_embedder(settings)
    if _is_default(into):
        keep_briefings(into, embedder)
    bounds = Bounds(taken=frozenset(_held(settings.index_dir))) if guild else None
    if not add_all(places, into, embedder, partial(curating.add, bounds=bounds)):
        sys.exit(2)


@index_group.command(name="remove")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@_somewhere
def remove_from_index(*, ids: tuple[str, ...], guild: int | None, folder: Path | None) -> None:
    """Remove sources, by the ids that `list` shows."""
    into = _there(load_settings(), guild, folder)
    held = _held(into)
    for key in ids:
        if _is_default(into) and key in held and held[key].origin == SHIPPED:
            raise SourceError(
                f"{key} ships with the bot, which would take it up again. Build an index of your "
                "own in another folder, with: summit-bot index build --source … --into …"
            )
    remove(ids, into)
    for key in dict.fromkeys(ids):
        click.echo(f"Removed: {_named(held[key])}")


@index_group.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@_somewhere
def list_index(*, as_json: bool, guild: int | None, folder: Path | None) -> None:
    """Show what is indexed: each source's id, title, passages, and when it came from where."""
    into = _there(load_settings(), guild, folder)
    counts = counts_in(into)
    for source in sources_in(into):
        count = counts[source.id]
        if as_json:
            told = {name: getattr(source, name) for name in ("id", "title", "added", "origin")}
            click.echo(json.dumps({**told, "passages": count}, ensure_ascii=False))
        else:
            where = printable(f"added {source.added}, from {source.origin}")
            click.echo(f"{_named(source)}\n    {_passages(count)}, {where}")


@index_group.command(name="refresh")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@_somewhere
def refresh_index(*, ids: tuple[str, ...], guild: int | None, folder: Path | None) -> None:
    """Read added sources again from where they came: all of them, or those with these ids.

    What cannot be read stays as it was, and the exit status is 1.
    """
    settings = load_settings()
    into = _there(settings, guild, folder)
    chosen = _chosen(ids, into)
    if not chosen:
        click.echo(f"{into}: no source that could be read again.")
        return
    if not refresh_all(chosen, into, load_embedder(settings)):
        sys.exit(1)


@index_group.command(name="rollback")
@_somewhere
def roll_back_index(*, guild: int | None, folder: Path | None) -> None:
    """Go back to the index before the last change; may be repeated."""
    into = _there(load_settings(), guild, folder)
    click.echo(f"{into}: {rollback(into)} serves again.")


def add_all(
    places: Sequence[str],
    into: Path,
    embedder: Embedder,
    add: Callable[..., Added] = curating.add,
) -> bool:
    """Add what is at `places`, one after the other, and tell; whether all of it could be added."""
    done = [_told(place, partial(add, place, into, embedder)) for place in places]
    return all(done)


def refresh_all(
    sources: Sequence[Source],
    into: Path,
    embedder: Embedder,
    refresh: Callable[..., Added] = curating.refresh,
) -> bool:
    """Add `sources` again from where they came, and tell; whether all of them could be."""
    done = [_told(each.id, partial(refresh, each, into, embedder)) for each in sources]
    return all(done)


def _told(name: str, put: Callable[..., Added]) -> bool:
    try:
        with waiting(f"Reading {printable(name)} …"), embedding_bar() as (started, progress):
            added = put(started=started, progress=progress)
    except SourceError as error:
        click.echo(f"Error: {printable(f'{name}: {error}')}", err=True)
        return False
    told = "unchanged" if added.unchanged else f"{added.embedded} embedded, {added.kept} unchanged"
    click.echo(f"{_named(added.source)}: {_passages(added.passages)}, {told}.")
    if added.dropped:
        dropped = ", ".join(f"{count} {kind}" for kind, count in added.dropped)
        click.echo(f"    Left out, as nobody can see it: {dropped}.")
    return True


def _chosen(ids: tuple[str, ...], into: Path) -> tuple[Source, ...]:
    """The sources with these ids, or without any all that can be read again."""
    held = {source.id: source for source in sources_in(into)}
    for key in ids:
        if key not in held:
            raise SourceError(f"{into} has no source {key}. See: summit-bot index list")
        if held[key].origin == SHIPPED:
            raise SourceError(f"{key} ships with the bot, and is as new as the bot is.")
    return tuple(held[key] for key in ids) or tuple(filter(can_refresh, held.values()))


def _place(settings: Settings, guild: int | None, folder: Path | None) -> Path:
    if guild is None:
        return folder or settings.index_dir
    if folder:
        raise click.UsageError("--guild and --into each name an index. Give one of them.")
    return settings.guilds_dir / str(guild)


def _there(settings: Settings, guild: int | None, folder: Path | None) -> Path:
    """Where there is an index already; LibraryError where there is none."""
    place = _place(settings, guild, folder)
    try:
        sources_in(place)
    except IndexMissing:
        if guild is None:
            raise
        raise IndexMissing(
            f"The server {guild} has no sources of its own. Add one with: "
            f"summit-bot index add --guild {guild} PATH_OR_URL"
        ) from None
    return place


def _is_default(place: Path) -> bool:
    return place == Path(Settings.model_fields["index_dir"].default)


def _held(folder: Path) -> dict[str, Source]:
    try:
        return {source.id: source for source in sources_in(folder)}
    except LibraryError:
        return {}


def _named(source: Source) -> str:
    return printable(f"{source.id} “{source.title}”")


def _passages(count: int) -> str:
    return f"{count} {'passage' if count == 1 else 'passages'}"
