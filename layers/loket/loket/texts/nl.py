"""De Nederlandse teksten. Toon: u, warm en gewoon; korte zinnen; geen jargon."""

TEXTS = {
    # Wat er mis is met een formulier als geheel.
    "problem.form_refused.title": "Er klopt nog iets niet",
    "problem.form_refused.detail": "Kijk de velden hieronder na en stuur het formulier opnieuw. Er is nog niets bewaard.",
    "problem.key_reused.title": "Dit is een ander formulier",
    "problem.key_reused.detail": "Deze Idempotency-Key hoort bij een ander formulier. Gebruik een nieuwe.",
    "problem.body_malformed.title": "Wij kunnen dit niet lezen",
    "problem.body_malformed.detail": "De inhoud past niet bij het soort bericht. Stuur JSON of een formulier, in UTF-8.",
    "problem.body_too_large.title": "Dit is te groot",
    "problem.body_too_large.detail": "Een formulier mag hooguit 64 kB zijn. Maak uw bericht korter.",
    "problem.content_type.title": "Dit soort bericht kennen wij niet",
    "problem.content_type.detail": "Stuur application/json of application/x-www-form-urlencoded.",
    "problem.origin.title": "Dit formulier staat niet op onze website",
    "problem.origin.detail": "Wij nemen alleen formulieren aan die op onze eigen website staan.",
    "problem.too_many.title": "Even geduld",
    "problem.too_many.detail": "Er zijn veel formulieren achter elkaar verstuurd. Probeer het over tien minuten opnieuw.",
    "problem.unavailable.title": "Het lukt nu even niet",
    "problem.unavailable.detail": "Wij hebben niets bewaard. Probeer het over een paar tellen opnieuw.",
    "problem.unexpected.title": "Er ging iets mis bij ons",
    "problem.unexpected.detail": "Het ligt niet aan u. Wij kijken ernaar. Probeer het later opnieuw of bel ons.",
    # Wat er mis is met één veld.
    "error.required": "Vul dit veld in.",
    "error.unknown": "Dit veld kennen wij niet. Wij slaan het niet op.",
    "error.repeated": "Dit veld is meer dan één keer verstuurd.",
    "error.text": "Vul hier gewone tekst in.",
    "error.too_long": "Dit is te lang. Maak het korter.",
    "error.control_character": "Hier staan tekens in die wij niet kunnen lezen. Typ het opnieuw.",
    "error.choice": "Kies een van de mogelijkheden.",
    "error.invalid": "Dit kunnen wij niet lezen.",
    "error.email": "Vul een e-mailadres in zoals naam@voorbeeld.nl.",
    "error.phone": "Vul een telefoonnummer in zoals 06 12345678. Buiten Nederland: begin met + en het landnummer.",
    "error.iban": "Dit IBAN klopt niet. Kijk het na op uw bankpas.",
    "error.bsn": "Dit BSN klopt niet. Het heeft negen cijfers.",
    "error.postcode": "Vul een postcode in zoals 1234 AB.",
    "error.date": "Vul een datum in die bestaat, zoals 31-12-1980.",
    "error.date_of_birth": "Vul uw geboortedatum in.",
    "error.course_unknown": "Deze cursus bestaat niet (meer). Kies een andere cursus.",
    "error.course_closed": "Voor deze cursus kunt u zich niet meer inschrijven.",
    "error.course_full": "Deze cursus is vol. Neem contact met ons op voor de wachtlijst.",
    "error.challenge": "De controle tegen spam is niet gelukt. Ververs de pagina en probeer het opnieuw.",
    "error.expired": "De controle tegen spam is verlopen. Ververs de pagina en probeer het opnieuw.",
    "error.spent": "Deze controle is al gebruikt. Ververs de pagina en probeer het opnieuw.",
    "error.return_to": "Naar dit adres sturen wij niemand terug.",
    # De namen van velden.
    "field.course": "Cursus",
    "field.name": "Naam",
    "field.first_name": "Voornaam",
    "field.last_name": "Achternaam",
    "field.email": "E-mailadres",
    "field.phone": "Telefoonnummer",
    "field.street": "Straat",
    "field.house_number": "Huisnummer",
    "field.postcode": "Postcode",
    "field.city": "Plaats",
    "field.country": "Land",
    "field.date_of_birth": "Geboortedatum",
    "field.place_of_birth": "Geboorteplaats",
    "field.gender": "Geslacht",
    "field.education_level": "Opleidingsniveau",
    "field.iban": "IBAN",
    "field.bsn": "Burgerservicenummer (BSN)",
    "field.nationality": "Nationaliteit",
    "field.marital_status": "Burgerlijke staat",
    "field.employer": "Werkgever",
    "field.message": "Bericht",
    "field.topic": "Onderwerp",
    "field.consent_extra_data": "Toestemming voor extra gegevens",
    "field.consent_newsletter": "Toestemming voor de nieuwsbrief",
    "field.language": "Taal",
    "field.altcha": "Controle tegen spam",
    "field.return_to": "Adres om naar terug te gaan",
    "field.website": "Website",
    "topic.course": "een cursus",
    "topic.enrollment": "een inschrijving",
    "topic.payment": "een betaling",
    "topic.complaint": "een klacht",
    "topic.privacy": "privacy",
    "topic.other": "iets anders",
    # Waar mensen toestemming voor geven, woord voor woord. Andere woorden: een nieuw nummer, en het oude blijft staan.
    "consent.extra_data.1": (
        "Ik vind het goed dat u de antwoorden bewaart die niet verplicht zijn, voor het doel dat erbij staat. "
        "Ik kan dit altijd intrekken."
    ),
    "consent.newsletter.1": "Ik wil de nieuwsbrief per e-mail ontvangen. Ik kan mij altijd afmelden.",
    # Pagina's voor wie geen script gebruikt.
    "page.enrollment.title": "Uw inschrijving is binnen",
    "page.contact.title": "Uw bericht is binnen",
    "page.thanks": "Dank u wel. U krijgt een bevestiging per e-mail.",
    "page.reference": "Uw kenmerk",
    "page.kept_until": "Wij bewaren uw gegevens tot en met {date}.",
    "page.discarded": "Dit hebben wij niet bewaard, omdat het niet nodig is: {fields}.",
    "page.redacted": "In uw tekst stond een nummer dat wij niet mogen bewaren. Dat hebben wij weggehaald uit: {fields}.",
    "page.back": (
        "Ga met de terugknop van uw browser terug naar het formulier. Uw antwoorden staan er nog. "
        "Alleen uw BSN vult u opnieuw in, als daarom werd gevraagd."
    ),
    # Mails.
    "retention.standard": "2 jaar",
    "retention.fiscal": "tot 7 jaar na het boekjaar",
    "mail.greeting": "Beste {name},",
    "mail.closing": "Met vriendelijke groet,",
    "mail.sender": "Het cursusteam",
    "mail.enrollment.subject": "Uw inschrijving is binnen ({reference})",
    "mail.enrollment.opening": "Dank u wel voor uw inschrijving. Wij hebben deze goed ontvangen.",
    "mail.enrollment.next": "U hoort binnen enkele werkdagen van ons hoe het verder gaat.",
    "mail.contact.subject": "Uw bericht is binnen ({reference})",
    "mail.contact.opening": "Dank u wel voor uw bericht. Wij hebben het ontvangen en geven u zo snel mogelijk antwoord.",
    "mail.answer.subject": "Antwoord op uw bericht ({reference})",
    "mail.answer.opening": "U schreef ons op {date} over {topic}. Hieronder leest u ons antwoord.",
    "mail.answer.title": "Ons antwoord",
    "mail.answer.by": "Dit antwoord is van {name}.",
    "mail.reference": "Uw kenmerk is {reference}. Noem dit als u ons belt of schrijft.",
    "mail.received.title": "Wat wij van u hebben ontvangen",
    "mail.received.course": "Uw inschrijving voor: {course}",
    "mail.received.topic": "Uw bericht over {topic}.",
    "mail.received.fields": "Deze gegevens: {fields}",
    "mail.left_out.title": "Wat wij niet hebben bewaard",
    "mail.left_out.discarded": "Dit was niet nodig, daarom hebben wij het meteen weggegooid: {fields}.",
    "mail.left_out.redacted": (
        "In uw tekst stond een nummer dat wij niet mogen bewaren, zoals een BSN, IBAN of paspoortnummer. "
        "Dat hebben wij weggehaald uit: {fields}."
    ),
    "mail.kept.title": "Hoe lang wij uw gegevens bewaren",
    "mail.kept.until": "Wij bewaren uw gegevens tot en met {date}. Daarna verwijderen wij ze vanzelf.",
    "mail.rights.title": "Uw rechten",
    "mail.rights.what": (
        "U mag uw gegevens inzien, laten verbeteren, laten verwijderen of meenemen. U mag ook uw toestemming intrekken "
        "of bezwaar maken."
    ),
    "mail.rights.how": "Stuur daarvoor een mail naar {contact}. U krijgt binnen vier weken antwoord.",
    "mail.rights.complaint": (
        "Komt u er met ons niet uit? Dan kunt u een klacht indienen bij de Autoriteit Persoonsgegevens: "
        "https://www.autoriteitpersoonsgegevens.nl"
    ),
    "mail.mistake": "Hebt u dit niet zelf gestuurd? Laat het ons weten op {contact}, dan verwijderen wij het.",
    # Berichten aan medewerkers: zonder persoonsgegevens.
    "mail.staff.enrollment.subject": "Nieuwe inschrijving {reference}",
    "mail.staff.enrollment.opening": "Er is een inschrijving binnen met kenmerk {reference}.",
    "mail.staff.contact.subject": "Nieuw bericht {reference}",
    "mail.staff.contact.opening": "Er is een bericht binnen met kenmerk {reference}.",
    "mail.staff.doubts": "Kijk er eerst naar, want: {doubts}.",
    "mail.staff.held": "De bevestiging aan de afzender is niet verstuurd.",
    "doubt.honeypot": "een veld dat mensen niet zien, was ingevuld",
    "doubt.too_fast": "het formulier was sneller ingevuld dan iemand kan",
    "doubt.no_proof": "het kwam zonder controle tegen spam (zonder JavaScript)",
    "doubt.many_links": "er staan veel links in",
    "doubt.link_as_name": "als naam is een webadres ingevuld",
    "page.enrollment.yours": "Uw inschrijving",
    "page.payment.amount": "Bedrag",
    "page.payment.none": "Voor deze cursus hoeft u niet te betalen.",
    "page.payment.open": (
        "Wij wachten nog op uw betaling. Hebt u net betaald? Kijk dan over een minuut nog eens op deze pagina."
    ),
    "page.payment.pending": "De bank is nog bezig met uw betaling. U krijgt een mail zodra die binnen is.",
    "page.payment.authorized": "De bank heeft uw betaling goedgekeurd. U krijgt een mail zodra die binnen is.",
    "page.payment.canceled": "U hebt de betaling afgebroken. Er is niets afgeschreven.",
    "page.payment.expired": "De tijd om te betalen was voorbij. Er is niets afgeschreven.",
    "page.payment.failed": "De betaling is niet gelukt. Er is niets afgeschreven.",
    "page.payment.paid": "Uw betaling is binnen. Uw plaats is zeker. Dank u wel! U krijgt ook een mail.",
    "page.payment.due": "Deze cursus kost {amount}. U kunt nu betalen, of later met de link in uw mail.",
    "page.payment.pay": "Nu betalen",
    "page.payment.pay_again": "Opnieuw betalen",
    "page.payment.on_the_way": "U gaat nu naar de betaalpagina",
    "page.payment.continue": "Ga verder",
    "problem.link.title": "Deze link werkt niet (meer)",
    "problem.link.detail": "Gebruik de link uit onze laatste mail, of neem contact met ons op.",
    "problem.payment_unavailable.title": "Betalen lukt nu even niet",
    "problem.payment_unavailable.detail": (
        "Uw inschrijving is wel binnen. Probeer het over een paar minuten opnieuw, met de link in uw mail. "
        "Er is niets afgeschreven."
    ),
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
    "mail.money.way": "Betalen kan op deze pagina: {link}",
    "mail.money.again": "Wilt u nog meedoen? Dan kunt u op deze pagina opnieuw betalen: {link}",
    "mail.staff.notify_overpaid.subject": "Dubbel betaald: {reference}",
    "mail.staff.notify_overpaid.opening": (
        "Voor inschrijving {reference} is {amount} betaald terwijl er al betaald was. Betaal het terug bij de betaaldienst."
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
}
