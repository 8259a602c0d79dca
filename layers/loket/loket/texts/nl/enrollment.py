"""De Nederlandse teksten over cursussen, toestemming en inschrijvingen."""

TEXTS = {
    # Wat er mis is met de gekozen cursus.
    "error.course_unknown": "Deze cursus bestaat niet (meer). Kies een andere cursus.",
    "error.course_closed": "Voor deze cursus kunt u zich niet meer inschrijven.",
    "error.already_enrolled": (
        "Met deze naam en dit mailadres is al ingeschreven voor deze cursus. Alles staat "
        "in de mail die u kreeg. Wilt u toch nog een keer inschrijven? Vink dit dan aan."
    ),
    "field.confirm_again": "Toch nog een keer inschrijven",
    "error.course_full": "Deze cursus is vol. Wilt u een mail als er een plaats vrijkomt? Laat dan uw e-mailadres achter.",
    # Waar mensen toestemming voor geven, woord voor woord. Andere woorden: een nieuw nummer, en het oude blijft staan.
    "consent.extra_data.1": (
        "Ik vind het goed dat u de antwoorden bewaart die niet verplicht zijn, voor het doel dat erbij staat. "
        "Ik kan dit altijd intrekken."
    ),
    "consent.newsletter.1": "Ik wil de nieuwsbrief per e-mail ontvangen. Ik kan mij altijd afmelden.",
    # Pagina's.
    "page.enrollment.title": "Uw inschrijving is binnen",
    "page.enrollment.yours": "Uw inschrijving",
    # Mails.
    "mail.enrollment.subject": "Uw inschrijving is binnen ({reference})",
    "mail.enrollment.opening": "Dank u wel voor uw inschrijving. Wij hebben deze goed ontvangen.",
    "mail.enrollment.next": "U hoort binnen enkele werkdagen van ons hoe het verder gaat.",
    "mail.enrollment.twice": (
        "U was al ingeschreven voor deze cursus, en dit is een tweede inschrijving. Bedoelt u dat? Dan hoeft "
        "u niets te doen. Bedoelt u dat niet? Antwoord dan op deze mail, dan halen wij er een weg."
    ),
    "mail.received.course": "Uw inschrijving voor: {course}",
}
