"""What no page may do with a text that somebody typed, and whether it stands there as it was typed."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from playwright.sync_api import Page

from tests.security.payloads import MARK
from tracker.screen.text import ISOLATE, POP_ISOLATE, WORD_JOINER, plain

UNSEEN = set(WORD_JOINER + ISOLATE + POP_ISOLATE)
# Attributes that hold a text, and nothing that a browser acts on.
TEXTS = ["alt", "title", "placeholder", "value", "aria-label", "data-raw-name", "data-unformatted"]

WHAT_A_TEXT_MADE = """([mark, texts]) => {
  const found = [];
  // A heading has an id made of its words, and so a property of the window that is the heading.
  if (window[mark] !== undefined && !(window[mark] instanceof HTMLHeadingElement)) found.push("a text was run");
  if (document.cookie.includes(mark)) found.push("a cookie was set");
  const never = "iframe, frame, object, embed, math, base, marquee, audio, video, portal, foreignObject, .katex";
  for (const element of document.querySelectorAll(never)) found.push(element.outerHTML.slice(0, 200));
  for (const element of document.querySelectorAll("*")) {
    for (const {name, value} of element.attributes) {
      if (name.startsWith("on")) found.push(`a handler: ${name}=${value}`);
      const isHeadings = name === "id" && element instanceof HTMLHeadingElement && /^[\\p{L}\\p{N}-]*$/u.test(value);
      if (value.includes(mark) && !texts.includes(name) && !isHeadings)
        found.push(`${element.localName} ${name}=${value}`);
    }
    if (["script", "style", "title"].includes(element.localName) && element.textContent.includes(mark))
      found.push(`${element.localName} holds ${element.textContent.slice(0, 200)}`);
    const to = element.getAttribute("href") ?? element.getAttribute("action");
    if (to && !/icon/.test(element.rel) && new URL(to, location).origin !== location.origin)
      found.push(`a link to ${to}`);
  }
  const inTexts = "img, svg, a, table, pre, del, input, hr, blockquote, form, style, script, [class*=Colored], "
    + "[class*=Shimmer], h1 h1, section";
  for (const text of document.querySelectorAll('[data-testid="stMarkdownContainer"]'))
    for (const element of text.querySelectorAll(inTexts)) found.push(`in a text: ${element.outerHTML.slice(0, 200)}`);
  return found;
}"""

ALL_THAT_STANDS_THERE = """() => {
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode())
    if (!["SCRIPT", "STYLE"].includes(walker.currentNode.parentNode.nodeName)) found.push(walker.currentNode.data);
  for (const field of document.querySelectorAll("input, textarea")) found.push("|", field.value);
  return found.join("");
}"""

OPEN_ALL = (
    """() => document.querySelectorAll("details:not([open]) > summary").forEach(each => each.click())"""
)


def made_by_texts(page: Page) -> list[str]:
    """Give every trace of a text that became more than a text."""
    return [str(trace) for trace in page.evaluate(WHAT_A_TEXT_MADE, [MARK, TEXTS])]


def missing(page: Page, texts: Iterable[str]) -> list[str]:
    """Give the texts that do not stand on the page as they were typed, blanks and what nobody sees left aside."""
    there = seen(page.evaluate(ALL_THAT_STANDS_THERE))
    return [text for text in texts if seen(text) not in there]


def still_missing(page: Page, texts: Sequence[str]) -> list[str]:
    """Give those that do not stand there after a while."""
    for _ in range(50):
        left = missing(page, texts)
        if not left:
            break
        page.wait_for_timeout(100)
    return left


def unfold(page: Page) -> None:
    """Open whatever can be folded open in place."""
    page.evaluate(OPEN_ALL)


def seen(text: str) -> str:
    """Give a text without blanks, control characters and what the screen puts in to keep it apart."""
    return "".join(
        letter
        for letter in text
        if not letter.isspace() and letter not in UNSEEN and unicodedata.category(letter) != "Cc"
    )


def as_shown(name: str) -> str:
    """Give a name with the joiners that nobody sees."""
    return re.sub(r"\\(.)", r"\1", plain(name))
