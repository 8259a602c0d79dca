"""De Nederlandse teksten over cursussen, toestemming, inschrijvingen en plaatsen."""

TEXTS = {
    # Wat er mis is met de gekozen cursus.
    "error.course_unknown": "Deze cursus bestaat niet (meer). Kies een andere cursus.",
    "error.course_closed": "Voor deze cursus kunt u zich niet meer inschrijven.",
    "error.already_enrolled": (
        "Met deze naam en dit mailadres is al ingeschreven voor deze cursus. Alles daarover staat "
        "in de mails die u kreeg. Wilt u toch nog een keer inschrijven? Vink dit dan aan."
    ),
    "field.confirm_again": "Toch nog een keer inschrijven",
    "error.course_full": (
        "Deze cursus is vol. Wilt u een mail als er een plaats vrijkomt? Laat dan uw e-mailadres achter, met de link boven "
        "het formulier."
    ),
    # Waar mensen toestemming voor geven, woord voor woord. Andere woorden: een nieuw nummer, en het oude blijft staan.
    "consent.extra_data.1": (
        "Ik vind het goed dat u de antwoorden bewaart die niet verplicht zijn, voor het doel dat erbij staat. "
        "Ik kan dit altijd intrekken."
    ),
    "consent.newsletter.1": "Ik wil de nieuwsbrief per e-mail ontvangen. Ik kan mij altijd afmelden.",
    # Pagina's.
    "page.enrollment.title": "Uw inschrijving is binnen",
    "page.enrollment.yours": "Uw inschrijving",
    "page.enrollment.received": "Uw inschrijving is binnen. U hoort van ons hoe het verder gaat.",
    "page.place.held": "Uw plaats is gereserveerd tot en met {date}. Is uw betaling er dan niet, dan komt de plaats vrij.",
    "page.place.unpaid": (
        "Er kwam op tijd geen betaling, dus uw plaats is vrijgekomen. Er is nu nog plaats: u kunt weer een plaats nemen."
    ),
    "page.place.again": (
        "De cursus kost {amount}. Wij houden uw plaats dan {days} dagen vast; daarna komt de plaats weer vrij."
    ),
    "page.place.take_up": "Weer een plaats nemen en betalen",
    "page.place.by_mail": (
        "Er kwam op tijd geen betaling, dus uw plaats is vrijgekomen. Er is nu nog plaats. Wij sturen u daarover een mail: "
        "met de link in die mail kunt u weer een plaats nemen."
    ),
    "page.place.full": (
        "Er kwam op tijd geen betaling, dus uw plaats is vrijgekomen. De cursus is nu vol. Komt er een plaats vrij, dan "
        "kunt u die nemen met de link in onze laatste mail aan u."
    ),
    "page.place.gone": (
        "Er kwam op tijd geen betaling, dus uw plaats is vrijgekomen. U kunt zich voor deze cursus niet meer inschrijven."
    ),
    "page.place.free": (
        "Er kwam op tijd geen betaling, dus uw plaats is vrijgekomen. De cursus kost nu niets meer en er is plaats: schrijf "
        "u opnieuw in met het formulier op onze website."
    ),
    "page.place.cancelled": "Wij hebben uw inschrijving geannuleerd. U hoeft er niets meer voor te doen.",
    "page.place.cancelled_paid": (
        "Wij hebben uw inschrijving geannuleerd. Uw betaling is wel binnen. Een medewerker neemt contact met u op over "
        "uw geld."
    ),
    "page.place.paid_without_place": (
        "Uw betaling is binnen, maar uw plaats was toen al vrijgekomen, en er was geen plaats meer. Een medewerker neemt "
        "contact met u op: over een plaats, of over uw geld."
    ),
    # Mails.
    "mail.enrollment.subject": "Uw inschrijving is binnen ({reference})",
    "mail.enrollment.opening": "Dank u wel voor uw inschrijving. Wij hebben deze goed ontvangen.",
    "mail.enrollment.next": "U hoort binnen enkele werkdagen van ons hoe het verder gaat.",
    "mail.enrollment.twice": (
        "U hebt u al eerder voor deze cursus ingeschreven, en dit is een tweede inschrijving. Bedoelt u dat? Dan hoeft "
        "u niets te doen. Bedoelt u dat niet? Antwoord dan op deze mail, dan halen wij er een weg."
    ),
    "mail.place.held": (
        "Wij houden uw plaats vast tot en met {date}. Is uw betaling er dan niet, dan komt de plaats vrij. U krijgt "
        "eerst nog een mail."
    ),
    "mail.place.pay": "Betalen kan op deze pagina: {link}",
    "mail.place.again": "Wilt u nog meedoen? Kijk dan op deze pagina of er nog plaats is: {link}",
    "mail.warn_place.subject": "Uw plaats komt bijna vrij ({reference})",
    "mail.warn_place.opening": (
        "Uw plaats bij {course} is gereserveerd tot en met {date}. Er is nog geen betaling bij ons binnengekomen. Is "
        "die er dan ook niet, dan komt de plaats vrij. Lukt het betalen niet? Neem dan contact met ons op."
    ),
    "mail.tell_unpaid.subject": "Uw plaats is vrijgekomen ({reference})",
    "mail.tell_unpaid.opening": (
        "Er is geen betaling bij ons binnengekomen voor {course}. Daarom is uw plaats vrijgekomen. Is het betalen niet "
        "gelukt? Neem dan contact met ons op."
    ),
    "mail.tell_cancelled.subject": "Uw inschrijving is geannuleerd ({reference})",
    "mail.tell_cancelled.opening": (
        "Wij hebben uw inschrijving voor {course} geannuleerd. U hoeft er niets meer voor te doen."
    ),
    "mail.tell_cancelled.paid": "Uw betaling is wel binnen. Een medewerker neemt contact met u op over uw geld.",
    "mail.tell_paid_without_place.subject": "Uw betaling is binnen, uw plaats niet zeker ({reference})",
    "mail.tell_paid_without_place.opening": (
        "Uw betaling van {amount} voor {course} is binnen, maar uw plaats was er toen niet meer. Een medewerker neemt "
        "contact met u op: over een plaats, of over uw geld."
    ),
    "mail.received.course": "Uw inschrijving voor: {course}",
}
