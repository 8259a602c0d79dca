"""De Nederlandse teksten over betalen en terugbetalen: de betaalpagina, en mails aan mensen en aan medewerkers."""

TEXTS = {
    # Wat er mis kan gaan.
    "problem.payment_unavailable.title": "Betalen lukt nu even niet",
    "problem.payment_unavailable.detail": (
        "Uw inschrijving is wel binnen. Probeer het over een paar minuten opnieuw, met de link in uw mail. "
        "Er is niets afgeschreven."
    ),
    # Pagina's.
    "page.payment.amount": "Bedrag",
    "page.payment.none": "Voor deze cursus hoeft u niet te betalen.",
    "page.payment.unknown": (
        "Wij kunnen hier niet laten zien hoe het met uw betaling staat. Wilt u het weten? Neem dan contact met ons op."
    ),
    "page.payment.open": (
        "Wij wachten nog op uw betaling. Hebt u net betaald? Kijk dan over een minuut nog eens op deze pagina."
    ),
    "page.payment.pending": "De bank is nog bezig met uw betaling. U krijgt een mail zodra die binnen is.",
    "page.payment.authorized": "De bank heeft uw betaling goedgekeurd. U krijgt een mail zodra die binnen is.",
    "page.payment.canceled": "U hebt de betaling afgebroken. Er is niets afgeschreven.",
    "page.payment.expired": "De tijd om te betalen was voorbij. Er is niets afgeschreven.",
    "page.payment.failed": "De betaling is niet gelukt. Er is niets afgeschreven.",
    "page.payment.paid": "Uw betaling is binnen. Uw plaats is zeker. Dank u wel! U krijgt ook een mail.",
    "page.payment.returned": "Uw betaling was binnen. Het hele bedrag is weer naar u teruggegaan.",
    "page.payment.due": "Deze cursus kost {amount}. U kunt nu betalen, of later met de link in uw mail.",
    "page.payment.mailed": "Deze cursus kost {amount}. De link naar uw betaling staat in onze mail aan u.",
    "page.payment.pay": "Nu betalen",
    "page.payment.pay_again": "Opnieuw betalen",
    "page.payment.on_the_way": "U gaat nu naar de betaalpagina",
    "page.payment.continue": "Ga verder",
    # Mails.
    "mail.payment.title": "Betalen",
    "mail.payment.due": "Uw plaats is zeker als u {amount} hebt betaald. Dat kan met iDEAL | Wero, op deze pagina: {link}",
    "mail.payment.shared": (
        "Voor de betaling geven wij onze betaaldienst het bedrag, de cursus, uw kenmerk en uw taal; verder niets."
    ),
    "mail.offer_payment.subject": "U kunt nu betalen ({reference})",
    "mail.offer_payment.opening": "De betaaldienst was even niet bereikbaar. Nu kunt u wel betalen voor {course}.",
    "mail.confirm_payment.subject": "Uw betaling is binnen ({reference})",
    "mail.confirm_payment.opening": "Uw betaling van {amount} voor {course} is binnen. Uw plaats is zeker. Dank u wel!",
    "mail.offer_new_payment.subject": "Uw betaling is niet gelukt ({reference})",
    "mail.offer_new_payment.opening": (
        "Uw betaling van {amount} voor {course} is niet gelukt of afgebroken. Er is niets afgeschreven."
    ),
    "mail.confirm_refund.subject": "U krijgt geld terug ({reference})",
    "mail.confirm_refund.opening": (
        "Wij hebben {amount} aan u terugbetaald voor {course}. Het staat binnen enkele dagen op uw rekening."
    ),
    "mail.money.books": (
        "De Belastingdienst vraagt ons het bedrag en de datum zeven jaar te bewaren. Uw naam staat daar niet bij."
    ),
    "mail.money.books_of_invoice": (
        "De Belastingdienst vraagt ons het bedrag en de datum zeven jaar te bewaren. U vroeg om een factuur, daarom "
        "bewaren wij de naam en het adres daarvan erbij."
    ),
    "mail.money.way": "Betalen kan op deze pagina: {link}",
    "mail.money.again": "Wilt u nog meedoen? Dan kunt u op deze pagina opnieuw betalen: {link}",
    # Mails aan medewerkers: zonder persoonsgegevens.
    "mail.staff.notify_invoice.subject": "Factuur gevraagd: {reference}",
    "mail.staff.notify_invoice.opening": (
        "Voor inschrijving {reference} is {amount} betaald, en er is een factuur gevraagd. Stuur die: naam en adres "
        "staan aan de balie."
    ),
    "mail.staff.notify_overpaid.subject": "Dubbel betaald: {reference}",
    "mail.staff.notify_overpaid.opening": (
        "Voor inschrijving {reference} is {amount} betaald terwijl er al betaald was. Betaal het terug bij de betaaldienst."
    ),
    "mail.staff.notify_paid_without_place.subject": "Betaald zonder plaats: {reference}",
    "mail.staff.notify_paid_without_place.opening": (
        "Voor inschrijving {reference} is {amount} bij ons, maar die heeft geen plaats: de cursus was vol, of de "
        "inschrijving is geannuleerd. Betaal het terug bij de betaaldienst, of geef alsnog een plaats. Neem contact op met "
        "de deelnemer."
    ),
    "mail.staff.notify_paid_after_erasure.subject": "Betaald na verwijdering: {reference}",
    "mail.staff.notify_paid_after_erasure.opening": (
        "Er kwam {amount} binnen voor {reference}, maar die inschrijving is er niet meer. Betaal het terug "
        "bij de betaaldienst."
    ),
    "mail.staff.notify_chargeback.subject": "Teruggeboekt: {reference}",
    "mail.staff.notify_chargeback.opening": (
        "De bank heeft {amount} teruggeboekt voor inschrijving {reference}. Neem contact op met de deelnemer."
    ),
    "mail.staff.notify_chargeback_reversed.subject": "Terugboeking vervallen: {reference}",
    "mail.staff.notify_chargeback_reversed.opening": (
        "De terugboeking van {amount} voor inschrijving {reference} is vervallen. Het geld is weer van ons."
    ),
    "mail.staff.notify_refund_failed.subject": "Terugbetaling mislukt: {reference}",
    "mail.staff.notify_refund_failed.opening": (
        "De terugbetaling van {amount} voor inschrijving {reference} is mislukt. Probeer het opnieuw bij de betaaldienst."
    ),
    "mail.staff.notify_quarantine.subject": "Betaling klopt niet: {reference}",
    "mail.staff.notify_quarantine.opening": (
        "Een bericht van de betaaldienst past niet bij inschrijving {reference} ({amount}). Er is niets "
        "verwerkt. Kijk het na bij de betaaldienst."
    ),
    "mail.staff.notify_refunded.subject": "Alles terugbetaald: {reference}",
    "mail.staff.notify_refunded.opening": (
        "Voor inschrijving {reference} is alles terugbetaald ({amount}). De plaats is nog bezet. "
        "Doet deze persoon niet meer mee? Annuleer dan de inschrijving, dan komt de plaats vrij."
    ),
    "mail.staff.notify_shortfall.subject": "Meer terug dan betaald: {reference}",
    "mail.staff.notify_shortfall.opening": (
        "Voor inschrijving {reference} is {amount} meer terugbetaald en teruggeboekt dan er betaald is. "
        "Kijk het na bij de betaaldienst."
    ),
    "mail.staff.notify_too_many_refunds.subject": "Te veel terugbetalingen: {reference}",
    "mail.staff.notify_too_many_refunds.opening": (
        "Van de betaling van {amount} voor inschrijving {reference} zijn nu 500 terugbetalingen en terugboekingen geboekt. "
        "Meer boeken wij er niet vanzelf. Kijk bij de betaaldienst of er meer zijn, en boek die zelf."
    ),
}
