"""The data inventory written out once more: a line that changes by accident is no line of the privacy statement.

Each line is a category, a purpose, a legal basis, how long, how sensitive, to whom it may go, and whether it outranks
erasure; below it, in which models, the fields that have it.
"""

from __future__ import annotations

LINES: dict[str, dict[str, str]] = {
    "address course contract standard personal": {
        "EnrollmentForm Enrollment": "city country house_number postcode street",
    },
    "address payment contract standard personal": {
        "EnrollmentForm Enrollment": "invoice_address",
    },
    "address tax legal_obligation fiscal personal outranks_erasure": {
        "InvoiceDebtor": "debtor_address",
    },
    "name payment contract standard personal": {
        "EnrollmentForm Enrollment": "invoice_name",
    },
    "name tax legal_obligation fiscal personal outranks_erasure": {
        "InvoiceDebtor": "debtor_name",
    },
    "administration accountability legal_obligation fiscal none": {
        "LedgerLine Disclosure": "about event expires_at happened_at",
        "LedgerLine": "what why",
        "Disclosure": "fields purpose recipient",
    },
    "administration accountability legal_obligation fiscal personal": {
        "LedgerLine": "by_id role",
    },
    "administration accountability legal_obligation standard personal": {
        "ContactMessage": "answered_by_id",
        "Task": "done_by_id",
    },
    "administration rights legal_obligation standard personal": {
        "Step": "by_id role",
    },
    "name accountability legal_obligation fiscal personal": {
        "LedgerLine": "by",
    },
    "administration accountability legal_obligation standard none": {
        "ContactMessage": "answered_at",
        "Task": "done_as done_at",
    },
    "administration course contract effect none": {
        "Task Effect": "about cents created_at effect sending_until sent_at step",
        "Effect": "expires_at",
    },
    "administration course contract standard none": {
        "Enrollment ContactMessage": "redacted reference status",
        "Enrollment": "attempt discarded due_at due_bucket held_until link_version paid_by warning",
        "Enrollment ContactMessage Consent PaymentItem AttemptPointer": "received_at",
        "Enrollment ContactMessage Consent Task PaymentItem AttemptPointer": "expires_at",
        "Consent": "fields",
        "Consent AttemptPointer": "about",
        "Task PaymentItem": "due_at due_bucket",
        "PaymentItem": "asks_left enrollment invoice person quarantine receipt revision",
    },
    "administration rights legal_obligation standard none": {
        "PrivacyRequest": (
            "channel discarded due_at due_bucket link_version proof_round received_at redacted reference revision rung_at"
        ),
        "PrivacyRequest Step": "expires_at rung status",
        "Step": "event happened_at request skipped",
    },
    "bank_account payment consent standard personal": {
        "EnrollmentForm Enrollment": "iban",
    },
    "birth course contract standard personal": {
        "EnrollmentForm Enrollment": "date_of_birth place_of_birth",
    },
    "choice communication legitimate_interest standard none": {
        "EnrollmentForm ContactForm PrivacyRequestForm ActionForm": "language",
        "Enrollment ContactMessage Consent PrivacyRequest": "language",
    },
    "choice communication legitimate_interest standard personal": {
        "ContactForm ContactMessage": "topic",
    },
    "choice communication legitimate_interest standard personal mail_service": {
        "ContactForm ContactMessage": "course",
        "ContactMessage": "course_title",
    },
    "choice course contract standard personal": {
        "EnrollmentForm Enrollment": "course",
        "Enrollment": "course_title",
    },
    "choice rights legal_obligation standard personal": {
        "PrivacyRequestForm PrivacyRequest": "purpose",
        "ActionForm": "action",
    },
    "choice rights legal_obligation standard personal mail_service": {
        "PrivacyRequestForm": "kind",
        "PrivacyRequest": "right",
    },
    "citizen_number course legal_obligation standard sensitive": {
        "EnrollmentForm Enrollment": "bsn",
    },
    "consent accountability legal_obligation standard personal": {
        "EnrollmentForm": "consent_extra_data consent_newsletter",
        "Consent": "purpose statement_version wording",
    },
    "contact communication legitimate_interest standard personal": {
        "ContactForm ContactMessage": "phone",
    },
    "contact communication legitimate_interest standard personal mail_service": {
        "ContactForm ContactMessage": "email",
    },
    "contact course contract standard personal": {
        "EnrollmentForm Enrollment": "phone",
    },
    "contact course contract standard personal mail_service": {
        "EnrollmentForm Enrollment": "email",
    },
    "contact rights legal_obligation standard personal": {
        "PrivacyRequestForm PrivacyRequest": "recipient_email",
    },
    "contact rights legal_obligation standard personal mail_service": {
        "PrivacyRequestForm PrivacyRequest": "email",
    },
    "education course consent standard personal": {
        "EnrollmentForm Enrollment": "education_level",
    },
    "employer course legal_obligation standard sensitive": {
        "EnrollmentForm Enrollment": "employer",
    },
    "free_text communication legitimate_interest standard personal": {
        "EnrollmentForm ContactForm Enrollment ContactMessage": "message",
    },
    "free_text communication legitimate_interest standard personal mail_service": {
        "ContactMessage": "answer",
    },
    "free_text rights legal_obligation standard personal": {
        "PrivacyRequestForm PrivacyRequest": "details",
        "ActionForm Step": "information",
    },
    "free_text rights legal_obligation standard personal mail_service": {
        "Step": "reason",
    },
    "gender course consent standard personal": {
        "EnrollmentForm Enrollment": "gender",
    },
    "guard security legitimate_interest not_kept none": {
        "EnrollmentForm ContactForm PrivacyRequestForm ActionForm": "altcha return_to website",
        "EnrollmentForm": "confirm_again",
    },
    "guard security legitimate_interest standard none": {
        "Enrollment ContactMessage PrivacyRequest": "doubts",
    },
    "marital_status course legal_obligation standard sensitive": {
        "EnrollmentForm Enrollment": "marital_status",
    },
    "money payment contract standard personal payment_provider": {
        "PaymentItem": (
            "attempt cents chargebacks checkout_url course currency enrollment_reference language mode "
            "payment profile provider refunds status unseen_payment vat"
        ),
    },
    "money tax legal_obligation fiscal none outranks_erasure": {
        "FiscalLine": "booked_on cents course currency event expires_at provider provider_id receipt vat",
        "InvoiceDebtor": "booked_on expires_at receipt",
    },
    "name accountability legal_obligation standard personal": {
        "Task": "done_by",
    },
    "name accountability legal_obligation standard personal mail_service": {
        "ContactMessage": "answered_by",
    },
    "name communication legitimate_interest standard personal mail_service": {
        "ContactForm ContactMessage": "name",
    },
    "name course contract standard personal mail_service": {
        "EnrollmentForm Enrollment": "first_name last_name",
    },
    "name rights legal_obligation standard personal": {
        "PrivacyRequestForm PrivacyRequest": "recipient_name",
    },
    "name rights legal_obligation standard personal mail_service": {
        "PrivacyRequestForm PrivacyRequest": "name",
        "Step": "by",
    },
    "nationality course legal_obligation standard sensitive": {
        "EnrollmentForm Enrollment": "nationality",
    },
}
