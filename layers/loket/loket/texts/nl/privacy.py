"""De Nederlandse teksten over privacyverzoeken: rechten, standen, het formulier en alle mails."""

TEXTS = {
    # De rechten, zoals mensen ze lezen.
    "right.access": "uw gegevens inzien",
    # De rechten, zoals mensen ze lezen.
    "right.rectification": "uw gegevens laten verbeteren",
    # De rechten, zoals mensen ze lezen.
    "right.erasure": "uw gegevens laten verwijderen",
    # De rechten, zoals mensen ze lezen.
    "right.restriction": "uw gegevens tijdelijk niet laten gebruiken",
    # De rechten, zoals mensen ze lezen.
    "right.portability": "uw gegevens meenemen of laten sturen",
    # De rechten, zoals mensen ze lezen.
    "right.withdrawal": "uw toestemming intrekken",
    # De rechten, zoals mensen ze lezen.
    "right.objection": "bezwaar maken",
    # De rechten, zoals mensen ze lezen.
    "status.received": "Wij hebben uw verzoek. U moet het nog bevestigen.",
    # De rechten, zoals mensen ze lezen.
    "status.confirmed": "U hebt uw verzoek bevestigd. Wij gaan ermee aan de slag.",
    # De rechten, zoals mensen ze lezen.
    "status.proof_asked": "Wij wachten op een kopie van uw identiteitsbewijs.",
    # De rechten, zoals mensen ze lezen.
    "status.proof_received": "Wij hebben uw kopie en kijken ernaar.",
    # De rechten, zoals mensen ze lezen.
    "status.in_review": "Wij behandelen uw verzoek.",
    # De rechten, zoals mensen ze lezen.
    "status.granted": "Uw verzoek is toegewezen. Wij gaan het uitvoeren.",
    # De rechten, zoals mensen ze lezen.
    "status.partly_granted": "Uw verzoek is voor een deel toegewezen. Wij gaan het uitvoeren.",
    # De rechten, zoals mensen ze lezen.
    "status.refused": "Uw verzoek is afgewezen.",
    # De rechten, zoals mensen ze lezen.
    "status.carrying_out": "Wij voeren uw verzoek uit.",
    # De rechten, zoals mensen ze lezen.
    "status.completed": "Uw verzoek is uitgevoerd.",
    # De rechten, zoals mensen ze lezen.
    "status.withdrawn": "U hebt uw verzoek ingetrokken.",
    # De rechten, zoals mensen ze lezen.
    "status.lapsed": "Uw verzoek is gesloten zonder antwoord.",
    # Velden die alleen in dit formulier staan.
    "field.kind": "Wat u vraagt",
    # Velden die alleen in dit formulier staan.
    "field.details": "Toelichting",
    # Velden die alleen in dit formulier staan.
    "field.purpose": "Waar het om gaat",
    # Velden die alleen in dit formulier staan.
    "field.recipient_name": "Naam van de organisatie die uw gegevens krijgt",
    # Velden die alleen in dit formulier staan.
    "field.recipient_email": "E-mailadres van die organisatie",
    # Pagina's.
    "page.privacy_request.title": "Uw verzoek is binnen",
    # Pagina's.
    "page.due_on": "U krijgt uiterlijk op {date} antwoord.",
    # Pagina's.
    "page.confirm_by_mail": "Bevestig uw verzoek met de link in de mail die u zo krijgt. De termijn loopt al.",
    # Mail bij ontvangst.
    "mail.request.subject": "Uw privacyverzoek is binnen ({reference})",
    # Mail bij ontvangst.
    "mail.request.opening": "Wij hebben uw verzoek goed ontvangen.",
    # Mail bij ontvangst.
    "mail.request.registered": "Wij hebben het verzoek dat u ons deed, voor u ingeschreven.",
    # Mail bij ontvangst.
    "mail.request.asked": "Uw verzoek: {right}.",
    # Mail bij ontvangst.
    "mail.request.due": "U krijgt uiterlijk op {date} antwoord van ons.",
    # Mail bij ontvangst.
    "mail.request.confirm.title": "Bevestig uw verzoek",
    # Mail bij ontvangst.
    "mail.request.confirm": (
        "Zo weten wij dat het verzoek van u komt. De termijn van vier weken loopt al. "
        "Open deze pagina en druk op de knop: {link}"
    ),
    # Mail bij ontvangst.
    "mail.request.page": (
        "U volgt uw verzoek op deze pagina. Daar kunt u ook iets toevoegen of het verzoek intrekken: {link}"
    ),
    # Mail bij ontvangst.
    "mail.request.proof.title": "Een kopie van uw identiteitsbewijs",
    # Mail bij ontvangst.
    "mail.request.proof": (
        "Wij willen zeker weten dat wij uw gegevens aan niemand anders geven. Daarom vragen wij een kopie van uw paspoort, "
        "identiteitskaart of rijbewijs. Maak uw foto, uw BSN, het documentnummer en de regels met tekens onderaan zwart. "
        "Dat kan op uw eigen pagina, voordat er iets wordt verstuurd: {link} "
        "Wij verwijderen de kopie zodra wij hem hebben bekeken, en uiterlijk na 14 dagen."
    ),
    # Mail bij elke stap.
    "mail.step.reason": "De reden: {reason}",
    # Mail bij elke stap.
    "mail.step.by": "Dit is besloten door {name}.",
    # Mail bij elke stap.
    "mail.step.confirm.subject": "U hebt uw verzoek bevestigd ({reference})",
    # Mail bij elke stap.
    "mail.step.confirm.opening": "Dank u wel. Wij weten nu dat het verzoek van u komt.",
    # Mail bij elke stap.
    "mail.step.vouch.subject": "Wij behandelen uw verzoek ({reference})",
    # Mail bij elke stap.
    "mail.step.vouch.opening": "Wij hebben vastgesteld dat het verzoek van u komt. Bevestigen hoeft niet meer.",
    # Mail bij elke stap.
    "mail.step.send_proof.subject": "Wij hebben uw kopie ({reference})",
    # Mail bij elke stap.
    "mail.step.send_proof.opening": "Uw kopie is goed aangekomen. Wij kijken ernaar en verwijderen hem daarna.",
    # Mail bij elke stap.
    "mail.step.waive_proof.subject": "Wij behandelen uw verzoek ({reference})",
    # Mail bij elke stap.
    "mail.step.waive_proof.opening": "U hoeft geen kopie van uw identiteitsbewijs te sturen. Wij behandelen nu uw verzoek.",
    # Mail bij elke stap.
    "mail.step.take_up.subject": "Wij behandelen uw verzoek ({reference})",
    # Mail bij elke stap.
    "mail.step.take_up.opening": "Wij zijn begonnen met uw verzoek.",
    # Mail bij elke stap.
    "mail.step.carry_out.subject": "Wij voeren uw verzoek uit ({reference})",
    # Mail bij elke stap.
    "mail.step.carry_out.opening": "Wij zijn bezig met wat u vroeg. U krijgt bericht als het klaar is.",
    # Mail bij elke stap.
    "mail.step.add_information.subject": "Uw aanvulling is binnen ({reference})",
    # Mail bij elke stap.
    "mail.step.add_information.opening": "Dank u wel. Wij hebben uw aanvulling bij uw verzoek gevoegd.",
    # Mail bij elke stap.
    "mail.step.ask_proof.subject": "Wij hebben iets van u nodig ({reference})",
    # Mail bij elke stap.
    "mail.step.ask_proof.opening": "Voor uw verzoek moeten wij zeker weten wie u bent.",
    # Mail bij elke stap.
    "mail.step.accept_proof.subject": "Uw kopie is in orde ({reference})",
    # Mail bij elke stap.
    "mail.step.accept_proof.opening": "Wij hebben uw kopie bekeken en daarna verwijderd. Wij behandelen nu uw verzoek.",
    # Mail bij elke stap.
    "mail.step.refuse_proof.subject": "Wilt u een nieuwe kopie sturen? ({reference})",
    # Mail bij elke stap.
    "mail.step.refuse_proof.opening": "Wij konden uw kopie niet gebruiken. Wij hebben hem meteen verwijderd.",
    # Mail bij elke stap.
    "mail.step.grant.subject": "Ons antwoord op uw verzoek ({reference})",
    # Mail bij elke stap.
    "mail.step.grant.opening": "Wij doen wat u vraagt. U krijgt bericht als het klaar is.",
    # Mail bij elke stap.
    "mail.step.grant_partly.subject": "Ons antwoord op uw verzoek ({reference})",
    # Mail bij elke stap.
    "mail.step.grant_partly.opening": "Wij doen een deel van wat u vraagt. U krijgt bericht als het klaar is.",
    # Mail bij elke stap.
    "mail.step.refuse.subject": "Ons antwoord op uw verzoek ({reference})",
    # Mail bij elke stap.
    "mail.step.refuse.opening": "Wij kunnen niet doen wat u vraagt.",
    # Mail bij elke stap.
    "mail.step.finish.subject": "Uw verzoek is uitgevoerd ({reference})",
    # Mail bij elke stap.
    "mail.step.finish.opening": "Wij hebben gedaan wat u vroeg.",
    # Mail bij elke stap.
    "mail.step.withdraw.subject": "Uw verzoek is ingetrokken ({reference})",
    # Mail bij elke stap.
    "mail.step.withdraw.opening": (
        "Uw verzoek is ingetrokken. Wij doen er niets meer mee. U kunt altijd een nieuw verzoek doen."
    ),
    # Mail bij elke stap.
    "mail.step.lapse.subject": "Uw verzoek is gesloten ({reference})",
    # Mail bij elke stap.
    "mail.step.lapse.opening": "Wij hebben uw verzoek gesloten zonder antwoord. U kunt altijd een nieuw verzoek doen.",
    # Mail bij elke stap.
    "mail.step.extend.subject": "Ons antwoord komt later ({reference})",
    # Mail bij elke stap.
    "mail.step.extend.opening": "Wij hebben meer tijd nodig voor uw verzoek.",
    # Mail bij elke stap.
    "mail.step.renew_link.subject": "Een nieuwe link naar uw verzoek ({reference})",
    # Mail bij elke stap.
    "mail.step.renew_link.opening": "Dit is een nieuwe link naar uw pagina. Oudere links werken niet meer.",
    # Mail als een termijn niet wordt gehaald.
    "mail.delay.subject": "Ons antwoord is later dan wij u beloofden ({reference})",
    # Mail als een termijn niet wordt gehaald.
    "mail.delay.opening": "Wij beloofden u antwoord uiterlijk op {date}. Dat lijkt ons niet te lukken. Dat spijt ons.",
    # Mail als een termijn niet wordt gehaald.
    "mail.delay.reason": (
        "De reden weten wij op dit moment nog niet. Een medewerker schrijft u die zodra het kan. U hoeft hiervoor "
        "niets te doen."
    ),
    # Mail als een termijn niet wordt gehaald.
    "mail.delay.expected": "Wij verwachten dat u uiterlijk op {date} antwoord hebt.",
    # Berichten aan medewerkers: zonder persoonsgegevens.
    "mail.staff.request.subject": "Nieuw privacyverzoek {reference}",
    # Berichten aan medewerkers: zonder persoonsgegevens.
    "mail.staff.request.opening": "Er is een privacyverzoek binnen met kenmerk {reference}. Antwoord uiterlijk op {date}.",
    # Berichten aan medewerkers: zonder persoonsgegevens.
    "mail.staff.step.send_proof.subject": "Kopie ontvangen bij {reference}",
    # Berichten aan medewerkers: zonder persoonsgegevens.
    "mail.staff.step.send_proof.opening": "Bij privacyverzoek {reference} is een kopie binnen. Bekijk hem aan de balie.",
    # Berichten aan medewerkers: zonder persoonsgegevens.
    "mail.staff.step.add_information.subject": "Aanvulling bij {reference}",
    # Berichten aan medewerkers: zonder persoonsgegevens.
    "mail.staff.step.add_information.opening": "Bij privacyverzoek {reference} is iets toegevoegd. Lees het aan de balie.",
    # Berichten aan medewerkers: zonder persoonsgegevens.
    "mail.staff.step.withdraw.subject": "Ingetrokken: {reference}",
    # Berichten aan medewerkers: zonder persoonsgegevens.
    "mail.staff.step.withdraw.opening": "Privacyverzoek {reference} is ingetrokken. U hoeft er niets meer mee te doen.",
    # Berichten aan medewerkers: zonder persoonsgegevens.
    "mail.staff.due.subject": "Nog {days} dagen voor {reference}",
    # Berichten aan medewerkers: zonder persoonsgegevens.
    "mail.staff.due.opening": (
        "Privacyverzoek {reference} moet uiterlijk op {date} beantwoord zijn. Dat is over {days} dagen."
    ),
    # Berichten aan medewerkers: zonder persoonsgegevens.
    "mail.staff.due.tomorrow.subject": "Nog één dag voor {reference}",
    # Berichten aan medewerkers: zonder persoonsgegevens.
    "mail.staff.due.tomorrow.opening": (
        "Privacyverzoek {reference} moet uiterlijk morgen ({date}) beantwoord zijn. De aanvrager krijgt nu "
        "bericht van vertraging."
    ),
    # Berichten aan medewerkers: zonder persoonsgegevens.
    "mail.staff.due.today.subject": "Vandaag antwoord op {reference}",
    # Berichten aan medewerkers: zonder persoonsgegevens.
    "mail.staff.due.today.opening": "Privacyverzoek {reference} moet vandaag ({date}) beantwoord zijn.",
    # Berichten aan medewerkers: zonder persoonsgegevens.
    "mail.staff.due.yesterday.subject": "Te laat: {reference}",
    # Berichten aan medewerkers: zonder persoonsgegevens.
    "mail.staff.due.yesterday.opening": (
        "Privacyverzoek {reference} had gisteren ({date}) beantwoord moeten zijn. Rond het vandaag af."
    ),
    # Berichten aan medewerkers: zonder persoonsgegevens.
    "mail.staff.due.over.subject": "Te laat: {reference}",
    # Berichten aan medewerkers: zonder persoonsgegevens.
    "mail.staff.due.over.opening": (
        "Privacyverzoek {reference} had op {date} beantwoord moeten zijn. Dat is {days} dagen geleden. Rond het vandaag af."
    ),
}
