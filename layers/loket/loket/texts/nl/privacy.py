"""De Nederlandse teksten over privacyverzoeken: rechten, standen, het formulier en alle mails."""

TEXTS = {
    # De rechten, zoals mensen ze lezen.
    "right.access": "uw gegevens inzien",
    "right.rectification": "uw gegevens laten verbeteren",
    "right.erasure": "uw gegevens laten verwijderen",
    "right.restriction": "uw gegevens tijdelijk niet laten gebruiken",
    "right.portability": "uw gegevens meenemen of laten sturen",
    "right.withdrawal": "uw toestemming intrekken",
    "right.objection": "bezwaar maken",
    "status.received": "Wij hebben uw verzoek. U moet het nog bevestigen.",
    "status.confirmed": "U hebt uw verzoek bevestigd. Wij gaan ermee aan de slag.",
    "status.proof_asked": "Wij wachten op een kopie van uw identiteitsbewijs.",
    "status.proof_received": "Wij hebben uw kopie en kijken ernaar.",
    "status.in_review": "Wij behandelen uw verzoek.",
    "status.granted": "Uw verzoek is toegewezen. Wij gaan het uitvoeren.",
    "status.partly_granted": "Uw verzoek is voor een deel toegewezen. Wij gaan het uitvoeren.",
    "status.refused": "Uw verzoek is afgewezen.",
    "status.carrying_out": "Wij voeren uw verzoek uit.",
    "status.completed": "Uw verzoek is uitgevoerd.",
    "status.withdrawn": "U hebt uw verzoek ingetrokken.",
    "status.lapsed": "Uw verzoek is gesloten zonder antwoord.",
    # Velden die alleen in dit formulier staan.
    "field.kind": "Wat u vraagt",
    "field.details": "Toelichting",
    "field.purpose": "Waar het om gaat",
    "field.recipient_name": "Naam van de organisatie die uw gegevens krijgt",
    "field.recipient_email": "E-mailadres van die organisatie",
    # Pagina's.
    "page.privacy_request.title": "Uw verzoek is binnen",
    "page.due_on": "U krijgt uiterlijk op {date} antwoord.",
    "page.confirm_by_mail": "Bevestig uw verzoek met de link in de mail die u zo krijgt. De termijn loopt al.",
    # Mail bij ontvangst.
    "mail.request.subject": "Uw privacyverzoek is binnen ({reference})",
    "mail.request.opening": "Wij hebben uw verzoek goed ontvangen.",
    "mail.request.registered": "Wij hebben het verzoek dat u ons deed, voor u ingeschreven.",
    "mail.request.asked": "Uw verzoek: {right}.",
    "mail.request.due": "U krijgt uiterlijk op {date} antwoord van ons.",
    "mail.request.confirm.title": "Bevestig uw verzoek",
    "mail.request.confirm": (
        "Zo weten wij dat het verzoek van u komt. De termijn van vier weken loopt al. "
        "Open deze pagina en druk op de knop: {link}"
    ),
    "mail.request.page": (
        "U volgt uw verzoek op deze pagina. Daar kunt u ook iets toevoegen of het verzoek intrekken: {link}"
    ),
    "mail.request.proof.title": "Een kopie van uw identiteitsbewijs",
    "mail.request.proof": (
        "Wij willen zeker weten dat wij uw gegevens aan niemand anders geven. Daarom vragen wij een kopie van uw paspoort, "
        "identiteitskaart of rijbewijs. Maak uw foto, uw BSN, het documentnummer en de regels met tekens onderaan zwart. "
        "Dat kan op uw eigen pagina, voordat er iets wordt verstuurd: {link} "
        "Wij verwijderen de kopie zodra wij hem hebben bekeken, en uiterlijk na 14 dagen."
    ),
    # Mail bij elke stap.
    "mail.step.reason": "De reden: {reason}",
    "mail.step.by": "Dit is besloten door {name}.",
    "mail.step.confirm.subject": "U hebt uw verzoek bevestigd ({reference})",
    "mail.step.confirm.opening": "Dank u wel. Wij weten nu dat het verzoek van u komt.",
    "mail.step.vouch.subject": "Wij behandelen uw verzoek ({reference})",
    "mail.step.vouch.opening": "Wij hebben vastgesteld dat het verzoek van u komt. Bevestigen hoeft niet meer.",
    "mail.step.send_proof.subject": "Wij hebben uw kopie ({reference})",
    "mail.step.send_proof.opening": "Uw kopie is goed aangekomen. Wij kijken ernaar en verwijderen hem daarna.",
    "mail.step.waive_proof.subject": "Wij behandelen uw verzoek ({reference})",
    "mail.step.waive_proof.opening": "U hoeft geen kopie van uw identiteitsbewijs te sturen. Wij behandelen nu uw verzoek.",
    "mail.step.take_up.subject": "Wij behandelen uw verzoek ({reference})",
    "mail.step.take_up.opening": "Wij zijn begonnen met uw verzoek.",
    "mail.step.carry_out.subject": "Wij voeren uw verzoek uit ({reference})",
    "mail.step.carry_out.opening": "Wij zijn bezig met wat u vroeg. U krijgt bericht als het klaar is.",
    "mail.step.add_information.subject": "Uw aanvulling is binnen ({reference})",
    "mail.step.add_information.opening": "Dank u wel. Wij hebben uw aanvulling bij uw verzoek gevoegd.",
    "mail.step.ask_proof.subject": "Wij hebben iets van u nodig ({reference})",
    "mail.step.ask_proof.opening": "Voor uw verzoek moeten wij zeker weten wie u bent.",
    "mail.step.accept_proof.subject": "Uw kopie is in orde ({reference})",
    "mail.step.accept_proof.opening": "Wij hebben uw kopie bekeken en daarna verwijderd. Wij behandelen nu uw verzoek.",
    "mail.step.refuse_proof.subject": "Wilt u een nieuwe kopie sturen? ({reference})",
    "mail.step.refuse_proof.opening": "Wij konden uw kopie niet gebruiken. Wij hebben hem meteen verwijderd.",
    "mail.step.grant.subject": "Ons antwoord op uw verzoek ({reference})",
    "mail.step.grant.opening": "Wij doen wat u vraagt. U krijgt bericht als het klaar is.",
    "mail.step.grant_partly.subject": "Ons antwoord op uw verzoek ({reference})",
    "mail.step.grant_partly.opening": "Wij doen een deel van wat u vraagt. U krijgt bericht als het klaar is.",
    "mail.step.refuse.subject": "Ons antwoord op uw verzoek ({reference})",
    "mail.step.refuse.opening": "Wij kunnen niet doen wat u vraagt.",
    "mail.step.finish.subject": "Uw verzoek is uitgevoerd ({reference})",
    "mail.step.finish.opening": "Wij hebben gedaan wat u vroeg.",
    "mail.step.withdraw.subject": "Uw verzoek is ingetrokken ({reference})",
    "mail.step.withdraw.opening": (
        "Uw verzoek is ingetrokken. Wij doen er niets meer mee. U kunt altijd een nieuw verzoek doen."
    ),
    "mail.step.lapse.subject": "Uw verzoek is gesloten ({reference})",
    "mail.step.lapse.opening": (
        "Wij hebben uw verzoek gesloten zonder antwoord. Wilt u toch antwoord? Bevestig het verzoek dan alsnog op uw pagina."
    ),
    "mail.step.extend.subject": "Ons antwoord komt later ({reference})",
    "mail.step.extend.opening": "Wij hebben meer tijd nodig voor uw verzoek.",
    "mail.step.renew_link.subject": "Een nieuwe link naar uw verzoek ({reference})",
    "mail.step.renew_link.opening": "Dit is een nieuwe link naar uw pagina. Oudere links werken niet meer.",
    # Mail als een termijn niet wordt gehaald.
    "mail.delay.subject": "Ons antwoord is later dan wij u beloofden ({reference})",
    "mail.delay.opening": "Wij beloofden u antwoord uiterlijk op {date}. Dat lijkt ons niet te lukken. Dat spijt ons.",
    "mail.delay.reason": (
        "De reden weten wij op dit moment nog niet. Een medewerker schrijft u die zodra het kan. U hoeft hiervoor "
        "niets te doen."
    ),
    "mail.delay.expected": "Wij verwachten dat u uiterlijk op {date} antwoord hebt.",
    # Mails aan medewerkers: zonder persoonsgegevens.
    "mail.staff.request.subject": "Nieuw privacyverzoek {reference}",
    "mail.staff.request.opening": "Er is een privacyverzoek binnen met kenmerk {reference}. Antwoord uiterlijk op {date}.",
    "mail.staff.step.confirm.subject": "Nieuw privacyverzoek {reference}",
    "mail.staff.step.confirm.opening": "Privacyverzoek {reference} is bevestigd. Antwoord uiterlijk op {date}.",
    "mail.staff.step.send_proof.subject": "Kopie ontvangen bij {reference}",
    "mail.staff.step.send_proof.opening": "Bij privacyverzoek {reference} is een kopie binnen. Bekijk hem aan de balie.",
    "mail.staff.step.add_information.subject": "Aanvulling bij {reference}",
    "mail.staff.step.add_information.opening": "Bij privacyverzoek {reference} is iets toegevoegd. Lees het aan de balie.",
    "mail.staff.step.withdraw.subject": "Ingetrokken: {reference}",
    "mail.staff.step.withdraw.opening": "Privacyverzoek {reference} is ingetrokken. U hoeft er niets meer mee te doen.",
    "mail.staff.digest.subject": "Privacyverzoeken waarvan de datum nadert of voorbij is: {number}",
    "mail.staff.digest.subject_held": "Privacyverzoeken die iemand moet bekijken: {number}",
    "mail.staff.digest.held_alone": (
        "Er zijn privacyverzoeken die op misbruik lijken. De afzender krijgt daarom geen mail, totdat u hebt gekeken."
    ),
    "mail.staff.digest.opening": (
        "Van deze privacyverzoeken nadert de uiterste datum, of is die voorbij. Het dringendste staat bovenaan."
    ),
    "mail.staff.digest.title": "Wat dringend is",
    "mail.staff.digest.rest": "Wat er nog meer wacht",
    "mail.staff.digest.left": "Nog {days} dagen",
    "mail.staff.digest.tomorrow": "Nog één dag",
    "mail.staff.digest.today": "Vandaag",
    "mail.staff.digest.yesterday": "Eén dag te laat",
    "mail.staff.digest.over": "{days} dagen te laat",
    "mail.staff.digest.more": "Nog meer verzoeken aan de balie: {number}. {link}",
    "mail.staff.digest.unconfirmed": (
        "Verzoeken die nog niemand heeft bevestigd: {number}. Wij noemen ze hier niet. Ze staan aan de balie: {link}"
    ),
    "mail.staff.digest.overdue": (
        "Van deze is de datum al voorbij: {number}. Alleen een privacyfunctionaris kan ze laten vervallen."
    ),
    "mail.staff.digest.held": (
        "Bij deze is de mail aan de afzender aangehouden: {number}. Kijk of iemand ze echt heeft gestuurd."
    ),
    "mail.staff.digest.tasks": "Open taken op de werklijst: {number}. {link}",
    "mail.staff.digest.most": "{number} of meer",
    "mail.staff.digest.right.access": "inzage",
    "mail.staff.digest.right.rectification": "verbetering",
    "mail.staff.digest.right.erasure": "verwijdering",
    "mail.staff.digest.right.restriction": "beperking",
    "mail.staff.digest.right.portability": "meenemen van gegevens",
    "mail.staff.digest.right.withdrawal": "intrekken van toestemming",
    "mail.staff.digest.right.objection": "bezwaar",
}
