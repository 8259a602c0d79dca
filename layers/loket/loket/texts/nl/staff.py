"""De Nederlandse teksten van de mail aan medewerkers dat er iets binnen is: zonder persoonsgegevens."""

TEXTS = {
    "mail.staff.enrollment.subject": "Nieuwe inschrijving {reference}",
    "mail.staff.enrollment.opening": "Er is een inschrijving binnen met kenmerk {reference}.",
    "mail.staff.contact.subject": "Nieuw bericht {reference}",
    "mail.staff.contact.opening": "Er is een bericht binnen met kenmerk {reference}.",
    "mail.staff.doubts": "Kijk er eerst naar, want: {doubts}.",
    "mail.staff.held": "De bevestiging aan de afzender is niet verstuurd.",
    # Waarom iets is aangehouden of opvalt.
    "doubt.honeypot": "een veld dat mensen niet zien, was ingevuld",
    "doubt.too_fast": "het formulier was sneller ingevuld dan iemand kan",
    "doubt.no_proof": "het kwam zonder controle tegen spam (zonder JavaScript)",
    "doubt.many_links": "er staan veel links in",
    "doubt.link_as_name": "als naam is een webadres ingevuld",
    "doubt.many_to_one_address": "naar dit mailadres gingen op één dag al veel bevestigingen",
    "doubt.twice": "deze persoon heeft zich voor deze cursus al eerder ingeschreven",
}
