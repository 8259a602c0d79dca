"""De Nederlandse teksten van elk formulier en elke mail. Toon van alles: u, warm en gewoon; korte zinnen; geen jargon."""

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
    "problem.too_many.detail": "Er kwam in korte tijd veel binnen. Probeer het over tien minuten opnieuw, of over een uur.",
    "problem.unavailable.title": "Het lukt nu even niet",
    "problem.unavailable.detail": "Wij hebben niets bewaard. Probeer het over een paar tellen opnieuw.",
    "problem.unexpected.title": "Er ging iets mis bij ons",
    "problem.unexpected.detail": "Het ligt niet aan u. Wij kijken ernaar. Probeer het later opnieuw of bel ons.",
    "problem.link.title": "Deze link werkt niet (meer)",
    "problem.link.detail": "Gebruik de link uit onze laatste mail, of neem contact met ons op.",
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
    "field.invoice_name": "Naam voor de factuur",
    "field.invoice_address": "Adres voor de factuur",
    "field.topic": "Onderwerp",
    "field.consent_extra_data": "Toestemming voor extra gegevens",
    "field.consent_newsletter": "Toestemming voor de nieuwsbrief",
    "field.language": "Taal",
    "field.altcha": "Controle tegen spam",
    "field.return_to": "Adres om naar terug te gaan",
    "field.website": "Website",
    # Pagina's voor wie geen script gebruikt.
    "page.thanks": "Dank u wel. U krijgt een bevestiging per e-mail.",
    "page.reference": "Uw kenmerk",
    "page.kept_until": "Wij bewaren uw gegevens tot en met {date}.",
    "page.discarded": "Dit hebben wij niet bewaard, omdat het niet nodig is: {fields}.",
    "page.redacted": "In uw tekst stond een nummer dat wij niet mogen bewaren. Dat hebben wij weggehaald uit: {fields}.",
    "page.back": (
        "Ga met de terugknop van uw browser terug naar het formulier. Uw antwoorden staan er nog. "
        "Alleen uw BSN vult u opnieuw in, als daarom werd gevraagd."
    ),
    # Hoe lang iets wordt bewaard.
    "retention.standard": "2 jaar",
    "retention.fiscal": "tot 7 jaar na het boekjaar",
    # Mails.
    "mail.greeting": "Beste {name},",
    "mail.closing": "Met vriendelijke groet,",
    "mail.sender": "Het cursusteam",
    "mail.reference": "Uw kenmerk is {reference}. Noem dit als u ons belt of schrijft.",
    "mail.received.title": "Wat wij van u hebben ontvangen",
    "mail.received.fields": "Deze gegevens: {fields}",
    "mail.left_out.title": "Wat wij niet hebben bewaard",
    "mail.left_out.discarded": "Dit was niet nodig, daarom hebben wij het meteen weggegooid: {fields}.",
    "mail.left_out.redacted": (
        "In uw tekst stond een nummer dat wij niet mogen bewaren, zoals een BSN, IBAN of paspoortnummer. "
        "Dat hebben wij weggehaald uit: {fields}."
    ),
    "mail.kept.title": "Hoe lang wij uw gegevens bewaren",
    "mail.kept.until": "Wij bewaren uw gegevens tot en met {date}. Daarna verwijderen wij ze vanzelf.",
    "mail.kept.invoice": (
        "U hebt om een factuur gevraagd. Als u hebt betaald, moeten wij de naam en het adres daarvan van de "
        "belastingwet bewaren tot zeven jaar na het boekjaar, ook als wij uw andere gegevens verwijderen."
    ),
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
}
