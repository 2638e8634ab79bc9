"""How an instrument is used, in words, from the text that the list of changes keeps."""

from tracker.measures.clinic_instruments import AT_VISITS, FAMILIES, UNUSED
from tracker.screen.words import _, ngettext


def format_use(text: str) -> str:
    """Give "not used", or "every 4 weeks, entered by clinicians and families"."""
    if text == UNUSED:
        return _("not used")
    often, _space, families = text.partition(" ")
    if often == AT_VISITS:
        when = _("at visits")
    else:
        when = ngettext("every week", "every {n} weeks", int(often)).format(n=often)
    if families == FAMILIES:
        return _("{when}, entered by clinicians and families").format(when=when)
    return _("{when}, entered by clinicians").format(when=when)
