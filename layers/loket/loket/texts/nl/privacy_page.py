"""De Nederlandse teksten van de eigen pagina bij een privacyverzoek, en van de pagina om een kopie te maken."""

TEXTS = {
    # Wat er mis kan gaan, en de velden.
    "problem.move_forbidden.title": "Dat kan nu niet (meer)",
    "problem.move_forbidden.detail": "Uw verzoek is al verder. Open uw pagina opnieuw met de link uit onze mail.",
    "problem.request_additions.title": "Meer past er niet bij",
    "problem.request_additions.detail": (
        "U hebt al veel toegevoegd aan uw verzoek. Wilt u nog iets kwijt? Antwoord dan op een mail die u van ons kreeg."
    ),
    "problem.request_moved.title": "Uw verzoek is net veranderd",
    "problem.request_moved.detail": (
        "Er gebeurde iets op hetzelfde moment. Open uw pagina opnieuw en kijk hoe het er nu voor staat."
    ),
    "problem.proof_missing.title": "Uw kopie is niet aangekomen",
    "problem.proof_missing.detail": (
        "Wij hebben nog geen kopie van u. Ga terug en stuur hem opnieuw, of neem contact met ons op."
    ),
    "field.action": "Wat u wilt doen",
    "field.information": "Wat u wilt toevoegen",
    # Wat er is gebeurd.
    "step.receive": "Uw verzoek kwam bij ons binnen.",
    "step.confirm": "U hebt uw verzoek bevestigd.",
    "step.vouch": "Wij hebben op een andere manier gezien dat het verzoek van u is.",
    "step.ask_proof": "Wij hebben u om een kopie van uw identiteitsbewijs gevraagd.",
    "step.send_proof": "U hebt een kopie gestuurd.",
    "step.waive_proof": "U hoeft geen kopie te sturen.",
    "step.accept_proof": "Uw kopie was goed. Wij hebben hem bekeken en verwijderd.",
    "step.refuse_proof": "Wij konden uw kopie niet gebruiken en hebben hem verwijderd.",
    "step.take_up": "Wij zijn met uw verzoek begonnen.",
    "step.grant": "Uw verzoek is toegewezen.",
    "step.grant_partly": "Uw verzoek is voor een deel toegewezen.",
    "step.refuse": "Uw verzoek is afgewezen.",
    "step.carry_out": "Wij zijn begonnen met wat u vroeg.",
    "step.finish": "Wij hebben gedaan wat u vroeg.",
    "step.withdraw": "Het verzoek is ingetrokken.",
    "step.lapse": "Het verzoek is gesloten zonder antwoord.",
    "step.extend": "Wij hebben meer tijd nodig. U krijgt later antwoord.",
    "step.escalate": "Wij lieten u weten dat ons antwoord later komt dan wij beloofden.",
    "step.add_information": "U hebt iets toegevoegd.",
    "step.renew_link": "U hebt een nieuwe link naar deze pagina gekregen.",
    # De pagina.
    "page.request.title": "Uw privacyverzoek",
    "page.request.standing": "Hoe het ervoor staat",
    "page.request.due": "U krijgt uiterlijk op {date} antwoord.",
    "page.request.overdue": "U had op {date} antwoord moeten hebben. Dat is niet gelukt. Dat spijt ons; wij werken eraan.",
    "page.request.now": "Wat wij nu van u vragen",
    "page.request.nothing": "U hoeft nu niets te doen. Wij mailen u bij elke stap.",
    "page.request.confirm": "Druk op de knop. Dan weten wij dat dit verzoek van u is. De vier weken lopen al.",
    "page.request.revive": (
        "Dit verzoek is gesloten omdat niemand het had bevestigd of aangevuld. Is het van u en wilt u toch antwoord? "
        "Druk dan op de knop. U krijgt dan binnen vier weken antwoord."
    ),
    "page.request.confirm.button": "Ja, dit verzoek is van mij",
    "page.request.proof": (
        "Stuur ons een kopie van uw identiteitsbewijs. Op de volgende pagina maakt u eerst zwart wat wij niet nodig "
        "hebben. Uw foto verlaat uw toestel niet."
    ),
    "page.request.proof.button": "Kopie maken",
    "page.request.decision": "Ons antwoord",
    "page.request.reason": "De reden",
    "page.request.by": "Dit heeft {name} besloten. Niet een computer.",
    "page.request.asked": "Wat u vroeg",
    "page.request.steps": "Wat er is gebeurd",
    "page.request.added": "Dit schreef u",
    "page.request.add": "Iets toevoegen",
    "page.request.add.label": "Wat wilt u ons nog laten weten?",
    "page.request.add.hint": (
        "Schrijf hier geen BSN, rekeningnummer of nummer van uw paspoort. Staat het er toch, dan halen wij het weg."
    ),
    "page.request.add.button": "Toevoegen",
    "page.request.add.full": (
        "U hebt al veel toegevoegd, en meer past er niet bij. Wilt u nog iets kwijt? Schrijf dan naar {contact}."
    ),
    "page.request.withdraw": "Verzoek intrekken",
    "page.request.withdraw.what": (
        "Wij stoppen dan met uw verzoek. Hebt u al een kopie gestuurd, dan verwijderen wij die meteen. U kunt altijd een "
        "nieuw verzoek doen."
    ),
    "page.request.withdraw.button": "Trek mijn verzoek in",
    "page.request.help": "Hebt u een vraag? Mail naar {contact} en noem uw kenmerk.",
    "page.request.complaint": (
        "Bent u het niet met ons eens? Dan kunt u een klacht indienen bij de Autoriteit Persoonsgegevens:"
    ),
    # De pagina om een kopie te maken.
    "page.proof.title": "Een kopie van uw identiteitsbewijs",
    "page.proof.back": "Terug naar uw verzoek",
    "page.proof.why": (
        "Wij willen zeker weten dat wij uw gegevens aan niemand anders geven. Daarom vragen wij een kopie van uw "
        "paspoort, identiteitskaart of rijbewijs. U maakt hier zelf zwart wat wij niet nodig hebben. De foto die u kiest, "
        "blijft op uw toestel: wij krijgen alleen de kopie met de zwarte vlakken."
    ),
    "page.proof.black": "Dit maakt u zwart",
    "page.proof.black.photo": "uw pasfoto: wij hoeven uw gezicht niet te zien;",
    "page.proof.black.bsn": "uw BSN (burgerservicenummer): dat mogen wij niet bewaren;",
    "page.proof.black.number": "het documentnummer: met dat nummer kan iemand zich voor u uitgeven;",
    "page.proof.black.mrz": "de regels met letters, cijfers en het teken < onderaan: daarin staat alles nog een keer.",
    "page.proof.leave": "Laat uw naam staan. Die vergelijken wij met uw verzoek.",
    "page.proof.kept": "Hoe lang wij de kopie bewaren",
    "page.proof.kept.until": (
        "Tot wij ernaar hebben gekeken, en nooit langer dan 14 dagen. Daarna is hij echt weg: er blijft geen reservekopie "
        "over."
    ),
    "page.proof.other": (
        "Lukt het niet, of wilt u liever geen kopie sturen? Mail naar {contact} of bel ons. Dan zoeken wij samen een "
        "andere manier."
    ),
    "page.proof.without_script": (
        "Om uw foto op uw eigen toestel zwart te maken, heeft deze pagina JavaScript nodig. Dat staat bij u uit. Dat "
        "geeft niet: mail naar {contact} of bel ons. Dan stellen wij op een andere manier vast wie u bent. Stuur ons geen "
        "gewone kopie per mail."
    ),
    "page.proof.choose": "1. Kies een foto",
    "page.proof.choose.label": "Foto van de kant met uw naam",
    "page.proof.choose.hint": "Maak er een met uw telefoon, of kies een foto die u al hebt (JPEG, PNG of WebP).",
    "page.proof.blacken": "2. Maak zwart",
    "page.proof.blacken.how": "Sleep met uw muis of vinger een vlak over alles wat zwart moet.",
    "page.proof.blacken.keys": (
        "Met het toetsenbord: druk op “Vlak toevoegen”. Verplaats het vlak met de pijltjes. Maak het groter of kleiner "
        "met Shift en een pijltje. Met Delete haalt u het weg."
    ),
    "page.proof.blacken.canvas": "Uw foto, om vlakken op te zetten",
    "page.proof.add": "Vlak toevoegen",
    "page.proof.undo": "Laatste vlak weghalen",
    "page.proof.send": "3. Kijk na en stuur",
    "page.proof.send.what": "Precies deze kopie sturen wij op, en niets anders. Is alles zwart wat zwart moet?",
    "page.proof.preview": "De kopie zoals u hem gaat sturen",
    "page.proof.send.button": "Deze kopie sturen",
    "page.proof.says.unreadable": "Deze foto kunnen wij niet openen. Kies een JPEG, PNG of WebP.",
    "page.proof.says.opened": "Uw foto is geopend. Maak nu zwart wat zwart moet.",
    "page.proof.says.nothing_black": "Er is nog niets zwart. Zet eerst ten minste één zwart vlak op de foto.",
    "page.proof.says.count": "Aantal zwarte vlakken: {count}.",
    "page.proof.says.place": "Vlak {number}: {left}% van links, {top}% van boven, {width}% breed, {height}% hoog.",
    "page.proof.says.sending": "Uw kopie wordt verstuurd…",
    "page.proof.says.failed": (
        "Het versturen lukte niet. Kijk of u internet hebt, laad deze pagina opnieuw en probeer het nog eens."
    ),
}
