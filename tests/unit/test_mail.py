"""Letters: no line break can reach a header, whatever a letter is made of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from loket.core.doubt import Doubt
from loket.core.language import Language
from loket.mail.letter import Letter, Section, write_mail
from loket.mail.part import tell_doubts
from loket.texts import texts
from loket.texts.dates import in_words

WORDS = st.text(st.characters(codec="utf-8"))


@given(WORDS, WORDS, WORDS)
def test_a_subject_is_one_line(subject: str, greeting: str, paragraph: str) -> None:
    sections = (Section(title=None, paragraphs=(paragraph,)), Section(title=paragraph, paragraphs=()))
    letter = Letter(to="a@example.nl", language=Language.NL, subject=subject, greeting=greeting, sections=sections)

    mail = write_mail(letter)

    assert len(mail.subject.splitlines()) <= 1
    assert paragraph in mail.text
    assert greeting in mail.text
    assert "<script" not in mail.html.lower()


def test_dates_are_read_by_people() -> None:
    assert in_words("2028-05-03", Language.NL) == "3 mei 2028"
    assert in_words("2028-05-03", Language.EN) == "3 May 2028"


def test_staff_are_told_of_the_doubts_that_there_are() -> None:
    said = texts(Language.NL)

    assert tell_doubts([]) == ()
    [many] = tell_doubts([Doubt.MANY_LINKS])
    assert many == said["mail.staff.doubts"].format(doubts=said["doubt.many_links"])
    assert tell_doubts([Doubt.HONEYPOT])[1:] == (said["mail.staff.held"],)


def test_what_somebody_wrote_is_text_in_a_mail_and_no_mark() -> None:
    said = Section(title="<b>t", paragraphs=("<b>p",))
    letter = Letter(to="a@example.nl", language=Language.NL, subject="<b>s", greeting="<b>g", sections=(said,))
    mail = write_mail(letter)

    assert "<b>" not in mail.html
    assert [sign for sign in "gtp" if f"&lt;b&gt;{sign}" not in mail.html] == []
    assert [sign for sign in "gtp" if f"<b>{sign}" not in mail.text] == []
