"""What the index and the desk say in English, noted for the catalogue, with placeholders.

Errors carry finished English sentences, since the index and the terminal know no language. These
are the ones that a person in Discord may see. A value may be one of them itself, or a part.
"""

from __future__ import annotations


def _noted(sentence: str) -> str:
    """Mark a sentence that is said elsewhere as one for the catalogue."""
    return sentence


_ASKING = (
    _noted("The question is empty. Ask something about the AI Action Summit."),
    _noted("The question has no words. Ask something about the AI Action Summit."),
    _noted(
        "The question has {length} characters, the most is {most}. "
        "Ask one thing, in a sentence or two."
    ),
    _noted(
        "The question holds marks that change the direction of writing. Type it again without them."
    ),
    _noted("The question holds control characters. Type it again as plain text."),
    _noted("The question is not readable text. Send it as UTF-8."),
    _noted("Too many people are asking at the moment. Please ask again in a minute."),
    _noted("I am being shut down. Please ask again in a minute."),
    _noted("Too many sources are waiting to be added. Please try again in a few minutes."),
    _noted("Discord did not hand out the file. Please attach it again."),
    _noted("You are asking faster than I may answer. Please ask again in {seconds} seconds."),
    _noted("What was kept cannot be reached at the moment. Please try again in a minute."),
    _noted("My sources have changed since this answer. Please ask again."),
)
_FETCHING = (
    _noted(
        "That is not the address of a web page. Give one that begins with https:// or http://, "
        "as a browser shows it."
    ),
    _noted(
        "The address is longer than {length} characters. Give a shorter one, or save the page "
        "and add the file."
    ),
    _noted(
        "The address holds a space, a backslash or a character that cannot be seen. Copy it "
        "again from the browser's address bar."
    ),
    _noted(
        "The address holds a user name or a password before the “@”, which are never sent. "
        "Give the address without them."
    ),
    _noted(
        "Pages are fetched from the usual ports only, here {port}. Give an address without a "
        "port, or save the page and add the file."
    ),
    _noted("The host is a number that can be read in several ways. Give the name of the site."),
    _noted(
        "The name of the site in the address is malformed. Copy the address again from the "
        "browser's address bar."
    ),
    _noted(
        "{host} was not found in the public internet, and nothing else is fetched. Check the "
        "address, or save the page and add the file."
    ),
    _noted(
        "{host} leads on to a page that is not encrypted (http). Give the address of that page "
        "itself if you trust it."
    ),
    _noted("{host} leads on to another address. {reason}"),
    _noted(
        "The address leads on more than {count} times, lastly to {host}. Give the address of "
        "the page itself."
    ),
    _noted(
        "{host} answered with the status {status}. It may want a login, or no programs. Save "
        "the page and add the file."
    ),
    _noted(
        "{host} answered with the status {status}. The page is not there (any more). Check the "
        "address."
    ),
    _noted(
        "{host} answered with the status {status}. Try again later, or save the page and add "
        "the file."
    ),
    _noted("{host} cannot be reached. Try again later, or save the page and add the file."),
    _noted(
        "{host} broke off, or answered with what is no web page. Try again later, or save the "
        "page and add the file."
    ),
    _noted(
        "{host} sent something of the type {type}. Web pages, plain text, Markdown, PDF and "
        "DOCX can be indexed; save anything else as one of these and add the file."
    ),
    _noted(
        "{host} sent something of unknown type. Web pages, plain text, Markdown, PDF and DOCX "
        "can be indexed; save anything else as one of these and add the file."
    ),
    _noted(
        "The certificate of {host} cannot be trusted, so the page may not be its own. Check "
        "the address, or save the page and add the file."
    ),
    _noted(
        "The page did not arrive within {seconds} seconds. Try again later, or save the page "
        "and add the file."
    ),
    _noted(
        "The page is larger than {size} MiB. Give a smaller one, or only the part that matters "
        "as a file."
    ),
    _noted("The page is packed in a way that was not asked for. Save it and add the file."),
    _noted(
        "The page arrived damaged: it cannot be unpacked. Try again later, or save the page "
        "and add the file."
    ),
)
_READING = (
    _noted("{label} is empty. Give a source with at least one paragraph."),
    _noted("{label} is empty. Give a file with at least one paragraph."),
    _noted("{label} is larger than {size} MiB. Give the part of it that matters."),
    _noted("{label} has more than {count} paragraphs. Give the part of it that matters."),
    _noted("{label} has more than {count} characters. Give the part of it that matters."),
    _noted("{label} has {count} pages, more than {most}. Give the part that matters."),
    _noted(
        "{label} takes longer than {seconds} s to read. Give part of it, or its text as a file."
    ),
    _noted("{label} holds more text than can be taken. Give part of it."),
    _noted("{label} is broken or needs too much memory. Give another copy of it, or its text."),
    _noted("{label} is broken. Give another copy of it, or its text."),
    _noted("{label} needs more memory than it may. Give part of it."),
    _noted("{label} could not be read. Give its text as a file."),
    _noted("{label} unpacks to more than can be read. Give its text as a file."),
    _noted("{label} has deeper or longer parts than can be read. Give its text as a file."),
    _noted("{label} is protected by a password. Give a copy without protection."),
    _noted(
        "{label} holds no text to index. Pages that ask for a subscription or need JavaScript, "
        "and scanned pictures of text, cannot be read: give the text itself, as a file."
    ),
    _noted("{label} holds no text to index. Give a file with at least one paragraph."),
    _noted(
        "{label} is a picture, which cannot be read. Give a page, a PDF, a DOCX file, Markdown "
        "or plain text."
    ),
    _noted(
        "{label} is a sound recording, which cannot be read. Give a page, a PDF, a DOCX file, "
        "Markdown or plain text."
    ),
    _noted(
        "{label} is a film, which cannot be read. Give a page, a PDF, a DOCX file, Markdown or "
        "plain text."
    ),
    _noted(
        "{label} is an Office file of the old kind or with a password, which cannot be read. "
        "Give a page, a PDF, a DOCX file, Markdown or plain text."
    ),
    _noted(
        "{label} is an RTF file, which cannot be read. Give a page, a PDF, a DOCX file, "
        "Markdown or plain text."
    ),
    _noted(
        "{label} is an archive, which cannot be read. Give a page, a PDF, a DOCX file, "
        "Markdown or plain text."
    ),
    _noted(
        "{label} is a program, which cannot be read. Give a page, a PDF, a DOCX file, Markdown "
        "or plain text."
    ),
    _noted(
        "{label} is said to be a {format} file but is none. Give a page, a PDF, a DOCX file, "
        "Markdown or plain text."
    ),
    _noted(
        "{label} is of a format that is not read ({format}). Give a page, a PDF, a DOCX file, "
        "Markdown or plain text."
    ),
    _noted("{label} is a binary file. Give a page, a PDF, a DOCX file, Markdown or plain text."),
    _noted("{label} is in an encoding that cannot be told. Save it as UTF-8."),
    _noted("{label} is not the {encoding} that it says. Save it as UTF-8."),
    _noted("{label}: the front matter is not valid YAML. Correct it, or put the value in quotes."),
    _noted("{label}: the front matter must be a list of `name: value` lines."),
    _noted("{label}: `{field}` in the front matter must be a list of `key: …` lines."),
    _noted("{label}: `{field}` in the front matter must be text."),
    _noted("{label}: `url` must begin with http:// or https:// and hold no spaces, not {url}."),
    _noted("{label}: `url` must begin with http:// or https:// and hold no spaces."),
    _noted("{label}: `precedence` must be a number from 0 to 999."),
    _noted("{label}: the dispute {topic} must say what sources disagree on, as text."),
    _noted("{label} must hold `publisher`, `title`, `date` and `url`, each as text."),
    _noted("{label} holds {field}; it may hold {fields}."),
    _noted("{label} needs a `publisher` and a `title`."),
    _noted("{label}: the reference {key}"),
    _noted("{label}: paragraph {number} holds nothing but marks."),
    _noted(
        "{label}: paragraph {number} refers to {key}, which the front matter does not declare "
        "under `references`. Add it there, or correct the key."
    ),
    _noted(
        "{label}: paragraph {number} takes part in {topic}, which the front matter does not "
        "declare under `disputes`. Add it there, or correct the topic."
    ),
    _noted(
        "{label}: paragraph {number} does not hold the words {words} that it is to claim on "
        "{topic}. Write them as they stand in it."
    ),
)
_ADDING = (
    _noted("There is nothing to index. Give a source with at least one paragraph."),
    _noted("The source has {count} passages, the most is {most}. Add the part of it that matters."),
    _noted(
        "Another source has the id {id} already. Give this one another `id` in its front "
        "matter, or remove the other."
    ),
    _noted("This source is among those that everybody is answered from. It need not be added."),
    _noted("There are {count} sources already, and no more can be added. Remove one first."),
    _noted(
        "With this source there would be {count} passages, the most is {most}. Remove another "
        "source first."
    ),
)
#: In the order in which they are tried.
SENTENCES = (*_ASKING, *_FETCHING, *_READING, *_ADDING)

#: What the index calls the things in a source that nobody can see.
THINGS = (
    _noted("bidirectional controls"),
    _noted("control characters"),
    _noted("hidden HTML"),
    _noted("hidden text"),
    _noted("HTML comments"),
    _noted("interlinear annotation marks"),
    _noted("other invisible characters"),
    _noted("soft hyphens"),
    _noted("tag characters"),
    _noted("templates and noscript"),
    _noted("text that is not painted or is white"),
    _noted("text too small or off the page"),
    _noted("variation selectors"),
    _noted("zero-width characters"),
)
