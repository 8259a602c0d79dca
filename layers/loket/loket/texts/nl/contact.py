"""De Nederlandse teksten over berichten: de pagina met dank, de bevestiging en het antwoord."""

TEXTS = {
    # Waar een bericht over gaat.
    "topic.course": "een cursus",
    "topic.enrollment": "een inschrijving",
    "topic.payment": "een betaling",
    "topic.complaint": "een klacht",
    "topic.privacy": "privacy",
    "topic.waiting_list": "een plaats in een volle cursus",
    "topic.other": "iets anders",
    # De pagina met dank.
    "page.contact.title": "Uw bericht is binnen",
    # Mails.
    "mail.contact.subject": "Uw bericht is binnen ({reference})",
    "mail.contact.waiting_list": (
        "Wij hebben genoteerd dat u graag een mail krijgt als er een plaats vrijkomt in {course}. "
        "Een medewerker stuurt u die mail. Er is nu nog geen plaats voor u gereserveerd."
    ),
    "mail.contact.opening": "Dank u wel voor uw bericht. Wij hebben het ontvangen en geven u zo snel mogelijk antwoord.",
    "mail.contact.answered": "Dank u wel voor uw bericht. Wij hebben het ontvangen. Ons antwoord staat in een andere mail.",
    "mail.answer.subject": "Antwoord op uw bericht ({reference})",
    "mail.answer.opening": "U schreef ons op {date} over {topic}. Hieronder leest u ons antwoord.",
    "mail.answer.title": "Ons antwoord",
    "mail.answer.by": "Dit antwoord is van {name}.",
    "mail.received.topic": "Uw bericht over {topic}.",
}
