"""De Nederlandse teksten van de balie over het werk: berichten, inschrijvingen en betalingen."""

TEXTS = {
    # De werklijst.
    "desk.work.none": "Er wacht niets op een medewerker. Mooi zo.",
    "desk.work.age": "Wacht al",
    "desk.work.what": "Wat",
    "desk.work.about": "Gaat over",
    "desk.work.state": "Stand",
    "desk.work.older": "Volgende bladzijde",
    "desk.work.first": "Naar het begin",
    "desk.work.message": "Bericht",
    "desk.work.enrollment": "Inschrijving",
    "desk.work.notify_invoice": "Factuur gevraagd",
    "desk.work.notify_overpaid": "Dubbel betaald",
    "desk.work.notify_paid_without_place": "Betaald zonder plaats",
    "desk.work.notify_paid_after_erasure": "Betaald na verwijdering",
    "desk.work.notify_chargeback": "Teruggeboekt",
    "desk.work.notify_chargeback_reversed": "Terugboeking vervallen",
    "desk.work.notify_refund_failed": "Terugbetaling mislukt",
    "desk.work.notify_quarantine": "Betaling klopt niet",
    "desk.work.notify_refunded": "Alles terugbetaald",
    "desk.work.notify_shortfall": "Meer terug dan betaald",
    "desk.work.notify_too_many_refunds": "Te veel terugbetalingen",
    "desk.age.minutes": "{number} minuten",
    "desk.age.minutes.one": "{number} minuut",
    "desk.age.hours": "{number} uur",
    "desk.age.hours.one": "{number} uur",
    "desk.age.days": "{number} dagen",
    "desk.age.days.one": "{number} dag",
    # Waar iets staat.
    "desk.state.message.received": "wacht op antwoord",
    "desk.state.message.in_review": "aangehouden",
    "desk.state.message.answered": "beantwoord",
    "desk.state.message.spam": "spam",
    "desk.state.enrollment.received": "binnen",
    "desk.state.enrollment.waiting_for_payment": "wacht op betaling",
    "desk.state.enrollment.paid": "betaald",
    "desk.state.enrollment.unpaid": "niet betaald, plaats vrijgekomen",
    "desk.state.enrollment.paid_without_place": "betaald, zonder plaats",
    "desk.state.enrollment.cancelled": "geannuleerd",
    "desk.state.enrollment.in_review": "aangehouden",
    "desk.state.enrollment.spam": "spam",
    "desk.state.payment.open": "open",
    "desk.state.payment.pending": "onderweg",
    "desk.state.payment.authorized": "goedgekeurd",
    "desk.state.payment.canceled": "afgebroken",
    "desk.state.payment.expired": "verlopen",
    "desk.state.payment.failed": "mislukt",
    "desk.state.payment.paid": "betaald",
    # Een bericht, een inschrijving of een betaling.
    "desk.item.received": "Ontvangen",
    "desk.item.kept": "Bewaard tot en met",
    "desk.item.facts": "Gegevens",
    "desk.item.doubts": "Waarom dit is aangehouden of opviel",
    "desk.item.person": "Alles wat onder dit e-mailadres is bewaard",
    "desk.item.payments": "Betalingen",
    "desk.item.acts": "Wat wilt u doen?",
    "desk.item.answer.label": "Uw antwoord",
    "desk.item.answer.hint": (
        "Dit gaat per mail naar {who}, in het {language}. Uw naam staat eronder. Een BSN, IBAN of documentnummer "
        "wordt eruit gehaald."
    ),
    "desk.item.language.nl": "Nederlands",
    "desk.item.language.en": "Engels",
    "desk.item.act.answer": "Antwoord versturen",
    "desk.item.act.release": "Dit is geen spam: verwerken",
    "desk.item.act.place": "Plaats geven",
    "desk.item.act.mark_spam": "Dit is spam",
    "desk.item.act.cancel": "Inschrijving annuleren",
    "desk.item.act.unmark_spam": "Toch geen spam",
    "desk.item.why.release.message": (
        "De afzender krijgt alsnog een bevestiging. Het bericht blijft op de werklijst tot het is beantwoord."
    ),
    "desk.item.why.release.enrollment": (
        "De inschrijving krijgt een plaats en de deelnemer een bevestiging, zo nodig met een betaallink."
    ),
    "desk.item.why.place.enrollment": "De deelnemer krijgt een plaats, als die er is, en een mail dat de plaats zeker is.",
    "desk.item.why.mark_spam.message": "Niemand krijgt mail. U kunt dit terugdraaien tot de bewaartermijn voorbij is.",
    "desk.item.why.mark_spam.enrollment": (
        "Niemand krijgt mail. Is er een plaats bezet, dan komt die vrij. U kunt dit terugdraaien tot de "
        "bewaartermijn voorbij is."
    ),
    "desk.item.why.cancel.enrollment": (
        "De deelnemer krijgt een mail. Is er een plaats bezet, dan komt die vrij. Is er betaald? Betaal het dan terug "
        "bij de betaaldienst; dat komt op de werklijst. U kunt dit niet terugdraaien."
    ),
    "desk.item.why.unmark_spam": "Het komt terug op de werklijst als aangehouden.",
    "desk.item.nothing": "U hoeft hier niets meer mee te doen.",
    "desk.task.title": "Op de werklijst",
    "desk.task.done": "Afgehandeld: {outcome}, door {who}, {moment}.",
    "desk.task.since": "Sinds {moment}",
    "desk.task.amount": "Het gaat om {amount}.",
    "desk.task.help.notify_invoice": (
        "Stuur de factuur voor deze betaling. Naam en adres staan op deze pagina, en het nummer in de boekhouding ook."
    ),
    "desk.task.help.notify_overpaid": "Betaal het dubbele bedrag terug bij de betaaldienst.",
    "desk.task.help.notify_paid_without_place": (
        "Deze inschrijving heeft geen plaats: de cursus was vol, of wij hebben geannuleerd. Betaal het bedrag terug bij de "
        "betaaldienst, of geef alsnog een plaats. Neem contact op met de deelnemer."
    ),
    "desk.task.help.notify_paid_after_erasure": (
        "De inschrijving is er niet meer. Betaal het bedrag terug bij de betaaldienst."
    ),
    "desk.task.help.notify_chargeback": "De bank heeft het geld teruggehaald. Neem contact op met de deelnemer.",
    "desk.task.help.notify_chargeback_reversed": "Het geld is weer van ons. U hoeft meestal niets te doen.",
    "desk.task.help.notify_refund_failed": "Probeer de terugbetaling opnieuw bij de betaaldienst.",
    "desk.task.help.notify_quarantine": "Kijk de betaling na bij de betaaldienst. Er is niets verwerkt.",
    "desk.task.help.notify_refunded": (
        "De plaats is nog bezet. Doet deze persoon niet meer mee? Annuleer dan de inschrijving, dan komt de plaats vrij."
    ),
    "desk.task.help.notify_shortfall": "Kijk bij de betaaldienst waarom er meer terugging dan er binnenkwam.",
    "desk.task.help.notify_too_many_refunds": "Kijk bij de betaaldienst of er meer zijn dan wij boekten, en boek die zelf.",
    "desk.task.help.notify_staff": "Klaar zonder iets te versturen? Zeg het hier, dan gaat dit van de werklijst.",
    "desk.outcome.done": "Klaar",
    "desk.outcome.refunded": "Terugbetaald bij de betaaldienst",
    "desk.outcome.contacted": "Contact opgenomen",
    "desk.outcome.ignored": "Nagekeken, niets nodig",
    "desk.outcome.invoiced": "Factuur verstuurd",
    "desk.outcome.handled": "Verwerkt",
    "desk.payment.enrollment": "Naar de inschrijving",
    # Velden, en wat ermee mis is.
    "desk.field.answer": "Uw antwoord",
    "desk.field.outcome": "Hoe het is afgehandeld",
    # Wat er mis kan gaan.
    "desk.problem.moved.title": "Een collega was u voor",
    "desk.problem.moved.detail": "Er is niets veranderd. Open de pagina opnieuw en kijk hoe het er nu voor staat.",
    "desk.problem.still_held.title": "Kijk er eerst naar",
    "desk.problem.still_held.detail": "Dit is aangehouden. Verwerk het, of zeg dat het spam is. Daarna is het klaar.",
    "desk.problem.money_went_back.title": "Het geld is terug",
    "desk.problem.money_went_back.detail": (
        "Wat voor deze inschrijving is betaald, is niet meer bij ons. Er is niets veranderd en niemand heeft mail gekregen. "
        "Doet deze persoon toch mee? Vraag dan om een nieuwe inschrijving, en annuleer deze."
    ),
    "desk.problem.no_seat.title": "De cursus is vol",
    "desk.problem.no_seat.detail": (
        "Er is geen plaats meer. Er is niets veranderd en niemand heeft mail gekregen. Komt er geen plaats? Annuleer dan de "
        "inschrijving, dan hoort de deelnemer het."
    ),
}
